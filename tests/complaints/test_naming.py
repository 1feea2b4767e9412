"""Praise and blame go to the colleague who is named, and to nobody who merely sounds alike."""

import pytest

from complaints.naming import named_in

MANAGER, ZHOU, LI = 1, 2, 3


@pytest.mark.parametrize(
    ("text", "colleagues", "named"),
    [
        ("谢谢小周", {MANAGER: "周经理"}, None),
        ("谢谢小周", {MANAGER: "周经理", ZHOU: "小周"}, ZHOU),
        ("谢谢小周", {MANAGER: "周店长", ZHOU: "周敏"}, ZHOU),
        ("老周修得快", {MANAGER: "周师傅"}, None),
        ("周经理亲自来道歉", {MANAGER: "周经理", ZHOU: "小周"}, MANAGER),
        ("周经理亲自来道歉", {LI: "李娜", ZHOU: "周敏"}, ZHOU),
        ("谢谢小周", {ZHOU: "周敏", LI: "周丽"}, None),
        ("李姐真好", {LI: "李姐", ZHOU: "小周"}, LI),
        ("小李真好", {LI: "李姐"}, None),
        ("等了两个小时", {LI: "时敏"}, None),
        ("小周心很细", {ZHOU: "周敏"}, ZHOU),
    ],
)
def test_only_who_is_named_is_meant(
    text: str, colleagues: dict[int, str], named: int | None
) -> None:
    assert named_in(text, colleagues.items()) == named
