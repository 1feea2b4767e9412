"""`/help` in a group is answered with what works there for whoever asks."""

from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, STRANGER, SUPERVISOR, House


async def asked(house: House, who: int, chat: int = GROUP) -> str:
    await house.settle()
    before = len(house.texts(chat))
    await house.say(who, "/help", chat=chat)
    said = house.texts(chat)[before:]
    assert len(said) == 1
    return said[0]


async def test_staff_read_in_their_group_what_they_can_do_there(house: House) -> None:
    text = await asked(house, STAFF_CHEN)
    for command in ("/cases", "/log", "/case 1001", "/handover", "/me"):
        assert command in text
    assert "/stats" not in text
    assert "/stop" not in text
    assert "/stats" in await asked(house, SUPERVISOR)
    assert len(text.splitlines()) <= 4


async def test_who_is_no_colleague_is_told_where_to_write(house: House) -> None:
    house.playground.add_person("路人", id=STRANGER)
    await house.playground.join(STRANGER, GROUP)
    text = await asked(house, STRANGER)
    assert "私下写给我" in text
    assert "/cases" not in text
    assert "\n" not in text


async def test_a_group_of_no_place_gets_one_sentence(house: House) -> None:
    other = house.playground.add_group("闲聊", owner=OWNER, members=(STAFF_CHEN,)).id
    await house.playground.add_bot_to_group(OWNER, other)
    await house.settle()
    text = await asked(house, STAFF_CHEN, other)
    assert "还不是员工群" in text
    assert "\n" not in text
