"""What stands beside a word tells what it is about: a thing, a mark, a question, a surprise."""

import pytest

from dimensions import Kind, Polarity, Tagger


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("这盘饺子也是醉了", "reliability"),
        ("这个包装也是醉了", "tangibles"),
    ],
)
def test_a_mood_beside_a_thing_is_about_it(tagger: Tagger, text: str, dimension: str) -> None:
    assert blamed(tagger, text) == {dimension}


def test_a_mood_beside_a_thing_adds_nothing_to_what_is_told(tagger: Tagger) -> None:
    assert blamed(tagger, "等了两个钟头，对店员无语了") == {"responsiveness"}


@pytest.mark.parametrize("text", ["拖鞋没有了，记得添上", "牙刷没有啊。"])
def test_what_is_missing_before_a_mark_is_missing(tagger: Tagger, text: str) -> None:
    assert "tangibles" in blamed(tagger, text)


def test_want_of_a_thing_is_blamed_with_the_mood_behind_it(tagger: Tagger) -> None:
    assert "reliability" in blamed(tagger, "又没有醋和辣油气死了")


def test_what_is_eaten_is_blamed_for_its_warmth(tagger: Tagger) -> None:
    assert blamed(tagger, "虾饺不错，可惜温度偏冷") == {"reliability"}
    assert blamed(tagger, "餐厅菜不错，室内温度偏冷") == {"tangibles"}


def test_who_scolds_and_asks_complains(tagger: Tagger) -> None:
    reading = tagger.read("骑手都是脑残吗，能不能换个人送")
    assert reading.kind is Kind.COMPLAINT
    assert "assurance" in blamed(tagger, "骑手都是脑残吗，能不能换个人送")


@pytest.mark.parametrize("text", ["阳台的确没有想到是这么大", "没想到会有这么宽敞"])
def test_what_surprises_is_not_denied(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).kind is Kind.PRAISE


def test_a_thing_named_next_is_not_what_was_praised(tagger: Tagger) -> None:
    assert "price" not in blamed(tagger, "餐点品质很高且价格也很合理")


def test_noodles_that_stick_are_blamed_though_they_came_late(tagger: Tagger) -> None:
    assert blamed(tagger, "送得太慢，拉面都坨了") == {"responsiveness", "reliability"}
    assert blamed(tagger, "送得太慢，拉面都凉了") == {"responsiveness"}


@pytest.mark.parametrize("text", ["你好查一下月费再见", "费用是什么意思啊"])
def test_a_call_to_a_hotline_is_not_heard_as_blame(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == set()
