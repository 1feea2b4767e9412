"""The parts of a house that figures fall into: what they are called, and their targets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.comparing import fair_before
from reports.cuts import OF_SERVICES, Axis, Cut, can_be_cut, checksum, code_of, cut_at, decoded
from reports.figures import SMALL_SAMPLE
from reports.panel import Goal, Goals, Part, Parts
from reports.rules import PartTargets, Targets
from reports.values import Figures, Number
from storage.behind import BY_KEY
from storage.breakdowns import breakdown, words_told
from storage.counting import Counting
from storage.courses import course
from storage.people import PeopleRows
from storage.tables import names, places, teams

# Which column a view tells apart, by the view's name.
COLUMNS: Mapping[str, str] = {
    "teams": "team_id",
    "types": "service_type",
    "people": "owner_id",
    "staff": "staff",
    "channels": "channel",
    "causes": "cause",
    "severe": "severity",
    "industries": "industry",
    "products": "product",
    "groups": "customer_group",
    "dimensions": "dimension",
    "aspects": "aspect",
}


# Whose service is told with the time to the first reply, one look-up each.
OF_STAFF, MOST_WAITS = {"team_id", "owner_id", "staff"}, 40


async def cut_of(connection: AsyncConnection, code: str) -> Cut | None:
    """What a button stood for; a checksum is looked up among the words that there are."""
    found = decoded(code)
    if found is None:
        return None
    column, value = found
    if column not in OF_SERVICES:
        return cut_at(column, value)
    known = await words_told(connection, column)
    words = [word for word in known if checksum(word) == value]
    # What isn't there any more matches nothing, and so shows nothing.
    return cut_at(column, *(words or [value]))


async def name_of_cut(connection: AsyncConnection, cut: Cut | None) -> str | None:
    """`column:name`, so that a door can say it in the reader's language."""
    if cut is None:
        return None
    known = await _called(connection, cut.column)
    said = "、".join(known.get(str(value), str(value)) for value in cut.values)
    return f"{cut.column}:{said}"


async def _names(connection: AsyncConnection, column: str) -> dict[str, str]:
    if column == "team_id":
        query: Any = select(teams.c.id, teams.c.name)
    elif column == "owner_id":
        query = select(names.c.person_id, names.c.name)
    elif column == "place_id":
        query = select(places.c.id, places.c.name)
    else:
        return {}
    return {str(row[0]): row[1] or f"#{row[0]}" for row in await connection.execute(query)}


async def _ids_named(connection: AsyncConnection, column: str, name: str) -> list[str]:
    """Teams answer to what they were called first as well."""
    known = await _names(connection, column)
    found = [value for value, called in known.items() if called == name]
    if found or column != "team_id":
        return found
    once = await connection.execute(select(teams.c.id).where(teams.c.alias == name))
    return [str(row.id) for row in once]


async def _called(connection: AsyncConnection, column: str) -> dict[str, str]:
    """Teams of the same name are told apart by their place."""
    known = await _names(connection, column)
    counted = Counter(known.values())
    if column != "team_id" or len(counted) == len(known):
        return known
    rows = await connection.execute(
        select(teams.c.id, places.c.name).join(places, places.c.id == teams.c.place_id)
    )
    at = {str(row.id): row.name for row in rows}
    return {
        value: f"{name}（{at[value]}）" if counted[name] > 1 else name
        for value, name in known.items()
    }


async def parts_of(counting: Counting, whole: Figures, column: str) -> Parts:
    """In the order of their names, never of their figures: it is no ranking.

    Only what complaints are about, or came of, stands with the most frequent first.
    """
    found = await breakdown(counting, Axis(column))
    called = await _called(counting.connection, column)
    waits = await _waits(counting, column, list(found)) if column in OF_STAFF else {}
    parts = [
        Part(
            code=code_of(column, value),
            name=called.get(value, value),
            numbers={**numbers, **waits.get(value, {})},
        )
        for value, numbers in found.items()
    ]
    is_of_things = column in {"aspect", "dimension", "cause"}

    def place(part: Part) -> tuple[int, str]:
        return (-part["complaints"].n if is_of_things else 0, part.name)

    return Parts(whole=whole, parts=tuple(sorted(parts, key=place)))


async def _waits(
    counting: Counting, column: str, values: Sequence[str]
) -> Mapping[str, Mapping[str, Number]]:
    """Of each team or person how long it took to the first reply."""
    found = {}
    for value in values[:MOST_WAITS]:
        cuts = (*counting.scope.cuts, cut_at(column, value))
        part = Counting(counting.connection, counting.rows, replace(counting.scope, cuts=cuts))
        found[value] = {"first_response": await part.times(BY_KEY["first_response"])}
    return found


async def goals_of(counting: Counting, whole: Figures, targets: Targets) -> Goals:
    """Those of the house as they hold here, then those that parts of it have of their own."""
    before = fair_before(whole.period, whole.now)
    earlier = Counting(counting.connection, counting.rows, replace(counting.scope, period=before))
    aims = {key: aim for key, aim in targets.goals().items() if key in whole.numbers}
    past = await course(earlier, [BY_KEY[key] for key in aims], [before])
    goals = [
        Goal(key=key, target=aim, number=whole[key],
             before=past[key].get(before.dates, Number()))
        for key, aim in aims.items()
    ]  # fmt: skip
    for part in targets.parts:
        goals += await _goals_of_part(counting, earlier, part)
    return Goals(whole=whole, goals=tuple(goals))


async def _goals_of_part(counting: Counting, earlier: Counting, part: PartTargets) -> list[Goal]:
    """Nothing for a part that lies outside of what is shown, or that nobody knows."""
    found = await _where(counting, part)
    if found is None:
        return []
    now, before = [await _reached(when, part, *found) for when in (counting, earlier)]
    goals = part.goals()
    return [
        Goal(key=key, of=part.of, target=goals[key], number=_shown(part, number),
             before=_shown(part, before[key]))
        for key, number in now.items()
    ]  # fmt: skip


async def _reached(
    counting: Counting, part: PartTargets, seen: frozenset[int], cuts: Sequence[Cut]
) -> Mapping[str, Number]:
    scope = replace(counting.scope, places=seen, cuts=(*counting.scope.cuts, *cuts))
    figures = [BY_KEY[key] for key in part.goals()]
    known = [figure for figure in figures if can_be_cut(figure.population, scope.cuts)]
    return await Counting(counting.connection, counting.rows, scope).counts(known)


def _shown(part: PartTargets, number: Number) -> Number:
    """Of one person nothing is told that rests on a few."""
    return Number() if part.person and number.n < SMALL_SAMPLE else number


async def _where(counting: Counting, part: PartTargets) -> tuple[frozenset[int], list[Cut]] | None:
    seen, cuts = counting.scope.places, []
    if part.place is not None:
        people = PeopleRows(counting.connection)
        place = await people.place_named(part.place)
        seen = seen & await people.places_below(place.id) if place else frozenset()
    for column, name in (("team_id", part.team), ("owner_id", part.person)):
        if name is not None:
            ids = await _ids_named(counting.connection, column, name)
            if not ids:
                return None
            cuts.append(cut_at(column, *ids))
    cuts += [cut_at(column, value) for column, value in part.cut_at().items()]
    return (seen, cuts) if seen else None
