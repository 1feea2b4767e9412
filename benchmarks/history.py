"""Years of made-up business, put into the tables by the database itself; the seed decides all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

YEARS = 3
TODAY = 100
# What each customer who answers is asked, with how many scores there are.
ASKED = {"csat": 5, "nps": 11, "effort": 7, "p_reliability": 5}
BODY: dict[str, Any] = {
    "surveys": {
        "questionnaires": {
            "satisfaction": {
                "questions": [
                    {"key": "csat", "kind": "stars", "scale": 5},
                    {"key": "nps", "kind": "nps"},
                    {"key": "effort", "kind": "ces"},
                    {"key": "p_reliability", "kind": "stars", "scale": 5},
                ]
            }
        }
    }
}


def _at(dialect: str, seconds: str) -> str:
    """An instant from whole seconds since 1970, as the column holds it."""
    if dialect == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')"
    return f"to_timestamp({seconds})"


def _series(dialect: str, first: int, count: int) -> str:
    last = first + count - 1
    if dialect == "sqlite":
        return (
            f"(WITH RECURSIVE s(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM s "
            f"WHERE i < {last}) SELECT i FROM s) AS s"
        )
    return f"(SELECT i FROM generate_series({first}::bigint, {last}) AS i) AS s"


async def fill(
    connection: AsyncConnection, now: datetime, *, answers: int, cases: int, seed: int
) -> None:
    """The history ends yesterday; of today there is as much however long it is."""
    async with _in_bulk(connection):
        await _fill(connection, now, answers=answers, cases=cases, seed=seed)
    await connection.execute(text("ANALYZE"))


@asynccontextmanager
async def _in_bulk(connection: AsyncConnection) -> AsyncIterator[None]:
    """Indexes and triggers come afterwards; what rows refer to is known to be there."""
    if connection.dialect.name == "sqlite":
        known = """SELECT type || ' ' || name, sql FROM sqlite_master
            WHERE sql IS NOT NULL AND type IN ('index', 'trigger')"""
    else:
        known = """SELECT 'INDEX ' || indexname, indexdef FROM pg_indexes
            WHERE schemaname = current_schema() AND indexname LIKE 'ix_%'"""
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
    indexes = (await connection.execute(text(known))).all()
    for name, _ in indexes:
        await connection.execute(text(f"DROP {name}"))
    yield
    for _, made_by in indexes:
        await connection.execute(text(made_by))


async def _fill(
    connection: AsyncConnection, now: datetime, *, answers: int, cases: int, seed: int
) -> None:
    dialect = connection.dialect.name
    invitations = -(-answers // len(ASKED))
    end = int(now.timestamp()) - 86_400
    span = YEARS * 365 * 86_400
    for first, count, latest, back in (
        (1, invitations, end, span),
        (invitations + 1, TODAY, int(now.timestamp()), 3600),
    ):
        when = _when(first, count, latest, back, f"(i * 7919 + {seed})")
        await _ask(connection, dialect, _series(dialect, first, count), when)
    for first, count, latest, back in (
        (1001, cases, end, span),
        (1001 + cases, TODAY // 5, int(now.timestamp()), 3600),
    ):
        when = _when(first, count, latest, back, f"(i * 104729 + {seed})")
        await _hear(connection, dialect, _series(dialect, first, count), when)


def _when(first: int, count: int, latest: int, back: int, chance: str) -> str:
    """One after the other, as rows come in life, each up to an hour off."""
    return f"({latest} - ({first + count - 1} - i) * {back} / {count} - {chance} % 3600)"


async def _put(connection: AsyncConnection, series: str, table: str, **columns: str | int) -> None:
    """Each column as an expression over `i`, the number of the row."""
    names, values = ", ".join(columns), ", ".join(str(value) for value in columns.values())
    await connection.execute(text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {series}"))


async def _ask(connection: AsyncConnection, dialect: str, series: str, when: str) -> None:
    at, later = _at(dialect, when), _at(dialect, f"({when} + 600)")
    place = "1 + i % 3"
    await _put(
        connection, series, "services", id="i", external_id="'x' || i", status="'finished'",
        customer_ref="i", place_id=place, created_at=at, changed_at=at,
        service_type="CASE i % 4 WHEN 0 THEN 'room' ELSE 'dinner' END",
        body_hash="x''" if dialect == "sqlite" else "''::bytea",
    )  # fmt: skip
    await _put(
        connection, series, "invitations", id="i", service_id="i", place_id=place,
        questionnaire="'satisfaction'", version="'1'", rules_id=1, state="'done'", planned_at=at,
        due_at=at, sent_at=at, delivered_at=at, first_answer_at=later,
        completed_at=f"CASE WHEN i % 5 > 0 THEN {later} END",
    )  # fmt: skip
    for number, (question, scores) in enumerate(ASKED.items()):
        await _put(
            connection, series, "answers", id=f"i * {len(ASKED)} - {number}", invitation_id="i",
            question=f"'{question}'", value="'4'",
            score=f"1 + (i * 31 + {number}) % {scores}" if question != "nps" else "i * 31 % 11",
            first_at=later, changed_at=later,
        )  # fmt: skip


async def _hear(connection: AsyncConnection, dialect: str, series: str, when: str) -> None:
    at, soon, done = (_at(dialect, f"({when} + {n})") for n in (0, 900, 40_000))
    empty = "'{}'" if dialect == "sqlite" else "'{}'::json"
    await _put(
        connection, series, "cases", id="i", person_id="1 + i % 900", place_id="1 + i % 3",
        kind="'complaint'", state="'closed'", severity="i % 5", rules_id=1, opened_at=at,
        round_at=at, heard_at=at, outcome="'accepted'",
    )  # fmt: skip
    await _put(
        connection, series, "findings", case_id="i", aspect="'wait'", polarity="'negative'",
        dimension="CASE i % 3 WHEN 0 THEN 'tangibles' WHEN 1 THEN 'price' ELSE 'empathy' END",
        score=1, evidence=empty, at=at,
    )  # fmt: skip
    for clock, seconds in (("response", 7200), ("resolution", 86_400)):
        await _put(
            connection, series, "promises", case_id="i", round=1, clock=f"'{clock}'",
            started_at=at, due_at=_at(dialect, f"({when} + {seconds})"),
            kept_at=f"CASE WHEN i % 20 > 0 THEN {soon} ELSE {done} END",
        )  # fmt: skip
    await _log(connection, dialect, series, when)


async def _log(connection: AsyncConnection, dialect: str, series: str, when: str) -> None:
    """One in fifty comes back after three days."""
    at, soon, done, back, again = (
        _at(dialect, f"({when} + {n})") for n in (0, 900, 40_000, 300_000, 350_000)
    )
    empty = "'{}'" if dialect == "sqlite" else "'{}'::json"
    satisfied = empty.replace("{}", '{"handling": "satisfied"}')
    for step, round_, moment, facts in (
        ("opened", 1, at, empty),
        ("replied", 1, soon, empty),
        ("resolved", 1, done, empty),
        ("accepted", 1, done, satisfied),
        ("reopened", 2, back, empty),
        ("resolved", 2, again, empty),
    ):
        which = series if round_ == 1 else f"(SELECT i FROM {series} WHERE i % 50 = 0) AS s"
        await _put(connection, which, "events", case_id="i", round=round_, step=f"'{step}'",
                   facts=facts, at=moment)  # fmt: skip
