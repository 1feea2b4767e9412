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


async def _ask(connection: AsyncConnection, dialect: str, series: str, when: str) -> None:
    at, later = _at(dialect, when), _at(dialect, f"({when} + 600)")
    body = "x''" if dialect == "sqlite" else "''::bytea"
    statements = (
        (
            f"INSERT INTO services (id, external_id, status, customer_ref, place_id, service_type, "
            f"body_hash, created_at, changed_at) SELECT i, 'x' || i, 'finished', i, 1 + i % 3, "
            f"CASE i % 4 WHEN 0 THEN 'room' ELSE 'dinner' END, {body}, {at}, {at} FROM {series}"
        ),
        (
            f"INSERT INTO invitations (id, service_id, place_id, questionnaire, version, rules_id, "
            f"state, planned_at, due_at, sent_at, delivered_at, first_answer_at, completed_at) "
            f"SELECT i, i, 1 + i % 3, 'satisfaction', '1', 1, 'done', {at}, {at}, {at}, {at}, "
            f"{later}, CASE WHEN i % 5 > 0 THEN {later} END FROM {series}"
        ),
        (
            f"INSERT INTO answers (id, invitation_id, question, value, score, first_at, changed_at) "
            f"SELECT i, i, 'csat', '4', 1 + (i * 31) % 5, {later}, {later} FROM {series}"
        ),
    )
    for statement in statements:
        await connection.execute(text(statement))


async def _hear(connection: AsyncConnection, dialect: str, series: str, when: str) -> None:
    at, soon, done = (_at(dialect, f"({when} + {n})") for n in (0, 900, 40_000))
    due = _at(dialect, f"({when} + 7200)")
    empty = "'{}'" if dialect == "sqlite" else "'{}'::json"
    dimension = "CASE i % 3 WHEN 0 THEN 'tangibles' WHEN 1 THEN 'responsiveness' ELSE 'price' END"
    statements = [
        (
            f"INSERT INTO cases (id, person_id, place_id, service_id, kind, state, severity, rules_id, "
            f"opened_at, round_at, heard_at, outcome) SELECT i, 1 + i % 900, 1 + i % 3, NULL, "
            f"'complaint', 'closed', i % 5, 1, {at}, {at}, {at}, 'accepted' FROM {series}"
        ),
        (
            f"INSERT INTO findings (case_id, dimension, aspect, polarity, score, evidence, at) "
            f"SELECT i, {dimension}, 'wait', 'negative', 1, {empty}, {at} FROM {series}"
        ),
        (
            f"INSERT INTO promises (case_id, round, clock, started_at, due_at, kept_at) SELECT i, 1, "
            f"'response', {at}, {due}, CASE WHEN i % 20 > 0 THEN {soon} ELSE {done} END FROM {series}"
        ),
        (
            f"INSERT INTO promises (case_id, round, clock, started_at, due_at, kept_at) SELECT i, 1, "
            f"'resolution', {at}, {_at(dialect, f'({when} + 86400)')}, {done} FROM {series}"
        ),
    ]
    statements += [
        f"INSERT INTO events (case_id, round, step, facts, at) SELECT i, 1, '{step}', {facts}, "
        f"{moment} FROM {series}"
        for step, moment, facts in (
            ("opened", at, empty), ("replied", soon, empty), ("resolved", done, empty),
            ("accepted", done, empty.replace("{}", '{"handling": "satisfied"}')),
        )
    ]  # fmt: skip
    for statement in statements:
        await connection.execute(text(statement))
