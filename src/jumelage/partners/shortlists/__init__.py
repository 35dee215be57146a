"""Shortlists: candidates, what stands on a list, why, in words, and the secret of its address."""
