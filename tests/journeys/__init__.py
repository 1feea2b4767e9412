"""Whole journeys through the real door; only Telegram and time are ours."""
