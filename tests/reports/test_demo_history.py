"""The demo opens on sixty plausible days of which nothing waits any more."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from bot.demo_history import write_history
from bot.demo_house import furnish
from bot.rulebook import Rulebook
from bot.rules import load_rules
from complaints.values import Mark
from reports.values import Figures
from storage.engine import Database, open_database
from storage.figures import figures_of
from storage.people import PeopleRows
from storage.tables import (
    cases,
    events,
    findings,
    invitations,
    outbox,
    persons,
    services,
    words,
)
from storage.work import begin_work
from tests.reports.house import NOW

WEST, EAST = "西湖店", "东站店"


async def tell(database: Database) -> None:
    await furnish(database, NOW)
    rulebook = Rulebook(Mark.DEMO)
    await rulebook.open(database, load_rules("hotel"), "hotel", NOW)
    await write_history(database, rulebook.current, NOW)


async def _tell_in(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    await tell(database)
    await database.close()


@pytest.fixture(scope="module")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written once: the tests only look at it."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copyfile(sqlite_template, file)
    with asyncio.Runner() as runner:
        runner.run(_tell_in(file))
    return file


@pytest.fixture
async def demo(told: Path) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{told}")
    yield database
    await database.close()


async def figures(demo: Database, place: str, words: str) -> Figures:
    async with demo.reading() as connection:
        found = await PeopleRows(connection).place_named(place)
        assert found is not None
        return await figures_of(connection, (found,), words, NOW)


async def count(demo: Database, table: Table, *where: Any) -> int:
    async with demo.reading() as connection:
        query = select(func.count()).select_from(table).where(*where)
        return int(await connection.scalar(query) or 0)


async def test_nothing_of_the_past_is_said_or_due_again(demo: Database) -> None:
    assert await count(demo, cases, cases.c.next_due_at.is_not(None)) == 0
    assert await count(demo, cases, cases.c.state != "closed") == 0
    assert await count(demo, invitations, invitations.c.next_due_at.is_not(None)) == 0
    assert await count(demo, outbox) == 0


async def test_all_of_it_is_marked_as_the_demo_s(demo: Database) -> None:
    for table in (cases, invitations, services):
        assert await count(demo, table) > 0
        assert await count(demo, table, table.c.mark != "demo") == 0


async def test_its_guests_can_t_be_written_to(demo: Database) -> None:
    """They are nobody: no Telegram account stands behind a name."""
    guests = await count(demo, persons, persons.c.telegram_id.is_(None))
    assert guests > 500
    async with demo.reading() as connection:
        reachable = select(cases.c.id).join(persons, persons.c.id == cases.c.person_id)
        found = await connection.execute(reachable.where(persons.c.telegram_id.is_not(None)))
        assert found.first() is None


async def test_nothing_happened_later_than_now(demo: Database) -> None:
    assert await count(demo, cases, cases.c.closed_at >= NOW) == 0
    assert await count(demo, events, events.c.at >= NOW) == 0
    assert await count(demo, words, words.c.at >= NOW) == 0
    assert await count(demo, invitations, invitations.c.completed_at >= NOW) == 0


async def test_the_house_has_got_better(demo: Database) -> None:
    house = "回音酒店"
    first = await figures(demo, house, "2026-09-22..2026-10-11")
    last = await figures(demo, house, "20d")
    for key in ("csat", "on_time", "first_response_on_time"):
        assert (first[key].share or 0) < (last[key].share or 0), key
    assert (first["first_response"].median or 0) > (last["first_response"].median or 0)
    assert not last["csat"].is_small


async def test_waiting_was_mended_in_one_shop_and_noise_came_to_the_other(demo: Database) -> None:
    async def aspect(place: str, key: str, days: str) -> int:
        found = (await figures(demo, place, days)).by("complaints_by_aspect").get(key)
        return found.n if found else 0

    before = await aspect(WEST, "wait", "2026-09-25..2026-10-15")
    assert before > 1.5 * await aspect(WEST, "wait", "21d")
    assert await aspect(EAST, "noise", "10d") > await aspect(
        EAST, "noise", "2026-10-01..2026-10-10"
    )


@pytest.mark.parametrize("words", ["yesterday", "7d", "30d"])
async def test_a_supervisor_sees_something_from_the_first_minute(
    demo: Database, words: str
) -> None:
    for place in (WEST, EAST):
        found = await figures(demo, place, words)
        assert found["delivered"].n
        assert found["completed"].n
        assert found["complaints"].n
    last_week = await figures(demo, WEST, "7d")
    assert last_week.top_issue is not None
    assert last_week["handling"].n


async def test_evidence_lies_within_the_words_that_it_was_found_in(demo: Database) -> None:
    async with demo.reading() as connection:
        rows = await connection.execute(
            select(findings.c.evidence, words.c.text).join(words, words.c.id == findings.c.words_id)
        )
        spans = [(span, row.text) for row in rows for span in row.evidence]
    assert len(spans) > 100
    assert all(0 <= start < end <= len(text) for (start, end), text in spans)


async def test_on_either_database_the_next_person_gets_the_next_number(database: Database) -> None:
    """PostgreSQL counts by itself; it has to know of the rows that came with their ids."""
    await tell(database)
    async with begin_work(database, NOW) as work:
        person = await work.people.meet(99, name="客", username=None, language="zh-hans", now=NOW)
    assert person.id == await count(database, persons)


async def test_it_tells_the_same_story_every_time(
    demo: Database, told: Path, sqlite_template: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.sqlite3"
    shutil.copyfile(sqlite_template, again)
    await _tell_in(again)
    second = open_database(f"sqlite:///{again}")
    first_told, second_told = await _said(demo), await _said(second)
    await second.close()
    assert first_told == second_told
    assert len({text for text, _ in first_told}) > 150
    assert max(at for _, at in first_told) > NOW - timedelta(days=1)


async def _said(demo: Database) -> list[tuple[str, datetime]]:
    async with demo.reading() as connection:
        found = await connection.execute(select(words.c.text, words.c.at).order_by(words.c.id))
        return [(row.text, row.at) for row in found]
