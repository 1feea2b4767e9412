"""Messages in a row, albums, files and edits: one case, and nothing of it lost."""

from tests.journeys.house import GROUP, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count

LEAK = "走廊里有很重的煤气味，我们不敢待在房间里了"


async def test_messages_within_a_minute_are_one_case_from_the_first_word_on(house: House) -> None:
    for words in ("唉", SIMPLIFIED, "812 房间", "等你们回复"):
        await house.playground.send_text(WANG, WANG, words)
    await house.settle()
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]
    assert await house.rows("SELECT DISTINCT case_id FROM words") == [(1001,)]
    assert count(house.texts(WANG), "编号 1001") == 1


async def test_an_album_is_one_case_with_every_picture(house: House) -> None:
    items = [("photo", b"one"), ("photo", b"two"), ("photo", b"three")]
    await house.playground.send_album(WANG, WANG, items, caption="床单有血迹，太脏了")
    await house.settle()
    assert await house.rows("SELECT case_id, media FROM words") == [(1001, "photo")] * 3
    assert count(house.texts(WANG), "编号 1001") == 1
    assert count(house.texts(WANG), "已加到") == 0


async def test_a_file_first_and_its_words_after_leave_no_doubt(house: House) -> None:
    for kind in ("photo", "voice", "document"):
        await house.playground.send_file(WANG, WANG, kind, b"some bytes")
    await house.settle()
    assert await house.rows("SELECT doubtful FROM cases") in ([(1,)], [(True,)])
    await house.say(WANG, SIMPLIFIED)
    found = await house.rows("SELECT doubtful, severity > 0 FROM cases")
    assert [(bool(doubt), bool(grave)) for doubt, grave in found] == [(False, True)]


async def test_a_complaint_after_a_question_has_the_promises_of_a_complaint(house: House) -> None:
    await house.say(WANG, "请问早餐几点开始？")
    assert await house.rows("SELECT kind FROM cases") == [("question",)]
    await house.pass_time(minutes=10)
    await house.say(WANG, SIMPLIFIED)
    (found,) = await house.rows("SELECT kind, next_due_at IS NOT NULL FROM cases")
    assert found[0] == "complaint"
    assert found[1]


async def test_an_edit_that_makes_a_complaint_of_small_talk_is_heard(house: House) -> None:
    mine = await house.playground.send_text(WANG, WANG, "唉")
    await house.settle()
    assert await house.rows("SELECT count(*) FROM cases") == [(0,)]
    await house.playground.edit(WANG, WANG, mine["message_id"], SIMPLIFIED)
    await house.settle()
    assert "编号 1001" in house.texts(WANG)[-1]
    kept = await house.rows("SELECT case_id, text FROM words ORDER BY id")
    assert kept == [(1001, "唉"), (1001, SIMPLIFIED)]


async def test_an_edit_that_speaks_of_danger_is_told_to_the_top(house: House) -> None:
    mine = await house.playground.send_text(WANG, WANG, SIMPLIFIED)
    await house.settle()
    await house.playground.edit(WANG, WANG, mine["message_id"], LEAK)
    await house.settle()
    assert await house.rows("SELECT kind, severity FROM cases") == [("emergency", 4)]
    assert count(house.texts(GROUP), "请立即到场") == 1


async def test_danger_after_it_was_resolved_opens_it_as_an_emergency(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.say(WANG, LEAK)
    assert await house.rows("SELECT kind, state, round FROM cases") == [("emergency", "taken", 2)]
    assert count(house.texts(GROUP), "请立即到场") == 1
