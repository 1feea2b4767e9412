"""However a number is spelt, it is one customer's."""

import pytest

from people.phones import phone_of


@pytest.mark.parametrize(
    "spelt",
    [
        "13800000000",
        "138-0000-0000",
        "+86 138 0000 0000",
        "008613800000000",
        "(0086) 138 0000 0000",
        "86 13800000000",
        "１３８００００００００",
        "+86 (138) 0000-0000",
        " 138 0000 0000 ",
    ],
)
def test_a_mobile_number_in_china_has_one_spelling(spelt: str) -> None:
    assert phone_of(spelt) == "+8613800000000"


@pytest.mark.parametrize(
    ("spelt", "number"),
    [
        ("+852 6000 0000", "+85260000000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("+1 (415) 555-0100", "+14155550100"),
    ],
)
def test_a_number_with_its_country_is_kept_with_it(spelt: str, number: str) -> None:
    assert phone_of(spelt) == number


@pytest.mark.parametrize(
    "other", ["guest-7", "1001", "20261120", "12345678901", "", "138", "+0138", "13800000000a", "+"]
)
def test_a_shops_own_number_is_not_taken_for_a_telephone(other: str) -> None:
    assert phone_of(other) is None
