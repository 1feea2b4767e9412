"""What an operator can mend: each ends the program with one sentence and status 2."""

from bot.replica import FileInUse
from bot.rules_error import RulesError
from bot.serving import PortTaken
from bot.settings import SettingsError
from dimensions.tables import TableError
from storage.backup import BackupError
from storage.engine import DatabaseUrlError
from storage.moving import MoveError
from storage.schema import SchemaError


class TelegramRefused(Exception):
    """Telegram does not take the token, or can't be reached; the message is a sentence."""


class DatabaseClosed(Exception):
    """The database can't be opened; the message is a sentence."""


class NotUnderstood(Exception):
    """A word on the command line that means nothing here; the message says what to write."""


class UnfitFile(Exception):
    """A file on the command line can't be used; the message says in one sentence what to mend."""


MISTAKES = (
    SettingsError,
    RulesError,
    FileInUse,
    DatabaseUrlError,
    DatabaseClosed,
    SchemaError,
    BackupError,
    MoveError,
    PortTaken,
    TelegramRefused,
    NotUnderstood,
    UnfitFile,
    TableError,
)
