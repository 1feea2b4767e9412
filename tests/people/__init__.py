"""People, through their own door."""
