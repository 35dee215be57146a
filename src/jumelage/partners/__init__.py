"""Finding partners: suggestions with their reasons, and how good they are."""
