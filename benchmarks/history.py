"""Years of made-up business, put into the tables by the database itself; the seed decides all."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

YEARS = 3
TODAY = 100


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
    dialect = connection.dialect.name
    end = int(now.timestamp()) - 86_400
    span = YEARS * 365 * 86_400
    for first, count, latest, back in (
        (1, answers, end, span),
        (answers + 1, TODAY, int(now.timestamp()), 3600),
    ):
        when = f"({latest} - (i * 7919 + {seed}) % {back})"
        await _ask(connection, dialect, _series(dialect, first, count), when)
    for first, count, latest, back in (
        (1001, cases, end, span),
        (1001 + cases, TODAY // 5, int(now.timestamp()), 3600),
    ):
        when = f"({latest} - (i * 104729 + {seed}) % {back})"
        await _hear(connection, dialect, _series(dialect, first, count), when)
    await connection.execute(text("ANALYZE"))


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
    await _put(
        connection, series, "answers", id="i", invitation_id="i", question="'csat'", value="'4'",
        score="1 + (i * 31) % 5", first_at=later, changed_at=later,
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
    satisfied = empty.replace("{}", '{"handling": "satisfied"}')
    for step, moment, facts in (
        ("opened", at, empty),
        ("replied", soon, empty),
        ("resolved", done, empty),
        ("accepted", done, satisfied),
    ):
        await _put(connection, series, "events", case_id="i", round=1, step=f"'{step}'",
                   facts=facts, at=moment)  # fmt: skip
