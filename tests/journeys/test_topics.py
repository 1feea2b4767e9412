"""A case stands in the topic of the team that has it, and moves there with it."""

from typing import Any

from tests.journeys.house import (
    OWNER,
    STAFF_CHEN,
    WANG,
    House,
)
from tests.journeys.test_housekeeping import open_place
from tests.journeys.test_ladder import count
from tests.journeys.test_teams import SMOKE, forum


async def topics_of_two_teams(house: House) -> tuple[int, int, int]:
    """A forum group in which each of two teams hears in a topic of its own."""
    room = house.playground.add_group("西湖店", owner=OWNER, forum=True)
    await house.playground.join(STAFF_CHEN, room.id)
    await house.playground.add_bot_to_group(OWNER, room.id)
    threads = []
    for team in ("客房部", "前厅部"):
        threads.append(house.playground.open_topic(room, OWNER, team))
        await house.say(OWNER, f"/bind 西湖店 {team}", chat=room.id, thread=threads[-1])
    return room.id, threads[0], threads[1]


def in_topic(house: House, room: int, thread: int, words: str) -> list[dict[str, Any]]:
    return [
        message
        for message in house.playground.messages(room)
        if message.get("message_thread_id") == thread and words in message.get("text", "")
    ]


async def test_a_case_for_another_team_of_the_same_forum_moves_to_its_topic(house: House) -> None:
    room, rooms, desk = await topics_of_two_teams(house)
    await house.say(WANG, SMOKE)
    assert len(in_topic(house, room, rooms, "烟味")) == 1
    await house.press(STAFF_CHEN, "转给…", "#1001", room)
    await house.press(STAFF_CHEN, "👥 前厅部", "#1001", room)
    (moved,) = in_topic(house, room, desk, "烟味")
    assert "我来" in str(moved["reply_markup"])
    assert in_topic(house, room, rooms, "烟味") == []
    (left,) = in_topic(house, room, rooms, "#1001 已转给前厅部")
    assert "reply_markup" not in left
    await house.press(STAFF_CHEN, "我来", "#1001", room)
    assert count([m["text"] for m in in_topic(house, room, desk, "#1001")], "小陈 处理中") == 1
    assert len(in_topic(house, room, desk, "烟味")) == 1


async def test_a_case_that_comes_back_to_its_team_is_told_at_the_end_of_its_topic(
    house: House,
) -> None:
    room, rooms, _desk = await topics_of_two_teams(house)
    await house.say(WANG, SMOKE)
    for team in ("前厅部", "客房部"):
        await house.press(STAFF_CHEN, "转给…", "#1001", room)
        await house.press(STAFF_CHEN, f"👥 {team}", "#1001", room)
    first, last = in_topic(house, room, rooms, "#1001")
    assert "已转给前厅部" in first["text"]
    assert "烟味" in last["text"]
    assert await house.rows("SELECT count(*) FROM messages WHERE thing = 'case-1001'") == [(1,)]


async def put_away(house: House, team: str) -> None:
    await open_place(house, "西湖店")
    for label in ("小组", team, "停用", "交回店里"):
        await house.press(OWNER, label)


async def test_what_a_team_had_moves_to_the_place_when_the_team_is_put_away(house: House) -> None:
    room, rooms, _desk = await topics_of_two_teams(house)
    await house.say(OWNER, "/bind 西湖店", chat=room)
    await house.say(WANG, SMOKE)
    await house.press(STAFF_CHEN, "我来", "#1001", room)
    await put_away(house, "客房部")
    (left,) = in_topic(house, room, rooms, "#1001")
    assert "#1001 已转给西湖店" in left["text"]
    said = house.playground.messages(room)
    general = [m.get("text", "") for m in said if "message_thread_id" not in m]
    assert count(general, "小陈 处理中") == 1


async def test_a_case_from_a_teams_topic_gets_one_of_its_own_where_every_case_has_one(
    house: House,
) -> None:
    room = await forum(house, "/bind 西湖店")
    desk = house.playground.open_topic(house.playground.group(room), OWNER, "前厅部")
    await house.say(OWNER, "/bind 西湖店 前厅部", chat=room, thread=desk)
    await house.say(WANG, "前台没人理我，等了半天")
    assert len(in_topic(house, room, desk, "没人理我")) == 1
    await put_away(house, "前厅部")
    assert "卡片在那边" in in_topic(house, room, desk, "#1001")[0]["text"]
    (own,) = [n for n, t in house.playground.group(room).topics.items() if "#1001" in t.name]
    assert len(in_topic(house, room, own, "没人理我")) == 1
