"""The playground is Telegram to whoever knows only the Bot API."""
