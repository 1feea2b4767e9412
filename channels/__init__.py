"""Other ways out than Telegram."""
