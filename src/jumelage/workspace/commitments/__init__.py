"""Commitments at the desk of a place: what it has promised with others, and what it says of it."""
