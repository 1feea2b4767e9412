"""A complaint from the customer's words to their confirmation."""

import pytest
from sqlalchemy import insert, select

from dimensions.tagger import Tagger
from storage.tables import findings, words
from storage.views import (
    FIRST_FINDINGS,
    FIRST_WORDS,
    NEWEST_FINDINGS,
    NEWEST_WORDS,
    case_view,
)
from tests.journeys.house import (
    ALEX,
    CHEN,
    GROUP,
    STAFF_CHEN,
    STAFF_LI,
    STRANGER,
    SUPERVISOR,
    WANG,
    House,
    open_house,
)
from tests.ports import free_port

SIMPLIFIED = "等了两个小时，房间有烟味，前台态度不好"
TRADITIONAL = "等了兩個小時，房間有菸味，前台態度不好"


@pytest.mark.parametrize("words", [SIMPLIFIED, TRADITIONAL])
async def test_a_complaint_gets_a_number_and_a_time_and_staff_get_a_card(
    house: House, words: str
) -> None:
    await house.say(WANG, words)
    receipt = house.texts(WANG)[-1]
    assert "已收到，编号 1001。" in receipt
    assert "前，同事会在这里答复您。" in receipt
    card = house.texts(GROUP)[-1]
    for shown in ("#1001", "回应及时：", "环境设施：", "专业可信：", "还没人接手", "王*", "西湖店"):
        assert shown in card
    assert "王女士" not in card
    assert "说到做到" not in card
    assert words in card


async def test_a_case_is_taken_answered_resolved_and_confirmed(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    assert "小陈 处理中" in house.texts(GROUP)[0]
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上给您换房。", "内容会发给客人")
    assert "马上给您换房。" in house.texts(WANG)[-1]
    assert "✓ 已送达" in house.texts(GROUP)[0]
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换到 602。", "怎么解决的")
    assert "这样处理可以吗？" in house.texts(WANG)[-1]
    await house.press(WANG, "解决了，满意")
    assert "客人满意" in house.texts(GROUP)[0]
    assert await house.rows("SELECT state, outcome, handling FROM cases") == [
        ("closed", "accepted", "satisfied")
    ]


async def test_a_customer_who_is_not_content_opens_the_case_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.press(WANG, "没解决")
    assert "这件事还没完" in house.texts(WANG)[-1]
    assert "12315" in house.texts(WANG)[-1]
    assert any("客人说没解决" in said for said in house.texts(SUPERVISOR))
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    said = len(house.texts(WANG))
    await house.press(WANG, "没解决")
    assert len(house.texts(WANG)) == said


async def test_status_tells_the_customer_where_it_stands(house: House) -> None:
    await house.say(CHEN, "/status")
    assert "没有未办完的事" in house.texts(CHEN)[-1]
    await house.say(CHEN, SIMPLIFIED)
    await house.say(CHEN, "/status")
    assert "#1001" in house.texts(CHEN)[-1]
    assert "等待接手" in house.texts(CHEN)[-1]


async def test_more_words_join_the_open_case_and_are_no_second_one(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(WANG, "而且空调也是坏的")
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]
    assert "空调也是坏的" in house.texts(GROUP)[0]


async def test_an_edited_message_keeps_both_versions(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    mine = next(m for m in house.playground.messages(WANG) if m.get("text") == SIMPLIFIED)
    await house.playground.edit(WANG, WANG, mine["message_id"], "等了三个小时没人理我")
    await house.settle()
    assert await house.rows("SELECT sort FROM words ORDER BY id") == [("said",), ("edited",)]
    assert "等了三个小时" in house.texts(GROUP)[0]


async def test_who_shows_where_they_walk_says_nothing_at_each_step(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    place = await house.playground.send_location(WANG, WANG, 30.25, 120.15)
    await house.settle()
    said = await house.rows("SELECT count(*) FROM words")
    for step in range(1, 4):
        await house.playground.walk(WANG, WANG, place["message_id"], 30.25, 120.15 + step / 1000)
    await house.settle()
    assert await house.rows("SELECT count(*) FROM words") == said
    assert "edited" not in {step for (step,) in await house.rows("SELECT step FROM events")}


async def test_danger_told_in_a_case_that_is_open_is_answered_with_whom_to_call(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(WANG, "孩子被电梯门夹了手，流血了，快来人！")
    assert "119" in house.texts(WANG)[-1]
    await house.say(WANG, "房间还是很吵")
    assert sum("119" in text for text in house.texts(WANG)) == 1


async def test_an_emergency_is_told_to_the_top_at_once(house: House) -> None:
    await house.say(WANG, "走廊里有很重的煤气味，我们不敢待在房间里了")
    assert "119" in house.texts(WANG)[-1]
    assert any("请立即到场" in said for said in house.texts(GROUP))
    assert any("请立即到场" in said for said in house.texts(SUPERVISOR))


async def test_of_two_who_take_it_at_once_one_gets_it(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    card = next(m for m in house.playground.messages(GROUP) if "#1001" in m.get("text", ""))
    for user in (STAFF_CHEN, STAFF_LI):
        await house.playground.press(user, GROUP, card["message_id"], "我来")
    await house.settle()
    toasts = [*house.toasts(STAFF_CHEN), *house.toasts(STAFF_LI)]
    assert sorted(toasts) == sorted(["好的，归您了。", "已经有同事接手了。"])


async def test_a_stranger_in_the_group_may_not_act(house: House) -> None:
    house.playground.add_person("路人", id=STRANGER)
    await house.playground.join(STRANGER, GROUP)
    await house.say(WANG, SIMPLIFIED)
    await house.press(STRANGER, "我来", "#1001", GROUP)
    assert "同事请向负责人要加入链接" in house.toasts(STRANGER)[-1]
    assert await house.rows("SELECT state, owner_id FROM cases") == [("open", None)]


async def test_a_reader_of_english_is_answered_in_english(house: House) -> None:
    await house.say(ALEX, "waited two hours, the room smells of smoke, rude staff")
    assert "Received, number 1001." in house.texts(ALEX)[-1]


async def test_who_complains_in_plain_english_has_a_case_and_is_answered_in_english(
    house: House,
) -> None:
    await house.say(ALEX, "I want my money back")
    assert "Received, number 1001." in house.texts(ALEX)[-1]
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]


async def test_thanks_are_passed_on_and_are_no_complaint(house: House) -> None:
    await house.say(CHEN, "前厅的小李特别耐心，帮我把行李一直送到车上，谢谢她")
    assert "会转告他们的" in house.texts(CHEN)[-1]
    assert not any("#1001" in said for said in house.texts(GROUP))


async def test_who_most_likely_praises_is_asked_and_may_leave_it_at_that(house: House) -> None:
    await house.say(WANG, "咖啡微苦，配这块蛋糕刚刚好，窗边的位子很安静，喜欢这里")
    assert any("想请同事处理吗" in said for said in house.texts(WANG))
    await house.press(WANG, "只是说说", "编号 1001")
    assert await house.rows("SELECT state FROM cases") == [("closed",)]


async def test_a_case_of_hundreds_of_lines_is_seen_by_its_newest_and_first_findings(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    async with house.app.database.writing() as connection:
        before = await case_view(connection, 1001)
        assert before is not None
        line, found = [
            dict((await connection.execute(select(table).limit(1))).mappings().one())
            for table in (words, findings)
        ]
        del line["id"], found["id"]
        new = [line | {"text": f"又来了{number}"} for number in range(200)]
        await connection.execute(insert(words), new)
        await connection.execute(insert(findings), [found | {"dimension": "other"}] * 200)
        after = await case_view(connection, 1001)
    assert after is not None
    told = [said.text for said in after.words]
    assert told[-NEWEST_WORDS:] == [line["text"] for line in new[-NEWEST_WORDS:]]
    assert len(told) == FIRST_WORDS + NEWEST_WORDS
    assert told[0] == SIMPLIFIED
    dimensions = [finding.dimension for finding in after.findings]
    first = [finding.dimension for finding in before.findings]
    assert dimensions[: len(first)] == first
    assert len(dimensions) == FIRST_FINDINGS + NEWEST_FINDINGS
    assert len(first) == (await house.rows("SELECT count(*) - 200 FROM findings"))[0][0]


async def test_the_card_of_an_emergency_quotes_the_danger_first(house: House) -> None:
    long = "我们一家三口下午到的，先是等了很久，房间也不干净，" * 20
    await house.say(WANG, f"{long}。走廊里有煤气味。请快来人")
    card = next(text for text in house.texts(GROUP) if "还没人接手" in text)
    assert "走廊里有煤气味" in card.splitlines()[1]


async def test_danger_told_in_between_stays_first_on_the_card(house: House) -> None:
    for said in (SIMPLIFIED, "走廊里有煤气味", "我们在大堂", "电话没人接", "还在等"):
        await house.say(WANG, said)
    card = next(text for text in house.texts(GROUP) if "还没人接手" in text)
    assert "走廊里有煤气味" in card.splitlines()[1]


async def test_what_turns_out_graver_is_promised_sooner_and_the_customer_hears_so(
    database_url: str, tagger: Tagger
) -> None:
    async with open_house(database_url, tagger, free_port(), config="general") as house:
        await house.say(WANG, "房间有点吵")
        running = (
            "SELECT clock, due_at FROM promises WHERE kept_at IS NULL AND dropped_at IS NULL "
            "ORDER BY clock"
        )
        before = await house.rows(running)
        await house.pass_time(minutes=5)
        await house.say(WANG, "隔壁还是很吵，前台骂人，太过分了，我要找媒体曝光")
        after = await house.rows(running)
        assert [clock for clock, _ in after] == ["resolution", "response"]
        assert all(new[1] < old[1] for old, new in zip(before, after, strict=True))
        assert any("#1001 提前处理：" in text for text in house.texts(WANG))
        told = len([text for text in house.texts(WANG) if "提前处理" in text])
        await house.say(WANG, "太过分了，我要找媒体曝光")
        assert await house.rows(running) == after
        assert len([text for text in house.texts(WANG) if "提前处理" in text]) == told
