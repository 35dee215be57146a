"""The partner finder's engine: plain Python and numpy, usable on a file, without a database."""
