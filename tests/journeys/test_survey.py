"""A finished service is asked about when it is due, and answered by one tap."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_teamwork import menu


def service(house: House, number: int = 1) -> dict[str, Any]:
    now = house.clock.now()
    return {
        "id": f"stay-{number}",
        "status": "finished",
        "starts_at": (now - timedelta(hours=20)).isoformat(),
        "finished_at": now.isoformat(),
        "customer": {"id": f"guest-{WANG}"},
        "place": "westlake",
    }


async def test_a_known_customer_is_asked_taps_comments_and_is_thanked(house: House) -> None:
    status, answer = await house.post("/services", service(house))
    assert status == 200
    assert answer["survey"]["state"] == "planned"
    await house.pass_time(minutes=90)
    assert not any("点一下就好" in said for said in house.texts(WANG))
    await house.pass_time(minutes=31)
    assert any("点一下就好" in said for said in house.texts(WANG))
    await house.press(WANG, "满意")
    await house.say(WANG, "早餐很好吃")
    rows = await house.rows("SELECT question, score FROM answers WHERE question = 'csat'")
    assert rows == [("csat", 4.0)]
    assert await house.rows("SELECT count(*) FROM words WHERE sort = 'comment'") == [(1,)]
    assert await house.rows("SELECT count(*) FROM cases") == [(0,)]


async def test_who_writes_nine_of_five_reads_the_range_and_that_it_is_kept(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.say(WANG, "九分")
    assert "1 到 5" in house.texts(WANG)[-1]
    assert "“九分”" in house.texts(WANG)[-1]
    await house.say(WANG, "5分")
    rows = await house.rows("SELECT score FROM answers WHERE question = 'csat'")
    assert rows == [(5.0,)]


@pytest.mark.parametrize("swiped", [True, False])
async def test_a_short_answer_to_staff_is_no_rating(house: House, *, swiped: bool) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问需要几条毛巾？", "补充什么")
    assert await house.rows("SELECT state FROM cases") == [("waiting",)]
    if swiped:
        await house.answer(WANG, "2", "几条毛巾", chat=WANG)
    else:
        await house.say(WANG, "2")
    assert await house.rows("SELECT count(*) FROM answers WHERE question = 'csat'") == [(0,)]
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    assert "“2”" in house.texts(GROUP)[0]


async def test_a_second_tap_changes_nothing_twice(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    message = [m for m in house.playground.messages(WANG) if "点一下就好" in m.get("text", "")][-1]
    room = house.playground.room(WANG)
    kept = house.playground.kept_message(room, message["message_id"])
    assert kept is not None
    for _ in range(2):
        house.playground.press_data(WANG, room, kept, "s:answer:1:csat:5")
    await house.settle()
    assert await house.rows("SELECT value, score FROM answers WHERE question = 'csat'") in (
        [(5, 5.0)],
        [("5", 5.0)],
    )


async def test_nobody_is_asked_while_a_case_of_theirs_is_open(house: House) -> None:
    await house.post("/services", service(house))
    await house.say(WANG, "等了两个小时没人理我，房间还有烟味")
    await house.pass_time(hours=3)
    assert not any("点一下就好" in said for said in house.texts(WANG))


async def test_who_wrote_stop_is_asked_no_more(house: House) -> None:
    await house.say(WANG, "停")
    assert "不再发问卷" in house.texts(WANG)[-1]
    await house.post("/services", service(house))
    await house.pass_time(hours=3)
    assert not any("点一下就好" in said for said in house.texts(WANG))


async def test_the_same_body_again_gets_the_same_answer_and_no_second_survey(
    house: House,
) -> None:
    body = service(house)
    first = await house.post("/services", body)
    assert await house.post("/services", body) == first
    await house.pass_time(hours=3)
    assert sum("点一下就好" in said for said in house.texts(WANG)) == 1


async def test_supervisors_get_figures_and_strangers_a_kind_no(house: House) -> None:
    await house.say(WANG, "等了两个小时没人理我，房间还有烟味，前台态度也很差")
    for asked in ("/stats", "/stats yesterday", "/stats 7d"):
        said = len(house.texts(SUPERVISOR))
        await house.say(SUPERVISOR, asked)
        assert len(house.texts(SUPERVISOR)) > said
    await house.say(SUPERVISOR, "/stats")
    assert "投诉 1" in house.texts(SUPERVISOR)[-1]
    await house.say(WANG, "/stats")
    assert "只给本店同事用" in house.texts(WANG)[-1]
    assert "投诉 1" not in house.texts(WANG)[-1]


@pytest.mark.parametrize("command", ["/stats", "/settings", "/digest", "/why 1", "/audit"])
async def test_a_colleague_is_not_told_to_become_one(house: House, command: str) -> None:
    await house.say(STAFF_CHEN, command)
    assert "这个功能给主管用" in house.texts(STAFF_CHEN)[-1]
    assert "只给本店同事" not in house.texts(STAFF_CHEN)[-1]


async def test_an_owner_invites_with_links_that_work_once(house: House) -> None:
    await house.say(OWNER, "/invite")
    links = [line for line in house.texts(OWNER)[-1].splitlines() if "start=" in line]
    payload = links[0].split("start=")[1]
    house.playground.add_person("新主管", id=1501)
    house.playground.add_person("别人", id=1502)
    await house.playground.start(1501, payload)
    await house.settle()
    await house.playground.start(1502, payload)
    await house.settle()
    # Beside it each is told what is kept.
    assert "主管" in "".join(house.texts(1501)[-2:])
    assert "已经用过或过期" in "".join(house.texts(1502)[-2:])


async def test_a_survey_that_is_over_says_so_by_itself_where_it_stands(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    asked = [m for m in house.playground.messages(WANG) if "点一下就好" in m.get("text", "")]
    await house.pass_time(days=30)
    message = house.playground.message(WANG, asked[-1]["message_id"])
    assert message is not None
    assert "这份问卷已经结束了" in message["text"]
    assert "reply_markup" not in message


async def test_who_was_let_down_hears_one_apology_and_has_the_offer_in_one_place(
    house: House,
) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "很不满意")
    asked = [said for said in house.texts(WANG) if "房间和设施" in said]
    assert asked[-1].count("抱歉") == 1
    for _ in range(5):
        await house.press(WANG, "跳过")
    await house.say(WANG, "叫了三次才来")
    offers = [m for m in house.playground.messages(WANG) if "请处理" in str(m.get("reply_markup"))]
    assert [offer["text"].splitlines()[-1] for offer in offers] == ["要请值班经理处理吗？"]
    assert "7/7 · 都记下了。" in house.texts(WANG)


async def test_a_sentence_instead_of_a_tap_says_which_questions_were_left_open(
    house: House,
) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "满意")
    for _ in range(4):
        await house.press(WANG, "跳过")
    await house.say(WANG, "早餐有点凉")
    assert "还有 1 题没答，先跳过了；想答，发“改”。" in house.texts(WANG)[-1]
    await house.say(WANG, "改")
    for _ in range(5):
        await house.press(WANG, "下一题")
    await house.press(WANG, "4★")
    assert await house.rows("SELECT score FROM answers WHERE question = 'p_empathy'") == [(4.0,)]


async def test_skipping_after_the_words_that_ended_a_survey_is_told_so_and_not_asked_back(
    house: House,
) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "满意")
    await house.say(WANG, "早餐有点凉")
    await house.say(WANG, "跳过")
    assert house.texts(WANG)[-1] == "问卷已经结束，不用跳过了。想改、想补答，发“改”。"
    assert await house.rows("SELECT count(*) FROM cases") == [(0,)]
    await house.say(WANG, "改")
    assert await house.rows("SELECT step FROM invitations") == [("csat",)]


async def test_a_complaint_in_the_middle_of_a_survey_is_taken_and_the_survey_goes_on(
    house: House,
) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "满意")
    await house.press(WANG, "跳过")
    before = await house.rows("SELECT step FROM invitations")
    await house.say(WANG, "房间有蟑螂，前台态度很差")
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]
    assert await house.rows("SELECT step FROM invitations") == before
    await house.say(WANG, "跳过")
    assert await house.rows("SELECT state FROM invitations") == [("partial",)]
    assert await house.rows("SELECT step FROM invitations") != before
    await house.press(WANG, "跳过", "/7")
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]


async def test_a_supervisor_turns_the_page_to_what_was_asked_earlier(house: House) -> None:
    for number in range(7):
        await house.post("/services", service(house, number))
    await house.say(SUPERVISOR, f"/why guest-{WANG}")
    first = house.texts(SUPERVISOR)[-1]
    await house.press(SUPERVISOR, "更早的")
    second = house.texts(SUPERVISOR)[-1]
    assert (first.count("西湖店"), second.count("西湖店")) == (5, 2)
    asked = house.playground.messages(SUPERVISOR)[-1]
    assert "reply_markup" not in asked, "there is nothing behind the last page"


async def test_a_supervisor_sees_why_somebody_was_not_asked(house: House) -> None:
    await house.post("/services", service(house))
    await house.say(WANG, "停")
    await house.say(SUPERVISOR, "/why")
    assert "客人发过“停” 1" in house.texts(SUPERVISOR)[-1]
    label = next(
        button["text"]
        for message in reversed(house.playground.messages(SUPERVISOR))
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    )
    await house.press(SUPERVISOR, label)
    assert "不问：客人发过“停”。" in house.texts(SUPERVISOR)[-1]
    await house.say(SUPERVISOR, f"/why guest-{WANG}")
    assert "不问：客人发过“停”。" in house.texts(SUPERVISOR)[-1]
    await house.say(WANG, f"/why guest-{WANG}")
    assert "只给本店同事用" in house.texts(WANG)[-1]
