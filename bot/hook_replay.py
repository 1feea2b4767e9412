"""`huiyin replay --hooks 24h`: what other systems were told since then is told once more."""

from rich.console import Console

from bot.clock import Clock
from bot.mistakes import NotUnderstood
from bot.settings import read_settings
from calendars.durations import parse_duration
from storage import schema
from storage.engine import open_database
from storage.hooking import call_again


async def replay_hooks(console: Console, span: str, clock: Clock) -> None:
    """Each keeps its id, so that who has it already can tell."""
    try:
        length = parse_duration(span)
    except ValueError:
        raise NotUnderstood("--hooks 要写一段时间，例如 24h、7d。") from None
    database, now = open_database(read_settings().database_url), clock.now()
    try:
        await schema.require_newest(database)
        async with database.writing() as connection:
            count = await call_again(connection, now - length, now)
    finally:
        await database.close()
    console.print(f"{count} 条会再告诉一遍。", highlight=False)
