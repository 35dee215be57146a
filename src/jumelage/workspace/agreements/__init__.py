"""Proposals, agreements, changes, plans, activities and reviews."""
