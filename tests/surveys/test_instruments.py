"""The five dimensions by one tap each, the 22 pairs in turn, expectations before the service."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bot.rules import load_rules, untranslated
from reports.asked import Asked, items_of
from storage.engine import Database
from surveys.answering import Refusal
from surveys.instruments import ITEMS, SIDES, instruments
from surveys.progress import dimensions
from surveys.questionnaires import Measures, Questionnaire
from surveys.values import CASE_QUESTION
from tests.surveys.shop import Shop, asking, open_shop
from tests.surveys.test_pages import ASKED, NPS, page, press, step

ALL = {
    name: Questionnaire.model_validate({"key": name, **body})
    for name, body in instruments().items()
}
FULL, SHORT, BEFORE = ALL["servqual"], ALL["servqual_short"], ALL["expectation"]


def rules_file(folder: Path, name: str) -> Path:
    file = folder / "house.yaml"
    file.write_text(f"surveys:\n  by_service_type: {{stay: {name}}}\n")
    return file


@pytest.mark.parametrize("name", list(ALL))
def test_an_instrument_is_used_by_its_name_and_kept_whole_with_the_rules(
    name: str, tmp_path: Path
) -> None:
    file = rules_file(tmp_path, name)
    rules = load_rules(file)
    assert rules.surveys.questionnaire_for("stay").version == ALL[name].version
    assert type(rules).from_json(rules.as_json()) == rules
    assert not untranslated(file)


def test_rules_that_name_no_instrument_hold_none() -> None:
    assert set(load_rules("hotel").surveys.questionnaires) == {"satisfaction"}


def test_the_22_pairs_stand_in_their_classic_order() -> None:
    sides = [side for side, items in ITEMS for _ in items]
    assert sides == (
        ["tangibles"] * 4
        + ["reliability"] * 5
        + ["responsiveness"] * 4
        + ["assurance"] * 4
        + ["empathy"] * 5
    )
    assert set(SIDES) == set(sides) <= set(dimensions())
    pairs = [(q.pool, q.dimension, q.measures) for q in FULL.questions if q.pool]
    assert len(pairs) == 44
    for number, side in enumerate(sides, start=1):
        for measures in (Measures.EXPECTATION, Measures.PERCEPTION):
            assert (f"item{number}", side, measures) in pairs


def test_each_customer_gets_four_pairs_and_every_pair_comes_as_often() -> None:
    counts: Counter[str] = Counter()
    for turn in range(100, 100 + 11):
        asked = FULL.picked(turn).questions
        assert len(asked) == 9
        pools = Counter(question.pool for question in asked if question.pool)
        assert set(pools.values()) == {2}
        counts.update(pools.keys())
    assert len(counts) == 22
    assert set(counts.values()) == {2}


def test_what_is_expected_is_one_tap_a_dimension_in_turn() -> None:
    asked = [BEFORE.picked(turn).questions for turn in range(5)]
    assert [len(questions) for questions in asked] == [1] * 5
    assert {questions[0].dimension for questions in asked} == set(SIDES)
    assert BEFORE.lead({"e_empathy": 1}) is None


def test_the_worst_side_tells_how_it_went() -> None:
    given = {"p_tangibles": 5, "p_reliability": 2, "p_responsiveness": None, "p_empathy": 4}
    lead = SHORT.lead(given)
    assert lead is not None
    assert lead.key == "p_reliability"


async def test_the_short_form_goes_from_side_to_side_and_offers_help(database: Database) -> None:
    questions = instruments()["servqual_short"]["questions"]
    shop: Shop = await open_shop(database, asking(*questions))
    await shop.asked(ASKED)
    scores = {"tangibles": "5", "reliability": "2", "responsiveness": "4", "assurance": "4"}
    for side, score in {**scores, "empathy": "5"}.items():
        assert await step(shop) == f"p_{side}"
        await press(shop, f"p_{side}", score)
    assert (await page(shop)).text.startswith("6/9 · 和您预期的比呢？")
    await press(shop, "confirmation", "worse")
    await press(shop, "process", "3")
    await press(shop, "outcome", "2")
    assert await step(shop) == CASE_QUESTION


def test_every_answer_to_an_instrument_is_counted_with_its_pair() -> None:
    items = items_of([{"surveys": {"questionnaires": instruments()}}])
    for questionnaire in (FULL, SHORT, BEFORE):
        for question in questionnaire.questions:
            if question.measures is None:
                continue
            item = items[question.key]
            assert (item.dimension, item.scale) == (question.dimension, question.scale)
            if question.dimension:
                partner = items[item.partner or ""]
                assert {item.asked, partner.asked} == {Asked.PERCEPTION, Asked.EXPECTATION}
                assert (partner.dimension, partner.partner) == (item.dimension, item.key)


async def test_a_hundred_points_are_given_away_with_five_taps(database: Database) -> None:
    question = instruments()["weights"]["questions"][0]
    shop: Shop = await open_shop(database, asking(question))
    await shop.asked(ASKED)
    for value in ("empathy.1", "empathy.1", "empathy.2", "tangibles.1", "tangibles.9"):
        await press(shop, "weights", value)
        assert await step(shop) == "weights"
    asked = await page(shop)
    assert "还有 40 分" in asked.text
    assert asked.keyboard[-3][0].text == "贴心关照 · 40 分"
    await press(shop, "weights", "again")
    assert await points(shop) == {}, "nothing counts before all of it is given"
    for side in ("reliability", "reliability", "reliability", "empathy"):
        await press(shop, "weights", f"{side}.{(await given(shop)).count(side) + 1}")
    await press(shop, "weights", "assurance.1")
    assert await step(shop) is None
    assert await points(shop) == {
        "w_tangibles": 0.0,
        "w_reliability": 60.0,
        "w_responsiveness": 0.0,
        "w_assurance": 20.0,
        "w_empathy": 20.0,
    }
    assert await press(shop, "weights", "price.1") is Refusal.UNKNOWN


async def given(shop: Shop) -> list[str]:
    async with shop.work() as work:
        found = {answer.question: answer for answer in await work.surveys.answers(1)}
    return list(found["weights"].value)


async def points(shop: Shop) -> dict[str, float | None]:
    async with shop.work() as work:
        found = await work.surveys.answers(1)
    return {answer.question: answer.score for answer in found if answer.question != "weights"}


def test_what_is_asked_rarely_is_asked_of_as_many_as_was_said() -> None:
    weights = {**instruments()["weights"]["questions"][0], "ask_percent": 5}
    asked = Questionnaire.model_validate({"key": "one", "questions": [NPS, weights]})
    turns = [turn for turn in range(1000, 1200) if len(asked.picked(turn).questions) == 2]
    assert len(turns) == 10
    assert min(b - a for a, b in pairwise(turns)) > 1, "spread evenly"


def test_a_questionnaire_is_the_same_version_as_before_there_were_pools() -> None:
    plain = Questionnaire.model_validate({"key": "satisfaction", "questions": [NPS]})
    assert plain.version == "9c8a83561736"
