"""The board: what is open in a place, the most urgent first."""

from collections.abc import Mapping
from typing import Any

from complaints.values import CaseView
from handlers import labels
from handlers.card import late_or_not, running
from handlers.moments import dated
from handlers.rendering import Context, Rendered, shows
from handlers.safe import escaped
from people.telling import FaceKind

Facts = Mapping[str, Any]
OVERDUE = 15


@shows(FaceKind.BOARD)
def board(facts: Facts, context: Context) -> Rendered | None:
    _ = context._
    if facts.get("overdue"):
        return _overdue(context)
    if not context.cases:
        return Rendered(text=_("现在没有未办完的事。"), silent=True)
    lines = [_("未办完 {count} 件", count=len(context.cases))]
    lines += [_board_line(view, context) for view in context.cases[:30]]
    return Rendered(text="\n".join(lines), silent=True)


def _overdue(context: Context) -> Rendered:
    _ = context._
    if not context.cases:
        return Rendered(text=_("✅ 超时的都办好了。"), silent=True)
    lines = [_("⏰ 超时 {count} 件（这条会自己更新）", count=len(context.cases))]
    lines += [_board_line(view, context) for view in context.cases[:OVERDUE]]
    hidden = len(context.cases) - OVERDUE
    if hidden > 0:
        lines.append(_("还有 {count} 件，发 /cases 看。", count=hidden))
    return Rendered(text="\n".join(lines), silent=True)


def _board_line(view: CaseView, context: Context) -> str:
    _, case, promise = context._, view.case, running(view)
    stands = labels.state(case, _)
    if promise is not None:
        until = _("{until} 前", until=dated(promise.due_at, view.zone, _))
        stands = late_or_not(until, promise, context)
    owner = escaped(view.owner_name or _("还没人接手"))
    return f"{labels.severity(case, _)} #{case.id} {escaped(view.place_name)} · {stands} · {owner}"
