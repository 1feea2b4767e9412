"""At the counter a telephone or a code is enough."""

import pytest

from handlers.counter import read_visit


@pytest.mark.parametrize(
    ("text", "customer", "service_type"),
    [
        ("13800000000 堂食", "+8613800000000", "堂食"),
        ("138 0000 0000 堂食 包间", "+8613800000000", "堂食 包间"),
        ("+86 138-0000-0000", "+8613800000000", None),
        ("812房 住宿", "812房", "住宿"),
        ("812", "812", None),
        ("", None, None),
    ],
)
def test_a_telephone_is_told_from_a_code(
    text: str, customer: str | None, service_type: str | None
) -> None:
    assert read_visit(text) == (customer, service_type)
