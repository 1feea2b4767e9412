"""Pictures say the same as the words: labels in the drawing, numbers in the caption."""

import re
import struct
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.drawing import rasterized
from bot.font import drawable
from calendars.periods import parse_period
from handlers.pictures import on_picture
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Place
from reports.drawings import Bar, bars
from reports.panel import Goal, Goals, Heat, Issue, Issues, Panel, Trend, View, Waits, buckets_of
from reports.svg import WIDTH
from reports.values import Figures, Number
from tests.reports.house import NOW

ZONE = "Asia/Shanghai"
PERIOD = parse_period("7d", NOW, ZONE)
WEST = Place(id=2, parent_id=1, name="西湖<店>", zone=ZONE)
WHOLE = Figures(period=PERIOD, now=NOW, places=(WEST,), numbers={})
DAYS = buckets_of(PERIOD)


def shown(view: View, what: str, language: str = "zh-hans") -> Rendered:
    context = Context(
        _=words_in(language),
        zone=ZONE,
        now=NOW,
        is_group=False,
        figures=Panel(view=view, targets={"csat": 85}),
    )
    message = on_picture({"what": what}, context)
    assert isinstance(message, Rendered)
    return message


def trend() -> Trend:
    rates = {day.dates: Number(n=40, hits=hits) for day, hits in zip(DAYS, (34, 33, 35, 34, 33, 35, 12), strict=True)}  # fmt: skip  # noqa: E501
    counts = {day.dates: Number(n=n) for day, n in zip(DAYS, range(7), strict=True)}
    return Trend(
        whole=WHOLE, buckets=DAYS, numbers={"csat": rates, "on_time": rates, "complaints": counts}
    )


VIEWS: dict[str, tuple[View, str]] = {
    "pictrend": (trend(), "11-20 12/40（不寻常）"),
    "picrate": (trend(), "11-20 6"),
    "picontime": (trend(), "11-20 12/40（不寻常）"),
    "picissues": (
        Issues(whole=WHOLE, before=PERIOD, dimensions=(),
               aspects=(Issue(key="wait", now=9, before=1), Issue(key="smell", now=3, before=1))),
        "等候 9 · 气味 3",
    ),
    "picheat": (
        Heat(whole=WHOLE, dimensions=("price",), rows=(("西湖<店>", {"price": Number(n=5)}),)),
        "西湖&lt;店&gt;：价格 5",
    ),
    "picgoals": (
        Goals(whole=WHOLE,
              goals=(Goal(key="csat", target=85, number=Number(n=40, hits=30)),)),
        "满意 30/40（75%），目标 85%",
    ),
    "pictimes": (
        Waits(whole=WHOLE, seconds=(60.0, 400.0, 90_000.0)),
        "5 分内 1 · 15 分内 1 · 更久 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", VIEWS)
def test_every_picture_is_drawn_small_and_its_numbers_stand_below_it(what: str) -> None:
    view, words = VIEWS[what]
    message = shown(view, what)
    assert words in message.text
    assert "西湖&lt;店&gt;" in message.text
    assert len(message.text) < 1024
    assert message.drawing is not None
    png = rasterized(message.drawing)
    width, height = struct.unpack(">II", png[16:24])
    assert (width, 100 < height < 2000, len(png) < 60_000) == (900, True, True)


def test_a_drawing_needs_no_font_of_the_machine() -> None:
    """A character that the font lacks would be an empty box, the same for every one of them."""

    def drawn(word: str) -> bytes:
        return rasterized(bars("", "", [Bar(label=word, value=1, shown="")]))

    missing = drawn("\u4dc0")
    known: Any = {drawn(word) for word in "西湖店满意環境設施說到做到Ag1"}
    assert missing not in known
    assert len(known) > 10


def test_what_was_counted_too_little_is_a_sentence_and_no_picture() -> None:
    message = shown(Waits(whole=WHOLE, seconds=()), "pictimes")
    assert message.drawing is None
    assert message.text.endswith("数字还不够画一张图。")


def test_the_labels_are_in_the_reader_s_language() -> None:
    drawing = shown(trend(), "pictrend", "en").drawing
    assert drawing is not None
    labels = re.findall(r">([^<>]+)</text>", drawing)
    assert "Targets" in labels
    assert "the ordinary range" in labels


def test_a_day_without_answers_is_a_gap_and_not_a_day_on_which_nobody_was_satisfied() -> None:
    rates = {DAYS[0].dates: Number(n=40, hits=36), DAYS[6].dates: Number(n=40, hits=36)}
    view = Trend(whole=WHOLE, buckets=DAYS, numbers={"csat": rates, "complaints": {}})
    assert [number.share for _, number in view.series("csat")] == [0.9, *[None] * 5, 0.9]
    drawing = shown(view, "pictrend").drawing or ""
    assert drawing.count("<circle") == 3  # two days, and one in the key
    assert [number.n for _, number in view.series("complaints")] == [0] * 7


def test_before_the_first_day_and_while_one_runs_nothing_is_out_of_the_ordinary() -> None:
    counts = dict(zip((day.dates for day in DAYS[3:]), (30, 31, 29, 2), strict=True))
    numbers = {"complaints": {dates: Number(n=n) for dates, n in counts.items()}}
    view = Trend(whole=WHOLE, buckets=DAYS, numbers=numbers)
    message = shown(view, "picrate")
    assert "11-17 30 · 11-18 31 · 11-19 29 · 11-20 2" in message.text
    assert "11-14" not in message.text
    assert "不寻常" not in message.text
    over = replace(WHOLE, now=NOW + timedelta(days=1))
    assert "11-20 2（不寻常）" in shown(replace(view, whole=over), "picrate").text


def test_a_name_with_a_picture_in_it_is_drawn_without_an_empty_box() -> None:
    assert drawable("老王面馆🍜 · 西湖店❤️") == "老王面馆 · 西湖店"
    assert drawable("<text>⚠️ 85%—…“好”</text>") == "<text> 85%—…“好”</text>"
    # A script that the font lacks is still something that was written.
    assert drawable("ร้าน") != ""


def test_a_name_stands_in_a_picture_as_it_is_written() -> None:
    drawing = shown(trend(), "pictrend").drawing or ""
    assert "西湖&lt;店&gt;" in drawing
    assert "&amp;lt;" not in drawing


def test_the_numbers_beside_bars_end_within_the_picture() -> None:
    number = Number(n=118_900, hits=115_000)
    goal = Goal(key="csat", of=(("place", "东站店咖啡角"),), target=85, number=number)
    drawing = shown(Goals(whole=WHOLE, goals=(goal,)), "picgoals").drawing or ""
    found = re.search(r'<text x="([0-9.]+)"[^>]*>(115000/118900（97%）)<', drawing)
    assert found is not None
    wide = sum(18 if ord(sign) > 0x2E7F else 10 for sign in found[2])
    assert float(found[1]) + wide <= WIDTH
