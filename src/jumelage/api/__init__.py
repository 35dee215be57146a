"""The open API: one router per resource, version 1 under ``/api/v1``."""
