"""The HTTP interface, through its own door."""
