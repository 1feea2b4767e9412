"""Figures told apart by whatever is known of a row: `breakdown`, for every axis there is."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from reports.cuts import Axis, can_be_cut, is_known
from reports.figures import Figure, Measure
from reports.values import Number
from storage.behind import BY_KEY
from storage.counting import Counting
from storage.marked import service_column
from storage.rules import all_versions

# What a part is told with; of these an axis leaves out what it can't tell apart.
TOLD = (
    "csat",
    "response_rate",
    "complaints",
    "first_response_on_time",
    "on_time",
    "handling",
    "reopened",
)


async def breakdown(
    counting: Counting, by: Axis | Sequence[Period], keys: Iterable[str] = TOLD
) -> Mapping[str, Mapping[str, Number]]:
    """From the value (of periods, the dates) to its numbers by figure, of counts and shares.

    A case counts for each dimension and aspect that was found with it. Figures that the axis
    can't tell apart (nobody rates a team) are not among the numbers, nor are those that know
    nothing of the part that is asked for.
    """
    parts = by.value if isinstance(by, Axis) else by
    known = [f for f in _known((BY_KEY[key] for key in keys), by) if _is_cut(f, counting)]
    found = await counting.split(known, parts)
    values = sorted({value for numbers in found.values() for value in numbers})
    return {
        value: {key: numbers[value] for key, numbers in found.items() if value in numbers}
        for value in values
    }


def _known(figures: Iterable[Figure], by: Axis | Sequence[Period]) -> list[Figure]:
    counted = [f for f in figures if f.measure in {Measure.COUNT, Measure.SHARE} and not f.by]
    if isinstance(by, Axis):
        return [figure for figure in counted if is_known(figure.population, by.value)]
    return [figure for figure in counted if figure.counted_on is not None]


def _is_cut(figure: Figure, counting: Counting) -> bool:
    return can_be_cut(figure.population, counting.scope.cuts)


async def words_told(connection: AsyncConnection, column: str) -> list[str]:
    """Every word that shops told in such a column of a service, and of the industry the house's."""
    value = service_column(column)
    rows = await connection.execute(select(value).where(value.is_not(None)).distinct())
    words = {str(word) for (word,) in rows if word}
    if column == Axis.INDUSTRY.value:
        bodies = [body for _, body in await all_versions(connection)]
        words |= {str(body["house"]["industry"]) for body in bodies if "house" in body}
    return sorted(words)
