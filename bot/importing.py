"""`huiyin import`: services from a table, while the bot runs; what can't be taken is said why."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.import_report import RefusedRows, Report, Seen
from bot.mistakes import NotUnderstood, UnfitFile
from bot.rulebook import Rulebook, Version
from bot.settings import read_settings
from bot.spoken import in_file, told
from bot.standing import require_ready
from bot.table_files import open_table
from bot.table_rows import Row, Table
from complaints.values import Mark
from handlers.import_rows import Columns, Refused, UnfitColumns
from handlers.intake_bodies import WrongField, new_service, require_past, unknown_place
from storage import bulk_services
from storage.bulk_services import Told
from storage.engine import Database, open_database
from storage.people import PeopleRows
from storage.work import begin_work
from surveys.applying import place_names
from surveys.intake import take_service
from surveys.planning import plans_for
from surveys.recurring import begins_recurring
from surveys.rules import SurveyRules
from surveys.values import NewService

# On SQLite a write holds everybody up who wants to write: it is to take this long, in seconds.
AIM = 0.025
SMALLEST, LARGEST = 20, 1000
# A write that took too long makes the next one small at once; they grow again little by little.
SHRINK, GROW = 0.25, 1.5
# The part of the time that is left to others between two writes.
BREATH = 0.2


Show = Callable[[int, Report], None]


async def import_services(console: Console, file: Path, zone: str | None, clock: Clock) -> int:
    """Prints what became of the rows; gives how many were refused."""
    settings = read_settings()
    local = _zone_of(zone)
    database = open_database(settings.database_url)
    try:
        await require_ready(database)
        rulebook = Rulebook()
        if not await rulebook.join(database):
            raise NotUnderstood(
                told(
                    "数据库里还没有门店和规则：请先运行一次 huiyin run。",
                    "The database holds no places and rules yet: run huiyin run once.",
                )
            )
        with open_table(file) as table, _refused_beside(file, table) as refused:
            run = Import(
                database=database,
                version=rulebook.current,
                now=(await clock_to_go_by(settings, clock)).now(),
                columns=_columns(table, file, local),
                refused=refused,
            )
            with _progress(console, table) as show:
                report = await run.take(table, show)
    finally:
        await database.close()
    console.print(str(report), highlight=False, soft_wrap=True)
    if report.refused:
        console.print(
            told(
                f"没有收下的行和原因在 {refused.path}：改好可以直接再导入。",
                f"Refused rows with their reasons are in {refused.path}: mend them there "
                "and import that file.",
            ),
            soft_wrap=True,
        )
    return report.refused


def _zone_of(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        raise NotUnderstood(
            told(
                f"--zone：没有“{name}”这个时区，例如 Asia/Shanghai。",
                f"--zone: there is no time zone “{name}”; one is Asia/Shanghai.",
            )
        ) from None


def _columns(table: Table, file: Path, zone: ZoneInfo | None) -> Columns:
    try:
        return Columns.read(table.head, zone)
    except UnfitColumns as error:
        raise UnfitFile(in_file(file, error)) from None


@contextmanager
def _refused_beside(file: Path, table: Table) -> Iterator[RefusedRows]:
    refused = RefusedRows(file.with_name(f"{file.stem}.refused.csv"), table.head)
    try:
        yield refused
    finally:
        refused.close()


@contextmanager
def _progress(console: Console, table: Table) -> Iterator[Show]:
    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=table.size, told="")

        def show(place: int, report: Report) -> None:
            bar.update(task, completed=place, told=str(report).partition("\n")[0])

        yield show


@dataclass(kw_only=True)
class Import:
    """One run over one table. All its rows are told at one instant."""

    database: Database
    version: Version
    now: datetime
    columns: Columns
    refused: RefusedRows
    report: Report = field(default_factory=Report)
    places: dict[str | None, int] = field(default_factory=dict)
    place_names: dict[int, frozenset[str]] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    size: int = SMALLEST
    waiting: list[NewService] = field(default_factory=list)

    async def take(self, table: Table, show: Show) -> Report:
        for row in table.rows:
            await self._take(row)
            if len(self.waiting) >= self.size:
                await self._store()
                show(table.place(), self.report)
        await self._store()
        show(table.size, self.report)
        return self.report

    async def _take(self, row: Row) -> None:
        try:
            self.waiting.append(await self._read(row))
        except (Refused, WrongField) as why:
            self.report.refused += 1
            reason = why.problem.message if isinstance(why, WrongField) else str(why)
            self.refused.put(row, self.columns.in_words_of_the_table(reason))

    async def _read(self, row: Row) -> NewService:
        if row.broken is not None:
            lines = f"{row.number} 到 {row.broken}" if row.broken > row.number else f"{row.number}"
            raise Refused(f"第 {lines} 行的引号不配对，或一格太长。")
        body = self.columns.body_of(row.cells)
        require_past(body, self.now)
        if not self.seen.add(body.id):
            raise Refused("id：这个文件里前面已经有这个编号，请只留一行。")
        return new_service(body, await self._place(body.place), mark=Mark.LIVE.value)

    async def _place(self, name: str | None) -> int:
        if name not in self.places:
            async with self.database.glancing() as connection:
                people = PeopleRows(connection)
                found = await people.house() if name is None else await people.place_named(name)
            if found is None:
                raise unknown_place()
            self.places[name] = found.id
            async with begin_work(self.database, self.now) as work:
                self.place_names[found.id] = await place_names(work, found.id)
        return self.places[name]

    def _rules(self, new: NewService) -> SurveyRules:
        """As they hold for this one."""
        names = self.place_names.get(new.place_id, frozenset())
        return self.version.rules.surveys.under(new.service_type, names, new.attributes)

    # --- writing

    async def _store(self) -> None:
        services, self.waiting = self.waiting, []
        if not services:
            return
        began = time.monotonic()
        known = await self._put_all(services)
        took = time.monotonic() - began
        self._adapt(took)
        self.report.new += len(services) - len(known)
        for new in services:
            if new.external_id in known:
                await self._change(new, same=known[new.external_id] == new.body_hash)
        if self.database.is_sqlite:
            await asyncio.sleep(took * BREATH)

    async def _put_all(self, services: Sequence[NewService]) -> dict[str, bytes]:
        """Adds what is new; gives what is known already, with what is known of it."""
        told = {
            s.external_id: Told(
                service=s,
                plans=plans_for(s, self._rules(s), self.now),
                recurring=begins_recurring(s, self._rules(s), self.now),
            )
            for s in services
        }
        try:
            return await self._put_new(told)
        except IntegrityError:
            # Somebody told of one of these at the same moment: one by one each finds its way.
            return dict.fromkeys(told, b"")

    async def _put_new(self, told: dict[str, Told]) -> dict[str, bytes]:
        async with self.database.writing() as connection:
            known = await bulk_services.hashes_of(connection, list(told))
            fresh = [one for key, one in told.items() if key not in known]
            if fresh:
                await bulk_services.put_new(connection, fresh, self.version.id, self.now)
        return known

    def _adapt(self, took: float) -> None:
        self.report.longest_write = max(self.report.longest_write, took)
        if not self.database.is_sqlite:
            self.size = LARGEST
            return
        wanted = int(self.size * min(GROW, max(SHRINK, AIM / max(took, 0.001))))
        self.size = min(LARGEST, max(SMALLEST, wanted))

    async def _change(self, new: NewService, *, same: bool) -> None:
        if same:
            self.report.same += 1
            return
        rules = self.version.rules.surveys
        async with begin_work(self.database, self.now) as work:
            taken = await take_service(work, new, rules, self.version.id, self.now)
        self.report.changed += 1
        self.report.late += taken.sent is not None
