"""Rows to take away, a thousand at a time, so that a million of them need no memory."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Mark
from reports.cuts import OF_FINDINGS, OF_SERVICES
from reports.exports import ANSWERS, CASES, NAMING, SMALLEST_GROUP, Few, Row, Sheet
from reports.fold import Scope
from storage.asked_on import Asked, asked_on, questions_asked
from storage.engine import Database
from storage.marked import of_service
from storage.populations import RESPONSES
from storage.tables import (
    answers,
    cases,
    events,
    findings,
    invitations,
    names,
    places,
    promises,
    remedies,
    services,
    teams,
)

CHUNK = 2000


@dataclass(frozen=True, kw_only=True)
class Source:
    """Reads each chunk on a connection of its own: a long export holds up nobody."""

    database: Database
    scope: Scope

    async def count(self, sheet: Sheet) -> int:
        table, where = _which(sheet, self.scope)
        query = select(func.count()).select_from(table).where(where)
        async with self.database.reading() as connection:
            return await connection.scalar(query) or 0

    async def few(self, sheet: Sheet) -> Few:
        """Who would stand out in the rows: one count for each column that names a part."""
        joined, where = _which(sheet, self.scope)
        found: dict[str, frozenset[str]] = {}
        async with self.database.reading() as connection:
            for name in NAMING[sheet.key]:
                value, source = _naming(name, joined)
                query = select(value).select_from(source).where(where, value.is_not(None))
                query = query.group_by(value).having(func.count() < SMALLEST_GROUP)
                found[name] = frozenset(await connection.scalars(query))
        return Few(names=found)

    async def rows(self, sheet: Sheet) -> AsyncIterator[list[Row]]:
        """In the order of their numbers, without the names of small groups."""
        few = await self.few(sheet)
        asked: Asked = {}
        at, end = await self._ends(sheet)
        span = CHUNK
        while at <= end:
            async with self.database.reading() as connection:
                if sheet is CASES:
                    last, rows = await _cases(connection, self.scope, at, at + span)
                else:
                    asked = asked or await questions_asked(connection)
                    last, rows = await _answers(connection, self.scope, at, at + span, asked)
            at = last + 1 if len(rows) == CHUNK else at + span
            # Where few numbers belong to the scope, the next stretch is longer.
            span = span * 2 if len(rows) < CHUNK // 2 else CHUNK
            if rows:
                yield [few.hidden(sheet, row) for row in rows]

    async def _ends(self, sheet: Sheet) -> tuple[int, int]:
        """The first and the last number in scope; (0, -1) where there are none.

        Walked between them by number: by time every chunk would look at the whole period again.
        """
        joined, where = _which(sheet, self.scope)
        number = (cases if sheet is CASES else answers).c.id
        query = select(func.min(number), func.max(number)).select_from(joined).where(where)
        async with self.database.reading() as connection:
            first, last = (await connection.execute(query)).one()
        return (0, -1) if first is None else (first, last)


def _naming(name: str, joined: Any) -> tuple[Any, Any]:
    """The column that a sheet's `name` comes from, and the rows with it."""
    if name == "team":
        return teams.c.name, joined.outerjoin(teams, teams.c.id == cases.c.team_id)
    if name == "owner":
        return names.c.name, joined.outerjoin(names, names.c.person_id == cases.c.owner_id)
    return services.c[name], joined


def _which(sheet: Sheet, scope: Scope) -> tuple[Any, Any]:
    if sheet is ANSWERS:
        joined = answers.join(invitations, invitations.c.id == answers.c.invitation_id)
        joined = joined.join(services, services.c.id == invitations.c.service_id)
        return joined, and_(*_in_scope(scope, answers.c.first_at, invitations))
    joined = cases.outerjoin(services, services.c.id == cases.c.service_id)
    return joined, and_(*_in_scope(scope, cases.c.opened_at, cases))


def _in_scope(scope: Scope, at: Any, table: Any) -> Iterable[Any]:
    yield at >= scope.period.start
    yield at < scope.period.end
    yield table.c.place_id.in_(sorted(scope.places))
    yield table.c.mark != Mark.TEST.value
    for cut in scope.cuts:
        if cut.column in table.c:
            yield table.c[cut.column].in_(cut.values)
        elif cut.column in OF_SERVICES:
            told = {
                column.name: column for column in of_service(table.c.service_id, table.c.rules_id)
            }
            yield told[cut.column].in_(cut.values)
        elif cut.column in OF_FINDINGS and table is cases:
            found = select(findings.c.id).where(
                findings.c.case_id == cases.c.id,
                findings.c[cut.column].in_(cut.values),
                findings.c.polarity == "negative",
                findings.c.withdrawn_at.is_(None),
            )
            yield found.exists()
        else:
            # What can't be told apart by it is not in it.
            yield table.c.id.is_(None)


# --- one row a case


async def _cases(
    connection: AsyncConnection, scope: Scope, first: int, beyond: int
) -> tuple[int, list[Row]]:
    _, where = _which(CASES, scope)
    owner = names.alias()
    query: Select[Any] = (
        select(
            cases,
            places.c.name.label("place"),
            teams.c.name.label("team"),
            services.c.service_type,
            owner.c.name.label("owner"),
        )
        .outerjoin(services, services.c.id == cases.c.service_id)
        .join(places, places.c.id == cases.c.place_id)
        .outerjoin(teams, teams.c.id == cases.c.team_id)
        .outerjoin(owner, owner.c.person_id == cases.c.owner_id)
        .where(where, cases.c.id >= first, cases.c.id < beyond)
        .order_by(cases.c.id)
        .limit(CHUNK)
    )
    found = (await connection.execute(query)).all()
    if not found:
        return first, []
    more = await _more(connection, found[0].id, found[-1].id)
    return found[-1].id, [_case(row, more[row.id]) for row in found]


async def _more(
    connection: AsyncConnection, first: int, last: int
) -> defaultdict[int, dict[str, Any]]:
    """What else is known of these cases; by range, as there may be a thousand."""
    found: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    said = events.c.step.in_(RESPONSES)
    replies = select(events.c.case_id, func.min(events.c.at)).where(
        events.c.case_id.between(first, last), events.c.round == 1, said
    )
    for case_id, at in await connection.execute(replies.group_by(events.c.case_id)):
        found[case_id]["first_reply_at"] = at
    query = select(promises).where(promises.c.case_id.between(first, last))
    for row in await connection.execute(query.order_by(promises.c.id)):
        name = {"response": "reply", "resolution": "resolution"}.get(row.clock)
        if name is not None:
            found[row.case_id] |= {f"{name}_due_at": row.due_at, f"{name}_kept_at": row.kept_at}
    about = select(findings.c.case_id, findings.c.dimension, findings.c.aspect).where(
        findings.c.case_id.between(first, last),
        findings.c.polarity == "negative",
        findings.c.withdrawn_at.is_(None),
    )
    for case_id, dimension, aspect in await connection.execute(about.order_by(findings.c.id)):
        found[case_id].setdefault("dimensions", {})[dimension] = None
        if aspect:
            found[case_id].setdefault("aspects", {})[aspect] = None
    sums = select(remedies.c.case_id, func.sum(remedies.c.amount)).where(
        remedies.c.case_id.between(first, last), remedies.c.state == "granted"
    )
    for case_id, amount in await connection.execute(sums.group_by(remedies.c.case_id)):
        found[case_id]["granted"] = amount
    return found


def _case(row: Any, more: dict[str, Any]) -> Row:
    reply: datetime | None = more.get("first_reply_at")
    granted = more.get("granted")
    return (
        row.id,
        row.place,
        row.team,
        row.service_type,
        row.kind,
        row.state,
        row.severity,
        row.round,
        row.chased,
        row.level,
        row.channel,
        row.cause,
        row.outcome,
        row.handling,
        row.owner,
        " ".join(more.get("dimensions", ())),
        " ".join(more.get("aspects", ())),
        row.opened_at,
        row.taken_at,
        reply,
        row.resolved_at,
        row.closed_at,
        more.get("reply_due_at"),
        more.get("reply_kept_at"),
        more.get("resolution_due_at"),
        more.get("resolution_kept_at"),
        None if reply is None else int((reply - row.opened_at).total_seconds()),
        None if granted is None else int(granted) / 100,
    )


# --- one row an answer


async def _answers(
    connection: AsyncConnection, scope: Scope, first: int, beyond: int, asked: Asked
) -> tuple[int, list[Row]]:
    joined, where = _which(ANSWERS, scope)
    columns: Sequence[Any] = (
        answers.c.id,
        answers.c.invitation_id,
        places.c.name,
        services.c.service_type,
        services.c.staff,
        invitations.c.questionnaire,
        answers.c.question,
        # Free words stay where they are.
        case((answers.c.words_id.is_(None), answers.c.value)).label("value"),
        answers.c.score,
        invitations.c.delivered_at,
        answers.c.first_at,
        answers.c.changed_at,
        invitations.c.completed_at,
        invitations.c.rules_id,
    )
    query = (
        select(*columns)
        .select_from(joined.join(places, places.c.id == invitations.c.place_id))
        .where(where, answers.c.id >= first, answers.c.id < beyond)
        .order_by(answers.c.id)
        .limit(CHUNK)
    )
    found = (await connection.execute(query)).all()
    if not found:
        return first, []
    return found[-1].id, [_answer(row, asked) for row in found]


def _answer(row: Any, asked: Asked) -> Row:
    """A score is worth nothing to who doesn't know how high it could have been."""
    about = asked_on(asked, row.rules_id, row.questionnaire, row.question)
    value, picked = about.told(row.value)
    scale = None if row.score is None else about.scale
    question = about.wording or row.question
    return (*row[1:6], row.question, question, value, picked, row.score, scale, *row[9:13])
