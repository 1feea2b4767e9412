"""A mood is of what was told: an opinion that names nothing and says nothing of what it is of."""

import pytest

from dimensions import Polarity, Tagger


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("等了两个小时，点的是一份牛肉面，很不满意", "responsiveness"),
        ("杯盖裂了，这是第三次买这家的面包，失望", "tangibles"),
        ("冰箱门关不严，上个月才送货的，真失望", "tangibles"),
    ],
)
def test_a_mood_is_of_what_was_told_and_not_of_the_last_thing_named(
    tagger: Tagger, text: str, dimension: str
) -> None:
    assert blamed(tagger, text) == {dimension}


def test_a_mood_is_of_the_last_thing_named_where_nothing_was_told(tagger: Tagger) -> None:
    assert blamed(tagger, "昨天买的面包，失望") == {"reliability"}
