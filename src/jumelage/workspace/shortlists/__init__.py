"""Pages of shortlists: the possible partners that an office considers."""
