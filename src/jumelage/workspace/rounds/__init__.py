"""Rounds of matching: the pages of the association that holds them, and of the places that take part."""
