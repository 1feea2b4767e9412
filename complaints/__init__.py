"""Hearing: cases, rounds, promises, the ladder, closing."""
