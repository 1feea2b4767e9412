"""What stands under a card besides its first buttons: 「更多」 and the menus that it opens."""

from collections.abc import Mapping
from typing import Any

from complaints.values import COSTLY, CaseView, Cause, Clock, RemedyKind, State
from dimensions.reading import Kind
from handlers import labels
from handlers.presses import CasePress
from handlers.rendering import Button, Context, Keyboard, button

Facts = Mapping[str, Any]
KINDS = (Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY, Kind.SUGGESTION, Kind.QUESTION)
MENUS = frozenset({"more", "hand", "assess", "dims", "remedy", "cause", "kin"})


def menu(facts: Facts, view: CaseView, context: Context) -> Keyboard:
    """The rows of the menu that the facts name, with a way back."""
    rows = {
        "more": _more,
        "assess": _assess,
        "dims": _dimensions,
        "remedy": _remedies,
        "cause": _causes,
    }
    with_facts = {"hand": _colleagues, "kin": _kin}
    which = str(facts["menu"])
    made = with_facts.get(which)
    found = made(facts, view, context) if made else rows[which](view, context)
    back = "close" if which in {"more", "hand"} else "more"
    return (*found, (press(view, context._("‹ 返回"), back),))


def press(view: CaseView, text: str, action: str, arg: str | None = None) -> Button:
    case = view.case
    return button(text, CasePress(action=action, case_id=case.id, round=case.round, arg=arg))


def answering(view: CaseView, context: Context) -> tuple[Button, ...]:
    """How a customer is answered: in writing, and on the phone whom nothing written reaches."""
    _ = context._
    reply = (press(view, _("回复"), "reply"),) if view.is_answerable else ()
    return reply if view.reached else (*reply, press(view, _("已去电"), "called"))


def _more(view: CaseView, context: Context) -> Keyboard:
    _ = context._
    closing: tuple[Button, ...] = (
        press(view, _("原因"), "cause"),
        press(view, _("改进措施"), "act"),
        press(view, _("经过"), "trail"),
    )
    if any(words.file_id for words in view.words if words.sort in {"said", "edited", "comment"}):
        closing = (*closing, press(view, _("看附件"), "files"))
    if view.case.state in {State.CLOSED, State.RESOLVED}:
        first = (press(view, _("内部备注"), "remark"), press(view, _("补偿"), "remedy"))
        return (first, *_back(view, context), closing)
    together: tuple[Button, ...] = (press(view, _("同一件事…"), "kin"),)
    if view.case.about_id is not None:
        together = (*together, press(view, _("与同事无关，公开"), "unveil"))
    ask = (press(view, _("请客人补充"), "ask"),) if view.hears else ()
    return (
        (press(view, _("转给…"), "hand"), *ask),
        (press(view, _("补偿"), "remedy"), press(view, _("内部备注"), "remark")),
        (press(view, _("改分类"), "assess"), press(view, _("已当面/电话处理"), "onsite")),
        together,
        *_back(view, context),
        closing,
    )


def _back(view: CaseView, context: Context) -> Keyboard:
    """What was written last can be taken back; what was promised can be said to be done."""
    _ = context._
    row: list[Button] = []
    if any(p.clock is Clock.PROMISE and p.is_running for p in view.promises):
        row.append(press(view, _("说好的做到了"), "kept"))
    if any(words.sort == "reply" for words in view.words):
        row.append(press(view, _("撤回上一句"), "takeback"))
    return (tuple(row),) if row else ()


def _kin(facts: Facts, view: CaseView, context: Context) -> Keyboard:
    """Cases of others that look like this one, and more cases of the same customer."""
    _ = context._
    similar, own = facts.get("similar") or [], facts.get("own") or []
    rows = [press(view, _("#{number} 一起办", number=n), "join", str(n)) for n in similar]
    if len(similar) > 1:
        rows.append(press(view, _("以上全部一起办"), "join", "all"))
    rows += [press(view, _("并入 #{number}（同一位客人）", number=n), "merge", str(n)) for n in own]
    return _in_rows(rows, 2)


def _colleagues(facts: Facts, view: CaseView, context: Context) -> Keyboard:
    buttons = [press(view, name, "hand", str(number)) for number, name in facts["people"]]
    buttons += [
        press(view, f"👥 {name}", "team", str(number)) for number, name in facts.get("teams") or ()
    ]
    return _in_rows(buttons, 2)


def _assess(view: CaseView, context: Context) -> Keyboard:
    """Kind and severity; the dimensions have a page of their own."""
    _, case = context._, view.case
    kinds = [
        press(view, _marked(labels.kind(kind, _), kind is case.kind), "kind", kind.value)
        for kind in KINDS
    ]
    levels = [
        press(view, _marked(str(level), level == case.severity), "sev", str(level))
        for level in range(1, 5)
    ]
    return (
        *_in_rows(kinds, 3),
        (press(view, _("严重程度"), "assess"), *levels),
        (press(view, _("哪方面"), "dims"),),
    )


def _dimensions(view: CaseView, context: Context) -> Keyboard:
    stand = labels.grouped(view)
    buttons = [
        press(view, _marked(labels.dimension(name, context._), name in stand), "dim", name)
        for name in labels.DIMENSIONS
    ]
    return _in_rows(buttons, 2)


def _remedies(view: CaseView, context: Context) -> Keyboard:
    _ = context._
    buttons = [
        press(view, labels.remedy(kind, _) + ("…" if kind in COSTLY else ""), "give", kind.value)
        for kind in RemedyKind
    ]
    return _in_rows(buttons, 3)


def _causes(view: CaseView, context: Context) -> Keyboard:
    buttons = [
        press(
            view,
            _marked(labels.cause(cause, context._), cause is view.case.cause),
            "cause",
            cause.value,
        )
        for cause in Cause
    ]
    return _in_rows(buttons, 2)


def _marked(text: str, stands: bool) -> str:
    return f"✓ {text}" if stands else text


def _in_rows(buttons: list[Button], width: int) -> Keyboard:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
