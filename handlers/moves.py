"""What moved, since when, and the cases behind it a tap away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.figures import day
from handlers.panel_figures import figure_name
from handlers.presses import FiguresPress
from handlers.rendering import Button, Context, Rendered, Shown, button, renders
from handlers.safe import escaped
from people.telling import NoteKind
from reports.comparing import HIGHER_IS_BETTER

# Where the cases or answers behind each figure stand.
BEHIND = {"csat": "low", "on_time": "late", "complaints": "cases"}


@renders(NoteKind.MOVED)
def on_moved(facts: Mapping[str, Any], context: Context) -> Shown:
    _, figure = context._, str(facts["figure"])
    first = date.fromisoformat(str(facts["dates"])[:10])
    is_good = bool(facts["is_up"]) == (figure in HIGHER_IS_BETTER)
    mark = "📈" if facts["is_up"] else "📉"
    words = _("{name}从 {day} 起变好了") if is_good else _("{name}从 {day} 起变差了")
    told = words.format(name=figure_name(figure, _), day=day(first.month, first.day, _))
    levels = _levels(facts, context)
    text = f"{mark} <b>{escaped(str(facts['place_name']))}</b>：{told}。{levels}"
    return Rendered(text=text, keyboard=(_ways(facts, figure, context),))


def _levels(facts: Mapping[str, Any], context: Context) -> str:
    _, before, after = context._, float(facts["before"]), float(facts["after"])
    if facts["figure"] == "complaints":
        return _("平常一天 {before} 件，这 {n} 天每天 {after} 件。", before=f"{before:.1f}",
                 after=f"{after:.1f}", n=facts["n"])  # fmt: skip
    return _("平常 {before}，这几天 {after}（{n} 份）。", before=f"{before:.0%}",
             after=f"{after:.0%}", n=facts["n"])  # fmt: skip


def _ways(facts: Mapping[str, Any], figure: str, context: Context) -> tuple[Button, ...]:
    _, place, dates = context._, int(facts["place"]), str(facts["dates"])

    def to(text: str, action: str) -> Button:
        return button(text, FiguresPress(action=action, period=dates, place_id=place))

    return (to(_("看明细"), BEHIND[figure]), to(_("走势"), "trend"), to(_("按问题"), "issues"))
