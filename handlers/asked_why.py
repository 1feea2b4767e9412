"""`/why`: supervisors learn why somebody was or wasn't asked, and when they will be."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer
from handlers.moments import moment
from handlers.presses import PressFilter, ServicePress, SurveyPress
from handlers.rendering import Context, Keyboard, Rendered, Shown, button, says
from handlers.safe import escaped
from handlers.sights import may_look, refusal_for, sight_of
from handlers.words import Words
from handlers.work import Caller, Work
from surveys.explaining import Explained, Rule, explain_customer
from surveys.values import Invitation, InvitationState, Skip

router = Router(name="asked_why")
router.message.filter(F.chat.type == "private")

WEEK = timedelta(days=7)
BUTTONS = 5
Facts = Mapping[str, Any]


@router.message(Command("why"))
async def on_why(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    if not may_look(caller.person):
        await answer(work, caller, inbox_id, refusal_for(caller.person))
        return
    name = (command.args or "").strip()
    if not name:
        await _tell_skipped(work, caller, now, inbox_id)
        return
    person_id = await work.surveys.customer_named(name)
    await _tell(work, caller, person_id, now, inbox_id)


@router.callback_query(PressFilter(ServicePress, "why"))
async def on_one(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: ServicePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not may_look(caller.person):
        return "not_allowed"
    service = await work.surveys.service_by_id(press.service_id)
    await _tell(work, caller, service.person_id if service else None, now, inbox_id)
    return None


@router.callback_query(PressFilter(SurveyPress, "older", "missed"))
async def on_older(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: SurveyPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """The next page: of one customer's surveys, or of those who were not asked."""
    if not may_look(caller.person):
        return "not_allowed"
    last = press.invitation_id
    if press.action == "missed":
        await _tell_skipped(work, caller, now, inbox_id, before=last)
        return None
    invitation = await work.surveys.get(last)
    person_id = invitation.person_id if invitation else None
    await _tell(work, caller, person_id, now, inbox_id, before=last)
    return None


async def _tell(
    work: Work,
    caller: Caller,
    person_id: int | None,
    now: datetime,
    inbox_id: int,
    before: int | None = None,
) -> None:
    """At the places that the supervisor sees, and no others."""
    sight = await sight_of(work, caller.person)
    places = frozenset(place.id for place in sight.all)
    found: tuple[Explained, ...] = ()
    more: tuple[Invitation, ...] = ()
    if person_id:
        found = await explain_customer(work, person_id, places, now, before=before)
    last = found[-1].invitation.id if found else None
    if person_id and last:
        more = await work.surveys.newest_of(person_id, 1, places=places, before=last)
    told = [facts_of(one) for one in found]
    older = last if more else None
    await answer(work, caller, inbox_id, "why", asked=told, zone=sight.zone, older=older)


async def _tell_skipped(
    work: Work, caller: Caller, now: datetime, inbox_id: int, before: int | None = None
) -> None:
    sight = await sight_of(work, caller.person)
    places = frozenset(place.id for place in sight.all)
    counts = await work.surveys.skipped(places, now - WEEK, now + WEEK)
    latest = await work.surveys.latest_skipped(places, BUTTONS, before=before)
    last = latest[-1].id if latest else None
    more = await work.surveys.latest_skipped(places, 1, before=last) if last else ()
    older = last if more else None
    buttons = [
        {"service": i.service_id, "at": i.due_at.isoformat(), "reason": i.reason}
        for i in latest
        if i.reason
    ]
    facts = {"counts": counts, "latest": buttons, "zone": sight.zone, "older": older}
    await answer(work, caller, inbox_id, "skipped", **facts)


def facts_of(one: Explained) -> dict[str, Any]:
    invitation = one.invitation
    return {
        "place": one.place,
        "at": _iso(one.service.finished_at or invitation.due_at),
        "state": invitation.state.value,
        "reason": one.reason.value if one.reason else None,
        "sent_at": _iso(invitation.sent_at),
        "completed_at": _iso(invitation.completed_at),
        "next_at": _iso(one.next_at),
        "free_at": _iso(one.free_at),
        "dropped_at": _iso(one.dropped_at),
        "waits": one.waits,
        "checks": [[check.rule.value, check.holds, _iso(check.until)] for check in one.checks],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


# --- what is read


@says("why")
def why(facts: Facts, context: Context) -> Shown:
    text = told(facts["asked"], context.now, facts["zone"], context._)
    return Rendered(text=text, keyboard=_further(facts, "older", context._))


def _further(facts: Facts, action: str, _: Words) -> Keyboard:
    """To the page behind this one, where there may be one."""
    last = facts.get("older")
    if last is None:
        return ()
    return ((button(_("更早的"), SurveyPress(action=action, invitation_id=last)),),)


@says("skipped")
def skipped(facts: Facts, context: Context) -> Shown:
    _ = context._
    lines = [_("近 7 天没有问的：")]
    lines += [f"· {reason(key, _)} {count}" for key, count in facts["counts"].items()]
    if len(lines) == 1:
        lines = [_("近 7 天没有跳过谁。")]
    lines.append(_("看某一位：/why 加客户编号、手机号或服务单号。"))
    rows = tuple(
        (
            button(
                f"{_when(one['at'], context.now, facts['zone'], _)} {reason(one['reason'], _)}",
                ServicePress(action="why", service_id=one["service"]),
            ),
        )
        for one in facts["latest"]
    )
    return Rendered(text="\n".join(lines), keyboard=rows + _further(facts, "missed", _))


def told(asked: Sequence[Facts], now: datetime, zone: str, _: Words) -> str:
    """One paragraph a service, the newest first; HTML."""
    if not asked:
        return _("没有找到这位客人，或没有问过。请写客户编号、手机号或服务单号。")
    return "\n\n".join(_paragraph(one, now, zone, _) for one in asked)


def _paragraph(one: Facts, now: datetime, zone: str, _: Words) -> str:
    lines = [f"<b>{escaped(one['place'])} · {_when(one['at'], now, zone, _)}</b>"]
    lines.append(_headline(one, now, zone, _))
    for rule, holds, until in one["checks"]:
        mark = "✓" if holds else "✗"
        lines.append(f"{mark} {_check(Rule(rule), until, now, zone, _, holds=holds)}")
    return "\n".join(lines)


def _headline(one: Facts, now: datetime, zone: str, _: Words) -> str:
    if one["reason"]:
        why = reason(one["reason"], _)
        if not one.get("free_at"):
            return _("不问：{reason}。", reason=why)
        free, dropped = (_when(one[key], now, zone, _) for key in ("free_at", "dropped_at"))
        return _(
            "不问：{reason}。{free} 以后才可以再问，而 {dropped} 就过期了。",
            reason=why,
            free=free,
            dropped=dropped,
        )
    if one["completed_at"]:
        return _("已答完，{at}。", at=_when(one["completed_at"], now, zone, _))
    if one["next_at"] and one.get("waits"):
        at = _when(one["next_at"], now, zone, _)
        return _("还没问；客人打开机器人后才问，最早 {at}。", at=at)
    if one["next_at"]:
        return _("还没问；最早 {at} 问。", at=_when(one["next_at"], now, zone, _))
    sent = _when(one["sent_at"], now, zone, _) if one["sent_at"] else ""
    known = {
        InvitationState.QUEUED: _("正在发出。"),
        InvitationState.SENT: _("{at} 已发出，还没回答。", at=sent),
        InvitationState.PARTIAL: _("{at} 已发出，答了一部分。", at=sent),
        InvitationState.UNKNOWN: _("{at} 发过，不知道有没有送到。", at=sent),
        InvitationState.EXPIRED: _("{at} 已发出，过期了。", at=sent),
    }
    return known.get(InvitationState(one["state"]), _("不会再问。"))


def _when(at: str, now: datetime, zone: str, _: Words) -> str:
    return moment(datetime.fromisoformat(at), now, zone, _)


def _check(
    rule: Rule, until: str | None, now: datetime, zone: str, _: Words, *, holds: bool
) -> str:
    known = {
        Rule.FINISHED: (_("服务已结束"), _("服务还没结束或取消了")),
        Rule.NOT_STOPPED: (_("没有退订"), _("客人发过“停”")),
        Rule.REACHABLE: (_("可以送达"), _("还没打开过机器人，或把它屏蔽了")),
        Rule.DELAY: (_("到了该问的时候"), _("还没到该问的时候")),
        Rule.NOT_TOO_LATE: (_("没有过期"), _("过了期限")),
        Rule.COOLDOWN: (_("近期没有问过"), _("近期问过，先不打扰")),
        Rule.NO_OTHER: (_("没有别的问卷在路上"), _("另有一份问卷在路上")),
        Rule.NO_CASE: (_("没有未办完的事"), _("有一件事还没办完")),
        Rule.CALMED: (_("近期没有投诉过"), _("刚投诉过，先不问")),
        Rule.NOT_TALKING: (_("没有正在进行的对话"), _("正在和机器人说话")),
        Rule.WINDOW: (_("在可以发的钟点内"), _("不在可以发的钟点")),
    }
    text = known[rule][0 if holds else 1]
    if until is None:
        return text
    at = _when(until, now, zone, _)
    return f"{text}，{_('到 {at} 为止', at=at)}"


def reason(value: str, _: Words) -> str:
    known = {
        Skip.TOO_LATE: _("过了期限"),
        Skip.STOPPED: _("客人发过“停”"),
        Skip.BLOCKED: _("客人屏蔽了机器人"),
        Skip.COOLDOWN: _("近期问过"),
        Skip.COMPLAINED: _("刚投诉过"),
        Skip.CASE_OPEN: _("有一件事还没办完"),
        Skip.TALKING: _("正在和机器人说话"),
        Skip.NOT_SAMPLED: _("没有抽中"),
        Skip.EXCLUDED: _("规则写明不问"),
        Skip.SERVICE_CANCELLED: _("服务取消了"),
        Skip.UNREACHABLE: _("联系不上"),
        Skip.HANDLED: _("投诉处理时已经评过"),
    }
    return known.get(Skip(value), value)
