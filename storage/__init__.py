"""The only SQL and the only commit."""
