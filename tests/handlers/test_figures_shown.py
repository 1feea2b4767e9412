"""Figures are told in a few plain lines, each with what it is out of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calendars.periods import parse_period
from handlers.figures import on_figures
from handlers.panel import on_panel
from handlers.presses import FiguresPress, parse
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Place
from reports.panel import Issue, Issues, Panel, Part, Parts
from reports.values import Figures, Number
from tests.reports.house import NOW

ZONE = "Asia/Shanghai"
WEST = Place(id=2, parent_id=1, name="西湖店", zone=ZONE)
EAST = Place(id=3, parent_id=1, name="东站店", zone=ZONE)

BUSY: dict[str, Number] = {
    "delivered": Number(n=48),
    "completed": Number(n=21),
    "partial": Number(n=2),
    "delivery_unknown": Number(n=1),
    "response_rate": Number(n=48, hits=21),
    "csat": Number(n=21, hits=17),
    "complaints": Number(n=4),
    "complaints_in_hand": Number(n=2),
    "complaints_closed": Number(n=2),
    "on_time": Number(n=4, hits=3),
    "first_response": Number(n=4, total=4320, median=1080, p90=2000),
    "handling": Number(n=2, hits=2),
    "open_now": Number(n=2),
    "overdue_now": Number(n=1),
}
BROKEN_DOWN: dict[str, dict[str, Number]] = {
    "csat_mean": {"5": Number(n=21, total=88.2)},
    "complaints_by_dimension": {"responsiveness": Number(n=3), "tangibles": Number(n=1)},
    "complaints_by_aspect": {"wait": Number(n=3), "smell": Number(n=1)},
    "heard_by_kind": {"complaint": Number(n=4), "praise": Number(n=2)},
    "late_cases": {"1027": Number(n=1)},
    "overdue_cases": {"1031": Number(n=1)},
}


def figures(words: str = "today", place: Place = WEST, **changes: Any) -> Figures:
    values: dict[str, Any] = {"numbers": BUSY, "groups": BROKEN_DOWN} | changes
    return Figures(period=parse_period(words, NOW, ZONE), now=NOW, places=(place,), **values)


def shown(found: Any, *, language: str = "zh-hans", zone: str = ZONE, **facts: Any) -> Rendered:
    """As the panel shows it; what is no figures is said as a note."""
    is_panel = found is not None or facts.get("what") == "how"
    found = Panel(view=found) if is_panel else None
    context = Context(
        _=words_in(language), zone=zone, now=NOW, is_group=False, bot_username="b", figures=found
    )
    given = {"what": "figures", "key": "today", "dates": "2026-11-20", "zone": ZONE} | facts
    message = (on_panel if is_panel else on_figures)(given, context)
    assert isinstance(message, Rendered)
    return message


def test_a_day_is_told_in_nine_lines() -> None:
    assert shown(figures()).text.splitlines() == [
        "<b>今天 0:00–15:20 · 西湖店</b>",
        "送达 48 · 回答 21（44%）· 没答完 2 · 送达不明 1",
        "满意 17/21（81%，样本少）· 均分 4.2",
        "投诉 4：处理中 2 · 已结 2",
        "回应及时 3 · 环境设施 1",
        "表扬 2",
        "按时 3/4（75%，样本少）· 超时 #1027",
        "首次答复一半在 18 分钟内（4 件，样本少）",
        "处理满意 2/2（100%，样本少）",
        "最该看：等候（3 件）",
        "现在没办完 2 · 超时 1：#1031",
    ]


@pytest.mark.parametrize(
    ("language", "scored", "due"),
    [
        ("zh-hans", "（含没答完、送达得早的）", "（含提出得早、这时到期的）"),
        ("zh-hant", "（含沒答完、送達得早的）", "（含提出得早、這時到期的）"),
        ("en", "(incl. half answered, delivered earlier)", "(incl. raised earlier, due now)"),
    ],
)
def test_numbers_that_seem_to_contradict_say_what_they_count(
    language: str, scored: str, due: str
) -> None:
    more = {"csat": Number(n=25, hits=20), "on_time": Number(n=5, hits=5)}
    text = shown(figures(numbers={**BUSY, **more}), language=language).text
    plain = shown(figures(), language=language).text
    for clause in (scored, due):
        assert text.count(clause) == 1
        assert clause not in plain


def test_more_answers_than_complaints_are_those_that_were_opened_again() -> None:
    again = {"first_response": replace(BUSY["first_response"], n=5)}
    clause = "（5 件，样本少）（重新打开的再算一次）"
    assert clause in shown(figures(numbers={**BUSY, **again})).text
    assert "再算一次" not in shown(figures()).text


def test_a_quiet_day_is_one_sentence() -> None:
    quiet = shown(figures("yesterday", numbers={}, groups={}), key="yesterday")
    assert quiet.text.splitlines() == [
        "<b>昨天 11月19日 周四 · 西湖店</b>",
        "还没有数字：没有送出问卷，也没有投诉。",
    ]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("2026-11-18", "11月18日 周三"),
        ("7d", "11月14日–11月20日（7 天）"),
        ("2025-12", "12月1日–12月31日（31 天）"),
        ("2025-12-30..2026-01-02", "2025 12月30日–2026 1月2日（4 天）"),
        ("2025-12-30", "2025 12月30日 周二"),
    ],
)
def test_every_figure_says_which_days_it_is_of(words: str, title: str) -> None:
    text = shown(figures(words)).text
    assert text.startswith((f"<b>{title} · 西湖店</b>", f"<b>{title}· 西湖店</b>"))


def test_a_reader_in_another_zone_is_told_whose_days_these_are() -> None:
    assert "（按当地时间 Asia/Shanghai）" in shown(figures(), zone="Europe/Berlin").text
    assert "Asia/Shanghai" not in shown(figures()).text


def test_only_all_is_a_hundred_percent_and_only_none_is_zero() -> None:
    nearly = shown(figures(numbers={**BUSY, "csat": Number(n=300, hits=299)})).text
    hardly = shown(figures(numbers={**BUSY, "csat": Number(n=300, hits=1)})).text
    assert "满意 299/300（99%）" in nearly
    assert "满意 1/300（1%）" in hardly


def test_another_scale_is_named_beside_its_mean() -> None:
    groups = {**BROKEN_DOWN, "csat_mean": {"7": Number(n=40, total=240.0)}}
    assert "均分 6.0（7 分制）" in shown(figures(groups=groups)).text


def test_of_many_late_cases_the_first_are_named() -> None:
    late = {str(number): Number(n=1) for number in range(1001, 1010)}
    text = shown(figures(groups={**BROKEN_DOWN, "late_cases": late})).text
    assert "超时 #1001 #1002 #1003 #1004 #1005 …" in text


def test_a_place_named_like_markup_is_only_a_name() -> None:
    odd = Place(id=2, parent_id=1, name="<b>&店", zone=ZONE)
    assert "&lt;b&gt;&amp;店" in shown(figures(place=odd)).text


def test_the_buttons_lead_to_other_days_and_to_other_views_of_these_days() -> None:
    message = shown(figures("7d"), key="7d", dates="2026-11-14..2026-11-20", place=2, many=True)
    rows = [[(b.text, parse(b.data or "")) for b in row] for row in message.keyboard]
    assert [text for row in rows for text, _ in row] == [
        "今天", "昨天", "30天", "选日期", "按店", "按问题", "分开看",
        "走势", "比一比", "每位同事", "目标", "期望和感受", "谁又来了", "更多数字",
        "看明细", "图", "导出", "怎么算的", "定时发我",
    ]  # fmt: skip
    assert rows[0][1][1] == FiguresPress(action="show", period="yesterday", place_id=2)
    dates = "2026-11-14..2026-11-20"
    assert rows[1][0][1] == FiguresPress(action="places", period=dates, place_id=2)


def test_a_single_place_offers_no_comparison_of_places() -> None:
    texts = [b.text for row in shown(figures(), many=False).keyboard for b in row]
    assert "按店" not in texts


def test_issues_are_shares_of_complaints_with_their_aspects() -> None:
    assert shown(issues(), what="issues").text.splitlines() == [
        "<b>今天 0:00–15:20 · 西湖店</b>",
        "和 11月13日 比，多起来的在前：",
        "<b>回应及时</b> 3/4（75%，样本少）· 多 2",
        "等候 3（多 3）",
        "<b>环境设施</b> 1/4（25%，样本少）· 少 1",
        "气味 1（持平）",
        "一件投诉可以有几个方面，相加会超过总数。这是投诉的占比，不是满意度。",
    ]


def test_where_nobody_listened_before_issues_are_not_said_to_have_risen() -> None:
    found = replace(
        issues(), before=None, dimensions=(Issue(key="responsiveness", now=3, before=None),),
        aspects=(Issue(key="wait", now=3, before=None),),
    )  # fmt: skip
    assert shown(found, what="issues").text.splitlines()[1:4] == [
        "之前还没有数字可比，多的在前：", "<b>回应及时</b> 3/4（75%，样本少）", "等候 3",
    ]  # fmt: skip


def test_issues_of_a_week_that_runs_say_until_when() -> None:
    whole, before = figures("week"), parse_period("2026-11-09..2026-11-13", NOW, ZONE)
    lines = shown(replace(issues(), whole=whole, before=before), what="issues").text.splitlines()
    assert lines[1:3] == [
        "这段时间还没过完，只算到 11月20日 15:20。",
        "和 11月9日–11月13日 比，多起来的在前：",
    ]


def issues() -> Issues:
    return Issues(
        whole=figures(),
        before=parse_period("2026-11-13", NOW, ZONE),
        dimensions=(Issue(key="responsiveness", now=3, before=1),
                    Issue(key="tangibles", now=1, before=2)),
        aspects=(Issue(key="wait", now=3, before=0), Issue(key="smell", now=1, before=1)),
    )  # fmt: skip


def test_places_stand_below_each_other() -> None:
    both = Parts(
        whole=figures(),
        parts=(
            Part(code="2", name="西湖店", numbers=BUSY),
            Part(code="3", name="东站店", numbers={}),
        ),
    )
    message = shown(both, what="places")
    assert message.text.splitlines() == [
        "<b>今天 0:00–15:20 · 西湖店</b>",
        "<b>西湖店</b>",
        (
            "满意 17/21（81%，样本少）· 投诉 4 · 按时 3/4（75%，样本少）"
            "· 处理满意 2/2（100%，样本少）· 现在超时 1"
        ),
        "<b>东站店</b>",
        "还没有数字。",
    ]
    press = FiguresPress(action="show", period="2026-11-20", place_id=2)
    assert message.keyboard[0][0].data == press.packed()


def test_of_a_colleague_nothing_is_told_that_rests_on_a_few() -> None:
    fast, slow = (Number(n=n, total=0, median=600.0) for n in (40, 29))
    few = {"on_time": Number(n=29, hits=1), "first_response": slow}
    many = {"on_time": Number(n=40, hits=38), "first_response": fast}
    team = Parts(whole=figures(), parts=(Part(code="o7", name="小陈", numbers=few),
                                         Part(code="o8", name="小李", numbers=many)))  # fmt: skip
    lines = shown(team, what="people").text.splitlines()
    assert lines[1] == "<b>全部合在一起</b>"
    assert lines[3:] == [
        "<b>小陈</b>",
        "还没有数字。",
        "<b>小李</b>",
        "首次答复一半在 10 分钟内（40 件）· 按时 38/40（95%）",
        "按姓名排，不是名次：每个人遇到的事难易不同。不到 30 件不单独看。",
    ]


def test_how_it_is_counted_names_the_zone_and_every_share() -> None:
    text = shown(None, what="how").text
    for word in ("Asia/Shanghai", "回答", "满意", "投诉", "按时", "首次答复", "样本少"):
        assert word in text


def test_no_message_carries_the_trade_s_own_jargon() -> None:
    texts = (
        shown(figures()).text + shown(issues(), what="issues").text + shown(None, what="how").text
    )
    for word in ("SERVPERF", "Wilson", "p90", "CSAT", "NPS", "gap"):
        assert word not in texts


def test_what_was_not_understood_is_one_sentence_and_a_button() -> None:
    message = shown(None, what="unknown_period", said="昨<天>", nearest="yesterday")
    assert message.text == "没看懂“昨&lt;天&gt;”是哪段时间。可以写：/stats yesterday"
    assert [b.text for row in message.keyboard for b in row] == ["/stats yesterday"]


def test_long_numbers_fit_into_one_message() -> None:
    many = {key: Number(n=10**9, hits=10**9 - 1) for key in BUSY} | {
        "first_response": Number(n=10**9, total=1, median=timedelta(days=99).total_seconds())
    }
    groups = {**BROKEN_DOWN, "complaints_by_dimension": {f"d{n}": Number(n=n) for n in range(99)}}
    assert len(shown(figures(numbers=many, groups=groups)).text) < 4096


def test_money_given_and_what_customers_recommend_are_told_when_there_is_any() -> None:
    numbers = {
        **BUSY,
        "nps_promoters": Number(n=40, hits=20),
        "nps_detractors": Number(n=40, hits=8),
    }
    groups = {**BROKEN_DOWN, "remedies_by_kind": {"refund": Number(n=2), "apology": Number(n=1)},
              "remedies_paid": {"CNY": Number(n=2, total=24_000)}}  # fmt: skip
    text = shown(figures(numbers=numbers, groups=groups)).text
    assert "愿意推荐 +30（40 份）" in text
    assert "补偿 3 件：退款 2 · 道歉 1；共 240 元" in text


def test_what_was_expected_and_what_was_found_stand_in_everyday_words() -> None:
    means = {"reliability": Number(n=40, total=200)}
    groups = {**BROKEN_DOWN, "perception": means, "perception_paired": means,
              "expectation": {"reliability": Number(n=40, total=248)},
              "expectation_paired": {"reliability": Number(n=40, total=248)}}  # fmt: skip
    lines = shown(figures(groups=groups), what="servqual").text.splitlines()
    assert lines[1:] == [
        "<b>说到做到</b> 期望 6.2 · 感受 5.0 · 比期望差 1.2 · 40 份",
        "合起来：比期望差 1.2",
        "投诉另算（4 件）：回应及时 3 · 环境设施 1",
    ]
