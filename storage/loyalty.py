"""Services and whether their customer came back, from the services alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import LADDER_KINDS, Mark
from reports.cuts import OF_ALL, OF_SERVICES, Axis, Cut
from reports.fold import Scope
from reports.loyalty import COMPLAINT_DAYS, RETURN_DAYS
from reports.values import Number
from storage.marked import service_column
from storage.populations import seconds_between
from storage.tables import cases, rule_versions, services
from surveys.values import ServiceStatus

DAY = 86_400
# What is called off may have an end that was planned.
FINISHED = ServiceStatus.FINISHED.value


async def returns(connection: AsyncConnection, scope: Scope) -> Mapping[str, Number]:
    """`complained` and `content`: how many services, and after how many of them they came back."""
    is_sqlite = connection.dialect.name == "sqlite"
    group = case((_complained(is_sqlite=is_sqlite), "complained"), else_="content")
    back = case((_came_back(is_sqlite=is_sqlite), 1), else_=0)
    settled = scope.now - timedelta(days=RETURN_DAYS)
    inner = (
        select(group.label("side"), back.label("back"))
        .where(
            services.c.finished_at >= scope.period.start,
            services.c.finished_at < scope.period.end,
            services.c.finished_at <= settled,
            services.c.status == FINISHED,
            services.c.place_id.in_(sorted(scope.places)),
            services.c.mark != Mark.TEST.value,
            *await _within(connection, scope.cuts),
        )
        .subquery("served")
    )
    rows = await connection.execute(
        select(inner.c.side, func.count(), func.sum(inner.c.back)).group_by(inner.c.side)
    )
    found = {side: Number(n=count, hits=int(back or 0)) for side, count, back in rows}
    nothing = Number(n=0, hits=0)
    return {side: found.get(side, nothing) for side in ("complained", "content")}


async def begun(connection: AsyncConnection, scope: Scope) -> datetime | None:
    """When the first of the services that may be told ended."""
    query = select(services.c.finished_at).where(
        services.c.finished_at.is_not(None),
        services.c.status == FINISHED,
        services.c.place_id.in_(sorted(scope.places)),
        services.c.mark != Mark.TEST.value,
        *await _within(connection, scope.cuts),
    )
    return await connection.scalar(query.order_by(services.c.finished_at).limit(1))


async def _within(
    connection: AsyncConnection, cuts: Iterable[Cut]
) -> Sequence[ColumnElement[bool]]:
    """Services are told apart by what was told of them; of a team or a person there are none."""
    found: list[ColumnElement[bool]] = []
    for cut in cuts:
        if cut.column == Axis.INDUSTRY.value:
            found.append(_of_industry(cut.values, await _industries(connection)))
        elif cut.column in OF_SERVICES | OF_ALL:
            found.append(service_column(cut.column).in_(cut.values))
        else:
            found.append(false())
    return found


async def _industries(connection: AsyncConnection) -> list[tuple[datetime, str]]:
    """From when on the house was of which industry, by its rules."""
    of_house = rule_versions.c.body["house"]["industry"].as_string()
    query = select(rule_versions.c.added_at, of_house).where(of_house.is_not(None))
    rows = (await connection.execute(query.order_by(rule_versions.c.id))).all()
    return [
        (at, industry)
        for before, (at, industry) in zip([None, *rows], rows, strict=False)
        if before is None or before[1] != industry
    ]


def _of_industry(
    wanted: Sequence[str | int], industries: Sequence[tuple[datetime, str]]
) -> ColumnElement[bool]:
    """What the shop told, else what the house was then; before its first rules, as under them."""
    told, at = service_column(Axis.INDUSTRY.value), services.c.finished_at
    spans: list[ColumnElement[bool]] = []
    for place, (since, industry) in enumerate(industries):
        if industry in wanted:
            after = at >= since if place else true()
            later = [at < until for until, _ in industries[place + 1 : place + 2]]
            spans.append(and_(after, *later))
    return or_(told.in_(wanted), and_(told.is_(None), or_(false(), *spans)))


def _came_back(*, is_sqlite: bool) -> ColumnElement[bool]:
    later = services.alias("later")
    passed = seconds_between(services.c.finished_at, later.c.finished_at, is_sqlite=is_sqlite)
    return (
        select(later.c.id)
        .where(
            later.c.customer_ref == services.c.customer_ref,
            later.c.id != services.c.id,
            later.c.status == FINISHED,
            later.c.finished_at > services.c.finished_at,
            passed <= RETURN_DAYS * DAY,
        )
        .exists()
    )


def _complained(*, is_sqlite: bool) -> ColumnElement[bool]:
    passed = seconds_between(services.c.finished_at, cases.c.opened_at, is_sqlite=is_sqlite)
    return (
        select(cases.c.id)
        .where(
            cases.c.person_id == services.c.person_id,
            cases.c.kind.in_([kind.value for kind in LADDER_KINDS]),
            cases.c.opened_at >= services.c.finished_at,
            passed <= COMPLAINT_DAYS * DAY,
        )
        .exists()
    )
