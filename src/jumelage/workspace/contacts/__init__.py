"""Offices, people, the contact log, address lists."""
