"""Services and whether their customer came back, from the services alone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import LADDER_KINDS, Mark
from reports.cuts import OF_ALL, OF_SERVICES, Cut
from reports.fold import Scope
from reports.loyalty import COMPLAINT_DAYS, RETURN_DAYS
from reports.values import Number
from storage.marked import service_column
from storage.populations import seconds_between
from storage.tables import cases, services

DAY = 86_400


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
            services.c.place_id.in_(sorted(scope.places)),
            services.c.mark != Mark.TEST.value,
            *_within(scope.cuts),
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
        services.c.place_id.in_(sorted(scope.places)),
        services.c.mark != Mark.TEST.value,
        *_within(scope.cuts),
    )
    return await connection.scalar(query.order_by(services.c.finished_at).limit(1))


def _within(cuts: Iterable[Cut]) -> Iterator[ColumnElement[bool]]:
    """Services are told apart by what was told of them; of a team or a person there are none."""
    for cut in cuts:
        if cut.column in OF_SERVICES | OF_ALL:
            yield service_column(cut.column).in_(cut.values)
        else:
            yield false()


def _came_back(*, is_sqlite: bool) -> ColumnElement[bool]:
    later = services.alias("later")
    passed = seconds_between(services.c.finished_at, later.c.finished_at, is_sqlite=is_sqlite)
    return (
        select(later.c.id)
        .where(
            later.c.customer_ref == services.c.customer_ref,
            later.c.id != services.c.id,
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
