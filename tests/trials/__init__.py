"""The trials themselves: a slice of each, and whether they find what is wrong."""
