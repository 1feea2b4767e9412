"""Whoever asks for it gets what they answered at first too; whoever is forgotten leaves none."""

import json

from sqlalchemy import select

from storage.copying import copy_of
from storage.engine import Database
from storage.forgetting import forget_by_age
from storage.tables import answer_changes, answers, customer_refs, names, services
from tests.surveys.shop import ASKED, CHEN, DAY, NOON, WANG, finished, open_shop, rated

PHONE, ANOTHER = "+8613800000000", "+8613900000000"


async def test_second_thoughts_and_a_shops_marks_are_handed_out_and_go(
    database: Database,
) -> None:
    shop = await open_shop(database)
    await shop.bind()
    await shop.tell(finished(attributes={"level": "vip"}))
    await shop.tick(ASKED)
    await shop.deliver(ASKED)
    for score in ("2", "5"):
        await rated(shop, score)
    async with database.reading() as connection:
        copy = await copy_of(connection, WANG)
        others = await copy_of(connection, CHEN)
    assert [row["value"] for row in copy["answers_before"]] == [2]
    assert copy["services"][0]["attributes"] == {"level": "vip"}
    assert "vip" not in json.dumps(others)
    assert not others["answers_before"]
    async with shop.work(ASKED) as work:
        await work.erasing.forget(WANG, ASKED)
    assert await shop.count(answer_changes) == 0
    assert await shop.count(answers) == 1, "the score stays, for the figures, and is nobody's"
    async with database.reading() as connection:
        assert await connection.scalar(select(services.c.attributes)) is None


async def test_a_telephone_number_that_stood_for_a_customer_goes_with_their_name(
    database: Database,
) -> None:
    """Whoever came lately keeps theirs, and so does the shop's own number of anybody."""
    shop = await open_shop(database)
    first = await shop.tell(finished("1", customer_ref=PHONE, phone=PHONE))
    await shop.tell(finished("2", customer_ref=PHONE, phone=PHONE))
    await shop.tell(finished("3", customer_ref="+guest 7", phone=ANOTHER))
    assert first.person_id is not None
    await shop.bind(first.person_id, "+guest 7")
    late = NOON + 40 * DAY
    await shop.tell(finished("4", customer_ref=ANOTHER, phone=ANOTHER), late)
    keep = {"names": 30 * DAY}
    await forget_by_age(database, keep, NOON + 29 * DAY)
    assert await shop.count(customer_refs) == 3
    await forget_by_age(database, keep, late)
    erased = f"erased-{first.person_id}"
    async with database.reading() as connection:
        refs = set((await connection.execute(select(customer_refs.c.ref))).scalars())
        told = await connection.execute(
            select(services.c.customer_ref).order_by(services.c.external_id)
        )
        of_services = list(told.scalars())
        phones = list((await connection.execute(select(names.c.phone))).scalars())
    assert refs == {"+guest 7", ANOTHER}
    assert of_services == [erased, erased, "+guest 7", ANOTHER]
    assert phones == [ANOTHER]
