"""Tests of bilateral meetings."""
