"""What customers do with cases of their own: part them, chase, look back, take back."""

from tests.journeys.house import CHEN, GROUP, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count
from tests.journeys.test_survey import service


async def test_words_that_are_about_something_else_become_a_case_of_their_own(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(WANG, "而且空调也是坏的")
    assert count(house.texts(WANG), "已加到 #1001") == 0
    await house.pass_time(minutes=5)
    await house.say(WANG, "早餐的粥是凉的，鸡蛋也不新鲜")
    await house.say(WANG, "服务员还不耐烦")
    assert count(house.texts(WANG), "已加到 #1001") == 1
    await house.press(WANG, "这是另一件事", "已加到 #1001")
    assert "已收到，编号 1002。" in house.texts(WANG)[-1]
    words = await house.rows("SELECT case_id, text FROM words ORDER BY id")
    assert [number for number, _ in words] == [1001, 1001, 1002, 1002]
    old, new = (next(t for t in house.texts(GROUP) if n in t) for n in ("#1001", "#1002"))
    assert "粥是凉的" in new
    assert "不耐烦" in new
    assert "粥" not in old
    assert "空调" in old
    await house.press(WANG, "这是另一件事", "已加到 #1001")
    assert await house.rows("SELECT count(*) FROM cases") == [(2,)]


async def test_another_matter_leaves_a_resolved_case_as_it_was(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换到 1208 房。", "怎么解决的")
    await house.pass_time(minutes=5)
    await house.say(WANG, "早餐的粥是凉的，鸡蛋也不新鲜")
    assert "#1001 还没完" in house.texts(WANG)[-1]
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    await house.press(WANG, "这是另一件事")
    states = [("resolved",), ("open",)]
    assert await house.rows("SELECT state FROM cases ORDER BY id") == states
    asked_again = [text for text in house.texts(WANG) if "这样处理可以吗" in text][-1]
    assert "已换到 1208 房。" in asked_again
    running = "SELECT DISTINCT case_id FROM promises WHERE kept_at IS NULL AND dropped_at IS NULL"
    assert await house.rows(running) == [(1002,)]
    await house.press(WANG, "解决了，满意")
    states = [("closed",), ("open",)]
    assert await house.rows("SELECT state FROM cases ORDER BY id") == states


async def test_who_opens_a_case_again_in_the_next_breath_is_told_so(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换到 1208 房。", "怎么解决的")
    await house.pass_time(minutes=5)
    await house.say(WANG, "收到")
    await house.say(WANG, "换的这间空调也是坏的，热得没法睡")
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    assert "#1001 还没完" in house.texts(WANG)[-1]


async def test_of_two_cases_each_has_its_own_buttons(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=5)
    await house.say(WANG, "早餐的粥是凉的，鸡蛋也不新鲜")
    await house.press(WANG, "这是另一件事")
    await house.say(WANG, "/status")
    assert "#1001" in house.texts(WANG)[-1]
    assert "#1002" in house.texts(WANG)[-1]
    await house.press(WANG, "补充 #1001")
    await house.say(WANG, "房间是 812")
    assert await house.rows("SELECT case_id FROM words WHERE text = '房间是 812'") == [(1001,)]
    await house.press(WANG, "催一下 #1001")
    await house.press(WANG, "催一下 #1001")
    assert await house.rows("SELECT id, chased FROM cases ORDER BY id") == [(1001, 1), (1002, 0)]
    await house.pass_time(minutes=2)
    await house.press(WANG, "催一下 #1001")
    assert await house.rows("SELECT id, chased FROM cases ORDER BY id") == [(1001, 2), (1002, 0)]
    await house.press(WANG, "撤回 #1002")
    assert await house.rows("SELECT state FROM cases WHERE id = 1002") == [("open",)]
    await house.press(WANG, "撤回，不用处理了", "#1002")
    assert await house.rows("SELECT state FROM cases ORDER BY id") == [("open",), ("closed",)]


async def test_a_reply_to_a_message_about_a_case_belongs_to_that_case(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=5)
    await house.say(WANG, "早餐的粥是凉的")
    await house.press(WANG, "这是另一件事")
    await house.answer(WANG, "是 812 房间", "编号 1001", WANG)
    assert await house.rows("SELECT case_id FROM words WHERE text = '是 812 房间'") == [(1001,)]


async def test_the_customer_sees_the_whole_story_and_nothing_among_colleagues(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "内部备注", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "客人语气很冲", "内部备注")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上给您换房。", "内容会发给客人")
    await house.say(WANG, "进度")
    await house.press(WANG, "经过")
    story = house.texts(WANG)[-1]
    for part in (f"您：{SIMPLIFIED}", "小陈 接手", "小陈 答复：马上给您换房。", "今天 10:"):
        assert part in story
    assert "语气很冲" not in story
    before = len(house.texts(CHEN))
    await house.say(CHEN, "/status")
    assert "#1001" not in house.texts(CHEN)[-1]
    assert len(house.texts(CHEN)) == before + 1


async def test_who_can_see_it_is_told_as_the_staff_chat_shows_it(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(WANG, "谁能看到")
    told = house.texts(WANG)[-1]
    assert "员工群里的同事、主管和负责人能看到您写的话" in told
    assert "名字只看到“王*”" in told
    assert "王*" in house.texts(GROUP)[-1]
    await house.press(WANG, "别让当事人知道我是谁")
    await house.press(WANG, "谁能看到")
    assert house.texts(WANG)[-1].endswith("他们看不到您的称呼和手机号。")


async def test_who_names_a_colleague_is_told_that_the_chat_sees_a_number_only(
    house: House,
) -> None:
    await house.say(CHEN, "小李态度很差，说话语气很冲，我要投诉")
    await house.press(CHEN, "谁能看到")
    told = house.texts(CHEN)[-1]
    assert "员工群里只看到编号" in told
    assert "说到的那位看不到" in told
    assert "语气很冲" not in house.texts(GROUP)[-1]


async def test_who_asks_not_to_be_known_has_no_name_on_the_card(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    assert "王*" in house.texts(GROUP)[-1]
    await house.press(WANG, "谁能看到")
    await house.press(WANG, "别让当事人知道我是谁")
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    (card,) = [text for text in house.texts(GROUP) if "#1001" in text]
    assert "王*" not in card
    assert "客人不愿透露姓名" in card
    await house.say(STAFF_CHEN, "/case 1001", chat=GROUP)
    trail = house.texts(GROUP)[-1]
    assert "客人不愿透露姓名" in trail
    assert "小陈" in trail
    assert "王女士" not in trail
    before = len(house.texts(GROUP))
    await house.press(WANG, "别让当事人知道我是谁")
    assert house.toasts(WANG)[-1] == "已经处理过了。"
    assert len(house.texts(GROUP)) == before


async def test_are_you_there_is_answered_and_chases_the_open_case(house: House) -> None:
    await house.say(WANG, "在吗")
    assert house.texts(WANG)[-1] == "在的，请直接说。"
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=5)
    await house.say(WANG, "在吗")
    assert "已经替您催了，#1001" in house.texts(WANG)[-1]
    assert "催了 1 次" in house.texts(GROUP)[0]
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]


async def test_a_case_that_a_survey_opened_is_the_customers_like_any_other(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "很不满意")
    for _ in range(9):
        if "请值班经理处理吗" in house.texts(WANG)[-1]:
            break
        await house.press(WANG, "跳过")
    await house.press(WANG, "请处理")
    assert await house.rows("SELECT channel, kind FROM cases") == [("survey", "complaint")]
    await house.say(WANG, "房间一直有烟味")
    await house.press(WANG, "谁能看到")
    await house.press(WANG, "别让当事人知道我是谁")
    await house.say(WANG, "/status")
    await house.press(WANG, "经过")
    assert "您：房间一直有烟味" in house.texts(WANG)[-1]
    await house.press(WANG, "撤回")
    await house.press(WANG, "撤回，不用处理了")
    assert await house.rows("SELECT outcome FROM cases") == [("withdrawn",)]


async def test_who_only_gave_low_scores_is_not_said_to_have_erased_anything(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)
    await house.press(WANG, "不满意")
    await house.press(WANG, "2★")
    for _ in range(9):
        if "请值班经理处理吗" in house.texts(WANG)[-1]:
            break
        await house.press(WANG, "跳过")
    await house.press(WANG, "请处理")
    card = house.texts(GROUP)[0]
    assert "（客人在问卷里打了低分，没有写字）" in card
    assert "已清除" not in card
    assert "▪️ 环境设施" in card
    assert "机器判断" not in card
    await house.say(WANG, "房间有霉味")
    assert "“房间有霉味”" in house.texts(GROUP)[0]
    assert "没有写字" not in house.texts(GROUP)[0]
    assert "霉味（机器判断）" in house.texts(GROUP)[0]


async def test_a_closed_case_can_be_looked_back_at_and_said_to_be_unsolved(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换房。", "怎么解决的")
    await house.press(WANG, "解决了，满意")
    await house.say(WANG, "/status")
    assert "没有未办完的事" in house.texts(WANG)[-1]
    await house.press(WANG, "经过 #1001")
    assert "您确认解决了" in house.texts(WANG)[-1]
    await house.press(WANG, "没解决", "您确认解决了")
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    assert "这件事还没完" in house.texts(WANG)[-1]


async def test_a_complaint_about_another_thing_is_asked_about_each_time(house: House) -> None:
    await house.say(WANG, "房间Wi-Fi连不上")
    await house.pass_time(minutes=5)
    await house.say(WANG, "房间是 812")
    assert count(house.texts(WANG), "已加到 #1001") == 1
    for words in ("早餐的粥是凉的", "隔壁很吵，没法睡"):
        await house.pass_time(minutes=5)
        await house.say(WANG, words)
        assert "已加到 #1001。要是另一件事，点下面，就分开处理。" in house.texts(WANG)[-1]
    said = len(house.texts(WANG))
    for words in ("网还是连不上", "还是没人来修", "在吗"):
        await house.pass_time(minutes=5)
        await house.say(WANG, words)
    assert count(house.texts(WANG)[said:], "已加到 #1001") == 0


async def test_danger_told_of_another_matter_leaves_the_first_as_it_was(house: House) -> None:
    await house.say(WANG, "房间Wi-Fi连不上")
    assessed = "SELECT id, kind, severity, safety FROM cases ORDER BY id"
    first = await house.rows(assessed)
    running = (
        "SELECT clock, due_at FROM promises WHERE case_id = 1001 AND kept_at IS NULL "
        "AND dropped_at IS NULL ORDER BY clock"
    )
    promised = await house.rows(running)
    await house.pass_time(minutes=5)
    await house.say(WANG, "走廊里有煤气味")
    assert (await house.rows(assessed))[0][1:3] == ("emergency", 4)
    await house.press(WANG, "这是另一件事", "已加到 #1001")
    now = await house.rows(assessed)
    assert now[0] == first[0]
    assert now[1][:3] == (1002, "emergency", 4)
    assert await house.rows(running) == promised
    card = next(text for text in house.texts(GROUP) if "#1001" in text)
    assert "煤气" not in card


async def test_what_two_other_matters_raised_goes_with_them_and_the_rest_stays(
    house: House,
) -> None:
    assessed = "SELECT severity FROM cases WHERE id = 1001"
    await house.say(WANG, "房间有点吵")
    (first,) = await house.rows(assessed)
    for words in ("早餐的粥是凉的，太恶心了，我要投诉到底", "前台骂人，太过分了，我要找媒体曝光"):
        await house.pass_time(minutes=5)
        await house.say(WANG, words)
    assert await house.rows(assessed) > [first]
    for words in ("粥", "前台"):
        found = f"SELECT id FROM words WHERE text LIKE '%{words}%'"
        ((words_id,),) = await house.rows(found)
        message = next(
            m
            for m in house.playground.messages(WANG)
            if f":{words_id}" in str(m.get("reply_markup", ""))
        )
        await house.playground.press(WANG, WANG, message["message_id"], "这是另一件事")
        await house.settle()
    assert len(await house.rows("SELECT id FROM cases")) == 3
    assert await house.rows(assessed) == [first]
