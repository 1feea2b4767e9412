"""The figures as SQL, on a connection that only reads; they must equal the fold in reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import UnknownPeriod, parse_period
from people.values import Place
from reports.asked import common_scale, items_of
from reports.cuts import Cut, can_be_cut
from reports.figures import FIGURES, Figure, Measure
from reports.fold import Scope
from reports.tallies import Tallies, add_up, is_additive, numbers_of
from reports.values import Figures, Number, Numbers
from storage.counting import Counting
from storage.courses import parted
from storage.people import PeopleRows
from storage.populations import bodies, populations
from storage.rollups import kept
from storage.rules import weights
from storage.tallying import tally, tally_returned


async def places_below(people: PeopleRows, asked: Sequence[Place]) -> Sequence[Place]:
    """The places one step below; those that were asked for where there is none."""
    known = {place_id for place in asked for place_id in await people.places_below(place.id)}
    places = [await people.place(place_id) for place_id in sorted(known)]
    roots = {place.id for place in asked}
    return [place for place in places if place.parent_id in roots] or asked


async def figures_of(
    connection: AsyncConnection,
    places: Sequence[Place],
    dates: str,
    now: datetime,
    *,
    key: str | None = None,
    cuts: tuple[Cut, ...] = (),
    with_costly: bool = True,
    closes: time | None = None,
) -> Figures:
    """Days are cut as one place cuts them, or as the house does for several.

    `dates` is whatever parse_period reads; `key` names the period as it was asked for, and it
    may close before the last of its days does.
    """
    scope = await scope_of(connection, places, dates, now, key=key, cuts=cuts, closes=closes)
    numbers, groups = await count(connection, scope, with_costly=with_costly)
    return Figures(
        period=scope.period,
        now=now,
        places=tuple(places),
        numbers=numbers,
        groups=groups,
        weights=await weights(connection) if groups.get("perception") else {},
        scale=common_scale(items_of(await bodies(connection)))
        if groups.get("perception")
        else None,
    )


async def scope_of(
    connection: AsyncConnection,
    places: Sequence[Place],
    dates: str,
    now: datetime,
    *,
    key: str | None = None,
    cuts: tuple[Cut, ...] = (),
    closes: time | None = None,
) -> Scope:
    people = PeopleRows(connection)
    cut_by = places[0] if len(places) == 1 else await people.house()
    try:
        period = parse_period(dates, now, cut_by.zone)
    except UnknownPeriod:
        period = parse_period("today", now, cut_by.zone)
    if key is not None:
        period = replace(period, key=key)
    period = replace(period, closes=closes)
    below = [await people.places_below(place.id) for place in places]
    return Scope(period=period, places=frozenset[int]().union(*below), now=now, cuts=cuts)


async def count(
    connection: AsyncConnection, scope: Scope, *, with_costly: bool = True
) -> tuple[dict[str, Number], dict[str, Numbers]]:
    """All figures within a scope, those that stand alone and those that are broken down."""
    known = _known(scope, with_costly=with_costly)
    counting = Counting(connection, await populations(connection), scope)
    numbers, groups = await _from_days(counting, known)
    left = [f for f in known if f.key not in numbers and f.key not in groups]
    more_numbers, more_groups = await _counted(counting, left)
    numbers, groups = numbers | more_numbers, groups | more_groups
    return (
        {f.key: numbers[f.key] for f in known if not f.by},
        {f.key: groups[f.key] for f in known if f.by},
    )


async def recount(
    connection: AsyncConnection, scope: Scope, *, with_costly: bool = True
) -> tuple[dict[str, Number], dict[str, Numbers]]:
    """As `count`, from the rows alone: what the kept days are held against."""
    known = _known(scope, with_costly=with_costly)
    return await _counted(Counting(connection, await populations(connection), scope), known)


def _known(scope: Scope, *, with_costly: bool) -> list[Figure]:
    return [
        f
        for f in FIGURES
        if can_be_cut(f.population, scope.cuts) and (with_costly or not f.is_costly)
    ]


async def _from_days(
    counting: Counting, figures: Sequence[Figure]
) -> tuple[dict[str, Number], dict[str, Numbers]]:
    """Those that can be added up; nothing where no day was kept."""
    scope, added = counting.scope, [figure for figure in figures if is_additive(figure)]
    days, left = await parted(counting)
    if not days:
        return {}, {}
    tallies: Tallies = {}
    add_up(tallies, await kept(counting.connection, list(days), scope.places))
    for period in left:
        part = Counting(counting.connection, counting.rows, replace(scope, period=period))
        add_up(tallies, ((key, found) for (_, _, key), found in await tally(part, added)))
    returned = await tally_returned(counting, added)
    add_up(tallies, ((key, found) for (_, _, key), found in returned))
    return numbers_of(added, tallies)


async def _counted(
    counting: Counting, figures: Sequence[Figure]
) -> tuple[dict[str, Number], dict[str, Numbers]]:
    plain = {Measure.COUNT, Measure.SHARE}
    numbers = await counting.counts([f for f in figures if not f.by and f.measure in plain])
    for figure in figures:
        if figure.measure is Measure.TIMES:
            numbers[figure.key] = await counting.times(figure)
    return numbers, {f.key: await counting.broken_down(f) for f in figures if f.by}
