"""`huiyin replay --hooks 24h`: what other systems were told since then is told once more."""

from rich.console import Console

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.mistakes import NotUnderstood
from bot.settings import read_settings
from bot.spoken import told
from bot.standing import require_ready
from calendars.durations import parse_duration
from storage.engine import open_database
from storage.hooking import call_again


async def replay_hooks(console: Console, span: str, clock: Clock) -> None:
    """Each keeps its id, so that who has it already can tell."""
    try:
        length = parse_duration(span)
    except ValueError:
        raise NotUnderstood(
            told(
                "--hooks 要写一段时间，例如 24h、7d。",
                "--hooks takes a length of time, such as 24h or 7d.",
            )
        ) from None
    settings = read_settings()
    now = (await clock_to_go_by(settings, clock)).now()
    database = open_database(settings.database_url)
    try:
        await require_ready(database)
        async with database.writing() as connection:
            count = await call_again(connection, now - length, now)
    finally:
        await database.close()
    console.print(
        told(f"{count} 条会再告诉一遍。", f"{count} events will be told once more."),
        highlight=False,
    )
