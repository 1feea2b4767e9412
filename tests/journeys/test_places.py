"""The staff group, places, teams and colleagues come about by taps; nobody types an id."""

from sqlalchemy import text

from tests.journeys.house import ALEX, OWNER, STAFF_CHEN, SUPERVISOR, House

QUESTION = "这是哪个店的员工群"


async def new_group(house: House, *, forum: bool = False) -> int:
    room = house.playground.add_group("新群", owner=OWNER, forum=forum)
    await house.playground.join(STAFF_CHEN, room.id)
    await house.playground.add_bot_to_group(OWNER, room.id)
    await house.settle()
    return room.id


def labels(house: House, chat: int) -> list[str]:
    """The buttons under the newest message."""
    rows = house.playground.messages(chat)[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def bound(house: House) -> list[tuple[object, ...]]:
    """What is bound beside the house's own group: place, team, whether with topics."""
    return await house.rows(
        "SELECT places.name, teams.name, topics FROM bindings"
        " JOIN places ON places.id = bindings.place_id"
        " LEFT JOIN teams ON teams.id = bindings.team_id"
        " WHERE unbound_at IS NULL AND bindings.id > 1"
    )


async def test_an_owner_answers_whose_group_it_is_with_a_tap(house: House) -> None:
    room = await new_group(house)
    assert QUESTION in house.texts(room)[-1]
    assert labels(house, room) == ["西湖店", "东站店", "所有门店"]
    await house.press(STAFF_CHEN, "东站店", QUESTION, room)
    assert "请负责人来点" in house.toasts(STAFF_CHEN)[-1]
    assert await bound(house) == []
    await house.press(OWNER, "东站店", QUESTION, room)
    assert "东站店的员工群" in house.texts(room)[-1]
    assert QUESTION not in "".join(house.texts(room))
    assert [(place, team) for place, team, _ in await bound(house)] == [("东站店", None)]
    await house.press(STAFF_CHEN, "前厅部", "", room)
    assert "请负责人来点" in house.toasts(STAFF_CHEN)[-1]
    await house.press(OWNER, "前厅部", "", room)
    assert "东站店 · 前厅部的员工群" in house.texts(room)[-1]
    assert labels(house, room) == []
    assert [(place, team) for place, team, _ in await bound(house)] == [("东站店", "前厅部")]


async def test_a_forum_is_bound_with_topics(house: House) -> None:
    room = await new_group(house, forum=True)
    await house.press(OWNER, "所有门店", QUESTION, room)
    assert "每件事一个话题" in house.texts(room)[-1]
    assert [(p, bool(topics)) for p, _, topics in await bound(house)] == [("回音酒店", True)]


async def test_with_one_place_one_tap_does(house: House) -> None:
    async with house.app.database.writing() as connection:
        for table, column in (("teams", "place_id"), ("places", "id")):
            await connection.execute(text(f"DELETE FROM {table} WHERE {column} = 3"))
    await house.pass_time(seconds=2)
    room = await new_group(house)
    assert labels(house, room) == ["西湖店"]
    await house.press(OWNER, "西湖店", QUESTION, room)
    assert [(place, team) for place, team, _ in await bound(house)] == [("西湖店", None)]


async def test_a_link_answers_the_question_before_anybody_has_to(house: House) -> None:
    await house.say(OWNER, "/bind")
    payload = house.texts(OWNER)[-1].split("startgroup=")[1].split()[0]
    room = house.playground.add_group("新群", owner=OWNER)
    await house.playground.add_bot_to_group(OWNER, room.id, payload=payload)
    await house.settle()
    assert len(house.texts(room.id)) == 1
    assert "回音酒店的员工群" in house.texts(room.id)[-1]
    assert [(place, team) for place, team, _ in await bound(house)] == [("回音酒店", None)]


async def open_places(house: House) -> None:
    await house.say(OWNER, "/settings")
    await house.press(OWNER, "门店、小组和同事")


async def test_a_place_and_a_team_are_added_by_their_names(house: House) -> None:
    await open_places(house)
    await house.press(OWNER, "➕ 加一家店")
    await house.say(OWNER, "西湖店")
    assert "已经有“西湖店”了" in house.texts(OWNER)[-1]
    await house.say(OWNER, "很" * 41)
    assert "最多 40 个字" in house.texts(OWNER)[-1]
    await house.say(OWNER, " 城南  <分店> ")
    assert "加上了“城南 <分店>”" in house.texts(OWNER)[-1]
    await house.press(OWNER, "➕ 加小组")
    await house.answer(OWNER, "前台", "新小组叫什么", OWNER)
    assert "小组：前台" in house.texts(OWNER)[-1]
    rows = await house.rows(
        "SELECT places.name, zone, teams.name FROM places"
        " JOIN teams ON teams.place_id = places.id WHERE places.id > 3"
    )
    assert rows == [("城南 <分店>", "Asia/Shanghai", "前台")]
    assert await house.rows("SELECT count(*) FROM cases") == [(0,)]
    room = await new_group(house)
    await house.press(OWNER, "城南 <分店>", QUESTION, room)
    assert "前台" in labels(house, room)


async def test_a_team_of_the_same_name_further_up_is_not_named_twice(house: House) -> None:
    await house.say(STAFF_CHEN, "/log 302 的客人打电话说枕头有霉味")
    teams = "SELECT count(*) FROM teams WHERE name = '客房部' AND place_id IN (1, 2)"
    assert await house.rows(teams) == [(2,)]
    await open_places(house)
    await house.press(OWNER, "西湖店")
    assert house.texts(OWNER)[-1].count("客房部") == 1


async def test_who_thinks_better_of_it_adds_nothing(house: House) -> None:
    before = await house.rows("SELECT count(*) FROM places")
    await open_places(house)
    await house.press(OWNER, "➕ 加一家店")
    # A reply to something else is not the name that was asked for.
    await house.answer(OWNER, "明天再说", "现在的规则", OWNER)
    assert await house.rows("SELECT count(*) FROM places") == before
    await house.say(OWNER, "取消")
    assert "没有加" in house.texts(OWNER)[-1]
    assert await house.rows("SELECT count(*) FROM places") == before


async def test_a_link_is_for_one_place_one_role_and_one_person(house: House) -> None:
    await open_places(house)
    await house.press(OWNER, "东站店")
    await house.press(OWNER, "请一位主管")
    told = house.texts(OWNER)[-1]
    assert "东站店的主管" in told
    payload = told.split("start=")[1].split()[0]
    for person in (ALEX, STAFF_CHEN):
        await house.playground.start(person, payload)
        await house.settle()
    rows = await house.rows(
        "SELECT persons.telegram_id, places.name FROM roles"
        " JOIN persons ON persons.id = roles.person_id"
        " JOIN places ON places.id = roles.place_id WHERE role = 'supervisor'"
    )
    assert sorted(rows) == sorted([(SUPERVISOR, "回音酒店"), (ALEX, "东站店")])


async def test_rights_are_looked_at_when_a_button_is_pressed(house: House) -> None:
    await open_places(house)
    await house.press(OWNER, "东站店")
    async with house.app.database.writing() as connection:
        await connection.execute(text("UPDATE roles SET role = 'supervisor' WHERE role = 'owner'"))
    await house.press(OWNER, "请一位主管")
    await house.press(OWNER, "➕ 加小组")
    assert all("请负责人来点" in said for said in house.toasts(OWNER)[-2:])
    assert await house.rows("SELECT count(*) FROM links") == [(0,)]
