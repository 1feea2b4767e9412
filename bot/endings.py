"""What an operator can mend: each ends the program with one sentence and status 2.

It takes most of the program to name them, so that only who has to end asks for them.
"""

from errno import EACCES, EISDIR, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS

from rich.console import Console

from bot.logs import uncaught
from bot.mistakes import DatabaseClosed, NotUnderstood, TelegramRefused, UnfitFile
from bot.replica import FileInUse
from bot.rules_error import RulesError
from bot.serving import PortTaken
from bot.settings import SettingsError
from bot.spoken import of_file, sentence_of
from dimensions.tables import TableError
from storage.backup import BackupError
from storage.engine import DatabaseUrlError
from storage.moving import MoveError
from storage.schema import SchemaError

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
# A file that the operator named, or the folder of the start: theirs to mend.
OF_FILES = {EACCES, EPERM, ENOENT, EROFS, ENOSPC, EISDIR, ENOTDIR}


def sentence_for(error: Exception) -> str | None:
    """What to mend; None for what is our bug."""
    if isinstance(error, MISTAKES):
        return sentence_of(error)
    if isinstance(error, OSError) and error.errno in OF_FILES and error.filename:
        return of_file(error)
    return None


def shown(error: Exception, errors: Console) -> int:
    """Our bug: its text may quote a customer, its places don't."""
    for line in uncaught(error):
        errors.print(line, highlight=False, soft_wrap=True, markup=False)
    return 1
