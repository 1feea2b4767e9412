"""What a customer sees as a survey goes: one message, how far it is, the way back, no cheer."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules import Rules
from dimensions.reading import Kind, Reading
from handlers.rendering import Context, Rendered
from handlers.survey_messages import survey_message
from handlers.words import words_in
from storage.engine import Database
from storage.tables import answer_changes, answers
from surveys.answering import (
    Answered,
    Refusal,
    begin_again,
    press_answer,
    press_back,
    press_next,
    press_on,
    write_comment,
)
from surveys.values import CASE_QUESTION, InvitationState
from tests.surveys.shop import CHEN, DAY, HOUR, NOON, WANG, Shop, asking, open_shop, said

ASKED = NOON + 2 * HOUR
LATER = ASKED + HOUR
NPS = {"key": "nps", "kind": "nps", "text": "会推荐我们吗？"}
CES = {"key": "ces", "kind": "ces", "text": "办起来省力吗？"}
QUICK = {"key": "quick", "kind": "yesno", "text": "当天解决了吗？"}
ROOM = {
    "key": "room",
    "kind": "single",
    "text": "住的哪种房？",
    "choices": [{"key": "big", "text": "大床"}, {"key": "twin", "text": "双床"}],
}
STARS = {"key": "csat", "kind": "stars", "text": "怎么样？", "show": "stars"}
PICTURE = {"key": "picture", "kind": "photo", "text": "方便的话拍张照片？"}
WORD = {"key": "word", "kind": "text", "text": "还想说什么？"}


async def open_with(database: Database, *questions: dict[str, Any]) -> Shop:
    shop = await open_shop(database, asking(*questions))
    await shop.asked(ASKED)
    return shop


async def page(shop: Shop, rules: Rules | None = None, *, first: bool = False) -> Rendered:
    async with shop.work(LATER) as work:
        view = await work.surveys.view(1)
    context = Context(
        _=words_in("zh-hans"),
        zone="Asia/Shanghai",
        now=LATER,
        is_group=False,
        invitation=view,
        questionnaire=shop.rules.questionnaire_for(None),
    )
    shown = survey_message(context, first=first)
    assert shown is not None
    return shown


async def labels(shop: Shop) -> list[str]:
    return [button.text for row in (await page(shop)).keyboard for button in row]


async def press(shop: Shop, key: str, value: str, at: datetime = LATER) -> Answered | Refusal:
    async with shop.work(at) as work:
        return await press_answer(work, 1, key, value, person_id=WANG, now=at)


async def go_on(shop: Shop, key: str) -> Answered | Refusal:
    async with shop.work(LATER) as work:
        return await press_next(work, 1, key, person_id=WANG, now=LATER)


async def go_back(shop: Shop, key: str, by: int = WANG) -> Answered | Refusal:
    async with shop.work(LATER) as work:
        return await press_back(work, 1, key, person_id=by, now=LATER)


async def go_forward(shop: Shop, key: str) -> Answered | Refusal:
    async with shop.work(LATER) as work:
        return await press_on(work, 1, key, person_id=WANG, now=LATER)


async def step(shop: Shop) -> str | None:
    return (await shop.invitation()).step


async def test_the_greeting_is_said_once_also_without_a_score(database: Database) -> None:
    shop = await open_with(database, QUICK, ROOM)
    assert (await page(shop, first=True)).text.startswith("您好！这次在西湖店，当天解决了吗？")
    await press(shop, "quick", "yes")
    assert (await page(shop)).text == "2/2 · 住的哪种房？"


async def test_it_says_how_far_it_has_come(database: Database) -> None:
    why = {**WORD, "key": "why", "when": {"question": "nps", "at_most": 6}}
    shop = await open_with(database, NPS, why, CES, WORD)
    await press(shop, "nps", "9")
    assert (await page(shop)).text.startswith("2/3 · 谢谢！办起来省力吗？（1 很费劲，7 很省力）")


async def test_back_shows_the_answer_that_stands_and_keeps_the_rest(database: Database) -> None:
    shop = await open_with(database, QUICK, ROOM, NPS)
    await press(shop, "quick", "no")
    await press(shop, "room", "twin")
    await go_back(shop, "nps")
    assert await step(shop) == "room"
    assert await labels(shop) == ["大床", "✓ 双床", "上一题", "不改了"]
    await go_back(shop, "room")
    assert await labels(shop) == ["是", "✓ 否", "下一题", "不改了"]
    await go_forward(shop, "quick")
    assert await step(shop) == "room"
    assert await go_forward(shop, "room") is Refusal.UNKNOWN, "the next isn't answered yet"
    await go_back(shop, "room")
    await go_on(shop, "quick")
    assert await step(shop) == "nps"


async def test_there_is_no_way_back_from_the_first_and_none_for_others(database: Database) -> None:
    shop = await open_with(database, QUICK, ROOM)
    assert await labels(shop) == ["是", "否", "跳过"]
    assert await go_back(shop, "quick") is Refusal.UNKNOWN
    await press(shop, "quick", "yes")
    assert await go_back(shop, "room", by=CHEN) is Refusal.FOREIGN
    assert await step(shop) == "room"


async def test_what_was_answered_before_is_kept_when_it_is_changed(database: Database) -> None:
    shop = await open_with(database, NPS, WORD)
    await press(shop, "nps", "9")
    await go_on(shop, "word")
    assert (await page(shop)).keyboard == ()
    await press(shop, "nps", "3", at=LATER + DAY)
    await press(shop, "nps", "3", at=LATER + 2 * DAY)
    async with shop.database.reading() as connection:
        [old] = (await connection.execute(select(answer_changes))).all()
        score = await connection.scalar(select(answers.c.score).where(answers.c.question == "nps"))
    assert (old.question, old.value, old.score) == ("nps", 9, 9.0)
    assert (old.given_at, old.replaced_at, score) == (LATER, LATER + DAY, 3.0)


async def test_choosing_several_is_no_change_of_mind(database: Database) -> None:
    many = {**ROOM, "kind": "multiple"}
    shop = await open_with(database, many, WORD)
    for value in ("big", "twin", "-big"):
        await press(shop, "room", value)
    assert await shop.count(answer_changes) == 0


async def test_an_answer_can_be_taken_up_again_until_it_closes(database: Database) -> None:
    shop = await open_with(database, NPS, WORD)
    async with shop.work(LATER) as work:
        assert await begin_again(work, WANG, "again-1", LATER) is Refusal.CLOSED
    await press(shop, "nps", "9")
    await go_on(shop, "word")
    assert (await page(shop)).text == "谢谢您！祝您一切顺利。想改，发“改”。"
    async with shop.work(LATER) as work:
        await begin_again(work, WANG, "again-2", LATER)
    assert await step(shop) == "nps"
    assert "✓9" in await labels(shop)
    assert (await shop.invitation()).state is InvitationState.DONE
    await press(shop, "nps", "10", LATER + HOUR)
    assert (await page(shop)).text == "改好了，谢谢您。还想改，发“改”。"
    async with shop.work(LATER) as work:
        assert await begin_again(work, WANG, "again-3", LATER + 8 * DAY) is Refusal.CLOSED


@pytest.mark.parametrize(
    ("question", "low", "fine"), [(NPS, "6", "7"), (CES, "3", "4"), (STARS, "2", "3")]
)
async def test_a_low_score_offers_help_on_every_scale(
    question: dict[str, Any], low: str, fine: str, database: Database
) -> None:
    shop = await open_with(database, question)
    await press(shop, question["key"], fine)
    assert await step(shop) is None
    await press(shop, question["key"], low)
    assert await step(shop) == CASE_QUESTION
    assert await labels(shop) == ["请处理", "只是反馈"]


async def test_stars_and_numbers_stand_in_one_row(database: Database) -> None:
    shop = await open_with(database, STARS)
    assert [b.text for b in (await page(shop)).keyboard[0]] == ["1★", "2★", "3★", "4★", "5★"]


async def test_a_photo_goes_where_one_is_asked_for_and_words_where_words_are(
    database: Database,
) -> None:
    shop = await open_with(database, PICTURE, WORD)
    reading = Reading(text="", kind=Kind.OTHER, severity=0)
    async with shop.work(LATER) as work:
        photo = said("")
        photo = type(photo)(**{**vars(photo), "media": "photo", "file_id": "P"})
        await write_comment(work, 1, photo, reading, person_id=WANG, now=LATER)
    assert await step(shop) == "word"
    async with shop.work(LATER) as work:
        await write_comment(work, 1, said("都好"), reading, person_id=WANG, now=LATER)
    assert (await shop.invitation()).state is InvitationState.DONE
    assert await shop.count(answers) == 2
