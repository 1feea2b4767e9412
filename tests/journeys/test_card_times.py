"""What a card in the group says of time is true whenever somebody reads it."""

import re

from tests.journeys.house import GROUP, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_desk import card
from tests.journeys.test_ladder import count

# A length of time, and a day that is called by where one stands.
AGES = re.compile(r"剩|\d+ (?:分|小时|天)|今天|明天|昨天")
WANTED = "SELECT wanted FROM outbox WHERE thing = 'case-1001'"


async def test_a_card_says_by_which_day_and_hour_and_not_how_long_is_left(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    assert "\n3月5日 周二 11:00 前答复\n" in card(house)["text"]
    assert AGES.search(card(house)["text"]) is None


async def test_a_warning_changes_no_card_and_lateness_does_once(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    before, shown = card(house)["text"], await house.rows(WANTED)
    await house.pass_time(minutes=46)
    assert (card(house)["text"], await house.rows(WANTED)) == (before, shown)
    await house.pass_time(minutes=15)
    late = card(house)["text"]
    assert "\n⚠️ 已超时 · 3月5日 周二 11:00 前答复\n" in late
    await house.pass_time(days=1)
    assert "⚠️ 已超时 · 3月5日 周二 11:00 前答复" in card(house)["text"]
    assert AGES.search(card(house)["text"]) is None


async def test_the_list_of_what_is_late_and_the_board_tell_no_lengths_either(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(STAFF_CHEN, "/cases", chat=GROUP)
    assert "西湖店 · 3月5日 周二 11:00 前 · 还没人接手" in house.texts(GROUP)[-1]
    await house.pass_time(minutes=61)
    boards = [text for text in house.texts(GROUP) if "⏰ 超时" in text]
    assert "⚠️ 已超时 · 3月5日 周二 11:00 前" in boards[0]
    assert AGES.search(boards[0]) is None


async def test_a_warning_in_the_group_says_when_and_one_in_private_how_long(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=31)
    assert count(house.texts(GROUP), "⏳ #1001 3月5日 周二 11:00 前要答复。还没人接手。") == 1
    await house.press(STAFF_CHEN, "我来", "#1001 投诉", GROUP)
    await house.pass_time(minutes=15)
    assert count(house.texts(STAFF_CHEN), "#1001 还剩 14 分钟要答复。") == 1
    assert count(house.texts(SUPERVISOR), "#1001") == 0


async def test_what_was_promised_in_words_is_marked_late_without_a_length(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "今天 12 点前给您换房", "内容会发给客人")
    assert "\n🤝 说好了：3月5日 周二 12:00 前" in card(house)["text"]
    await house.pass_time(hours=2, minutes=1)
    assert "⚠️ 已超时 · 🤝 说好了：3月5日 周二 12:00 前" in card(house)["text"]
