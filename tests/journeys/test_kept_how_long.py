"""What is kept of people stays as long as the rules say, each class, and not a day more."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.keeping import Keeper
from storage.tables import cases, inbox, looks, names, persons, words
from tests.journeys.house import CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED

DAY = timedelta(days=1)


async def left(house: House) -> dict[str, int]:
    """What of the two customers is still there, a class each."""
    written = select(func.count()).where(words.c.text.is_not(None))
    customers = select(persons.c.id).where(persons.c.telegram_id.in_((WANG, CHEN)))
    queries = {
        "words": written,
        "names": select(func.count()).where(names.c.person_id.in_(customers)),
        "traces": select(func.count(inbox.c.id)).where(inbox.c.state == "done"),
        "looks": select(func.count(looks.c.id)),
    }
    async with house.app.database.reading() as connection:
        return {what: int(await connection.scalar(query) or 0) for what, query in queries.items()}


async def test_each_class_is_forgotten_on_its_day_and_not_before(house: House) -> None:
    """One case is closed and one is open: of the open one words and name stay."""
    for user in (WANG, CHEN):
        await house.say(user, SIMPLIFIED)
    now = house.app.clock.now()
    async with house.app.database.writing() as connection:
        person = await connection.scalar(select(persons.c.id).where(persons.c.telegram_id == WANG))
        looker = select(persons.c.id).where(persons.c.telegram_id == SUPERVISOR)
        await connection.execute(
            update(cases)
            .where(cases.c.person_id == person)
            .values(state="closed", closed_at=now, next_due_at=None)
        )
        seen: dict[str, Any] = {
            "person_id": await connection.scalar(looker),
            "at": now,
            "what": "case",
            "facts": {},
        }
        await connection.execute(insert(looks).values(seen))
    keep, begun = house.app.rulebook.current.rules.keeping, await left(house)
    assert begun["names"] == 2
    assert begun["words"] == 2
    keeper = Keeper(house.app.database, house.app.rulebook)

    async def after(span: timedelta, at: datetime = now) -> dict[str, int]:
        await keeper(at + span)
        return await left(house)

    assert await after(keep.traces - DAY) == begun
    assert (await after(keep.traces + DAY))["traces"] == 0
    assert (await after(keep.words - DAY))["words"] == 2
    assert (await after(keep.words + DAY))["words"] == 1
    until = await after(keep.looks - DAY)
    assert (until["looks"], until["names"]) == (1, 2)
    at_last = await after(keep.names + DAY)
    assert at_last == {"words": 1, "names": 1, "traces": 0, "looks": 0}
