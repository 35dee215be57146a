"""Rounds of matching: read, worded, and what the days and the background do to them."""
