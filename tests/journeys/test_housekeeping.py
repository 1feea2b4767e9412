"""Places and teams get other names or are put away, people and groups move: taps, all undoable."""

import pytest
from sqlalchemy import text

from storage.work import begin_work
from tests.journeys.house import ALEX, GROUP, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_places import QUESTION, labels, new_group, open_places

ANGRY = "等了两个小时没人理我，太差了，我要投诉！"


async def open_place(house: House, name: str) -> None:
    await open_places(house)
    await house.press(OWNER, name)


async def open_one(house: House, place: str, person: str) -> None:
    await open_place(house, place)
    await house.press(OWNER, "同事")
    names = [label for label in labels(house, OWNER) if person in label]
    await house.press(OWNER, names[0])


async def test_a_place_gets_another_name_and_the_old_one_is_understood(house: House) -> None:
    await open_place(house, "西湖店")
    await house.press(OWNER, "改名")
    await house.say(OWNER, "东站店")
    assert "已经有“东站店”了" in house.texts(OWNER)[-1]
    await house.say(OWNER, "湖滨店")
    assert "改名为“湖滨店”了" in house.texts(OWNER)[-1]
    body = {
        "id": "stay-1",
        "status": "booked",
        "starts_at": "2030-03-06T12:00:00+08:00",
        "customer": {"id": "guest-7"},
        "place": "西湖店",
    }
    status, _ = await house.post("/services", body)
    assert status in {200, 201}
    await house.say(SUPERVISOR, "今天西湖店")
    assert "湖滨店" in house.texts(SUPERVISOR)[-1]
    await house.press(OWNER, "↩️ 改回去")
    assert await house.rows("SELECT name FROM places WHERE id = 2") == [("西湖店",)]


async def test_a_team_that_rules_name_keeps_its_cases_under_its_new_name(house: House) -> None:
    await open_place(house, "西湖店")
    await house.press(OWNER, "小组")
    await house.press(OWNER, "前厅部")
    await house.press(OWNER, "改名")
    await house.say(OWNER, "礼宾组")
    assert "改名为“礼宾组”了" in house.texts(OWNER)[-1]
    async with begin_work(house.app.database, house.clock.now()) as work:
        routed = await work.people.team(2, "前厅部")
        assert (await work.housekeeping.team(routed)).name == "礼宾组"  # type: ignore[union-attr]


async def test_a_team_that_is_put_away_comes_back_by_its_name(house: House) -> None:
    await open_place(house, "西湖店")
    await house.press(OWNER, "小组")
    await house.press(OWNER, "前厅部")
    await house.press(OWNER, "停用")
    await house.press(OWNER, "确定")
    assert "停用了“前厅部”" in house.texts(OWNER)[-1]
    await house.press(OWNER, "‹ 返回")
    assert "前厅部" not in house.texts(OWNER)[-1]
    await house.press(OWNER, "➕ 加小组")
    await house.say(OWNER, "前厅部")
    assert "前厅部" in house.texts(OWNER)[-1]
    rows = await house.rows("SELECT count(*), count(retired_at) FROM teams WHERE name = '前厅部'")
    assert rows == [(2, 0)]


TEAM_NOW = "SELECT teams.name FROM cases JOIN teams ON teams.id = cases.team_id"


async def write(house: House, statement: str) -> None:
    async with house.app.database.writing() as connection:
        await connection.execute(text(statement))


async def put_away_with_a_case(house: House) -> None:
    """The owner is asked where a case of 前厅部 is to go; 礼宾组 is another team there."""
    await house.say(WANG, ANGRY)
    await write(
        house,
        "UPDATE cases SET place_id = 2, team_id ="
        " (SELECT id FROM teams WHERE name = '前厅部' AND place_id = 2)",
    )
    await write(house, "INSERT INTO teams (place_id, name) VALUES (2, '礼宾组')")
    await open_place(house, "西湖店")
    await put_away(house, "前厅部")
    assert "它还有 1 件没办完" in house.texts(OWNER)[-1]


async def put_away(house: House, team: str) -> None:
    await house.press(OWNER, "小组")
    await house.press(OWNER, team)
    await house.press(OWNER, "停用")


async def test_what_a_team_still_has_goes_to_whom_the_owner_chooses(house: House) -> None:
    await put_away_with_a_case(house)
    assert "列不下" not in house.texts(OWNER)[-1]
    await house.press(OWNER, "转给礼宾组")
    assert "停用了“前厅部”" in house.texts(OWNER)[-1]
    assert "您名下" not in house.texts(OWNER)[-1]
    assert await house.rows(TEAM_NOW) == [("礼宾组",)]
    many = ", ".join(f"(2, '{number} 楼')" for number in range(1, 10))
    await write(house, f"INSERT INTO teams (place_id, name) VALUES {many}")
    await house.press(OWNER, "‹ 返回")
    await put_away(house, "礼宾组")
    assert "个小组列不下" in house.texts(OWNER)[-1]
    await house.press(OWNER, "交回店里")
    assert await house.rows("SELECT team_id FROM cases") == [(None,)]


@pytest.mark.slow
async def test_a_team_that_is_back_has_its_cases_back_unless_they_went_on(house: House) -> None:
    await put_away_with_a_case(house)
    await house.press(OWNER, "转给礼宾组")
    await house.press(OWNER, "↩️ 改回去")
    assert "没办完的 1 件也还给它了" in house.texts(OWNER)[-1]
    assert await house.rows(TEAM_NOW) == [("前厅部",)]
    await house.press(OWNER, "‹ 返回")
    await put_away(house, "前厅部")
    await house.press(OWNER, "交回店里")
    await write(house, "UPDATE cases SET team_id = (SELECT id FROM teams WHERE name = '礼宾组')")
    await house.press(OWNER, "↩️ 改回去")
    assert "还给它" not in house.texts(OWNER)[-1]
    assert await house.rows(TEAM_NOW) == [("礼宾组",)]


async def test_a_place_is_put_away_only_when_nothing_is_open_there(house: House) -> None:
    room = await new_group(house)
    await house.press(OWNER, "东站店", QUESTION, room)
    await open_place(house, "东站店")
    await house.press(OWNER, "停用")
    assert "停用“东站店”" in house.texts(OWNER)[-1]
    await house.press(OWNER, "算了")
    await house.press(OWNER, "停用")
    await house.press(OWNER, "确定")
    assert "停用了“东站店”" in house.texts(OWNER)[-1]
    assert await house.rows("SELECT count(*) FROM bindings WHERE unbound_at IS NULL") == [(1,)]
    await house.press(OWNER, "‹ 返回")
    assert "停用的：东站店" in house.texts(OWNER)[-1]
    other = await new_group(house)
    assert labels(house, other) == ["西湖店"]
    await house.press(OWNER, "最近的改动")
    assert "停用了“东站店”" in house.texts(OWNER)[-1]
    await house.press(OWNER, "↩️ 改回去")
    assert await house.rows("SELECT count(*) FROM bindings WHERE unbound_at IS NULL") == [(2,)]
    assert "↩️ 改回去" not in labels(house, OWNER)
    assert await house.rows("SELECT retired_at FROM places WHERE id = 3") == [(None,)]


async def test_what_is_open_and_who_is_last_are_in_the_way(house: House) -> None:
    await house.say(WANG, ANGRY)
    await open_places(house)
    await house.press(OWNER, "回音酒店")
    assert "停用" not in labels(house, OWNER)
    await house.press(OWNER, "员工群")
    await house.press(OWNER, labels(house, OWNER)[0])
    await house.press(OWNER, "不再收")
    assert "唯一的员工群" in house.texts(OWNER)[-1]
    await open_place(house, "西湖店")
    await house.press(OWNER, "停用")
    assert "还有 1 件没办完" in house.texts(OWNER)[-1]
    await open_one(house, "回音酒店", "吴总")
    await house.press(OWNER, "改为主管")
    await house.press(OWNER, "确定")
    assert "至少要有一位" in house.texts(OWNER)[-1]


async def test_a_role_is_changed_and_changed_back_and_the_person_hears_of_it(house: House) -> None:
    await open_one(house, "回音酒店", "主管")
    await house.press(OWNER, "改为同事")
    assert "做回音酒店的同事？" in house.texts(OWNER)[-1]
    await house.press(OWNER, "确定")
    assert "您现在是回音酒店的同事" in house.texts(SUPERVISOR)[-1]
    await house.say(SUPERVISOR, "/settings")
    assert "这个功能给主管用" in house.texts(SUPERVISOR)[-1]
    await house.press(OWNER, "↩️ 改回去")
    assert "您现在是回音酒店的主管" in house.texts(SUPERVISOR)[-1]
    await house.press(OWNER, "‹ 返回")
    rows = await house.rows("SELECT kind, undone_at IS NOT NULL FROM house_changes")
    assert [(kind, bool(undone)) for kind, undone in rows] == [("role", True)]


async def test_who_leaves_can_do_nothing_more_and_leaves_no_case_alone(house: House) -> None:
    await house.say(WANG, ANGRY)
    await house.press(STAFF_CHEN, "我来", "", GROUP)
    await open_one(house, "回音酒店", "小陈")
    await house.press(OWNER, "请他离开")
    assert "手上的 1 件会转到您名下" in house.texts(OWNER)[-1]
    await house.press(OWNER, "确定")
    assert "不再是" in house.texts(STAFF_CHEN)[-1]
    await house.say(STAFF_CHEN, "/cases")
    assert "只给本店同事用" in house.texts(STAFF_CHEN)[-1]
    owned = await house.rows("SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id")
    assert owned == [(OWNER,)]
    assert "手上的 1 件转到您名下了。" in house.texts(OWNER)[-1]
    await house.press(OWNER, "↩️ 改回去")
    assert "手上的 1 件也还给本人了。" in house.texts(OWNER)[-1]
    owned = await house.rows("SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id")
    assert owned == [(STAFF_CHEN,)]


async def test_help_tells_everybody_what_they_can_do(house: House) -> None:
    for who, own in ((WANG, ""), (STAFF_CHEN, "/cases"), (OWNER, "/invite")):
        await house.say(who, "/help")
        told = house.texts(who)[-1]
        assert own in told
        assert ("/cases" in told) == bool(own)
        assert all(word in told for word in ("/status", "/privacy", "/stop", "绑定", "语言"))
        assert told.index(own) <= told.index("/status")


async def test_a_group_moves_to_another_place_and_back(house: House) -> None:
    room = await new_group(house)
    await house.press(OWNER, "东站店", QUESTION, room)
    await open_place(house, "东站店")
    assert "员工群：新群" in house.texts(OWNER)[-1]
    await house.press(OWNER, "员工群")
    await house.press(OWNER, "新群")
    await house.press(OWNER, "搬到别的店")
    await house.press(OWNER, "西湖店")
    assert "让“新群”以后收西湖店的事？" in house.texts(OWNER)[-1]
    await house.press(OWNER, "确定")
    assert "西湖店的员工群" in house.texts(room)[-1]
    await house.press(OWNER, "↩️ 改回去")
    assert "东站店的员工群" in house.texts(room)[-1]
    await house.press(OWNER, "‹ 返回")
    await house.press(OWNER, "员工群")
    await house.press(OWNER, "新群")
    await house.press(OWNER, "不再收")
    await house.press(OWNER, "确定")
    assert "不再收投诉" in house.texts(room)[-1]


@pytest.mark.parametrize("words", ["/bind 西湖店", "/bind 回音酒店"])
async def test_who_owns_one_place_binds_nothing_else(house: House, words: str) -> None:
    await house.say(ALEX, "hello")
    async with house.app.database.writing() as connection:
        await connection.execute(
            text(
                "INSERT INTO roles (person_id, role, place_id, granted_at) SELECT id, 'owner', 3,"
                f" '2030-01-01 00:00:00' FROM persons WHERE telegram_id = {ALEX}"
            )
        )
    room = await new_group(house)
    await house.playground.join(ALEX, room)
    await house.say(ALEX, words, chat=room)
    assert "那家店的负责人" in house.texts(room)[-1]
    await house.say(ALEX, "/bind", chat=room)
    assert "东站店的员工群" in house.texts(room)[-1]
    await house.press(ALEX, "西湖店", QUESTION, room)
    assert await house.rows("SELECT place_id FROM bindings WHERE id > 1") == [(3,)]
