"""Wishes of a place and its institutions in the workspace, and the public pages on which one writes to an owner."""
