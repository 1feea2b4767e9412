"""What a customer reads about a case: receipts, replies, outcomes."""

from collections.abc import Mapping
from typing import Any

from complaints.values import CaseView, Clock, Handling, Hope, State
from dimensions.reading import Kind
from handlers.moments import moment
from handlers.presses import CasePress
from handlers.rendering import (
    Button,
    Context,
    Keyboard,
    Reaction,
    Rendered,
    Shown,
    button,
    renders,
)
from handlers.safe import escaped
from people.telling import NoteKind

Facts = Mapping[str, Any]


def notice(context: Context) -> str:
    """What whoever was never told reads with the first answer."""
    return context._("您写的话和评分，只用来答复您、改进服务；发“隐私”看详情。")


def due_text(view: CaseView, clock: Clock, context: Context) -> str | None:
    """When the running promise of this clock falls due, as the reader says it."""
    running = [
        promise.due_at
        for promise in view.promises
        if promise.round == view.case.round and promise.clock is clock and promise.is_running
    ]
    return moment(running[0], context.now, context.zone, context._) if running else None


@renders(NoteKind.RECEIPT)
def receipt(facts: Facts, context: Context) -> Shown:
    """「已收到，编号 1027。今天 18:30 前，同事会在这里答复您。」."""
    view, _ = context.case, context._
    if view is None:
        return None
    number = view.case.id
    lines = [_("已收到，编号 {number}。", number=number)]
    lines += _receipt_lines(view, context)
    if facts.get("notice"):
        lines.append(notice(context))
    buttons: Keyboard = (_receipt_buttons(view, context),)
    if view.case.doubtful:
        buttons = (_doubt_buttons(view, context), *buttons)
    elif view.case.kind in {Kind.COMPLAINT, Kind.OBJECTION}:
        buttons = (_hope_buttons(view, context), *buttons)
    return Rendered(text="\n".join(lines), keyboard=buttons)


def _receipt_lines(view: CaseView, context: Context) -> list[str]:
    _, due = context._, due_text(view, Clock.RESPONSE, context)
    match view.case.kind:
        case Kind.EMERGENCY:
            return [_("已通知负责人。如有危险，请先离开，并拨打 119、120 或 110。")]
        case Kind.SUGGESTION:
            return [_("谢谢您的建议，我们会看，并在这里告诉您是否采纳。")]
        case _ if view.case.doubtful:
            return [_("想请同事处理吗？点一下就好；不点，也会有同事看。")]
        case Kind.QUESTION if due:
            return [_("{due} 前，同事会在这里回答您。", due=due)]
        case _ if due:
            more = _("要补充，直接发文字、照片或语音就行。不收任何费用。")
            return [_("{due} 前，同事会在这里答复您。", due=due), more]
    return [_("同事会在这里答复您。")]


def _receipt_buttons(view: CaseView, context: Context) -> tuple[Button, ...]:
    _, case = context._, view.case
    return (
        button(_("查进度"), CasePress(action="status", case_id=case.id, round=case.round)),
        button(_("谁能看到"), CasePress(action="who", case_id=case.id, round=case.round)),
    )


def _hope_buttons(view: CaseView, context: Context) -> tuple[Button, ...]:
    """The remedy sought, by one tap; whoever taps none has said enough."""
    _, case = context._, view.case
    choices = (
        (Hope.REFUND, _("希望退款")),
        (Hope.REDO, _("希望重做")),
        (Hope.APOLOGY, _("希望道歉")),
    )
    return tuple(
        button(text, CasePress(action="hope", case_id=case.id, round=case.round, arg=hope.value))
        for hope, text in choices
    )


def _doubt_buttons(view: CaseView, context: Context) -> tuple[Button, ...]:
    _, case = context._, view.case
    return (
        button(_("这是投诉"), CasePress(action="insist", case_id=case.id, round=case.round)),
        button(_("只是说说"), CasePress(action="withdraw", case_id=case.id, round=case.round)),
    )


@renders(NoteKind.ADDED)
def added(facts: Facts, context: Context) -> Shown:
    return Reaction(message_id=facts["message_id"], emoji="👀")


@renders(NoteKind.REPLY)
def reply(facts: Facts, context: Context) -> Shown:
    view, said, _ = context.case, context.words, context._
    if view is None or said is None:
        return None
    who = _("——{place} {name}", place=escaped(view.place_name), name=escaped(said.by or ""))
    lines = [_("关于您反映的事（{number}）：", number=view.case.id), _body(said.text), who]
    if facts.get("asks"):
        lines.append(_("请直接在这里回复，收到就接着办。"))
    text = "\n".join(lines)
    media = (said.media, said.file_id) if said.media and said.file_id else None
    return Rendered(text=text, media=media)


def _body(text: str | None) -> str:
    """A colleague's own words: they may name a page or a phone, only markup is taken out."""
    return escaped(text or "").strip()


@renders(NoteKind.RESOLUTION)
def resolution(facts: Facts, context: Context) -> Shown:
    view, said, _ = context.case, context.words, context._
    if view is None:
        return None
    lines = [_("您反映的事（{number}）：", number=view.case.id)]
    if said is not None and (said.text or "").strip():
        lines.append(_body(said.text))
    elif facts.get("on_site"):
        lines.append(_("同事说已经当面或在电话里处理好了。"))
    else:
        lines.append(_("同事已经处理好了。"))
    name = escaped((said.by if said else None) or view.owner_name or "")
    lines.append(_("——{place} {name}", place=escaped(view.place_name), name=name))
    lines.append(_("这样处理可以吗？"))
    media = (said.media, said.file_id) if said and said.media and said.file_id else None
    return Rendered(text="\n".join(lines), keyboard=confirming(view, context), media=media)


def confirming(view: CaseView, context: Context) -> Keyboard:
    _ = context._
    choices = (
        (Handling.SATISFIED, _("解决了，满意")),
        (Handling.PARTLY, _("解决了，不太满意")),
        (Handling.UNSOLVED, _("没解决")),
    )
    return tuple(
        (
            button(
                text,
                CasePress(
                    action="confirm", case_id=view.case.id, round=view.case.round, arg=value.value
                ),
            ),
        )
        for value, text in choices
    )


@renders(NoteKind.CONFIRMED)
def confirmed(facts: Facts, context: Context) -> Shown:
    view, _ = context.case, context._
    if view is None:
        return None
    match Handling(facts["handling"]):
        case Handling.SATISFIED:
            text = _("谢谢您告诉我们。{number} 就到这里了。", number=view.case.id)
            return Rendered(text=text, keyboard=_news(view, context))
        case Handling.PARTLY:
            text = _("谢谢您直说，我们会记下来改进。{number} 就到这里了。", number=view.case.id)
            return Rendered(text=text, keyboard=_news(view, context))
    text = _still_open(view, context)
    if context.recourse is not None:
        text += escaped(context.recourse.in_language(_.language))
    return Rendered(text=text)


def _news(view: CaseView, context: Context) -> Keyboard:
    """Only who asks for it hears later what was improved."""
    case = view.case
    if case.wants_news:
        return ()
    ask = CasePress(action="news", case_id=case.id, round=case.round)
    return ((button(context._("改进了告诉我"), ask),),)


def _still_open(view: CaseView, context: Context) -> str:
    _, case = context._, view.case
    if case.state is State.CONTESTED and case.next_due_at is not None:
        until = moment(case.next_due_at, context.now, context.zone, _)
        return _("明白，您不接受这个结果，我们记下了。{until} 前值班经理会再联系您。", until=until)
    due = due_text(view, Clock.RESPONSE, context)
    if due:
        return _("明白，这件事还没完。已转值班经理，{due} 前答复您。", due=due)
    return _("明白，这件事还没完。已转值班经理。")
