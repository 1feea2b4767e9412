"""What staff type when they are asked how much."""

import pytest

from handlers.sums import sum_in


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("88", 8_800),
        ("￥1,200", 120_000),
        ("88.5元", 8_850),
        ("300块钱", 30_000),
        ("三百块", 30_000),
        ("两百元", 20_000),
        ("兩百塊", 20_000),
        ("十五", 1_500),
        ("五", 500),
        ("一百一十五", 11_500),
        ("一千五", 150_000),
        ("一千零五", 100_500),
        ("一千零五十元", 105_000),
        ("三千二百五", 325_000),
        ("一万二", 1_200_000),
        ("九万九千九百九十九", 9_999_900),
    ],
)
def test_a_sum_is_read_in_figures_and_in_words(typed: str, minor: int) -> None:
    assert sum_in(typed) == minor


@pytest.mark.parametrize(
    "typed", ["", "块", "三百多", "百", "一百零", "五五", "十百", "一百二十万", "三百 免房费", "零"]
)
def test_what_is_no_exact_sum_is_asked_again(typed: str) -> None:
    assert sum_in(typed) is None
