"""`/status`: what a customer's open cases are waiting for, and what they can do about each."""

from collections.abc import Mapping
from typing import Any

from complaints.values import LADDER_KINDS, CaseView, Clock, State, Words
from handlers import labels
from handlers.card import running
from handlers.moments import moment
from handlers.notes_customer import confirming
from handlers.presses import CasePress
from handlers.rendering import Button, Context, Keyboard, Rendered, button, shows
from handlers.safe import escaped
from people.telling import FaceKind

Facts = Mapping[str, Any]
# Telegram shows a hundred buttons at most; who has more cases than this finds the rest by writing.
MOST_WITH_BUTTONS = 8


@shows(FaceKind.STATUS)
def status(facts: Facts, context: Context) -> Rendered | None:
    _ = context._
    if not context.cases:
        return Rendered(text=_("您没有未办完的事。有话直接写给我就行。"))
    text = "\n\n".join(_status_of(view, context) for view in context.cases)
    several = len(context.cases) > 1
    keyboard: Keyboard = ()
    for view in context.cases[:MOST_WITH_BUTTONS]:
        keyboard += _buttons(view, context, several=several)
    return Rendered(text=text, keyboard=keyboard)


def _status_of(view: CaseView, context: Context) -> str:
    _, case = context._, view.case
    lines = [f"<b>#{case.id}</b> {labels.kind(case.kind, _)} · {labels.state(case, _)}"]
    promise = running(view)
    if promise is not None and case.state is not State.RESOLVED:
        due = moment(promise.due_at, context.now, context.zone, _)
        if promise.due_at <= context.now:
            has_ladder = case.kind in LADDER_KINDS
            late = _("已经晚了，抱歉；已报给上一级。")
            lines.append(late if has_ladder else _("已经晚了，抱歉；还在办。"))
        elif promise.clock is Clock.RESPONSE:
            lines.append(_("{due} 前答复您。", due=due))
        else:
            lines.append(_("{due} 前办完。", due=due))
    if case.state is State.CONTESTED and case.next_due_at is not None:
        until = moment(case.next_due_at, context.now, context.zone, _)
        lines.append(_("{until} 前值班经理会再联系您。", until=until))
    if view.owner_name and case.owner_id:
        lines.append(_("{name} 在跟进。", name=escaped(view.owner_name)))
    return "\n".join(lines)


def _buttons(view: CaseView, context: Context, *, several: bool) -> Keyboard:
    """With several cases each button says which it is about."""
    _, case = context._, view.case

    def press(text: str, action: str, arg: str | None = None) -> Button:
        named = f"{text} #{case.id}" if several else text
        return button(named, CasePress(action=action, case_id=case.id, round=case.round, arg=arg))

    looking: tuple[Button, ...] = (press(_("经过"), "mystory"), press(_("撤回"), "mydrop"))
    later = latest(view)
    if later is not None:
        looking = (*looking, press(_("这是另一件事"), "apart", str(later.id)))
    if case.state is State.RESOLVED:
        # Among several, 「经过」 asks for the confirmation.
        return (looking,) if several else (*confirming(view, context), looking)
    return ((press(_("催一下"), "mychase"), press(_("补充"), "mysupply")), looking)


def latest(view: CaseView) -> Words | None:
    """What the customer said last, unless the case began with it."""
    said = [words for words in view.words if words.sort == "said"]
    return said[-1] if len(said) > 1 else None
