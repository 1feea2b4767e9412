"""The doors for people and programs: Telegram and HTTP in, and every sentence people read."""
