"""What staff corrected by day is read by the running bot, and an owner goes back with a tap."""

import pytest
from sqlalchemy import delete

from dimensions.corpus import corpus_rows
from storage.tables import models
from tests.dimensions.test_learning import NEW_WORD, corrected
from tests.journeys.house import GROUP, LIN, OWNER, STAFF_CHEN, WANG, House

LEARNT = f"环境设施：{NEW_WORD}"


async def heard(house: House, who: int) -> str:
    before = len(house.texts(GROUP))
    await house.say(who, f"太差了，{NEW_WORD}，第61晚了")
    return "\n".join(house.texts(GROUP)[before:])


@pytest.mark.slow
async def test_what_was_learnt_at_night_is_read_by_day_until_an_owner_goes_back(
    house: House,
) -> None:
    await house.say(OWNER, "/reload")
    assert "第 1 版 · " not in house.texts(OWNER)[-1]
    await corrected(
        house.app.database, [f"{NEW_WORD}，第{at}晚了" for at in range(60)], "tangibles"
    )
    learner = house.app.reader.learner
    learner._corpus = list(corpus_rows())[:60]
    outcome = await learner.learn()
    assert outcome is not None
    assert outcome.is_used
    try:
        assert LEARNT in await heard(house, WANG)
        await house.say(OWNER, "/reload")
        said = house.texts(OWNER)[-1]
        assert f"✓ 第 {outcome.number} 版" in said
        assert "件学成" in said
        await house.press(OWNER, "随程序的读法")
        assert "已回到随程序的读法。" in house.texts(OWNER)[-1]
        await learner.follow()
        assert LEARNT not in await heard(house, LIN)
        await house.press(OWNER, f"第 {outcome.number} 版")
        await learner.follow()
        assert house.app.reader.tagger.advise is not None
    finally:
        house.app.reader.tagger.advise = None


@pytest.mark.slow
async def test_only_an_owner_changes_how_words_are_read(house: House) -> None:
    await house.say(STAFF_CHEN, "/reload")
    assert "只有负责人" in house.texts(STAFF_CHEN)[-1]
    async with house.app.database.writing() as connection:
        await connection.execute(delete(models))
    await house.say(OWNER, "/reload")
    assert "点一下就换" not in house.texts(OWNER)[-1]
