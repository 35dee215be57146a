"""Jumelage: an open register of twin towns and sister cities."""

__version__ = "0.1.0"
