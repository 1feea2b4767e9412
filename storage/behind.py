"""What stands behind a figure: its cases and its answers, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, func, select

from reports.figures import FIGURES, LATE_AT_ALL, LATE_BY_CLOCK
from reports.panel import CASES_A_PAGE, AnswerLine, Line
from storage.counting import Counting
from storage.tables import (
    answers,
    cases,
    findings,
    invitations,
    names,
    places,
    words,
)

BY_KEY = {figure.key: figure for figure in (*FIGURES, LATE_AT_ALL)}


async def cases_behind(
    counting: Counting, key: str, page: int, *, hits: bool | None = None
) -> tuple[tuple[Line, ...], int]:
    """The newest first, with how many there are. `hits`: only those that count, or that don't."""
    figure = BY_KEY[key]
    rows = counting.rows[figure.population]
    conditions = [counting.where(figure, rows), counting.sql(figure.denominator, rows)]
    if hits is not None:
        counts = counting.sql(figure.numerator, rows)
        conditions.append(counts if hits else ~counts)
    chosen = select(rows.c.case_id).where(and_(*conditions)).distinct().subquery()
    total = await counting.connection.scalar(select(func.count()).select_from(chosen))
    found = await counting.connection.execute(
        select(chosen.c.case_id)
        .order_by(chosen.c.case_id.desc())
        .offset(page * CASES_A_PAGE)
        .limit(CASES_A_PAGE)
    )
    return await _lines(counting, [number for (number,) in found]), total or 0


async def late_behind(
    counting: Counting, page: int
) -> tuple[tuple[Line, ...], int, Mapping[str, int]]:
    """What was answered or resolved late, which of the two, and how many there are of each."""
    lines, total = await cases_behind(counting, LATE_AT_ALL.key, page)
    late = {clock: await counting.broken_down(each) for clock, each in LATE_BY_CLOCK.items()}
    told = (
        replace(line, late=tuple(clock for clock in late if str(line.case_id) in late[clock]))
        for line in lines
    )
    return tuple(told), total, {clock: len(found) for clock, found in late.items() if found}


async def _lines(counting: Counting, ids: Sequence[int]) -> tuple[Line, ...]:
    found = await counting.connection.execute(
        select(cases, places.c.name.label("place_name"), names.c.name.label("owner_name"))
        .join(places, places.c.id == cases.c.place_id)
        .outerjoin(names, names.c.person_id == cases.c.owner_id)
        .where(cases.c.id.in_(ids))
        .order_by(cases.c.id.desc())
    )
    late = await counting.broken_down(BY_KEY["overdue_cases"])
    about = await _dimensions(counting, ids)
    return tuple(
        Line(
            case_id=row.id,
            round=row.round,
            kind=row.kind,
            state=row.state,
            severity=row.severity,
            opened_at=row.opened_at,
            place_name=row.place_name,
            owner_name=row.owner_name,
            is_overdue=str(row.id) in late,
            dimensions=about.get(row.id, ()),
        )
        for row in found
    )


async def _dimensions(counting: Counting, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = await counting.connection.execute(
        select(findings.c.case_id, findings.c.dimension)
        .where(
            findings.c.case_id.in_(ids),
            findings.c.polarity == "negative",
            findings.c.withdrawn_at.is_(None),
        )
        .order_by(findings.c.id)
    )
    found: dict[int, dict[str, None]] = {}
    for case_id, dimension in rows:
        found.setdefault(case_id, {})[dimension] = None
    return {case_id: tuple(known) for case_id, known in found.items()}


async def answers_behind(counting: Counting, page: int) -> tuple[tuple[AnswerLine, ...], int]:
    """The scores that don't count as satisfied, the newest first, with what was written."""
    figure = BY_KEY["csat"]
    rows = counting.rows[figure.population]
    conditions = [counting.where(figure, rows), ~counting.sql(figure.numerator, rows)]
    chosen = select(rows.c.answer_id, rows.c.scale).where(*conditions).subquery()
    total = await counting.connection.scalar(select(func.count()).select_from(chosen))
    comment = (
        select(words.c.text)
        .where(words.c.invitation_id == answers.c.invitation_id, words.c.sort == "comment")
        .order_by(words.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = await counting.connection.execute(
        select(chosen.c.scale, answers, places.c.name, comment.label("comment"))
        .join(answers, answers.c.id == chosen.c.answer_id)
        .join(invitations, invitations.c.id == answers.c.invitation_id)
        .join(places, places.c.id == invitations.c.place_id)
        .order_by(answers.c.first_at.desc(), answers.c.id)
        .offset(page * CASES_A_PAGE)
        .limit(CASES_A_PAGE)
    )
    return tuple(_answer(row) for row in found), total or 0


def _answer(row: Any) -> AnswerLine:
    return AnswerLine(
        at=row.first_at,
        score=int(row.score),
        scale=int(row.scale),
        place_name=row.name,
        comment=row.comment,
    )
