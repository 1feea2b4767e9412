"""Sums of money as staff type them: "88.5", "￥1,200", 「三百块」, 「一千五」."""

import re

_SUM = re.compile(
    r"[¥￥$]?\s*(?:(?P<whole>\d{1,9})(?:\.(?P<cents>\d{1,2}))?|(?P<spoken>[零〇一二三四五六七八九两兩十百千万萬]+))"
    r"\s*(?:[元圆圓]|[块塊][钱錢]?)?整?"
)
_DIGITS = {
    **{digit: number for number, digit in enumerate("一二三四五六七八九", 1)},
    "两": 2,
    "兩": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000}
_ZEROS = frozenset("零〇")


def sum_in(text: str) -> int | None:
    """Minor units of "88", "88.5", "￥1,200", "88元" or 「三百块」; None for anything else."""
    found = _SUM.fullmatch(text.strip().replace(",", "").replace("，", ""))
    if found is None:
        return None
    if found["spoken"]:
        number = _number_in(found["spoken"])
        return None if number is None else number * 100
    return int(found["whole"]) * 100 + int((found["cents"] or "").ljust(2, "0"))


def _number_in(spoken: str) -> int | None:
    """Up to 99,999; a last digit is of the next lower unit unless a zero says that it isn't."""
    total, digit, unit, gap = 0, 0, 0, False
    for char in spoken:
        if char in _DIGITS and not digit:
            digit = _DIGITS[char]
        elif char in _ZEROS and unit and not digit and not gap:
            gap = True
        elif char in _UNITS and (not unit or _UNITS[char] < unit):
            unit = _UNITS[char]
            if not digit and unit > 10:
                return None
            total, digit, gap = total + (digit or 1) * unit, 0, False
        else:
            return None
    if gap and not digit:
        return None
    return total + digit * (1 if gap or not unit else unit // 10)
