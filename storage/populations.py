"""The populations of the figures as SQL: the columns are those of the classes in reports.facts."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Clock
from dimensions.reading import Polarity
from reports.asked import Item, items_of
from reports.facts import SATISFIED_FROM, USUAL_SCALE, Population
from storage.marked import of_service
from storage.rules import all_versions
from storage.scores import remedies_offered, scores
from storage.tables import (
    answers,
    cases,
    escalations,
    events,
    findings,
    invitations,
    promises,
)
from surveys.progress import SATISFACTION
from surveys.questionnaires import QuestionKind

Scales = Mapping[tuple[int, str], int]
Populations = Mapping[Population, FromClause]


# What a person says to the customer; an automatic receipt is no such thing.
RESPONSES = ("asked", "replied", "resolved")
# What a customer does who is not done with a case.
FOLLOWING = ("added", "chased", "refused", "reopened")
_CASE = (
    cases.c.kind,
    cases.c.state,
    cases.c.outcome,
    cases.c.place_id,
    cases.c.mark,
    cases.c.team_id,
    cases.c.owner_id,
    cases.c.channel,
    cases.c.severity,
    cases.c.cause,
    *of_service(cases.c.service_id, cases.c.rules_id),
)


async def populations(connection: AsyncConnection) -> Populations:
    versions = await all_versions(connection)
    asked, items = _scales(versions), items_of(body for _, body in versions)
    is_sqlite = connection.dialect.name == "sqlite"
    return _populations(tuple(asked.items()), tuple(items.items()), is_sqlite=is_sqlite)


@lru_cache(maxsize=8)
def _populations(
    asked: tuple[tuple[tuple[int, str], int], ...],
    items: tuple[tuple[str, Item], ...],
    *,
    is_sqlite: bool,
) -> Populations:
    """The same for as long as nobody asks otherwise: putting them together takes longer than
    counting what a small house has.
    """
    rounds = _rounds()
    return {
        Population.INVITATIONS: _invitations(),
        Population.RATINGS: _ratings(dict(asked)),
        Population.ROUNDS: _with_response(rounds, is_sqlite=is_sqlite),
        Population.ISSUES: _issues(rounds),
        Population.PROMISES: _promises(),
        Population.RESOLUTIONS: _resolutions(is_sqlite=is_sqlite),
        Population.SCORES: scores(dict(items), _ASKED),
        Population.REMEDIES: remedies_offered(_CASE),
        Population.CASES: select(cases.c.id.label("case_id"), *_CASE).subquery("cases_now"),
    }


async def bodies(connection: AsyncConnection) -> list[Mapping[str, Any]]:
    return [body for _, body in await all_versions(connection)]


async def scales(connection: AsyncConnection) -> Scales:
    """The highest score by version of the rules and questionnaire, where it isn't the usual one."""
    return _scales(await all_versions(connection))


def _scales(versions: Iterable[tuple[int, Mapping[str, Any]]]) -> Scales:
    found: dict[tuple[int, str], int] = {}
    for rules_id, body in versions:
        asked = body.get("surveys", {}).get("questionnaires", {})
        for name, questionnaire in asked.items():
            scale = _scale_of(questionnaire)
            if scale != USUAL_SCALE:
                found[rules_id, name] = scale
    return found


def _scale_of(questionnaire: Mapping[str, Any]) -> int:
    for question in questionnaire.get("questions", ()):
        if question["key"] == SATISFACTION and question["kind"] == QuestionKind.STARS.value:
            return int(question.get("scale", USUAL_SCALE))
    return USUAL_SCALE


def seconds_between(
    first: ColumnElement[Any], later: ColumnElement[Any], *, is_sqlite: bool
) -> ColumnElement[int]:
    return _epoch(later, is_sqlite=is_sqlite) - _epoch(first, is_sqlite=is_sqlite)


def _epoch(at: ColumnElement[Any], *, is_sqlite: bool) -> ColumnElement[int]:
    """Whole seconds since 1970, the begun one left out, the same in both dialects."""
    if is_sqlite:
        # SQLite would round the fraction, and so the second.
        return cast(func.strftime("%s", func.substr(at, 1, 19)), Integer)
    return cast(func.floor(func.extract("epoch", at)), BigInteger)


_ASKED = (
    invitations.c.place_id,
    invitations.c.mark,
    *of_service(invitations.c.service_id, invitations.c.rules_id),
)


def _invitations() -> Subquery:
    known = ("state", "wave", "sent_at", "delivered_at", "first_answer_at", "completed_at")
    return select(*(invitations.c[column] for column in known), *_ASKED).subquery("asked")


def is_found(rows: FromClause, column: str, values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether this dimension or aspect was found wrong with the case of a row."""
    return (
        select(literal(1))
        .select_from(findings)
        .where(
            findings.c.case_id == rows.c.case_id,
            findings.c.polarity == Polarity.NEGATIVE.value,
            findings.c.withdrawn_at.is_(None),
            findings.c[column].in_(values),
        )
        .exists()
    )


def what_was_found(column: str) -> FromClause:
    """Each case with every dimension or aspect that was found wrong with it, once."""
    return (
        select(findings.c.case_id, func.nullif(findings.c[column], "").label("part"))
        .where(findings.c.polarity == Polarity.NEGATIVE.value, findings.c.withdrawn_at.is_(None))
        .distinct()
        .subquery("found")
    )


def _ratings(scales: Scales) -> Subquery:
    return (
        select(
            answers.c.id.label("answer_id"),
            answers.c.score,
            answers.c.first_at,
            _by_scale(scales, {scale: str(scale) for scale in SATISFIED_FROM}, String).label(
                "scale"
            ),
            _by_scale(scales, SATISFIED_FROM, Integer).label("satisfied_from"),
            *_ASKED,
        )
        .join(invitations, invitations.c.id == answers.c.invitation_id)
        .where(answers.c.question == SATISFACTION, answers.c.score.is_not(None))
        .subquery("ratings")
    )


def _by_scale(scales: Scales, values: Mapping[int, Any], sort: Any) -> ColumnElement[Any]:
    """The value for the scale on which an invitation asked."""
    asked = tuple_(invitations.c.rules_id, invitations.c.questionnaire)
    by_scale: dict[int, list[tuple[int, str]]] = {}
    for key, scale in scales.items():
        by_scale.setdefault(scale, []).append(key)
    whens = [
        (asked.in_(keys), literal(values[scale], sort)) for scale, keys in sorted(by_scale.items())
    ]
    usual = literal(values[USUAL_SCALE], sort)
    return case(*whens, else_=usual) if whens else usual


def _rounds() -> Subquery:
    """Every case when it opened, and again each time when it was opened anew."""
    first = select(
        cases.c.id.label("case_id"),
        literal(1, Integer).label("round"),
        cases.c.opened_at.label("opened_at"),
        cases.c.opened_at.label("first_opened_at"),
        *_CASE,
    )
    again = (
        select(
            events.c.case_id,
            events.c.round,
            events.c.at.label("opened_at"),
            cases.c.opened_at.label("first_opened_at"),
            *_CASE,
        )
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.step == "reopened")
    )
    return union_all(first, again).subquery("rounds")


def _with_response(rounds: Subquery, *, is_sqlite: bool) -> Subquery:
    """The first thing a person said in that round; an automatic receipt is no such thing."""
    said = (
        select(func.min(events.c.at))
        .where(
            events.c.case_id == rounds.c.case_id,
            events.c.round == rounds.c.round,
            events.c.step.in_(RESPONSES),
        )
        .scalar_subquery()
    )
    resolved = (
        select(func.min(events.c.at))
        .where(
            events.c.case_id == rounds.c.case_id,
            events.c.round == rounds.c.round,
            events.c.step == "resolved",
        )
        .scalar_subquery()
    )
    last = (
        select(func.max(events.c.at))
        .where(events.c.case_id == rounds.c.case_id, events.c.step == "resolved")
        .scalar_subquery()
    )

    spent = _waited(rounds, is_sqlite=is_sqlite)
    waited = spent.where(promises.c.round == rounds.c.round).scalar_subquery()
    in_all = spent.scalar_subquery()

    def until(at: ColumnElement[Any]) -> ColumnElement[int]:
        return seconds_between(rounds.c.opened_at, at, is_sqlite=is_sqlite)

    return select(
        *rounds.c,
        until(said).label("response"),
        until(resolved).label("resolution"),
        (until(resolved) - waited).label("worked"),
        (until(last) - in_all).label("settled"),
        _reached(rounds).label("reached"),
        same_before(rounds, is_sqlite=is_sqlite).label("same_before"),
    ).subquery("rounds_answered")


def _waited(rounds: FromClause, *, is_sqlite: bool) -> Select[Any]:
    """Seconds for which the customer had been asked something, and we waited.

    Who settles it before the customer has answered ends a wait that was not added up.
    """
    last = seconds_between(promises.c.paused_at, promises.c.kept_at, is_sqlite=is_sqlite)
    spent = promises.c.paused + func.coalesce(last, 0)
    return select(func.coalesce(func.sum(spent), 0)).where(
        promises.c.case_id == rounds.c.case_id, promises.c.clock == Clock.RESOLUTION.value
    )


def _reached(rounds: FromClause) -> ColumnElement[int]:
    found = select(func.max(escalations.c.level)).where(escalations.c.case_id == rounds.c.case_id)
    return found.scalar_subquery()


def same_before(rounds: FromClause, *, is_sqlite: bool) -> ColumnElement[int]:
    """Since the customer's latest earlier case of which a dimension is one of this case's."""
    this, earlier = cases.alias("this"), cases.alias("earlier")
    found, before = findings.alias("found"), findings.alias("before")
    between = seconds_between(earlier.c.opened_at, this.c.opened_at, is_sqlite=is_sqlite)
    return (
        select(func.min(between))
        .select_from(this)
        .join(earlier, and_(earlier.c.person_id == this.c.person_id, earlier.c.id < this.c.id))
        .join(found, found.c.case_id == this.c.id)
        .join(before, and_(before.c.case_id == earlier.c.id,
                           before.c.dimension == found.c.dimension))
        .where(this.c.id == rounds.c.case_id, *_stands(found), *_stands(before))
        .scalar_subquery()
    )  # fmt: skip


def _stands(found: FromClause) -> tuple[ColumnElement[bool], ...]:
    return found.c.polarity == Polarity.NEGATIVE.value, found.c.withdrawn_at.is_(None)


def _issues(rounds: Subquery) -> Subquery:
    return (
        select(
            *rounds.c,
            findings.c.dimension,
            # Who marked a dimension by hand named no aspect of it.
            func.nullif(findings.c.aspect, "").label("aspect"),
        )
        .join(findings, findings.c.case_id == rounds.c.case_id)
        .where(
            findings.c.polarity == Polarity.NEGATIVE.value,
            findings.c.withdrawn_at.is_(None),
        )
        .subquery("issues")
    )


def _promises() -> Subquery:
    is_present = case((promises.c.round == cases.c.round, "yes"), else_="no")
    return (
        select(
            promises.c.case_id,
            promises.c.clock,
            is_present.label("is_present"),
            promises.c.due_at,
            promises.c.kept_at,
            promises.c.dropped_at,
            promises.c.paused_at,
            *_CASE,
        )
        .join(cases, cases.c.id == promises.c.case_id)
        .subquery("promised")
    )


def _resolutions(*, is_sqlite: bool) -> Subquery:
    return (
        select(
            events.c.case_id,
            events.c.at.label("resolved_at"),
            _handling().label("handling"),
            _reopened_after(is_sqlite=is_sqlite).label("reopened_after"),
            _replies().label("replies"),
            _followed_after(is_sqlite=is_sqlite).label("followed_after"),
            *_CASE,
        )
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.step == "resolved")
        .subquery("resolutions")
    )


def _handling() -> ColumnElement[Any]:
    """What the customer said of that round; not solved is what made another round of it."""
    said = events.alias("said")
    rating: Select[Any] = (
        select(
            case(
                (said.c.step == "refused", literal("unsolved", String)),
                else_=said.c.facts["handling"].as_string(),
            )
        )
        .where(
            said.c.case_id == events.c.case_id,
            said.c.round == events.c.round,
            said.c.step.in_(["accepted", "refused"]),
        )
        .order_by(said.c.id.desc())
        .limit(1)
    )
    return rating.scalar_subquery()


def _replies() -> ColumnElement[int]:
    said = events.alias("answer")
    found = select(func.count()).where(
        said.c.case_id == events.c.case_id,
        said.c.round == events.c.round,
        said.c.step == "replied",
        said.c.at <= events.c.at,
    )
    return found.scalar_subquery()


def _followed_after(*, is_sqlite: bool) -> ColumnElement[int]:
    """The sooner of a word more on this case, and of a new case about the same."""
    later = events.alias("later")
    here = select(func.min(later.c.at)).where(
        later.c.case_id == events.c.case_id,
        later.c.at > events.c.at,
        later.c.step.in_(FOLLOWING),
    )
    this, other = cases.alias("resolved_case"), cases.alias("next_case")
    found, again = findings.alias("found_here"), findings.alias("found_there")
    elsewhere = (
        select(func.min(other.c.opened_at))
        .select_from(this)
        .join(other, and_(other.c.person_id == this.c.person_id, other.c.id != this.c.id))
        .join(found, found.c.case_id == this.c.id)
        .join(again, and_(again.c.case_id == other.c.id,
                          again.c.dimension == found.c.dimension))
        .where(this.c.id == events.c.case_id, other.c.opened_at > events.c.at)
        .where(*_stands(found), *_stands(again))
    )  # fmt: skip
    first, second = here.scalar_subquery(), elsewhere.scalar_subquery()
    sooner = case((first.is_(None), second), (second.is_(None), first), (first < second, first),
                  else_=second)  # fmt: skip
    return seconds_between(events.c.at, sooner, is_sqlite=is_sqlite)


def _reopened_after(*, is_sqlite: bool) -> ColumnElement[int]:
    again = events.alias("again")
    reopened = (
        select(func.min(again.c.at))
        .where(
            and_(
                again.c.case_id == events.c.case_id,
                again.c.round == events.c.round + 1,
                again.c.step == "reopened",
            )
        )
        .scalar_subquery()
    )
    return seconds_between(events.c.at, reopened, is_sqlite=is_sqlite)
