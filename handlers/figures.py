"""A supervisor's figures in plain words, with n; how they are counted stands behind a button."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers import labels
from handlers.moments import day_name, length
from handlers.presses import FiguresPress
from handlers.rendering import Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import escaped
from handlers.words import Words
from people.telling import NoteKind
from reports.figures import Figures, Share

MOST_DIMENSIONS = 5


@renders(NoteKind.FIGURES)
def figures(facts: Mapping[str, Any], context: Context) -> Shown:
    found: Figures | None = context.figures
    if found is None:
        return None
    if facts.get("how"):
        return Rendered(text=_how(context._))
    lines = [_title(facts, found, context), *_asking(found, context._)]
    lines += _hearing(found, context._)
    return Rendered(text="\n".join(lines), keyboard=_buttons(facts, context._))


def _title(facts: Mapping[str, Any], found: Figures, context: Context) -> str:
    """「今天 0:00-15:20 · 西湖店」; the zone is that of the place, whoever asks."""
    _, zone = context._, ZoneInfo(found.scope.zone)
    first = found.scope.start.astimezone(zone)
    last = (found.scope.end - timedelta(seconds=1)).astimezone(zone)
    until = min(found.scope.end, found.scope.now).astimezone(zone)
    when = day_name(first, _)
    if last.date() != first.date():
        when = f"{when} – {day_name(last, _)}"
    elif found.scope.now < found.scope.end:
        when = _("今天 0:00–{until}", until=f"{until.hour}:{until.minute:02d}")
    return f"<b>{when}</b> · {escaped(str(facts.get('label', '')))}"


def _asking(found: Figures, _: Words) -> list[str]:
    if not found.delivered and not found.csat.n:
        return [_("这段时间没有问卷。")]
    lines = [
        _(
            "问卷送达 {delivered} · 答完 {completed}（{rate}）",
            delivered=found.delivered,
            completed=found.completed,
            rate=percent(found.response, _),
        )
    ]
    if found.partial or found.unknown:
        lines.append(
            _(
                "答了一半 {partial} · 不知是否送达 {unknown}",
                partial=found.partial,
                unknown=found.unknown,
            )
        )
    if found.csat.n:
        mean = f"{found.csat_mean:.1f}" if found.csat_mean is not None else "–"
        lines.append(
            _(
                "满意 {part}/{n}（{rate}）· 均分 {mean}",
                part=found.csat.part,
                n=found.csat.n,
                rate=percent(found.csat, _),
                mean=mean,
            )
        )
    return lines


def _hearing(found: Figures, _: Words) -> list[str]:
    lines = [
        _("投诉 {count} · 办结 {resolved} · 表扬 {praise}", count=found.complaints,
          resolved=found.resolved, praise=found.praise)
    ]  # fmt: skip
    if found.dimensions:
        names = list(found.dimensions.items())[:MOST_DIMENSIONS]
        lines.append(" · ".join(f"{labels.dimension(name, _)} {count}" for name, count in names))
    if found.on_time.n:
        lines.append(
            _("按时 {part}/{n}（{rate}）", part=found.on_time.part, n=found.on_time.n,
              rate=percent(found.on_time, _))
        )  # fmt: skip
    if found.first_response_median is not None:
        span = length(timedelta(seconds=found.first_response_median), _)
        lines.append(_("首次答复一般用 {span}（{n} 件）", span=span, n=found.first_responses))
    if found.handling.n:
        lines.append(_("处理后满意 {part}/{n}", part=found.handling.part, n=found.handling.n))
    lines.append(_("现在未办完 {count}", count=found.open_now))
    if found.overdue_now:
        shown = " ".join(f"#{number}" for number in found.overdue_now[:5])
        lines[-1] += _(" · 超时 {count}：{shown}", count=len(found.overdue_now), shown=shown)
    return lines


def percent(share: Share, _: Words) -> str:
    """Whole percents, and that there were few where there were few."""
    if share.rate is None:
        return "–"
    text = f"{share.rate * 100:.0f}%"
    return _("{text}，样本少", text=text) if share.is_small else text


def _buttons(facts: Mapping[str, Any], _: Words) -> Keyboard:
    place = int(facts.get("place", 0))
    periods = (("today", _("今天")), ("yesterday", _("昨天")), ("7d", _("近 7 天")))
    shown = facts.get("period")
    row = tuple(
        button(text, FiguresPress(action="show", period=period, place_id=place))
        for period, text in periods
        if period != shown
    )
    how = FiguresPress(action="how", period="today", place_id=place)
    return (row, (button(_("怎么算的"), how),))


def _how(_: Words) -> str:
    return "\n".join(
        [
            _("按门店所在地的日子算。不到 30 份时写明“样本少”。"),
            _("满意：打 4 或 5 分的答案 ÷ 全部答案，按第一次打分的那天算。"),
            _("答完：答完的 ÷ 送达的，按送达那天算。"),
            _(
                "投诉：这段时间新开的投诉、异议和突发事件。一件事可以有几个方面，所以各方面相加会超过总数。"
            ),
            _("按时：这段时间到期的办结时限里，按时办完的 ÷ 全部到期的，没办完的也算在内。"),
            _("首次答复：从开始处理到第一次由人答复，取中间的那个值，自动回复不算。"),
        ]
    )
