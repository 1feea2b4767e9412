"""Whoever asks for it gets what they answered at first too; whoever is forgotten leaves none."""

import json

from sqlalchemy import select

from storage.copying import copy_of
from storage.engine import Database
from storage.tables import answer_changes, answers, services
from tests.surveys.shop import ASKED, CHEN, WANG, finished, open_shop, rated


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
