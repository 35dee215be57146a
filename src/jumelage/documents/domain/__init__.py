"""What a file may be, without a database."""
