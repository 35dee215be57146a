"""Measurements of the whole product: every figure in docs/benchmarks.md comes from a command here."""
