"""What staff, supervisors and owners read: prompts, warnings and escalations."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from complaints.values import CaseView, Clock, RemedyAnswer, RemedyKind, State
from handlers import labels
from handlers.card import is_veiled
from handlers.first_words import first_words
from handlers.moments import dated, length, moment
from handlers.notes_channels import channel_alarm
from handlers.notes_house import technical_alarm
from handlers.presses import CasePress
from handlers.rendering import Button, Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import escaped, quoted
from handlers.words import Words
from people.telling import NoteKind

Facts = Mapping[str, Any]


def _needs_somebody(context: Context) -> CaseView | None:
    """The case, as long as it is with us to act; a late warning about a solved one says nothing."""
    view = context.case
    if view is None or view.case.state not in {State.OPEN, State.TAKEN}:
        return None
    return view


def about(view: CaseView, context: Context) -> str:
    """One line of what it is about: dimensions and the first words that tell it."""
    _ = context._
    if is_veiled(view, context):
        return escaped(view.place_name)
    names = "、".join(labels.dimension(name, _) for name in labels.grouped(view))
    said = first_words(view)
    quote = f"“{quoted(said, 60)}”" if said else ""
    return " · ".join(part for part in (escaped(view.place_name), names, quote) if part)


def _take(view: CaseView, context: Context, *, or_hand: bool = False) -> Keyboard:
    def press(action: str) -> CasePress:
        return CasePress(action=action, case_id=view.case.id, round=view.case.round)

    take = button(context._("我来处理"), press("take"))
    return ((take, button(context._("转给…"), press("hand"))),) if or_hand else ((take,),)


@renders(NoteKind.PROMPT)
def prompt(facts: Facts, context: Context) -> Shown:
    """Asks one person for words, as an answer to this message."""
    view = context.case
    if view is None:
        return None
    ask = _PROMPTS.get(str(facts["what"]).partition("_")[0], _for_reply)
    asked = ask(facts, view, context)
    if not context.is_group or "thing" not in facts or facts["what"] == "taps":
        return asked
    hint = context._("（长按这条消息，选“回复”再写；直接发在群里，我可能看不到。）")
    return replace(asked, text=f"{asked.text}\n{hint}")


def _name(facts: Facts, context: Context) -> str:
    """Whoever is asked; in a group by a mention, without which their input field stays as it is."""
    name = escaped(facts.get("name") or "")
    if not context.is_group or context.asked is None or not name:
        return name
    return f'<a href="tg://user?id={context.asked}">{name}</a>'


def _for_reply(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _, case = context._, view.case
    name = _name(facts, context)
    text = _("{name}，请回复这条消息，内容会发给客人（#{number}）。", name=name, number=case.id)
    return Rendered(text=text, silent=True, placeholder=_("写给客人的话"))


def _taps(facts: Facts, view: CaseView, context: Context) -> Rendered:
    """What one tap does instead of words of one's own."""
    _, case = context._, view.case

    def press(action: str, arg: str | None = None) -> CasePress:
        return CasePress(action=action, case_id=case.id, round=case.round, arg=arg)

    if facts["asked"] == "resolve":
        text = _("#{number} 是怎么解决的，也可以不写：", number=case.id)
        return Rendered(
            text=text, keyboard=((button(_("不写了，直接办结"), press("resolved")),),), silent=True
        )
    saved = tuple(
        (button(words, press("saved", str(n))),) for n, words in enumerate(facts["saved"])
    )
    text = _("给 #{number} 的客人，也可以点一句直接发：", number=case.id)
    return Rendered(text=text, keyboard=saved, silent=True)


def _for_question(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{name}，请回复这条消息：想请 #{number} 的客人补充什么？会发给客人，计时先停下。",
        name=_name(facts, context),
        number=view.case.id,
    )
    return Rendered(text=text, silent=True, placeholder=_("写给客人的话"))


def _for_sum(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{name}，请回复这条消息：#{number} 的{kind}是多少元？只写数字。",
        name=_name(facts, context),
        number=view.case.id,
        kind=labels.remedy(RemedyKind(facts["what"].removeprefix("sum_")), _),
    )
    return Rendered(text=text, silent=True, placeholder="88")


def _for_declining(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _, number = context._, view.case.id
    text = _("请回复这条消息：#{number} 的补偿为什么不同意，可以换成什么？", number=number)
    text += _("会发给客人。") if view.hears else _("请您告诉客人。")
    return Rendered(text=text, placeholder=_("原因，和可以换成什么"))


def _for_resolution(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _, case = context._, view.case
    name = _name(facts, context)
    text = _("{name}，请回复这条消息：#{number} 是怎么解决的？", name=name, number=case.id)
    text += _("会发给客人。") if view.is_answerable else _("请您告诉客人。")
    return Rendered(text=text, silent=True, placeholder=_("怎么解决的"))


def _for_findings(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{name}，请回复这条消息：先写一句 #{number} 查到了什么，只给同事看。",
        name=_name(facts, context),
        number=view.case.id,
    )
    return Rendered(text=text, silent=True, placeholder=_("查到了什么"))


def _for_remark(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{name}，请回复这条消息：#{number} 的内部备注，客人看不到。",
        name=_name(facts, context),
        number=view.case.id,
    )
    return Rendered(text=text, silent=True, placeholder=_("内部备注"))


def _draft(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _, case, words = context._, view.case, str(facts["words"])

    def press(action: str) -> CasePress:
        return CasePress(action=action, case_id=case.id, round=case.round, arg=words)

    keep = button(_("只作内部备注"), press("keep"))
    buttons: tuple[Button, ...] = (button(_("发给客人"), press("send")), keep)
    text = _("这句话发给客人吗？（#{number}）", number=case.id)
    if not view.is_answerable:
        buttons = (keep,)
        text = _(
            "#{number}：这位客人收不到消息，请打电话或当面说，说上话了点卡片上的“已去电”。"
            "这句话要留作内部备注吗？",
            number=case.id,
        )
    return Rendered(
        text=text,
        keyboard=(buttons,),
        reply_to=facts.get("message_id"),
        silent=True,
    )


def _meant(facts: Facts, view: CaseView, context: Context) -> Rendered:
    """Words beside a prompt: only what their author says they are for is done with them."""
    _, case = context._, view.case

    def press(action: str, arg: str) -> CasePress:
        return CasePress(action=action, case_id=case.id, round=case.round, arg=arg)

    arg, is_outward = f"{facts['draft']}.{facts['asked']}", facts["is_outward"] and view.hears
    text = _("这句话是写给 #{number} 的吗？", number=case.id)
    if is_outward:
        text = _("这句话发给客人吗？（#{number}）", number=case.id)
    yes = button(_("发给客人") if is_outward else _("是"), press("meant", arg))
    return Rendered(
        text=text,
        keyboard=((yes, button(_("不是"), press("unmeant", arg))),),
        reply_to=facts["message_id"],
        silent=True,
    )


def _for_action(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{name}，请回复这条消息：#{number} 以后怎么避免？写明做什么、谁、什么时候前。",
        name=_name(facts, context),
        number=view.case.id,
    )
    return Rendered(text=text, silent=True, placeholder=_("例如：小陈周五前换掉旧空调"))


def _for_improvement(facts: Facts, view: CaseView, context: Context) -> Rendered:
    _ = context._
    text = _(
        "请回复这条消息：#{number} 改了什么？写一句，会发给反映过、想知道的客人。",
        number=view.case.id,
    )
    return Rendered(text=text, placeholder=_("写给客人的话"))


_PROMPTS = {
    "act": _for_action,
    "acted": _for_improvement,
    "ask": _for_question,
    "sum": _for_sum,
    "decline": _for_declining,
    "draft": _draft,
    "findings": _for_findings,
    "meant": _meant,
    "resolve": _for_resolution,
    "taps": _taps,
    "remark": _for_remark,
}


@renders(NoteKind.DELIVERY)
def delivery(facts: Facts, context: Context) -> Shown:
    """Only bad news needs a message: that it arrived stands on the card."""
    view, _ = context.case, context._
    if view is None:
        return None
    number = view.case.id
    known = {
        "blocked": _(
            "⚠️ #{number}：客人已停用机器人，您的答复没有送到。请打电话或当面处理。", number=number
        ),
        "failed": _("⚠️ #{number}：您的答复没能送到，请再发一次或打电话。", number=number),
        "not_taken_back": _("#{number}：没能撤回，客人还看得到那句话。", number=number),
        "unknown": _("#{number}：您的答复可能没送到。客人没回音的话，请再发一次。", number=number),
    }
    if facts["state"] == "held":
        until = moment(datetime.fromisoformat(facts["until"]), context.now, context.zone, _)
        known["held"] = _(
            "#{number}：客人那边是休息时间，您的答复 {until} 送到。急事请打电话。",
            number=number,
            until=until,
        )
    text = known.get(facts["state"])
    return Rendered(text=text, silent=facts["state"] == "held") if text else None


@renders(NoteKind.ATTACHMENT)
def attachment(facts: Facts, context: Context) -> Shown:
    view, said = context.case, context.words
    if view is None or said is None or not said.media or not said.file_id:
        return None
    text = f"#{view.case.id} {escaped(view.customer)}".rstrip()
    return Rendered(text=text, media=(said.media, said.file_id), silent=True)


@renders(NoteKind.WARNING)
def warning(facts: Facts, context: Context) -> Shown:
    view, _ = _needs_somebody(context), context._
    if view is None:
        return None
    text = _until(facts, view, context) or _left(facts, view, _)
    if view.case.owner_id is None:
        text += _("还没人接手。")
    return Rendered(
        text=f"⏳ {_again(facts, context)}{text}\n{about(view, context)}",
        keyboard=_take(view, context) if view.case.owner_id is None else (),
        silent=context.is_group,
    )


def _left(facts: Facts, view: CaseView, _: Words) -> str:
    left = length(timedelta(minutes=facts["minutes"]), _)
    if facts["clock"] == Clock.PROMISE.value:
        return _("#{number} 说好的事还剩 {left}。", number=view.case.id, left=left)
    if facts["clock"] == Clock.RESOLUTION.value:
        return _("#{number} 还剩 {left}要办结。", number=view.case.id, left=left)
    return _("#{number} 还剩 {left}要答复。", number=view.case.id, left=left)


def _until(facts: Facts, view: CaseView, context: Context) -> str | None:
    """In a group it is read hours later as well, so it says when and not how long."""
    clock, _ = facts["clock"], context._
    due = [p.due_at for p in view.promises if p.is_running and p.clock.value == clock]
    if not context.is_group or not due:
        return None
    until, number = dated(min(due), view.zone, _), view.case.id
    if clock == Clock.PROMISE.value:
        return _("#{number} 说好的事，{until} 前要做到。", number=number, until=until)
    if clock == Clock.RESOLUTION.value:
        return _("#{number} {until} 前要办结。", number=number, until=until)
    return _("#{number} {until} 前要答复。", number=number, until=until)


def _again(facts: Facts, context: Context) -> str:
    return context._("（可能重复）") if facts.get("again") else ""


@renders(NoteKind.ESCALATION)
def escalation(facts: Facts, context: Context) -> Shown:
    """「⚠️ #1027 已超时 5 分钟，还没人接手。」; at the top 「……请您指定一人。」."""
    view, _ = _needs_somebody(context), context._
    if view is None:
        return None
    number = view.case.id
    late = length(timedelta(minutes=max(0, facts["late_minutes"])), _)
    owner = escaped(view.owner_name or "")
    if facts["late_minutes"] < 1:
        head = _("⚠️ #{number} 到时限了", number=number)
    else:
        head = _("⚠️ #{number} 已超时 {late}", number=number, late=late)
    tail = (
        _("，{name} 在处理，还没完成。", name=owner) if view.case.owner_id else _("，还没人接手。")
    )
    lines = [_again(facts, context) + head + tail]
    is_top = bool(facts.get("top")) and facts["level"] > 1
    if is_top:
        lines = [_top(facts, view, context, late)]
    if facts.get("undelivered") or facts.get("nobody_reached"):
        lines.append(_("上一级联系不上，所以直接告诉您。"))
    if facts.get("late"):
        lines.append(_("（这条提醒发晚了。）"))
    lines.append(about(view, context))
    return Rendered(text="\n".join(lines), keyboard=_take(view, context, or_hand=is_top))


def _top(facts: Facts, view: CaseView, context: Context, late: str) -> str:
    _ = context._
    again = _again(facts, context)
    text = _(
        "🔴 #{number} 超时 {late}，前面各级都没办完，请您指定一人：点“转给…”。",
        number=view.case.id,
        late=late,
    )
    every = facts.get("every_minutes")
    return again + text + (_("每 {every} 分钟提醒一次。", every=every) if every else "")


@renders(NoteKind.EMERGENCY)
def emergency(facts: Facts, context: Context) -> Shown:
    """「🚨 #1031 西湖店：客人提到煤气味，请立即到场。」; of a colleague the group reads none."""
    view = _needs_somebody(context)
    if view is None:
        return None
    text = _of_a_colleague(view, context) if is_veiled(view, context) else _come(view, context)
    return Rendered(text=_again(facts, context) + text, keyboard=_take(view, context))


def _come(view: CaseView, context: Context) -> str:
    said = next(
        (w.text for w in reversed(view.words) if w.sort in {"said", "edited"} and w.text), ""
    )
    return context._(
        "🚨 #{number} {place}：客人说“{said}”，请立即到场。",
        number=view.case.id,
        place=escaped(view.place_name),
        said=quoted(said, 120),
    )


def _of_a_colleague(view: CaseView, context: Context) -> str:
    veil = context._("内容涉及同事，已交主管处理。")
    return f"🚨 #{view.case.id} {escaped(view.place_name)}\n{veil}"


@renders(NoteKind.REOPENED)
def reopened(facts: Facts, context: Context) -> Shown:
    view, _ = _needs_somebody(context), context._
    if view is None:
        return None
    text = _("#{number} 客人说没解决，又打开了。请您看一下。", number=view.case.id)
    return Rendered(text=f"↩️ {text}\n{about(view, context)}", keyboard=_take(view, context))


@renders(NoteKind.ALARM)
def alarm(facts: Facts, context: Context) -> Shown:
    if "channel" in facts:
        return channel_alarm(facts, context)
    if "trouble" in facts:
        return technical_alarm(facts, context)
    return Rendered(text=escaped(str(facts.get("text", ""))))


@renders(NoteKind.CONTESTED)
def contested(facts: Facts, context: Context) -> Shown:
    """To the supervisors: at once, and each time that its day has come."""
    view, _ = context.case, context._
    if view is None or view.case.state is not State.CONTESTED or view.case.round != facts["round"]:
        return None
    text = _("#{number} 客人不接受这个结果。请您跟进，直到谈妥或途径用尽。", number=view.case.id)
    case = view.case
    buttons = tuple(
        button(words, CasePress(action=action, case_id=case.id, round=case.round))
        for words, action in ((_("回复"), "reply"), (_("途径已用尽"), "usedup"))
    )
    return Rendered(text=f"↩️ {text}\n{about(view, context)}", keyboard=(buttons,))


@renders(NoteKind.ANSWERED)
def answered(facts: Facts, context: Context) -> Shown:
    """What the customer says to what was offered instead."""
    view, _ = context.case, context._
    given = {remedy.id: remedy.answer for remedy in view.remedies} if view is not None else {}
    answer = given.get(facts["remedy"])
    if view is None or answer is None:
        return None
    number = view.case.id
    if answer is RemedyAnswer.ACCEPTED:
        return Rendered(text=_("#{number} 客人说换的办法可以，请去办。", number=number))
    text = _("#{number} 客人不接受换的办法，事情还没完。", number=number)
    return Rendered(text=f"↩️ {text}\n{about(view, context)}")
