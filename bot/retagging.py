"""`huiyin tag --again`: old words are read anew, beside a running bot, from where it stopped."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rich.console import Console
from rich.progress import Progress

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.learning import Learner
from bot.mistakes import UnfitFile
from bot.replica import new_holder
from bot.rules import load_rules
from bot.settings import read_settings
from bot.spoken import told
from bot.standing import require_ready
from dimensions.own import load_tagger
from dimensions.tagger import Tagger
from storage import jobs
from storage.engine import Database, open_database
from storage.retagging import how_many, next_sayings, read_anew

KIND = "retag"
BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Progressed:
    """Words up to the number `after` are read; so many they were, of so many findings changed."""

    after: int = 0
    read: int = 0
    changed: int = 0
    resumed: bool = False


async def tag_again(console: Console, clock: Clock) -> None:
    """Reads all old words anew, in small steps; what people said stays."""
    settings = read_settings()
    rules = load_rules(settings.config)
    database = open_database(settings.database_url)
    try:
        await require_ready(database)
        clock = await clock_to_go_by(settings, clock)
        tagger = load_tagger(rules.understanding)
        learner = Learner(database, clock, tagger)
        await learner.follow()
        done = await read_all_anew(
            database, tagger, clock, console, f"{rules.fingerprint}-{learner.used or 0}"
        )
    finally:
        await database.close()
    done_text = told(
        f"重读了 {done.read} 段话，{done.changed} 段有了变化；同事改过的没有动。",
        f"Read {done.read} texts again, {done.changed} changed; what colleagues "
        "corrected was left alone.",
    )
    console.print(
        told(f"接着上次停下的地方。{done_text}", f"Going on from where it stopped. {done_text}")
        if done.resumed
        else done_text
    )


async def read_all_anew(
    database: Database, tagger: Tagger, clock: Clock, console: Console, reader: str = ""
) -> Progressed:
    """`reader` names rules and model: what another reader has begun is begun anew."""
    job_id, done = await _taken_up(database, clock, reader)
    async with database.reading() as connection:
        whole = await how_many(connection)
    try:
        with Progress(console=console, transient=True) as progress:
            bar = progress.add_task("……", total=whole, completed=done.read)
            work = _Work(database, tagger, clock, job_id, reader, whole)
            done = await work.through(done, lambda read: progress.update(bar, completed=read))
    except BaseException:
        async with database.writer.begin() as connection:
            await jobs.put_back(connection, job_id)
        raise
    async with database.writer.begin() as connection:
        await jobs.finish(connection, job_id, clock.now())
    return done


async def _taken_up(database: Database, clock: Clock, reader: str) -> tuple[int, Progressed]:
    """The job that was left unfinished, from where it stopped; else a new one."""
    now = clock.now()
    async with database.writer.begin() as connection:
        left = await jobs.unfinished(connection, KIND)
        if left is not None and await jobs.claim(connection, left.id, new_holder(), now) is None:
            raise UnfitFile(
                told(
                    f"另一个程序正在重读（{left.done_items}/{left.all_items or '…'}）；"
                    "它要是已经停了，请过两分钟再来。",
                    f"Another one is at it ({left.done_items}/{left.all_items or '…'}); "
                    "if it has stopped, try again in two minutes.",
                )
            )
        if left is not None and left.facts.get("reader") == reader:
            facts = {key: int(left.facts.get(key, 0)) for key in ("after", "read", "changed")}
            return left.id, Progressed(**facts, resumed=True)
        if left is not None:
            await jobs.finish(connection, left.id, now, error="begun_anew")
        rows = jobs.JobRows(connection)
        job_id = await rows.start(KIND, {"reader": reader}, now)
        await jobs.claim(connection, job_id, new_holder(), now)
        return job_id, Progressed()


@dataclass(frozen=True)
class _Work:
    database: Database
    tagger: Tagger
    clock: Clock
    job_id: int
    reader: str
    whole: int

    async def through(self, done: Progressed, told: Callable[[int], None]) -> Progressed:
        while True:
            async with self.database.reading() as connection:
                sayings = await next_sayings(connection, done.after, BATCH)
            if not sayings:
                return done
            for saying in sayings:
                reading = self.tagger.read(saying.text)
                async with self.database.writer.begin() as connection:
                    changed = await read_anew(connection, saying, reading, self.clock.now())
                done = replace(
                    done, after=saying.id, read=done.read + 1, changed=done.changed + changed
                )
            await self._keep(done)
            told(done.read)

    async def _keep(self, done: Progressed) -> None:
        facts = {
            "reader": self.reader,
            "after": done.after,
            "read": done.read,
            "changed": done.changed,
        }
        async with self.database.writer.begin() as connection:
            await jobs.keep(connection, self.job_id, facts)
            await jobs.advance(connection, self.job_id, done.read, self.whole, self.clock.now())
