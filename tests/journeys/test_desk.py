"""What was heard at the desk or on the phone: nobody is written to, and nothing says so."""

from typing import Any

import pytest

from tests.journeys.house import GROUP, LIN, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_housekeeping import write
from tests.journeys.test_ladder import count
from tests.journeys.test_presses import press_all

HEARD = "客人打电话说空调坏了，等了一小时没人来"
UNHEARD = "这位客人收不到消息"
KEPT = "SELECT count(*) FROM promises WHERE kept_at IS NOT NULL"


async def logged(house: House) -> None:
    await house.say(STAFF_CHEN, f"/log {HEARD}", chat=GROUP)


def card(house: House) -> dict[str, Any]:
    cards = [m for m in house.playground.messages(GROUP) if "#1001 投诉" in m.get("text", "")]
    return cards[-1]


def labels(house: House) -> list[str]:
    rows = card(house).get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_who_can_not_be_written_to_is_not_offered_as_somebody_to_write_to(
    house: House,
) -> None:
    await logged(house)
    assert "已解决" in labels(house)
    assert "回复" not in labels(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    assert "内部备注" in labels(house)
    assert "请客人补充" not in labels(house)


async def test_who_gave_no_name_is_told_of_without_one(house: House) -> None:
    await logged(house)
    assert "\n同事代记，客人没留姓名\n" in card(house)["text"]
    assert "*" not in card(house)["text"]


async def test_an_answer_that_would_reach_nobody_is_refused_and_keeps_no_promise(
    house: House,
) -> None:
    await logged(house)
    for button in ("c:reply:1001:1", "c:ask:1001:1", "c:saved:1001:1:0"):
        await press_all(house, STAFF_CHEN, GROUP, [button])
        assert UNHEARD in house.toasts(STAFF_CHEN)[-1]
    assert await house.rows(KEPT) == [(0,)]
    assert await house.rows("SELECT state, responded_at FROM cases") == [("open", None)]
    assert count(house.texts(GROUP), "内容会发给客人") == 0


async def test_what_is_written_under_such_a_card_can_only_stay_inside(house: House) -> None:
    await logged(house)
    await house.answer(STAFF_CHEN, "已经派人去了", "#1001 投诉")
    assert count(house.texts(GROUP), UNHEARD) == 1
    assert count(house.texts(GROUP), "这句话发给客人吗") == 0
    draft = await house.rows("SELECT id FROM words WHERE sort = 'draft'")
    await press_all(house, STAFF_CHEN, GROUP, [f"c:send:1001:1:{draft[0][0]}"])
    assert UNHEARD in house.toasts(STAFF_CHEN)[-1]
    assert await house.rows(KEPT) == [(0,)]
    await house.press(STAFF_CHEN, "只作内部备注", UNHEARD, GROUP)
    assert "📝 小陈：已经派人去了" in card(house)["text"]


async def test_what_was_settled_says_that_the_customer_is_still_to_be_told(house: House) -> None:
    await logged(house)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    assert count(house.texts(GROUP), "怎么解决的？会发给客人") == 0
    await house.answer(STAFF_CHEN, "空调修好了", "怎么解决的")
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]
    text = card(house)["text"]
    assert "空调修好了（请您告诉客人）" in text
    assert "发送中" not in text
    assert "等客人确认" not in text
    assert "再写一句" not in labels(house)


async def test_no_word_over_a_button_says_that_such_a_customer_was_told(house: House) -> None:
    await logged(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "补偿", "#1001", GROUP)
    await house.press(STAFF_CHEN, "道歉", "#1001", GROUP)
    assert UNHEARD in house.toasts(STAFF_CHEN)[-1]
    assert "补偿：道歉（请您告诉客人）" in card(house)["text"]
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    assert UNHEARD in house.toasts(STAFF_CHEN)[-1]


async def test_what_is_offered_instead_is_for_the_supervisor_to_tell(house: House) -> None:
    await logged(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "补偿", "#1001", GROUP)
    await house.press(STAFF_CHEN, "退款…", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "900.50", "多少元")
    await house.press(SUPERVISOR, "不同意", "退款 900.50 元")
    assert count(house.texts(SUPERVISOR), "会发给客人") == 0
    assert count(house.texts(SUPERVISOR), "为什么不同意") == 1


async def test_a_suggestion_from_the_desk_is_decided_without_a_word_to_anybody(
    house: House,
) -> None:
    await house.say(STAFF_CHEN, "/log 建议早餐加一点素菜", chat=GROUP)
    assert await house.rows("SELECT kind FROM cases") == [("suggestion",)]
    await house.press(STAFF_CHEN, "采纳", "#1001", GROUP)
    assert UNHEARD in house.toasts(STAFF_CHEN)[-1]
    assert count(house.texts(GROUP), "已采纳，已告诉客人") == 0
    assert count(house.texts(GROUP), "✅ 已采纳") == 1


async def test_an_answer_to_many_counts_only_for_those_who_can_read_it(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await logged(house)
    await write(house, "UPDATE cases SET lead_id = 1001 WHERE id = 1002")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "正在查", "内容会发给客人")
    responded = "SELECT id FROM cases WHERE responded_at IS NOT NULL"
    assert await house.rows(responded) == [(1001,)]
    assert count(house.texts(WANG), "正在查") == 1


async def test_one_from_the_desk_that_leads_others_is_answered_to_them(house: House) -> None:
    await logged(house)
    for customer in (WANG, LIN):
        await house.say(customer, SIMPLIFIED)
    await write(house, "UPDATE cases SET lead_id = 1001 WHERE id > 1001")
    await house.press(STAFF_CHEN, "更多", "#1001 投诉", GROUP)
    await house.press(STAFF_CHEN, "‹ 返回", "#1001 投诉", GROUP)
    await house.press(STAFF_CHEN, "回复", "#1001 投诉", GROUP)
    await house.answer(STAFF_CHEN, "正在修", "内容会发给客人")
    for customer in (WANG, LIN):
        assert count(house.texts(customer), "正在修") == 1
    responded = "SELECT id FROM cases WHERE responded_at IS NOT NULL ORDER BY id"
    assert await house.rows(responded) == [(1002,), (1003,)]
    replied = "SELECT case_id FROM events WHERE step = 'replied' ORDER BY case_id"
    assert await house.rows(replied) == [(1002,), (1003,)]


async def test_who_was_told_in_person_is_waited_for_by_nobody(house: House) -> None:
    await logged(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "已当面/电话处理", "#1001", GROUP)
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]
    assert await house.rows(KEPT) == [(2,)]
    steps = [step for (step,) in await house.rows("SELECT step FROM events ORDER BY id")]
    assert steps[-2:] == ["handled in person", "resolved"]


WHERE = "SELECT places.name FROM cases JOIN places ON places.id = place_id ORDER BY cases.id"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("王女士说空调坏了", "王*"),
        ("王女士打电话来说，空调坏了", "王*"),
        ("歐陽先生投訴：空調壞了", "歐*"),
        ("昨天王先生反映空调坏了", "王*"),
        ("王先生说话不算数的是你们，押金没退", "王*"),
        ("王女士投诉早餐", "王*"),
        ("Mrs Wang says that the air conditioning is broken", "M*"),
        ("Mr Wang called twice and nobody came", "M*"),
    ],
)
async def test_a_name_before_what_was_heard_is_the_customers(
    house: House, words: str, shown: str
) -> None:
    """The words themselves stay as they were written, and so does how grave they are."""
    await house.say(STAFF_CHEN, f"/log {words}", chat=GROUP)
    assert f"“{words}”" in card(house)["text"]
    assert f"\n{shown}\n" in card(house)["text"]
    assert f"（西湖店 · {shown}）" in house.texts(GROUP)[0]
    [(kind, severity)] = await house.rows("SELECT kind, severity FROM cases")
    assert (kind, severity >= 2) == ("complaint", True)


@pytest.mark.parametrize(
    "words",
    [
        *("有位女士说空调坏了", HEARD, "女士说空调坏了", "王女士的空调坏了"),
        *("隔壁女士说空调坏了", "他太太说空调坏了", "老太太说空调坏了", "外国先生说空调坏了"),
        *("前台小姐说没房，客人很生气", "前台李小姐说没房，客人很生气", "服务员王先生说没房"),
    ],
)
async def test_where_no_name_stands_before_it_nobody_is_named(house: House, words: str) -> None:
    await house.say(STAFF_CHEN, f"/log {words}", chat=GROUP)
    assert f"“{words}”" in card(house)["text"]
    assert "\n同事代记，客人没留姓名\n" in card(house)["text"]


async def test_a_customer_of_a_colleagues_surname_complains_of_nobody(house: House) -> None:
    await house.say(STAFF_CHEN, "/log 周女士说空调坏了", chat=GROUP)
    assert await house.rows("SELECT about_id FROM cases") == [(None,)]


async def test_what_is_written_down_in_a_group_is_of_its_place(house: House) -> None:
    await house.say(STAFF_CHEN, "/log 空调坏了", chat=GROUP)
    await house.say(STAFF_CHEN, "/log 东站店的王女士说空调坏了", chat=GROUP)
    await house.say(STAFF_CHEN, "/log 东站店的空调坏了")
    assert await house.rows(WHERE) == [("西湖店",), ("东站店",), ("东站店",)]
