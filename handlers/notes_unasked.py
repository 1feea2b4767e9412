"""What a customer hears without asking: how it stands, that it is late, whether it is settled."""

from collections.abc import Mapping
from typing import Any

from complaints.values import LADDER_KINDS, CaseView, Clock, State
from handlers import labels
from handlers.card import running
from handlers.moments import moment
from handlers.notes_customer import confirming
from handlers.presses import CasePress
from handlers.rendering import Context, Rendered, Shown, button, renders
from handlers.safe import escaped
from people.telling import NoteKind

Facts = Mapping[str, Any]


def _waits_for_us(facts: Facts, context: Context) -> CaseView | None:
    """The case, as long as it is as it was when this was decided."""
    view = context.case
    if view is None or not view.case.is_live or view.case.resolved_at is not None:
        return None
    return view if facts.get("round", view.case.round) == view.case.round else None


@renders(NoteKind.PROGRESS)
def progress(facts: Facts, context: Context) -> Shown:
    """Honest about being late; nothing is said any more once it was resolved."""
    view, _ = _waits_for_us(facts, context), context._
    if view is None:
        return None
    if facts.get("stands"):
        return Rendered(text=_stands(view, context))
    if facts.get("clock") == Clock.PROMISE.value or facts.get("kept"):
        return Rendered(text=_of_word(facts, view, context))
    number = view.case.id
    if facts.get("clock") == Clock.RESOLUTION.value:
        text = _(
            "很抱歉，{number} 没有在说好的时间内办完。已经报给上一级，会继续催。", number=number
        )
        return Rendered(text=text)
    text = _("很抱歉，{number} 没有在说好的时间内答复您。已经报给上一级，会继续催。", number=number)
    return Rendered(text=text)


def _of_word(facts: Facts, view: CaseView, context: Context) -> str:
    """What a colleague promised in words was done, or is late."""
    _, number = context._, view.case.id
    if facts.get("kept"):
        return _("{number}：说好的事已经办好了。还有问题，直接在这里告诉我们。", number=number)
    return _("很抱歉，{number} 说好的时间到了，还没办到。已经在催，会尽快告诉您。", number=number)


def _stands(view: CaseView, context: Context) -> str:
    _, case, promise = context._, view.case, running(view)
    name = escaped(view.owner_name or "") if case.owner_id else ""
    text = _("#{number} 还没办完，没有忘。", number=case.id)
    if name:
        text = _("#{number} 还在办，{name} 在跟进。", number=case.id, name=name)
    if promise is None:
        return text
    if promise.due_at <= context.now:
        # A question has no ladder: nobody above hears of it, so nobody is said to.
        has_ladder = case.kind in LADDER_KINDS
        late = _("比说好的晚了，抱歉；值班经理也在催。")
        return text + (late if has_ladder else _("比说好的晚了，抱歉。"))
    due = moment(promise.due_at, context.now, context.zone, _)
    if promise.clock is Clock.RESPONSE:
        return text + _("{due} 前答复您。", due=due)
    return text + _("{due} 前办完。", due=due)


@renders(NoteKind.CONFIRM_REMINDER)
def confirm_reminder(facts: Facts, context: Context) -> Shown:
    """Nothing is asked any more once they have said it."""
    view, _ = context.case, context._
    if view is None or view.case.state is not State.RESOLVED or view.case.round != facts["round"]:
        return None
    text = _(
        "#{number} 这样处理可以吗？点一下就好；没回音的话，过些时候就先结了。", number=view.case.id
    )
    return Rendered(text=text, keyboard=confirming(view, context), silent=True)


@renders(NoteKind.USED_UP)
def used_up(facts: Facts, context: Context) -> Shown:
    view, _ = context.case, context._
    if view is None:
        return None
    text = _(
        "关于 #{number}：我们能做的都做了，还是没让您满意，很抱歉。这件事先结在这里。",
        number=view.case.id,
    )
    if context.recourse is not None:
        text += escaped(context.recourse.in_language(_.language))
    return Rendered(text=text)


@renders(NoteKind.ALTERNATIVE)
def alternative(facts: Facts, context: Context) -> Shown:
    """「很抱歉，退款这次办不到：……」, with what can be done instead; 可以 · 不接受."""
    view, said, _ = context.case, context.words, context._
    asked = [one for one in view.remedies if one.id == facts["remedy"]] if view else []
    if view is None or said is None or not asked:
        return None
    what = labels.remedy(asked[0].kind, _)
    lines = [
        _("关于 #{number}：很抱歉，{what}这次办不到。", number=view.case.id, what=what),
        escaped(said.text or "").strip(),
        _("您看可以吗？"),
    ]
    buttons = tuple(
        button(
            text,
            CasePress(
                action=action, case_id=view.case.id, round=view.case.round, arg=str(asked[0].id)
            ),
        )
        for text, action in ((_("可以"), "altyes"), (_("不接受"), "altno"))
    )
    return Rendered(text="\n".join(lines), keyboard=(buttons,))
