"""How figures went, bucket by bucket, and every length of time: from kept days and the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from calendars.periods import Period, day_at
from reports.figures import Figure
from reports.tallies import Key, Seconds, Tallies, Tally, add_up, is_additive, number_of
from reports.values import Number
from storage.counting import Counting
from storage.rollups import clean_days, gaps, kept_by_day, kept_lengths, meaning
from storage.tallying import tally, tally_returned


async def parted(counting: Counting) -> tuple[dict[int, date], list[Period]]:
    """The kept days that may be told, by their ids, and the stretches that are left to count.

    Kept days are of all that happened in a place: of a part of it there are none.
    """
    scope = counting.scope
    period = scope.period
    if scope.cuts or day_at(scope.now, period.zone).first <= period.first:
        return {}, [period]
    clean = await clean_days(counting.connection, period, await meaning(counting.connection))
    left = gaps(period, clean)
    between = {day for part in left for day in clean if part.first <= day <= part.last}
    return {number: day for day, number in clean.items() if day not in between}, left


async def course(
    counting: Counting, figures: Iterable[Figure], buckets: Sequence[Period]
) -> Mapping[str, Mapping[str, Number]]:
    """As `Counting.split` for counts and shares over periods that fill the scope's."""
    known = list(figures)
    days, left = await parted(counting)
    if not days or not all(is_additive(figure) for figure in known):
        return await counting.split(known, buckets)
    bucket_of = {day.first: bucket.dates for bucket in buckets for day in bucket.days()}
    by_bucket: dict[str, Tallies] = {}
    keys, scope = [figure.key for figure in known], counting.scope
    for number, key, told in await kept_by_day(counting.connection, list(days), scope.places, keys):
        add_up(by_bucket.setdefault(bucket_of[days[number]], {}), [(key, told)])
    for period in left:
        part = Counting(counting.connection, counting.rows, replace(scope, period=period))
        for (dates, _, key), told in await tally(part, known, list(period.days())):
            add_up(by_bucket.setdefault(bucket_of[date.fromisoformat(dates)], {}), [(key, told)])
    for (dates, _, key), told in await tally_returned(counting, known, buckets):
        add_up(by_bucket.setdefault(dates, {}), [(key, told)])
    return {figure.key: _numbers(figure, by_bucket) for figure in known}


def _numbers(figure: Figure, by_bucket: Mapping[str, Mapping[Key, Tally]]) -> dict[str, Number]:
    found = {
        dates: number_of(figure, tallies[figure.key, ""])
        for dates, tallies in by_bucket.items()
        if (figure.key, "") in tallies
    }
    return {dates: number for dates, number in found.items() if number.n}


async def lengths(counting: Counting, figure: Figure) -> list[float]:
    """As `Counting.values`: each length of time in seconds, the shortest first."""
    days, left = await parted(counting)
    if not days:
        return await counting.values(figure)
    scope = counting.scope
    seconds: Seconds = await kept_lengths(counting.connection, list(days), scope.places, figure.key)
    for period in left:
        part = Counting(counting.connection, counting.rows, replace(scope, period=period))
        seconds.extend(int(length) for length in await part.values(figure))
    return [float(length) for length in sorted(seconds)]
