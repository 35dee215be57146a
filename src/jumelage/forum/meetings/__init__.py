"""Bilateral meetings: what is read of them, how they are worded, and who is told."""
