"""Writes of wishes."""
