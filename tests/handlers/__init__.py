"""Promises about what people read and press."""
