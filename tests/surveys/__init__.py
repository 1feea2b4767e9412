"""Asking, on real databases."""
