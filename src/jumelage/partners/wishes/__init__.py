"""Wishes: read, matched with one another, worded, and told about."""
