"""Improvements of a period: what was done, and a tap away how it was before and since."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers import labels
from handlers.moments import day_name
from handlers.numbers import joined
from handlers.presses import CasePress, FiguresPress
from handlers.rendering import Button, Context, button
from handlers.safe import escaped, quoted
from handlers.words import Words
from reports.actions import ActionLine, Actions


def actions_lines(view: Actions, context: Context) -> list[str]:
    _ = context._
    if not view.actions:
        return [_("这段时间没有改进措施。办结时或在卡片的“更多”里可以记下来。")]
    lines = [_("改进措施 {n} 条：", n=view.total)]
    for number, action in enumerate(view.actions, 1):
        lines.append(f"{number}. “{quoted(action.text, 60)}”")
        lines.append(joined(part for part in _about(action, context) if part))
    if view.total > len(view.actions):
        lines.append(_("只列最近 {n} 条。", n=len(view.actions)))
    return lines


def _about(action: ActionLine, context: Context) -> Sequence[str]:
    _, zone = context._, ZoneInfo(context.zone)
    day = day_name((action.done_at or action.due_at).astimezone(zone), _)
    return (
        escaped(action.place_name),
        labels.dimension(action.dimension, _) if action.dimension else "",
        escaped(action.owner or ""),
        _("{day} 落实", day=day) if action.done_at else _("还没落实，说好 {day}", day=day),
    )


def actions_buttons(view: Actions, zone: str, _: Words) -> list[tuple[Button, ...]]:
    """For each its case, and of what is done how it was before and since."""
    rows = []
    for number, action in enumerate(view.actions, 1):
        look = button(f"#{action.case_id}", CasePress(action="look", case_id=action.case_id))
        row = [look]
        if action.done_at is not None:
            row.insert(0, before_and_since(action, zone, _("{n} 的前后", n=number)))
        rows.append(tuple(row))
    return rows


def before_and_since(action: ActionLine, zone: str, label: str) -> Button:
    assert action.done_at is not None
    day = action.done_at.astimezone(ZoneInfo(zone)).date()
    cut = f"d{action.dimension}" if action.dimension else ""
    press = FiguresPress(action="since", period=day.isoformat(), place_id=action.place_id, cut=cut)
    return button(label, press)
