"""What is read about improvements: reminders, whether it helped, and "you said, we did"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers import labels
from handlers.card_menus import press
from handlers.moments import moment
from handlers.presses import CasePress, FiguresPress
from handlers.rendering import Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import escaped, quoted
from people.telling import NoteKind
from reports.intervals import newcombe

Facts = Mapping[str, Any]
# Below this many cases nothing is said about a change.
ENOUGH = 10


@renders(NoteKind.ACTION)
def action(facts: Facts, context: Context) -> Shown:
    view, said, _ = context.case, context.words, context._
    if view is None or said is None:
        return None
    due = moment(datetime.fromisoformat(facts["due"]), context.now, context.zone, _)
    text = _(
        "🔧 #{number} 的改进措施到时间了（{due}）：{text}",
        number=view.case.id,
        due=due,
        text=quoted(said.text, 200),
    )
    done = press(view, _("已落实"), "acted", str(facts["action"]))
    return Rendered(text=text, keyboard=((done,),))


@renders(NoteKind.ACTION_CHECK)
def action_check(facts: Facts, context: Context) -> Shown:
    """Before it was planned and since it is done, and only what chance doesn't explain."""
    view, said, _ = context.case, context.words, context._
    if view is None or said is None:
        return None
    name = labels.dimension(facts["dimension"], _)
    (hits, n), (hits_since, n_since) = facts["before"], facts["since"]
    lines = [
        _("🔧 改进一个月了（#{number}）：{text}", number=view.case.id, text=quoted(said.text, 200)),
        _(
            "“{name}”占投诉：之前 {hits}/{n}，之后 {hits_since}/{n_since}。",
            name=name,
            hits=hits,
            n=n,
            hits_since=hits_since,
            n_since=n_since,
        ),
        _verdict(hits, n, hits_since, n_since, context),
    ]
    return Rendered(text="\n".join(lines), keyboard=_ways(facts, context), silent=True)


def _ways(facts: Facts, context: Context) -> Keyboard:
    """For supervisors, who see figures: how it was before and since, in all that is counted."""
    view, _ = context.case, context._
    if view is None or "done" not in facts or not facts.get("to_supervisor"):
        return ()
    day = datetime.fromisoformat(facts["done"]).astimezone(ZoneInfo(view.zone)).date()
    since = FiguresPress(
        action="since", period=day.isoformat(), place_id=int(facts["place"]),
        cut=f"d{facts['dimension']}",
    )  # fmt: skip
    look = CasePress(action="look", case_id=view.case.id, round=view.case.round)
    return ((button(_("看前后对比"), since), button(f"#{view.case.id}", look)),)


def _verdict(hits: int, n: int, hits_since: int, n_since: int, context: Context) -> str:
    _ = context._
    if min(n, n_since) < ENOUGH:
        return _("件数太少，还看不出变化。")
    low, high = newcombe(hits_since, n_since, hits, n)
    if high < 0:
        return _("变好了。")
    return _("变差了，请再看看。") if low > 0 else _("还看不出变化。")


@renders(NoteKind.IMPROVED)
def improved(facts: Facts, context: Context) -> Shown:
    """「您反映过，我们改了」, in the words of whoever did it."""
    view, said, _ = context.case, context.words, context._
    if view is None or said is None or not (said.text or "").strip():
        return None
    text = _(
        "您之前反映的事（{number}），我们改了：\n{text}\n谢谢您说出来。",
        number=view.case.id,
        text=escaped(said.text or "").strip(),
    )
    return Rendered(text=text, silent=True)
