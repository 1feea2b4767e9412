"""Rows on real databases of both kinds."""
