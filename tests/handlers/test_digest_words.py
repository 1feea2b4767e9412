"""A digest says in a few lines how it went; a quiet day is one line."""

import pytest

from calendars.periods import parse_period
from handlers.digest_asked import read_wish
from handlers.digests import on_digest
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Place
from reports.comparing import compare
from reports.digests import Cadence
from reports.panel import Morning, Panel
from reports.values import Figures, Number
from tests.handlers.test_figures_shown import BROKEN_DOWN, BUSY
from tests.reports.house import NOW

ZONE = "Asia/Shanghai"
WEST = Place(id=2, parent_id=1, name="西湖店", zone=ZONE)


def figures(
    words: str, numbers: dict[str, Number], groups: dict[str, dict[str, Number]]
) -> Figures:
    period = parse_period(words, NOW, ZONE)
    return Figures(period=period, now=NOW, places=(WEST,), numbers=numbers, groups=groups)


def told(now: Figures, before: Figures, streak: int = 0) -> list[str]:
    view = Morning(comparison=compare(now, before), praised={"小李": Number(n=2)}, streak=streak)
    context = Context(
        _=words_in("zh-hans"), zone=ZONE, now=NOW, is_group=False, figures=Panel(view=view)
    )
    shown = on_digest({"what": "digest", "dates": "2026-11-19"}, context)
    assert isinstance(shown, Rendered)
    return shown.text.splitlines()


def test_a_day_is_told_in_six_lines_with_the_one_thing_to_look_at() -> None:
    now, before = (figures(day, BUSY, BROKEN_DOWN) for day in ("2026-11-19", "2026-11-12"))
    assert told(now, before, streak=3) == [
        "<b>昨天 11月19日 周四 · 西湖店</b>",
        "满意 81%，样本少（21），之前 81%，样本少（21），还看不出变化",
        "投诉 4：等候 3 气味 1",
        "按时 3/4（75%，样本少）· 超时 1 件 #1027",
        "表扬 2：小李 2",
        "最该看：等候，连续第 3 天",
    ]


def test_what_got_worse_beyond_doubt_comes_before_what_merely_comes_up_again() -> None:
    bad = {**BUSY, "csat": Number(n=400, hits=200)}
    good = {**BUSY, "csat": Number(n=400, hits=380)}
    now = figures("2026-11-19", bad, BROKEN_DOWN)
    lines = told(now, figures("2026-11-12", good, BROKEN_DOWN), streak=3)
    assert lines[-1] == "最该看：满意变差了"


def test_a_quiet_day_is_one_line() -> None:
    quiet = figures("2026-11-19", {}, {})
    assert told(quiet, quiet) == [
        "<b>昨天 11月19日 周四 · 西湖店</b> · 没有问卷，也没有投诉，一切安静。"
    ]


def test_where_nobody_gave_a_score_that_is_said_and_what_came_late_is_to_be_looked_at() -> None:
    busy = figures("2026-11-12", BUSY, BROKEN_DOWN)
    late = {"on_time": Number(n=1, hits=0)}
    found = figures("2026-11-19", late, {"late_cases": {"1027": Number(n=1)}})
    assert told(found, busy)[1:] == [
        "没有人打分，之前满意 81%，样本少（21）",
        "按时 0/1（0%，样本少）· 超时 1 件 #1027",
        "最该看：#1027 为什么办晚了",
    ]


def test_noon_and_midnight_are_heard_as_they_are_meant() -> None:
    for said, hour in {"晚上十二点": 0, "凌晨十二点": 0, "中午一点": 13, "中午12点": 12}.items():
        assert read_wish(f"每天{said}发我").hour == hour


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("daily 19:30", 19),
        ("每天早上七点半发我", 7),
        ("每天下午三點二十分發我", 15),
        ("every day half past seven", None),
    ],
)
def test_half_an_hour_is_told_to_be_none(said: str, hour: int | None) -> None:
    wish = read_wish(said)
    assert (wish.cadence, wish.hour) == (Cadence.DAILY, hour)
    assert wish.between is not None
    facts = {"what": "between", "said": wish.between, "cadence": "daily", "hour": wish.hour}
    shown = on_digest(facts, Context(_=words_in("zh-hans"), zone=ZONE, now=NOW, is_group=False))
    assert isinstance(shown, Rendered)
    assert shown.text.startswith(f"简报只在整点发，“{wish.between}”还不行。")
    assert shown.text.endswith(f"/digest daily {hour or 9}")


@pytest.mark.parametrize(
    "said", ["daily 19:00", "每天七点整", "每天十点", "daily 20 Europe/Berlin"]
)
def test_a_whole_hour_is_none_between(said: str) -> None:
    assert read_wish(said).between is None
    assert read_wish(said).hour is not None
