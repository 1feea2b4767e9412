"""Somebody who did not handle them looks through ten cases, and it is summed up."""

import pytest
from sqlalchemy import insert

from handlers.auditing import on_review
from handlers.presses import CasePress
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from reports.reviews import QUESTIONS, SAMPLE
from storage.reviews import tally
from storage.tables import cases, events, words
from storage.views import case_view
from tests.handlers.house import CUSTOMER, OWNER, SUPERVISOR, House
from tests.reports.house import NOW


async def closed(house: House) -> None:
    async with house.database.writing() as connection:
        await connection.execute(cases.update().values(closed_at=NOW, kind="complaint"))


@pytest.mark.slow
async def test_ten_cases_with_five_questions_each_are_summed_up(house: House) -> None:
    await closed(house)
    await house.say("/audit", by=OWNER)
    _, facts = (await house.told())[-1]
    sample = facts["sample"]
    assert len(sample) == SAMPLE
    for _ in range(SAMPLE * len(QUESTIONS)):
        _, facts = (await house.told())[-1]
        said = "no" if facts["question"] == 4 else "yes"
        press = CasePress(action="rev", case_id=facts["case"], round=facts["question"], arg=said)
        assert await house.press(press, by=OWNER) is None
    _, facts = (await house.told())[-1]
    assert "question" not in facts
    async with house.database.reading() as connection:
        found = await tally(connection, sample, facts["person"])
    assert found["kept"] == (0, 10)
    assert found["polite"] == (10, 10)
    context = Context(
        _=words_in("zh-hans"), zone="Asia/Shanghai", now=NOW, is_group=False, figures=found
    )
    shown = on_review(facts, context)
    assert isinstance(shown, Rendered)
    assert "说的都按时做到了吗？ 0/10" in shown.text


async def test_nobody_looks_through_what_they_had_a_hand_in(house: House) -> None:
    await closed(house)
    await house.say("/audit", by=OWNER)
    person = (await house.told())[-1][1]["person"]
    async with house.database.writing() as connection:
        await connection.execute(events.update().values(person_id=person))
    await house.say("/audit", by=OWNER)
    assert (await house.told())[-1][1]["sample"] == []


async def test_only_supervisors_and_only_cases_of_their_sample(house: House) -> None:
    await closed(house)
    await house.say("/audit", by=CUSTOMER)
    assert (await house.told())[-1][1]["what"] == "only_staff"
    press = CasePress(action="rev", case_id=999_999, round=1, arg="yes")
    assert await house.press(press, by=SUPERVISOR) == "unknown"
    assert await house.press(press, by=CUSTOMER) == "not_allowed"


async def test_who_looks_reads_who_said_what_and_what_was_done(house: House) -> None:
    await closed(house)
    await house.say("/audit", by=OWNER)
    _, facts = (await house.told())[-1]

    def said(sort: str, text: str) -> dict[str, object]:
        return {
            "case_id": facts["case"],
            "person_id": facts["person"],
            "sort": sort,
            "text": text,
            "at": NOW,
        }

    async def lines() -> list[str]:
        async with house.database.reading() as connection:
            view = await case_view(connection, facts["case"])
        context = Context(
            _=words_in("zh-hans"), zone="Asia/Shanghai", now=NOW, is_group=False, case=view
        )
        shown = on_review(facts, context)
        assert isinstance(shown, Rendered)
        return shown.text.splitlines()

    async with house.database.writing() as connection:
        await connection.execute(words.delete())
    assert (await lines())[1] == "客人没有写字。"
    async with house.database.writing() as connection:
        told = [said("comment", "热水凉"), said("reply", "马上看"), said("resolution", "修好了")]
        await connection.execute(insert(words), told)
    assert (await lines())[1:4] == ["客人：“热水凉”", "答复：“马上看”", "办结：“修好了”"]
