"""A Telegram Bot API server that lives on this machine, with a web page of chats."""
