"""A visit at the counter is asked about once its customer has scanned the code."""

from tests.journeys.house import CHEN, GROUP, STAFF_CHEN, WANG, House


def can_give_it_up(house: House) -> bool:
    return any("不是我" in str(m.get("reply_markup")) for m in house.playground.messages(CHEN))


async def test_a_visit_at_the_counter_becomes_a_survey_by_scanning(house: House) -> None:
    await house.say(STAFF_CHEN, "/visit 13800000000 room", chat=GROUP)
    told = [said for said in house.texts(GROUP) if "start=" in said][-1]
    payload = told.split("start=")[1].split()[0]
    await house.playground.start(CHEN, payload)
    await house.settle()
    assert can_give_it_up(house)
    await house.pass_time(hours=2, minutes=1)
    assert any("点一下就好" in said for said in house.texts(CHEN))
    await house.press(CHEN, "满意")
    assert not can_give_it_up(house), "who has answered is its customer"
    rows = await house.rows("SELECT service_type, customer_ref FROM services ORDER BY id DESC")
    assert rows[0] == ("room", "+8613800000000")


async def test_a_stranger_makes_no_visits(house: House) -> None:
    before = await house.rows("SELECT count(*) FROM services")
    await house.say(WANG, "/visit 13800000000")
    assert "只给本店同事用" in house.texts(WANG)[-1]
    assert await house.rows("SELECT count(*) FROM services") == before
