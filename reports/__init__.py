"""Knowing: figures as data."""
