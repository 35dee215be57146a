"""Writing contacts: offices and people, the log, address lists, and what people ask about their data."""
