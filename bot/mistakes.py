"""What an operator can mend and only the porch notices; `bot.endings` has all of them."""


class TelegramRefused(Exception):
    """Telegram does not take the token, or can't be reached; the message is a sentence."""


class DatabaseClosed(Exception):
    """The database can't be opened; the message is a sentence."""


class NotUnderstood(Exception):
    """A word on the command line that means nothing here; the message says what to write."""


class UnfitFile(Exception):
    """A file on the command line can't be used; the message says in one sentence what to mend."""
