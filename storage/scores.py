"""Answers other than satisfaction, and what was offered to make up for a case, as populations."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from reports.asked import Item, stretches
from reports.facts import SATISFIED_FROM, USUAL_SCALE
from storage.tables import answers, cases, invitations, remedies

Items = Mapping[str, Item]


def scores(items: Items, asked: tuple[Any, ...]) -> Subquery:
    """What was expected may have been asked before the service, in an invitation of its own."""
    partner, other = answers.alias("partner"), invitations.alias("other")
    paired = (
        select(literal(1))
        .select_from(partner.join(other, other.c.id == partner.c.invitation_id))
        .where(
            other.c.service_id == invitations.c.service_id,
            partner.c.question == _by_key(items, {k: i.partner for k, i in items.items()}),
            partner.c.score.is_not(None),
        )
        .exists()
    )
    satisfied = {k: SATISFIED_FROM[i.scale] for k, i in items.items() if i.scale != USUAL_SCALE}
    return (
        select(
            _by_key(items, {key: item.asked.value for key, item in items.items()}).label("asked"),
            _by_key(items, {key: item.dimension for key, item in items.items()}).label("dimension"),
            _on_common_scale(items).label("score"),
            _choice().label("choice"),
            case((paired, "yes"), else_="no").label("is_paired"),
            _numbered(satisfied, SATISFIED_FROM[USUAL_SCALE]).label("satisfied_from"),
            answers.c.first_at,
            *asked,
        )
        .join(invitations, invitations.c.id == answers.c.invitation_id)
        .where(answers.c.question.in_(sorted(items)))
        .subquery("scores")
    )


def _by_key(items: Items, values: Mapping[str, str | None]) -> ColumnElement[Any]:
    known = [(key, value) for key, value in sorted(values.items()) if value is not None]
    if not known:
        return cast(null(), String)
    return case(
        *((answers.c.question == key, literal(value, String)) for key, value in known), else_=null()
    )


def _numbered(values: Mapping[str, int], usual: int) -> ColumnElement[Any]:
    if not values:
        return literal(usual, Integer)
    return case(
        *((answers.c.question == key, literal(value, Integer)) for key, value in values.items()),
        else_=literal(usual, Integer),
    )


def _on_common_scale(items: Items) -> ColumnElement[Any]:
    longer = stretches(items)
    if not longer:
        return answers.c.score
    score = cast(answers.c.score, Float)
    return case(
        *((answers.c.question == key, 1 + (score - 1) * times) for key, times in longer.items()),
        else_=score,
    )


def _choice() -> ColumnElement[Any]:
    """A chosen answer as a word; a list or a number is none."""
    text = cast(answers.c.value, String)
    return case((text.like('"%"'), _without_quotes(text)), else_=null())


def _without_quotes(text: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.substr(text, 2, func.length(text) - 2)


def remedies_offered(of_case: tuple[Any, ...]) -> Subquery:
    return (
        select(
            remedies.c.case_id,
            remedies.c.kind.label("remedy"),
            remedies.c.state.label("remedy_state"),
            remedies.c.amount,
            remedies.c.currency,
            remedies.c.decided_at,
            *of_case,
        )
        .join(cases, cases.c.id == remedies.c.case_id)
        .subquery("remedies_offered")
    )
