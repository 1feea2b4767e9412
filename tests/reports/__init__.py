"""Promises about figures."""
