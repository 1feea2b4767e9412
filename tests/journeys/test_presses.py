"""Whatever stands behind a button, whoever presses it, wherever: only who may does anything."""

import dataclasses
import random
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any, get_type_hints

import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.engine import URL

from bot.dispatching import ROUTERS
from dimensions.tagger import Tagger
from handlers import housekeeping
from handlers.presses import (
    CasePress,
    HousePress,
    PlacePress,
    PressFilter,
    ServicePress,
    SurveyPress,
    parse,
)
from people.values import Role
from playground.model import Kept, Room
from storage.tables import TABLES, invitations, places, roles, services
from storage.work import begin_work
from tests.databases import copied_database
from tests.journeys.house import (
    CHEN,
    GROUP,
    LIN,
    MORNING,
    OWNER,
    STAFF_CHEN,
    STRANGER,
    House,
    open_house,
)
from tests.journeys.test_erased import CANARY, GUEST, live_through_everything
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")
ELSEWHERE, UNTOLD = 2999, 2998
# What an outsider's press may write: that it came, who they are, what they are told.
OWN = frozenset(
    {
        "inbox",
        "outbox",
        "messages",
        "dialogues",
        "chats",
        "persons",
        "names",
        "lanes",
        "leases",
        "consents",
        "touched",
        "rollups",
        "rollup_days",
    }
)
# What may be said to somebody who may do nothing: a sentence, or what is their own.
HARMLESS = frozenset({"answer", "my_data", "status", "added"})
# In their own chat also that the buttons of a message to them have done their work.
OWN_CHAT = HARMLESS | {"spent"}
BAD = ("-1", str(10**21), "1_001", "１００１", " 1001", "01001")


def registered() -> Iterator[tuple[type[Any], str]]:
    """Every sort of press with each action that any router takes; a new one is here by itself."""
    for router in ROUTERS:
        for handler in router.callback_query.handlers:
            for one in handler.filters or ():
                found = one.callback
                # Filters that look at once are wrapped where the dispatcher was made before.
                if isinstance(found, PressFilter):
                    for action in sorted(found._actions or UNNAMED[found._sort]):
                        yield found._sort, action


# One handler takes every action of this sort, by a table of its own.
UNNAMED: dict[type[Any], Any] = {HousePress: housekeeping.ACTS}


KINDS = sorted(set(registered()), key=lambda kind: (kind[0].__name__, kind[1]))


def of(sort: type[Any], action: str, number: int, chance: random.Random) -> str:
    """Data of this kind about the row of this number; other fields as they might be."""
    hints, values = get_type_hints(sort), dict[str, Any]()
    for field in dataclasses.fields(sort):
        hint = hints[field.name]
        if field.name == "action":
            values[field.name] = action
        elif field.name == "period":
            values[field.name] = chance.choice(["today", "7d", "30d", str(date(2030, 3, 4))])
        elif field.name.endswith("_id"):
            values[field.name] = number
        elif hint is int:
            values[field.name] = chance.choice([1, 2]) if field.name == "round" else 0
        elif field.default is dataclasses.MISSING or chance.random() < 0.7:
            values[field.name] = chance.choice(WORDS)
    try:
        return str(sort(**values).packed())
    except ValueError:
        return f"{sort.__name__[:1].lower()}:{action}:{number}"


WORDS = (
    "1", "2", "5", "csat", "satisfied", "unsolved", "refund", "staff", "owner", "yes", "home",
    "complaint", "process", "4", "-", "0",
)  # fmt: skip


async def state(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """All that an outsider's press must leave as it was."""
    async with house.app.database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in await connection.execute(select(table))
                # That somebody tried what they may not is on record, and changes nothing.
                if getattr(row, "step", None) != "attempted"
            ]
            for table in TABLES.sorted_tables
            if table.name not in OWN
        }


def a_message(house: House, chat: int) -> tuple[Room, Kept]:
    room = house.playground.room(chat)
    message = next(m for m in reversed(house.playground.messages(chat)) if m["from"]["is_bot"])
    kept = house.playground.kept_message(room, message["message_id"])
    assert kept is not None
    return room, kept


async def press_all(house: House, who: int, chat: int, data: list[str]) -> None:
    room, kept = a_message(house, chat)
    for start in range(0, len(data), 20):
        for one in data[start : start + 20]:
            house.playground.press_data(who, room, kept, one)
        await house.settle()


async def newest(house: House) -> int:
    return int((await house.rows("SELECT max(id) FROM outbox"))[0][0] or 0)


async def told_since(house: House, last: int, telegram_id: int) -> set[str]:
    rows = await house.rows(
        "SELECT outbox.kind FROM outbox JOIN chats ON chats.id = chat_id "
        f"WHERE outbox.id > {last} AND telegram_id = {telegram_id}"
    )
    return {row[0] for row in rows}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def kept_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database that all tests of this file share."""
    template = request.getfixturevalue(f"{request.param}_template")
    if isinstance(template, URL):
        with copied_database(template, template=template.database) as url:
            yield url
        return
    file = tmp_path_factory.mktemp("presses") / "huiyin.sqlite3"
    shutil.copyfile(template, file)
    yield f"sqlite+aiosqlite:///{file}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(kept_url: str, tagger: Tagger) -> AsyncIterator[House]:
    """Lived through once for all, since it takes long and none of them is to change it."""
    async with open_house(kept_url, tagger, free_port(), findings_from=4) as house:
        yield await _with_outsiders(house)


async def _with_outsiders(house: House) -> House:
    """A guest with an open case, a closed one and an answered survey; people who may do nothing."""
    await live_through_everything(house)
    ground = house.playground
    for person, name in ((STRANGER, "路人"), (ELSEWHERE, "别店同事")):
        ground.add_person(name, id=person)
        await ground.start(person)
        await ground.join(person, GROUP)
    ground.add_person("没开口的人", id=UNTOLD)
    await ground.join(UNTOLD, GROUP)
    await house.settle()
    now = house.app.clock.now()
    async with begin_work(house.app.database, now) as work:
        place = await work.people.add_place("东湖店", await work.people.house(), now)
        rows = await house.rows(f"SELECT id FROM persons WHERE telegram_id = {ELSEWHERE}")
        await work.people.grant(rows[0][0], Role.STAFF, place.id, None, None, now)
        await work.people.grant(rows[0][0], Role.SUPERVISOR, place.id, None, None, now)
    return house


OUTSIDERS = ((STRANGER, STRANGER), (UNTOLD, GROUP), (LIN, LIN), (ELSEWHERE, GROUP))


async def test_who_has_no_right_changes_and_learns_nothing(lived: House, rounds: int) -> None:
    """Another person, customer, colleague of another place; in private and in the group."""
    house, chance = lived, random.Random(8)
    turns = 1 if rounds < 100 else 6
    for who, chat in OUTSIDERS:
        numbers = [n for (n,) in await house.rows("SELECT id FROM cases")]
        data = [
            of(sort, action, chance.choice(numbers if sort is CasePress else [1, 2]), chance)
            for _ in range(turns)
            for sort, action in KINDS
            if not (who == ELSEWHERE and may_elsewhere(sort, action))
        ]
        before, last = await state(house), await newest(house)
        await press_all(house, who, chat, data)
        after = await state(house)
        changed = [name for name in before if before[name] != after[name]]
        assert changed == [], (
            who,
            chat,
            [[r for r in after[n] if r not in before[n]] for n in changed],
        )
        if who != ELSEWHERE:
            assert await told_since(house, last, who) <= OWN_CHAT
        if chat != who:
            assert "spent" not in await told_since(house, last, chat)
        for said in house.texts(who):
            assert CANARY not in said
            assert "西湖店" not in said or "您好" in said, said
    assert await house.rows(f"SELECT id FROM persons WHERE telegram_id = {UNTOLD}") == []
    assert await house.rows("SELECT error FROM inbox WHERE state = 'aside'") == []


def may_elsewhere(sort: type[Any], action: str) -> bool:
    """What a supervisor of any place may do for themselves."""
    return action.startswith(("dig", "exp"))


async def test_what_nobody_wrote_is_no_button(lived: House) -> None:
    """Numbers below one and beyond eighteen digits, flipped signs: by whoever may do everything."""
    house, chance = lived, random.Random(9)
    wrong, bent = list[str](), list[str]()
    for sort, action in KINDS:
        good = of(sort, action, 1001, chance)
        if "1001" in good:
            wrong += [good.replace("1001", bad) for bad in BAD]
        place = chance.randrange(len(good))
        bent.append(good[:place] + chr(ord(good[place]) ^ 0x20) + good[place + 1 :])
    assert [one for one in wrong if parse(one) is not None] == []
    data = [one for one in (*wrong, *bent) if len(one.encode()) <= 64 and parse(one) is None]
    assert len(data) > 150
    data = chance.sample(data, 120)
    before = await state(house)
    await press_all(house, STAFF_CHEN, GROUP, data)
    assert await state(house) == before


async def test_an_old_button_and_one_of_a_closed_case_change_no_round(lived: House) -> None:
    """By the customer whose case it is, and by a colleague; nothing is closed or opened twice."""
    house, chance = lived, random.Random(10)
    await house.rows("SELECT 1")
    async with begin_work(house.app.database, house.app.clock.now()) as work:
        case = await work.cases.get(1001)
        assert case is not None
        await work.cases.change(case, state="closed", closed_at=work.now, next_due_at=None, round=3)
    old = [
        CasePress(action=action, case_id=1001, round=1, arg=arg).packed()
        for sort, action in KINDS
        if sort is CasePress and action != "apart"
        for arg in (None, chance.choice(WORDS))
    ]
    old += [
        SurveyPress(action=action, invitation_id=1, question="csat", value="5").packed()
        for sort, action in KINDS
        if sort is SurveyPress and action == "case"
    ]
    await press_all(house, CHEN, CHEN, old)
    await press_all(house, STAFF_CHEN, GROUP, old)
    rows = await house.rows("SELECT state, round, outcome FROM cases WHERE id = 1001")
    assert [(state, number) for state, number, _ in rows] == [("closed", 3)]
    assert GUEST not in {STAFF_CHEN, CHEN}


# What is there to begin again what is over; who was asked whether to be helped is heard late too.
AGAIN = {"revive", "undo", "case", "feedback"}


async def test_what_is_over_is_not_begun_again(lived: House) -> None:
    """A survey, a service, a shop, a role: by the guest and the owner whose they were.

    The other sorts of buttons carry no number of anything that could be over.
    """
    house, chance = lived, random.Random(11)
    async with house.app.database.writing() as connection:
        await connection.execute(update(invitations).values(state="expired", next_due_at=None))
        await connection.execute(update(services).values(status="cancelled"))
        closed = places.c.name == "东湖店"
        await connection.execute(update(places).where(closed).values(retired_at=MORNING))
        gone = roles.c.place_id.in_(select(places.c.id).where(closed))
        await connection.execute(update(roles).where(gone).values(revoked_at=MORNING))
        place = await connection.scalar(select(places.c.id).where(closed))
        role = await connection.scalar(select(roles.c.id).where(gone))
    before = await state(house)
    turns: list[tuple[int, tuple[Any, ...], set[type[Any]]]] = [
        (GUEST, (1, 2), {SurveyPress, ServicePress}),
        (OWNER, (place, role), {PlacePress, HousePress}),
    ]
    for who, numbers, sorts in turns:
        data = [
            of(sort, action, number, chance)
            for sort, action in KINDS
            for number in numbers
            if sort in sorts and action not in AGAIN
        ]
        await press_all(house, who, who, data)
    after = await state(house)
    assert {name: after[name] for name in after if after[name] != before[name]} == {}
