"""What somebody may see figures of, asked of the roles as they stand when it is sent."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from people.values import Role
from storage.people import PeopleRows

LOOKS = {Role.SUPERVISOR, Role.OWNER}


async def is_house_owner(connection: AsyncConnection, person_id: int | None) -> bool:
    """Owner of the whole house, who may know what everybody looked at."""
    people = PeopleRows(connection)
    person = await people.person(person_id) if person_id is not None else None
    house = await people.house()
    return person is not None and any(
        grant.role is Role.OWNER and grant.place_id == house.id for grant in person.grants
    )


async def may_see(
    connection: AsyncConnection, person_id: int | None, facts: Mapping[str, Any]
) -> bool:
    """Whether every place and team of these facts is still theirs to look after."""
    if facts.get("what") == "looks":
        return await is_house_owner(connection, person_id)
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
    beside = {int(facts["other"])} if facts.get("other") else set()
    if not beside | set(facts.get("choices", ())) <= seen:
        return False
    return set(facts.get("places", ())) <= seen or bool(asked and asked <= teams)
