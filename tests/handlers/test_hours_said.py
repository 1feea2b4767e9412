"""Working hours are understood as an owner types them, and shown in as few words."""

import pytest

from handlers.hours_said import hours_said, hours_shown
from handlers.words import words_in


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("10:00-21:30", ["daily 10:00-21:30"]),
        ("每天 10：00～21：30。", ["daily 10:00-21:30"]),
        ("9-21", ["daily 09:00-21:00"]),
        ("早", None),
        ("10点到21点半", ["daily 10:00-21:30"]),
        ("11:00-14:00 17:00-22:00", ["daily 11:00-14:00 17:00-22:00"]),
        (
            "周一到周五 9:00-18:00，周六 10:00-16:00",
            ["mon-fri 09:00-18:00", "sat 10:00-16:00"],
        ),
        ("星期一至五 9:00-18:00；週末 10:00-16:00", ["mon-fri 09:00-18:00", "sat-sun 10:00-16:00"]),
        ("周一、周三 9:00-12:00", ["mon 09:00-12:00", "wed 09:00-12:00"]),
        ("Mon to Fri 9:00-18:00", ["mon-fri 09:00-18:00"]),
        ("22:00-02:00", ["daily 22:00-02:00"]),
        (
            "Mon-Fri 9:00-18:00, Sat 10:00-16:00",
            ["mon-fri 09:00-18:00", "sat 10:00-16:00"],
        ),
        ("週一到週五 9:00-18:00", ["mon-fri 09:00-18:00"]),
        ("25:00-26:00", None),
        ("9-6", ["daily 09:00-18:00"]),
        ("Mon-Fri 9-5", ["mon-fri 09:00-17:00"]),
        ("8:30到5:30", ["daily 08:30-17:30"]),
        ("10：00－21：30", ["daily 10:00-21:30"]),
        ("上午9点到下午6点", ["daily 09:00-18:00"]),
        ("周一到周六 9:00-18:00，周日休息", ["mon-sat 09:00-18:00"]),
        ("周一 9:00-18:00 周一 20:00-22:00", ["mon 09:00-18:00 20:00-22:00"]),
        ("mon" * 20, None),
        ("10:00-21:30，周六 9:00-12:00", None),
        ("今天投诉几件", None),
        ("", None),
    ],
)
def test_hours_are_read_as_they_are_typed(said: str, lines: list[str] | None) -> None:
    assert hours_said(said) == lines


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("daily 10:00-21:30",), "每天 10:00-21:30"),
        (("mon-fri 09:00-18:00", "sat 10:00-16:00"), "周一–周五 09:00-18:00 · 周六 10:00-16:00"),
    ],
)
def test_other_hours_than_the_usual_are_shown_by_runs_of_days(
    lines: tuple[str, ...], shown: str
) -> None:
    assert hours_shown(lines, words_in("zh-hans")) == shown
