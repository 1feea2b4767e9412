"""Figures as pictures; the numbers also stand in the caption, for who can't see them."""

from collections.abc import Mapping, Sequence
from html import unescape
from math import ceil
from typing import Any

from handlers import labels
from handlers.aspects import aspect
from handlers.figures import title
from handlers.numbers import headed, joined, share
from handlers.panel_figures import figure_name
from handlers.part_names import goal_name
from handlers.rendering import Context, Rendered, Shown, renders
from handlers.safe import escaped
from handlers.servqual import servqual_lines
from handlers.words import Words
from people.telling import NoteKind
from reports.charts import Chart, Sample, chart_of, odd_ones, sample_of
from reports.drawings import (
    Bar,
    Course,
    Field,
    Mark,
    bars,
    course,
    heat_map,
    histogram,
    pareto,
)
from reports.panel import Goals, Heat, Issues, Panel, Trend, Waits
from reports.servqual import servqual_of
from reports.values import Figures, Number

CAPTION = 900
MOST_BARS = 8
# Which figure's course each picture shows.
COURSES = {"pictrend": "csat", "picrate": "complaints", "picontime": "on_time"}
# The classes of lengths of time, by their upper ends in minutes.
CLASSES = (5, 15, 30, 60, 120, 240, 480, 1440)


@renders(NoteKind.PICTURE)
def on_picture(facts: Mapping[str, Any], context: Context) -> Shown:
    panel = context.figures
    if not isinstance(panel, Panel):
        return None
    head = title(panel.whole, context, panel.cut)
    note = _plain(head)
    drawn = _drawn(panel, str(facts["what"]), note, context._)
    if drawn is None:
        return Rendered(text=f"{head}\n{context._('数字还不够画一张图。')}")
    svg, lines = drawn
    return Rendered(text=_caption([head, *lines]), drawing=svg)


Drawn = tuple[str, Sequence[str]] | None


def _drawn(panel: Panel, what: str, note: str, _: Words) -> Drawn:
    match panel.view:
        case Trend() as view:
            return _course(view, COURSES.get(what, "csat"), note, panel, _)
        case Issues() as view:
            return _pareto(view, note, _)
        case Heat() as view:
            return _heat(view, note, _)
        case Goals() as view:
            return _goals(view, note, _)
        case Figures() as view:
            return _servqual(view, note, _)
        case Waits() as view:
            return _times(view, note, _)
    return None


def _plain(head: str) -> str:
    return unescape(head.replace("<b>", "").replace("</b>", "").replace("\n", " "))


def _caption(lines: Sequence[str]) -> str:
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > CAPTION:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)


# --- a course, with its target and what is ordinary


def _course(view: Trend, key: str, note: str, panel: Panel, _: Words) -> Drawn:
    series = view.series(key)
    samples = [sample_of(number, bucket.length) for bucket, number in series]
    judged = [sample if view.is_over(bucket) or key != "complaints" else Sample(hits=0, n=0)
              for sample, (bucket, __) in zip(samples, series, strict=True)]  # fmt: skip
    chart = chart_of(judged, is_share=key != "complaints") or chart_of(
        samples, is_share=key != "complaints"
    )
    if chart is None or not any(number.n for __, number in series):
        return None
    odd = odd_ones(chart, judged)
    marks = []
    for place, ((bucket, number), sample) in enumerate(zip(series, samples, strict=True)):
        low, high = _limits(chart, sample.n)
        marks.append(
            Mark(
                label=f"{bucket.first:%m-%d}",
                value=_value(number, bucket.length),
                low=low,
                high=high,
                is_odd=place in odd,
            )
        )
    drawn = Course(
        title=figure_name(key, _) if key != "complaints" else _("每天投诉"),
        note=note,
        marks=marks,
        unit="%" if chart.is_share else "",
        target=panel.targets.get(key),
        middle=chart.middle * (100 if chart.is_share else 1),
        top=100 if chart.is_share else None,
        keys=[
            figure_name(key, _),
            _("目标") if panel.targets.get(key) else "",
            _("平常的范围"),
            _("不寻常") if odd else "",
        ],
    )
    return course(drawn), _course_lines(view, key, odd, _)


def _limits(chart: Chart, n: float) -> tuple[float | None, float | None]:
    limits = chart.limits(n)
    if limits is None:
        return None, None
    times = 100 if chart.is_share else 1
    return limits[0] * times, limits[1] * times


def _value(number: Number, days: int) -> float | None:
    if number.hits is None:
        return number.n / days
    return None if number.share is None else number.share * 100


def _course_lines(view: Trend, key: str, odd: set[int], _: Words) -> list[str]:
    lines = []
    for place, (bucket, number) in enumerate(view.series(key)):
        if not number.n and key != "complaints":
            continue
        shown = str(number.n) if number.hits is None else f"{number.hits}/{number.n}"
        flag = _("（不寻常）") if place in odd else ""
        lines.append(f"{bucket.first:%m-%d} {shown}{flag}")
    return [joined(lines)]


# --- what complaints are about


def _pareto(view: Issues, note: str, _: Words) -> Drawn:
    found = sorted(view.aspects, key=lambda issue: (-issue.now, issue.key))
    rows = [(aspect(issue.key, _), issue.now) for issue in found if issue.now]
    if not rows:
        found = sorted(view.dimensions, key=lambda issue: (-issue.now, issue.key))
        rows = [(labels.dimension(issue.key, _), issue.now) for issue in found if issue.now]
    if not rows:
        return None
    shown, rest = rows[:MOST_BARS], rows[MOST_BARS:]
    if rest:
        shown.append((_("其他"), sum(count for __, count in rest)))
    drawn = [Bar(label=name, value=count, shown=str(count)) for name, count in shown]
    svg = pareto(_("投诉主要是什么"), note, drawn)
    return svg, [joined(f"{escaped(name)} {count}" for name, count in shown)]


def _heat(view: Heat, note: str, _: Words) -> Drawn:
    if not view.dimensions:
        return None
    names = [labels.dimension(name, _) for name in view.dimensions]
    counts = [
        (place, [found[name].n if name in found else 0 for name in view.dimensions])
        for place, found in view.rows
    ]
    rows = [(place, [Field(value=n, shown=str(n)) for n in row]) for place, row in counts]
    lines = [
        headed(
            escaped(place),
            joined(f"{name} {n}" for name, n in zip(names, row, strict=True) if n),
            _,
        )
        for place, row in counts
    ]
    return heat_map(_("哪家店、哪方面"), note, names, rows), lines


# --- targets, and lengths of time


def _goals(view: Goals, note: str, _: Words) -> Drawn:
    goals = [goal for goal in view.goals if goal.number.share is not None]
    if not goals:
        return None
    rows = [
        Bar(
            label=unescape(goal_name(goal, _)),
            value=(goal.number.share or 0) * 100,
            shown=share(goal.number, _),
            mark=goal.target,
        )
        for goal in goals[:MOST_BARS]
    ]  # fmt: skip
    svg = bars(_("目标（竖线）和现在"), note, rows, top=100)
    return svg, [
        f"{escaped(row.label)} {row.shown}{_('，目标 {target}', target=f'{row.mark:g}%')}"
        for row in rows
    ]


def _servqual(view: Figures, note: str, _: Words) -> Drawn:
    """What was found as bars, what was expected as a tick on each."""
    lines = servqual_of(view.groups, view.weights).lines
    if not lines:
        return None
    scale = max(5, *(ceil(max(line.perception or 0, line.expectation or 0)) for line in lines))
    rows = [
        Bar(
            label=labels.dimension(line.dimension, _),
            value=line.perception or 0,
            shown=_("{score}（{n} 份）", score=f"{line.perception or 0:.1f}", n=line.n),
            mark=line.expectation,
        )
        for line in lines
    ]
    is_expected = any(line.expectation is not None for line in lines)
    name = _("期望（竖线）和感受") if is_expected else _("感受")
    svg = bars(name, note, rows, top=scale)
    return svg, servqual_lines(view, _)


def _times(view: Waits, note: str, _: Words) -> Drawn:
    if not view.seconds:
        return None
    ends = [*(end * 60.0 for end in CLASSES), float("inf")]
    counts = [0] * len(ends)
    for seconds in view.seconds:
        counts[next(place for place, end in enumerate(ends) if seconds <= end)] += 1
    names = [_class_name(end, _) for end in CLASSES] + [_("更久")]
    rows = [
        Bar(label=name, value=count, shown=str(count))
        for name, count in zip(names, counts, strict=True)
    ]
    lines = [joined(f"{row.label} {row.shown}" for row in rows if row.value)]
    return histogram(_("首次答复用了多久"), note, rows, []), lines


def _class_name(minutes: int, _: Words) -> str:
    if minutes < 60:
        return _("{n} 分内", n=minutes)
    return _("{n} 小时内", n=minutes // 60)
