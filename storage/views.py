"""What a message needs to know of a case or an invitation, read just before it is rendered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import (
    LADDER_KINDS,
    CaseFinding,
    CaseView,
    Clock,
    Evidence,
    State,
    Words,
)
from dimensions.reading import Kind
from people.values import masked
from storage.case_values import case_of, promise_of
from storage.remedies import OF_CASES, remedy_of
from storage.tables import (
    cases,
    chats,
    codes,
    events,
    findings,
    names,
    persons,
    places,
    promises,
    teams,
    words,
)

# A card shows the first and the newest of them; a case of a thousand lines is still rendered in a
# moment.
FIRST_WORDS, NEWEST_WORDS = 3, 30
# What was found first stays, however much is said later.
FIRST_FINDINGS, NEWEST_FINDINGS = 30, 60
_LARGEST = 2**62


def _nth(table: Table, count: int, *, from_the_end: bool = True) -> Any:
    """The number of a case's last row but so many, or of its so-manieth; found by the index."""
    kept = table.alias()
    order = kept.c.id.desc() if from_the_end else kept.c.id
    nth = (
        select(kept.c.id)
        .where(kept.c.case_id == cases.c.id)
        .order_by(order)
        .limit(1)
        .offset(count - 1)
        .correlate(cases)
        .scalar_subquery()
    )
    return func.coalesce(nth, 0 if from_the_end else _LARGEST)


def _found(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(findings)
        .select_from(cases)
        .join(findings, and_(findings.c.case_id == cases.c.id, which))
        .where(
            cases.c.id.in_(bindparam("cases", expanding=True)), findings.c.withdrawn_at.is_(None)
        )
    )


def _earlier() -> Any:
    """How many cases this customer had before."""
    before = cases.alias()
    kinds = [kind.value for kind in LADDER_KINDS]
    return (
        select(func.count())
        .where(
            before.c.person_id == cases.c.person_id,
            before.c.id < cases.c.id,
            before.c.kind.in_(kinds),
        )
        .correlate(cases)
        .scalar_subquery()
    )


def _followers() -> Any:
    """How many cases this one leads."""
    led = cases.alias()
    return (
        select(func.count()).where(led.c.lead_id == cases.c.id).correlate(cases).scalar_subquery()
    )


def _hears() -> Any:
    """Whether the customer has a chat with the bot."""
    theirs = select(chats.c.id).where(chats.c.person_id == cases.c.person_id)
    return theirs.correlate(cases).exists()


def _reached() -> Any:
    """Whether that chat takes messages, as far as we know."""
    theirs = select(chats.c.id).where(
        chats.c.person_id == cases.c.person_id, chats.c.state == "open"
    )
    return theirs.correlate(cases).exists()


def _called() -> Any:
    """When they were called last in this round."""
    last = select(func.max(events.c.at)).where(
        events.c.case_id == cases.c.id,
        events.c.round == cases.c.round,
        events.c.step == "replied",
        events.c.facts["called"].as_boolean(),
    )
    return last.correlate(cases).scalar_subquery()


# Statements are built once: putting one together costs more than SQLite takes to answer it.
_OWNER = names.alias()
_CASE = (
    select(
        cases,
        places.c.name.label("place_name"),
        places.c.zone.label("place_zone"),
        teams.c.name.label("team_name"),
        names.c.name.label("customer_name"),
        persons.c.language.label("customer_language"),
        _OWNER.c.name.label("owner_name"),
        codes.c.name.label("touchpoint"),
        _earlier().label("earlier"),
        _followers().label("followers"),
        _hears().label("hears"),
        _reached().label("reached"),
        _called().label("called_at"),
    )
    .join(places, places.c.id == cases.c.place_id)
    .join(persons, persons.c.id == cases.c.person_id)
    .outerjoin(codes, codes.c.id == cases.c.code_id)
    .outerjoin(teams, teams.c.id == cases.c.team_id)
    .outerjoin(names, names.c.person_id == cases.c.person_id)
    .outerjoin(_OWNER, _OWNER.c.person_id == cases.c.owner_id)
    .where(cases.c.id.in_(bindparam("cases", expanding=True)))
)
_WORDS = (
    select(words, names.c.name.label("by"))
    .select_from(cases)
    .join(
        words,
        and_(
            words.c.case_id == cases.c.id,
            or_(
                words.c.id <= _nth(words, FIRST_WORDS, from_the_end=False),
                words.c.id >= _nth(words, NEWEST_WORDS),
            ),
        ),
    )
    .outerjoin(names, names.c.person_id == words.c.person_id)
    .where(cases.c.id.in_(bindparam("cases", expanding=True)))
    .order_by(words.c.id)
)
_FINDINGS = _found(findings.c.id <= _nth(findings, FIRST_FINDINGS, from_the_end=False)).union_all(
    _found(findings.c.id >= _nth(findings, NEWEST_FINDINGS))
)
_PROMISES = (
    select(promises)
    .where(promises.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(promises.c.id)
)


def _last_time() -> Any:
    """What each customer's case before this one was about."""
    before = cases.alias()
    kinds = [kind.value for kind in LADDER_KINDS]
    previous = (
        select(func.max(before.c.id))
        .where(
            before.c.person_id == cases.c.person_id,
            before.c.id < cases.c.id,
            before.c.kind.in_(kinds),
        )
        .correlate(cases)
        .scalar_subquery()
    )
    return (
        select(cases.c.id.label("case_id"), findings.c.dimension)
        .select_from(cases)
        .join(findings, findings.c.case_id == previous)
        .where(
            cases.c.id.in_(bindparam("cases", expanding=True)),
            findings.c.polarity == "negative",
            findings.c.withdrawn_at.is_(None),
        )
        .order_by(findings.c.id)
    )


_LAST_TIME = _last_time()


async def case_view(connection: AsyncConnection, case_id: int) -> CaseView | None:
    """The case with all that hangs on it; None when there is no such case."""
    return (await case_views(connection, [case_id])).get(case_id)


async def case_views(connection: AsyncConnection, case_ids: Sequence[int]) -> dict[int, CaseView]:
    """The cases that there are, with all that hangs on them, in five statements for all."""
    which = {"cases": list(case_ids)}
    rows = (await connection.execute(_CASE, which)).all()
    if not rows:
        return {}
    said = _by_case(await connection.execute(_WORDS, which))
    # A case of few findings has them twice: as the first and as the newest.
    once = {row.id: row for row in await connection.execute(_FINDINGS, which)}
    found = _by_case(once[number] for number in sorted(once))
    promised = _by_case(await connection.execute(_PROMISES, which))
    offered = _by_case(await connection.execute(OF_CASES, which))
    views = {
        row.id: _view(row, said[row.id], found[row.id], promised[row.id], offered[row.id])
        for row in rows
    }
    if any(row.earlier for row in rows):
        last = _by_case(await connection.execute(_LAST_TIME, which))
        for number, about in last.items():
            names = tuple(dict.fromkeys(row.dimension for row in about))
            views[number] = replace(views[number], last_time=names)
    return views


def _by_case(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    of_case: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_case[row.case_id].append(row)
    return of_case


def _view(
    row: Any, said: list[Any], found: list[Any], promised: list[Any], offered: list[Any]
) -> CaseView:
    lines = tuple(words_of(line) for line in said)
    return CaseView(
        case=case_of(row),
        place_name=row.place_name,
        team_name=row.team_name,
        zone=row.place_zone,
        customer="" if row.anonymous else masked(row.customer_name),
        customer_language=row.customer_language,
        owner_name=row.owner_name,
        words=lines,
        findings=_findings(found, lines),
        promises=tuple(promise_of(promise) for promise in promised),
        earlier_cases=row.earlier,
        touchpoint=row.touchpoint,
        remedies=tuple(remedy_of(remedy) for remedy in offered),
        followers=row.followers,
        hears=bool(row.hears),
        reached=bool(row.reached),
        called_at=row.called_at,
    )


def words_of(row: Row[Any]) -> Words:
    return Words(
        id=row.id,
        sort=row.sort,
        text=row.text,
        at=row.at,
        by=None if row.sort in {"said", "edited", "comment"} else row.by,
        media=row.media,
        file_id=row.file_id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        delivered_at=row.delivered_at,
    )


def _findings(rows: Iterable[Any], said: Sequence[Words]) -> tuple[CaseFinding, ...]:
    """Findings with the words that led to them, cut from the one table of words."""
    texts = {item.id: item.text or "" for item in said}
    return tuple(
        CaseFinding(
            dimension=row.dimension,
            aspect=row.aspect,
            polarity=row.polarity,
            score=row.score,
            said_by=row.said_by,
            evidence=tuple(_evidence(row.words_id, row.evidence, texts)),
        )
        for row in rows
    )


def _evidence(words_id: int, spans: list[list[int]], texts: dict[int, str]) -> list[Evidence]:
    text = texts.get(words_id, "")
    return [
        Evidence(words_id=words_id, start=start, end=end, text=text[start:end])
        for start, end in spans
        if end <= len(text)
    ]


async def words_by_id(connection: AsyncConnection, words_id: int) -> Words | None:
    row = (
        await connection.execute(
            select(words, names.c.name.label("by"))
            .outerjoin(names, names.c.person_id == words.c.person_id)
            .where(words.c.id == words_id)
        )
    ).first()
    return None if row is None else words_of(row)


async def all_words(connection: AsyncConnection, case_id: int) -> tuple[Words, ...]:
    """Everything that was said in a case, oldest first."""
    rows = await connection.execute(
        select(words, names.c.name.label("by"))
        .outerjoin(names, names.c.person_id == words.c.person_id)
        .where(words.c.case_id == case_id)
        .order_by(words.c.id)
    )
    return tuple(words_of(row) for row in rows)


_UNRESOLVED = cases.c.state != State.RESOLVED.value
_IS_RUNNING = and_(
    promises.c.round == cases.c.round,
    promises.c.kept_at.is_(None),
    promises.c.dropped_at.is_(None),
    promises.c.paused_at.is_(None),
)


async def cases_of(connection: AsyncConnection, person_id: int) -> list[int]:
    """Ids of a customer's own that are not closed, the most urgent first."""
    rows = await connection.execute(
        select(cases.c.id)
        .where(cases.c.person_id == person_id, cases.c.state != State.CLOSED.value)
        .order_by(cases.c.next_due_at.is_(None), cases.c.next_due_at, cases.c.id)
        .limit(30)
    )
    return [number for (number,) in rows]


async def cases_on_board(connection: AsyncConnection, place_ids: Sequence[int]) -> list[int]:
    """Ids of those that are not over: emergencies, then what is overdue longest or due next."""
    until = (
        select(func.min(promises.c.due_at))
        .where(
            promises.c.case_id == cases.c.id, _IS_RUNNING, promises.c.clock != Clock.PROMISE.value
        )
        .scalar_subquery()
    )
    is_emergency = and_(cases.c.kind == Kind.EMERGENCY.value, _UNRESOLVED)
    rows = await connection.execute(
        select(cases.c.id)
        .where(cases.c.place_id.in_(place_ids), cases.c.state != State.CLOSED.value)
        .order_by(
            case((is_emergency, 0), (_UNRESOLVED, 1), else_=2), until.is_(None), until, cases.c.id
        )
        .limit(30)
    )
    return [number for (number,) in rows]


async def overdue_cases(
    connection: AsyncConnection, place_ids: Sequence[int], now: datetime
) -> list[int]:
    """Ids of the cases with a promise that should have been kept by now, the latest first.

    Emergencies stand before all others.
    """
    since = func.min(promises.c.due_at)
    rows = await connection.execute(
        select(cases.c.id)
        .join(promises, promises.c.case_id == cases.c.id)
        .where(
            cases.c.place_id.in_(place_ids),
            cases.c.state.in_(["open", "taken"]),
            cases.c.lead_id.is_(None),
            promises.c.due_at <= now,
            _IS_RUNNING,
        )
        .group_by(cases.c.id)
        .order_by(cases.c.kind != Kind.EMERGENCY.value, since, cases.c.id)
        .limit(100)
    )
    return [number for (number,) in rows]
