"""Of a long text, blame is heard in the parts that speak of an aspect, and in no others."""

import json
from dataclasses import replace
from itertools import product

import pytest

from dimensions import Tagger
from dimensions.learned import Model
from dimensions.lessons import lessons_of
from dimensions.marks import parts_of
from dimensions.moods import long_aspects, long_rows
from dimensions.parts import Part, about, whole_of

DISH, CAR, GOOD, BAD, RAIN = range(5)
POLARITIES = {GOOD: "positive", BAD: "negative"}


def part(*marks: int) -> Part:
    return Part(frozenset(marks), frozenset(), frozenset())


@pytest.fixture(scope="module")
def model() -> Model:
    parts, labels = [], []
    for at, (dish, car) in enumerate([*product((GOOD, BAD, None), repeat=2)] * 8):
        said = [part(DISH, dish)] if dish is not None else []
        said += [part(CAR, car)] if car is not None else []
        parts.append([part(RAIN, 10 + at % 7), *said])
        given = {"dish": dish, "car": car}
        labels.append({name: POLARITIES[of] for name, of in given.items() if of is not None})
    aspects, mood = long_aspects(long_rows(parts, labels), ["car", "dish"])
    return Model(aspects=aspects, rows=len(parts), mood=mood)


def test_what_is_blamed_is_told_apart_by_its_part(model: Model) -> None:
    rows = {(GOOD, BAD): ("positive", "negative"), (BAD, GOOD): ("negative", "positive")}
    for (dish, car), (of_dish, of_car) in rows.items():
        parts = [part(DISH, dish), part(RAIN), part(CAR, car)]
        assert model.labels(whole_of(parts), parts) == {"car": of_car, "dish": of_dish}
    assert model.labels(frozenset(), [part(RAIN), part(BAD)]) == {}


def test_such_a_model_says_the_same_after_it_was_written_and_read(model: Model) -> None:
    parts = [part(DISH, GOOD), part(CAR, BAD)]
    again = Model.from_json(model.as_json())
    assert again.labels(frozenset(), parts) == model.labels(frozenset(), parts)
    assert '"format":4' in model.as_json()


def test_a_part_that_says_all_of_it_is_heard_among_the_same_words_said_apart() -> None:
    """Each text that matters holds all four words, so no sum of the whole can tell them apart."""
    late = [part(CAR, BAD), part(DISH, GOOD), part(RAIN)]
    kind = [part(CAR, GOOD), part(DISH, BAD), part(RAIN)]
    parts = [late] * 24 + [kind] * 24 + [[part(RAIN)]] * 24
    labels = [{"late": "negative"}, {"late": "positive"}] * 12 + [{}] * 48
    aspects, mood = long_aspects(long_rows(parts, labels), ["late"])
    model = Model(aspects=aspects, rows=len(parts), mood=mood)
    for heard in (model, replace(model, mood=None)):
        assert "late" in heard.labels(frozenset(), [part(RAIN), *late])
        assert heard.labels(frozenset(), kind) == {}


@pytest.mark.parametrize("polarity", ["negative", "positive"])
def test_rows_that_all_blame_or_all_praise_teach_that_mood(polarity: str) -> None:
    dish, car, rain = part(DISH), part(CAR), part(RAIN)
    parts = [[rain, dish], [rain, car], [rain], [rain]] * 12
    labels = [{"dish": polarity}, {"car": polarity}, {}, {}] * 12
    aspects, mood = long_aspects(long_rows(parts, labels), ["car", "dish"])
    model = Model(aspects=aspects, rows=len(parts), mood=mood)
    for heard in (model, Model.from_json(model.as_json())):
        assert heard.labels(whole_of([rain, car]), [rain, car]) == {"car": polarity}
        assert heard.labels(whole_of([rain]), [rain]) == {}


def test_a_model_from_before_parts_were_heard_says_what_it_said(model: Model) -> None:
    content = json.loads(model.as_json()) | {"format": 3}
    for aspect in content["aspects"].values():
        del aspect["clearest"]
    before = Model.from_json(json.dumps(content))
    assert before.aspects["car"].clearest is None
    assert before.aspects["car"].spoken(frozenset({CAR}), [part(CAR)]) == pytest.approx(
        before.aspects["car"].spoken(frozenset({CAR}))
    )


def test_a_text_is_taken_apart_at_its_punctuation(tagger: Tagger) -> None:
    dish, car = parts_of(tagger, "汤很咸，停车方便")
    assert not dish.words & car.words
    assert dish.mood != car.mood
    assert about("dish", [dish, car], dict.fromkeys(dish.words, 1.0)) >= dish.words
    (lesson,) = lessons_of([{"text": "汤很咸，停车方便", "labels": {"dish": "negative"}}], tagger)
    assert lesson.parts == (dish, car)
