"""What is needed before a case is resolved, and what counts only once the customer says so."""

from tests.journeys.house import GROUP, STAFF_CHEN, STAFF_LI, WANG, House
from tests.journeys.test_ladder import count
from tests.journeys.test_teamwork import menu

# Findings come first, as in the rules that ship; for the other journeys they are left out.
FINDINGS_FROM = 3
GRAVE = "等了两个小时没人理我，房间还有烟味，前台态度也很差"
CLEAR = "等了半个小时，房间有烟味"
KEPT = "SELECT kept_at IS NOT NULL FROM promises ORDER BY id"


async def kept(house: House) -> list[bool]:
    return [bool(row[0]) for row in await house.rows(KEPT)]


async def test_a_grave_case_is_resolved_after_a_line_on_what_was_found_out(house: House) -> None:
    await house.say(WANG, GRAVE)
    assert await house.rows("SELECT severity FROM cases") == [(3,)]
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    assert count(house.texts(GROUP), "怎么解决的") == 0
    await house.answer(STAFF_CHEN, "前台交班时漏了登记。", "查到了什么")
    assert "前台交班时漏了登记。" in house.texts(GROUP)[0]
    await house.answer(STAFF_CHEN, "已换房，很抱歉。", "怎么解决的")
    assert count(house.texts(WANG), "已换房，很抱歉。") == 1
    await house.press(WANG, "没解决")
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    assert count(house.texts(GROUP), "查到了什么") == 1
    await house.say(WANG, "/status")
    await house.press(WANG, "经过")
    assert count(house.texts(WANG), "漏了登记") == 0


async def test_done_in_person_counts_once_the_customer_says_so(house: House) -> None:
    await house.say(WANG, CLEAR)
    await menu(house, "已当面/电话处理")
    assert "当面或在电话里处理好了" in house.texts(WANG)[-1]
    assert await kept(house) == [False, False]
    await house.pass_time(minutes=30)
    await house.press(WANG, "解决了，满意")
    assert await kept(house) == [True, True]
    assert await house.rows("SELECT state, outcome FROM cases") == [("closed", "accepted")]
    # It was resolved when staff did it, not when the customer found the time to say so.
    done = (
        "SELECT events.at = cases.resolved_at, cases.closed_at > cases.resolved_at "
        "FROM events JOIN cases ON cases.id = case_id WHERE step = 'resolved'"
    )
    [(at_the_desk, said_later)] = await house.rows(done)
    assert (bool(at_the_desk), bool(said_later)) == (True, True)


async def test_the_trail_names_who_did_it_not_who_had_it(house: House) -> None:
    await house.say(WANG, CLEAR)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_LI, "更多", "#1001", GROUP)
    await house.press(STAFF_LI, "已当面/电话处理", "#1001", GROUP)
    did = (
        "SELECT telegram_id FROM events JOIN persons ON persons.id = person_id "
        "WHERE step = 'handled in person'"
    )
    assert await house.rows(did) == [(STAFF_LI,)]
    owner = "SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id"
    assert await house.rows(owner) == [(STAFF_CHEN,)]


async def test_done_in_person_that_nobody_confirms_is_no_answer_and_kept_by_nobody(
    house: House,
) -> None:
    await house.say(WANG, CLEAR)
    await menu(house, "已当面/电话处理")
    for _ in range(3):
        await house.pass_time(hours=25)
    assert await house.rows("SELECT outcome FROM cases") == [("no_answer",)]
    assert await kept(house) == [False, False]


async def test_done_in_person_on_a_grave_case_asks_for_the_findings_and_goes_on(
    house: House,
) -> None:
    await house.say(WANG, GRAVE)
    await menu(house, "已当面/电话处理")
    assert await house.rows("SELECT state FROM cases") == [("open",)]
    await house.answer(STAFF_CHEN, "排风坏了，已报修。", "查到了什么")
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]
    await house.press(WANG, "没解决")
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    assert count(house.texts(WANG), "排风坏了") == 0
