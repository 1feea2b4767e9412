"""What is wrong with the machinery reaches the owners in private, with what to do, once a day."""

from tests.journeys.house import GROUP, OWNER, WANG, House


def alarms(house: House) -> list[str]:
    return [text for text in house.texts(OWNER) if text.startswith("🔧")]


async def look(house: House) -> list[str]:
    await house.app.technical.look()
    await house.settle()
    return alarms(house)


def set_right(house: House) -> None:
    """The house lives in 2030; whoever says the time lives now."""
    house.app.technical._clock_looked = house.app.clock.now()


async def test_a_clock_that_is_off_by_years_is_told_once(house: House) -> None:
    found = await look(house)
    assert len(found) == 1
    assert "时间快了" in found[0]
    house.app.technical._clock_looked = None
    assert await look(house) == found


async def test_a_token_that_is_used_elsewhere_is_told(house: House) -> None:
    set_right(house)
    assert await look(house) == []
    house.app.technical._fetching = lambda: "getUpdates 409"
    found = await look(house)
    assert "在别处也在运行" in found[0]


async def test_a_group_that_the_bot_may_not_write_to_is_told_and_no_case_is_lost(
    house: House,
) -> None:
    set_right(house)
    await house.playground.mute_bot(OWNER, GROUP)
    await house.say(WANG, "等了两个小时没人理我，太差了，我要投诉！")
    found = await look(house)
    assert len(found) == 1
    assert "我发不进" in found[0]
    await house.playground.unmute_bot(OWNER, GROUP)
    await house.pass_time(hours=2)
    assert any("#1001" in text for text in house.texts(GROUP))


async def test_a_deleted_group_is_told_once_and_asked_no_more_and_loses_no_case(
    house: House,
) -> None:
    set_right(house)
    await house.playground.delete_group(GROUP)
    await house.say(WANG, "等了两个小时没人理我，太差了，我要投诉！")
    found = await look(house)
    assert len(found) == 1
    assert "选“不再收”" in found[0]
    asked = calls_for(house)
    for day in range(3):
        await house.say(WANG, f"第 {day} 天了，催一下")
        await house.pass_time(days=1)
        set_right(house)
        assert await look(house) == found
    assert calls_for(house) == asked
    assert await house.rows("SELECT key FROM outbox WHERE state IN ('queued', 'sending')") == []
    assert any("#1001" in text for text in house.texts(OWNER))
    # It was no more than out of reach: the next try, after ten minutes, finds it.
    house.playground.group(GROUP).deleted = False
    house.app.courier._gone._tried.clear()
    await house.say(WANG, "还是没人理我，催一下")
    assert any("#1001" in text for text in house.texts(GROUP))
    assert await house.rows(f"SELECT state FROM chats WHERE telegram_id = {GROUP}") == [("open",)]


def calls_for(house: House) -> int:
    return sum(str(call.params.get("chat_id")) == str(GROUP) for call in house.playground.calls)
