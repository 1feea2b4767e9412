"""What a robot of another chat program, or an e-mail, says: never a customer's words or name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from complaints.values import CaseView, Clock, State
from handlers import labels
from handlers.moments import length, moment
from handlers.rendering import Context, Rendered
from handlers.safe import escaped
from handlers.words import Words
from people.telling import NoteKind

Facts = Mapping[str, Any]
# What every robot takes, in bytes of UTF-8.
LONGEST = 1900


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Plain text without any markup; `title` is the subject where there is one."""

    title: str
    text: str


def alert(kind: NoteKind, facts: Facts, context: Context, link: str | None) -> Alert | None:
    """Number, dimension, severity, deadline and a link; None once nobody needs to come any more."""
    view = context.case
    if view is None or view.case.state not in {State.OPEN, State.TAKEN}:
        return None
    head = _HEADS[kind](facts, view, context)
    lines = [f"【{context._('回音')}】{head}", _about(view, context)]
    if due := _deadline(view, facts, context):
        lines.append(due)
    if facts.get("late"):
        lines.append(context._("（这条提醒发晚了。）"))
    if link:
        lines.append(link)
    return Alert(title=f"{context._('回音')} #{view.case.id}", text="\n".join(lines))


def together(alerts: Sequence[Alert], _: Words) -> Alert:
    """Several as one message: whole as long as they fit, else the first line of each."""
    head = _("{count} 件一起说：", count=len(alerts))
    whole = "\n\n".join([head, *(alert.text for alert in alerts)])
    if len(whole.encode()) > LONGEST:
        whole = "\n".join([head, *(alert.text.split("\n", 1)[0] for alert in alerts)])
    return Alert(title=f"{_('回音')} {head}", text=whole)


def _again(facts: Facts, context: Context) -> str:
    return context._("（可能重复）") if facts.get("again") else ""


def _escalation(facts: Facts, view: CaseView, context: Context) -> str:
    _, number = context._, view.case.id
    minutes = max(0, int(facts.get("late_minutes", 0)))
    if minutes < 1:
        head = _("⚠️ #{number} 到时限了", number=number)
    else:
        late = length(timedelta(minutes=minutes), _)
        head = _("⚠️ #{number} 已超时 {late}", number=number, late=late)
    is_taken = view.case.owner_id is not None
    tail = _("，有人接手，还没完成。") if is_taken else _("，还没人接手。")
    return _again(facts, context) + head + tail


def _emergency(facts: Facts, view: CaseView, context: Context) -> str:
    _ = context._
    text = _(
        "🚨 #{number} {place}：突发事件，请立即到场。", number=view.case.id, place=view.place_name
    )
    return _again(facts, context) + text


_HEADS: Mapping[NoteKind, Callable[[Facts, CaseView, Context], str]] = {
    NoteKind.ESCALATION: _escalation,
    NoteKind.EMERGENCY: _emergency,
}
ALERTED = frozenset(_HEADS)


def _about(view: CaseView, context: Context) -> str:
    _ = context._
    names = "、".join(labels.dimension(name, _) for name in labels.grouped(view))
    parts = (view.place_name, labels.kind(view.case.kind, _), labels.severity(view.case, _), names)
    return " · ".join(part for part in parts if part)


def _deadline(view: CaseView, facts: Facts, context: Context) -> str:
    """Of the promise that it is about; without one, of the next that still runs."""
    _ = context._
    running = [p for p in view.promises if p.is_running]
    named = [p for p in running if p.clock.value == facts.get("clock")]
    promise = min(named or running, key=lambda p: p.due_at, default=None)
    if promise is None:
        return ""
    at = moment(promise.due_at, context.now, view.zone, _)
    if promise.clock is Clock.RESOLUTION:
        return _("时限：{at} 前办结", at=at)
    return _("时限：{at} 前答复", at=at)


def channel_alarm(facts: Facts, context: Context) -> Rendered:
    """To the owners in private: which channel is silent, and what to do about it."""
    _ = context._
    head = _("⚠️ 渠道“{name}”没有收下提醒，已改为通知上一级。", name=escaped(str(facts["channel"])))
    return Rendered(text=f"{head}\n{remedy_for(str(facts.get('reason', '')), _)}")


def remedy_for(reason: str, _: Words) -> str:
    """What an operator can do, by the code that the service gave."""
    known = {
        "310000": _("签名、关键词或 IP 白名单不对：请核对密钥；用关键词时请填“回音”。"),
        "19021": _("签名不对：请核对密钥，并看服务器的时间准不准。"),
        "19022": _("这台服务器不在机器人的 IP 白名单里：请加上。"),
        "19024": _("关键词不对：请在机器人的安全设置里填“回音”。"),
        "300001": _("地址失效了：请在群里重新添加机器人，换上新地址。"),
        "93000": _("地址失效了：请在群里重新添加机器人，换上新地址。"),
        "130101": _("这个机器人一分钟里说得太多：别的程序也在用它吗？"),
        "45009": _("这个机器人一分钟里说得太多：别的程序也在用它吗？"),
        "11232": _("这个机器人一分钟里说得太多：别的程序也在用它吗？"),
        "address": _("地址不对：请对照它的页面重新填写。"),
        "no connection": _("连不上它：请检查服务器的网络。"),
        "timeout": _("它没有回答，可能送到了也可能没有：请检查网络。"),
        "not confirmed": _("没有确认送到：请检查邮箱的地址、密码和服务器。"),
        "no address": _("还没有填地址：请在设置里写上。"),
    }
    said: str | None = known.get(reason)
    return said or _("它的回答：{reason}。请运行 huiyin check --send。", reason=reason)
