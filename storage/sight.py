"""What somebody may see figures of, asked of the roles as they stand when it is sent."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from people.values import Role
from storage.people import PeopleRows

LOOKS = {Role.SUPERVISOR, Role.OWNER}


async def may_see(
    connection: AsyncConnection, person_id: int | None, facts: Mapping[str, Any]
) -> bool:
    """Whether every place and team of these facts is still theirs to look after."""
    people = PeopleRows(connection)
    person = await people.person(person_id) if person_id is not None else None
    if person is None:
        return False
    seen, teams = set[int](), set[int]()
    for grant in person.grants:
        if grant.role in LOOKS and grant.team_id is None:
            seen |= await people.places_below(grant.place_id)
        elif grant.role in LOOKS and grant.team_id is not None:
            teams.add(grant.team_id)
    asked = set(facts.get("teams", ()))
    return set(facts.get("places", ())) <= seen or bool(asked and asked <= teams)
