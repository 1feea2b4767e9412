"""From the clock on a wall to instants and back, on days with a changed clock too."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]


def aware_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one, whose meaning nobody knows."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("an instant needs its time zone; a naive one is refused")
    return instant.astimezone(UTC)


def first_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock on the wall shows `wall` (naive) or has passed it."""
    early, late = _readings(wall, zone)
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    return _change_between(early, late, zone)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    return first_at(datetime.combine(day, time()), zone)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    return aware_utc(instant).astimezone(zone).date()


def spans_on_wall(opens: datetime, closes: datetime, zone: ZoneInfo) -> list[Span]:
    """The instants at which the wall shows a time from `opens` until before `closes` (both naive).

    It is one span, save in the night a clock is set back: then what was shown twice counts twice.
    """
    start, end = _readings(opens, zone)[0], _readings(closes, zone)[1]
    if start >= end:
        return []
    edges = [start, end]
    if start.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset():
        edges.insert(1, _change_between(start, end, zone))
    spans: list[Span] = []
    for begin, finish in pairwise(edges):
        offset = begin.astimezone(zone).utcoffset() or timedelta()
        first = max(begin, (opens - offset).replace(tzinfo=UTC))
        last = min(finish, (closes - offset).replace(tzinfo=UTC))
        if first < last:
            _append(spans, (first, last))
    return spans


def _readings(wall: datetime, zone: ZoneInfo) -> Span:
    """The earliest and the latest instant that `wall` may mean."""
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(both), max(both)


def _append(spans: list[Span], span: Span) -> None:
    if spans and span[0] <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(span[1], spans[-1][1]))
    else:
        spans.append(span)


def _change_between(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the zone's offset becomes another than at `start`, to the second."""
    before = start.astimezone(zone).utcoffset()
    low, high = 0, int((end - start).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (start + timedelta(seconds=middle)).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return start + timedelta(seconds=high)
