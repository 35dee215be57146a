"""The portfolio of a place, its calendar, and where somebody begins."""
