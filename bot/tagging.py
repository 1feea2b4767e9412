"""`huiyin tag`: lines in, JSON lines out; `--explain` the reasons; `--again` reads old words."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.clock import Clock
from bot.learning import Learner
from bot.mistakes import DatabaseClosed
from bot.rules import load_rules
from bot.settings import read_settings
from dimensions.command import tag_lines, texts_of
from dimensions.explaining import explained
from dimensions.own import load_tagger
from dimensions.tagger import Tagger
from storage import schema
from storage.engine import Database, open_database
from storage.retagging import how_many, next_sayings, read_anew

BATCH = 200


def tag_file(file: Path | None, *, explain: bool) -> None:
    """Reads with the words of the rules in force; raises what a person can mend."""
    own = load_rules(read_settings().config).understanding
    tagger = load_tagger(own)
    plain = Tagger.load() if explain and not own.is_empty else None
    lines = file.open(encoding="utf-8-sig", errors="replace") if file else sys.stdin
    with lines:
        if not explain:
            for line in tag_lines(lines, tagger):
                sys.stdout.write(line + "\n")
            return
        for text in texts_of(lines):
            for reason in explained(text, tagger, plain):
                sys.stdout.write(reason.encode("utf-8", "replace").decode() + "\n")


async def tag_again(console: Console, clock: Clock) -> None:
    """Reads all old words anew, in small steps beside a running bot; what people said stays."""
    settings = read_settings()
    tagger = load_tagger(load_rules(settings.config).understanding)
    database = open_database(settings.database_url)
    if database.path is not None and not database.path.is_file():
        raise DatabaseClosed(
            f"没有数据库文件 {database.path}：请检查 HUIYIN_DATABASE_URL，或先运行 huiyin run。"
        )
    try:
        await schema.require_newest(database)
        learner = Learner(database, clock, tagger)
        await learner.follow()
        read, changed = await read_all_anew(database, tagger, clock, console)
    finally:
        await database.close()
    console.print(f"重读了 {read} 段话，{changed} 段有了变化；同事改过的没有动。")


async def read_all_anew(
    database: Database, tagger: Tagger, clock: Clock, console: Console
) -> tuple[int, int]:
    """How many words were read, and of how many the findings changed."""
    async with database.reading() as connection:
        whole = await how_many(connection)
    read = changed = after = 0
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("……", total=whole)
        while True:
            async with database.reading() as connection:
                sayings = await next_sayings(connection, after, BATCH)
            if not sayings:
                return read, changed
            for saying in sayings:
                reading = tagger.read(saying.text)
                async with database.writer.begin() as connection:
                    changed += await read_anew(connection, saying, reading, clock.now())
                after, read = saying.id, read + 1
            progress.update(bar, completed=read)
