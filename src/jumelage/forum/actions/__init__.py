"""Writing forums."""
