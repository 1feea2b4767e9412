"""Whatever comes in is answered or set aside, and the next message is heard."""

import json

import pytest

from tests.journeys.house import GROUP, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED

ODD = [
    '{"update_id": %d, "new_kind": {"chat": {"id": 1001, "type": "private"}}}',
    '{"update_id": %d, "message": {"message_id": 9, "chat": {"id": 1001}}}',
    (
        '{"update_id": %d, "message": {"message_id": 99999999999999999999999, "date": 1, '
        '"chat": {"id": 1001, "type": "private", "first_name": "x"}, '
        '"from": {"id": 1001, "is_bot": false, "first_name": "x"}, "text": "x"}}'
    ),
]


@pytest.mark.expects_errors("was set aside after")
async def test_updates_of_no_known_shape_are_set_aside_and_the_lane_goes_on(house: House) -> None:
    for raw in ODD:
        house.playground.inject(raw % house.next_update, lane=WANG)
    await house.say(WANG, SIMPLIFIED)
    assert "已收到，编号 1001。" in house.texts(WANG)[-1]
    aside = await house.rows("SELECT count(*) FROM inbox WHERE state = 'aside'")
    assert 1 <= aside[0][0] <= len(ODD)


@pytest.mark.parametrize(
    "text", ["\ud800坏掉的字，等了两个小时没人理", "空\u0000字符，等了两个小时没人理"]
)
async def test_characters_that_no_database_holds_lose_no_message(house: House, text: str) -> None:
    user = {"id": WANG, "is_bot": False, "first_name": "王女士"}
    message = {
        "message_id": 500,
        "date": int(house.clock.now().timestamp()),
        "chat": {"id": WANG, "type": "private", "first_name": "王女士"},
        "from": user,
        "text": text,
    }
    update = {"update_id": house.next_update, "message": message}
    house.playground.inject(json.dumps(update), lane=WANG)
    await house.settle()
    assert "已收到，编号 1001。" in house.texts(WANG)[-1]
    assert "等了两个小时没人理" in house.texts(GROUP)[-1]


async def test_the_longest_message_is_kept_whole_and_shown_cut(house: House) -> None:
    text = ("等了两个小时没人理我，" * 400)[:4096]
    await house.say(WANG, text)
    assert "已收到" in house.texts(WANG)[-1]
    assert await house.rows("SELECT length(text) FROM words") == [(4096,)]
    assert len(house.texts(GROUP)[-1]) < 4096


@pytest.mark.parametrize("text", ["😡😡😡", "？？？", "在吗"])
async def test_little_words_are_answered(house: House, text: str) -> None:
    said = len(house.texts(WANG))
    await house.say(WANG, text)
    assert len(house.texts(WANG)) > said


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker"])
async def test_files_are_answered_and_what_speaks_opens_a_case(house: House, kind: str) -> None:
    said = len(house.texts(WANG))
    await house.playground.send_file(WANG, WANG, kind, b"some bytes")
    await house.settle()
    assert len(house.texts(WANG)) > said
    expected = 0 if kind == "sticker" else 1
    assert await house.rows("SELECT count(*) FROM cases") == [(expected,)]


@pytest.mark.parametrize("data", ["c:take:1_0:1", "c:take:-1:1", "x", "c:take:7", "c::1:1"])
async def test_a_made_up_button_changes_nothing(house: House, data: str) -> None:
    await house.say(WANG, SIMPLIFIED)
    room = house.playground.room(GROUP)
    card = next(m for m in house.playground.messages(GROUP) if "#1001" in m.get("text", ""))
    kept = house.playground.kept_message(room, card["message_id"])
    assert kept is not None
    house.playground.press_data(STAFF_CHEN, room, kept, data)
    await house.settle()
    assert await house.rows("SELECT state, owner_id FROM cases") == [("open", None)]


async def test_a_press_on_a_closed_case_shows_it_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.press(WANG, "解决了，满意")
    room = house.playground.room(GROUP)
    card = next(m for m in house.playground.messages(GROUP) if "#1001" in m.get("text", ""))
    kept = house.playground.kept_message(room, card["message_id"])
    assert kept is not None
    house.playground.press_data(STAFF_CHEN, room, kept, "c:take:1001:1")
    await house.settle()
    assert house.toasts(STAFF_CHEN)[-1] == "已经办结了。"
    assert await house.rows("SELECT state FROM cases") == [("closed",)]
