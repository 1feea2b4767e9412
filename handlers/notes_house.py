"""What owners read of the program itself, once a week: that it is well, or what to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.moments import moment
from handlers.rendering import Context, Rendered, Shown, renders
from handlers.safe import escaped
from people.telling import NoteKind

# A copy older than this is of little use.
OLD = timedelta(days=8)


@renders(NoteKind.WELL)
def well(facts: Mapping[str, Any], context: Context) -> Shown:
    """「我很好：这一周收到 120 条消息，发出 310 条。最近备份：昨天 3:00。」"""
    _ = context._
    lines = [
        _(
            "这一周收到 {heard} 条消息，发出 {said} 条。",
            heard=facts["heard"],
            said=facts["said"],
        )
    ]
    troubles = [*_troubles(facts, context)]
    head = _("我很好：") if not troubles else _("我在工作，有几件事请您看一下：")
    copied = facts.get("backup")
    if copied:
        at = moment(datetime.fromisoformat(copied), context.now, context.zone, _)
        lines.append(_("最近备份：{at}。", at=at))
    return Rendered(text="\n".join([head + "".join(lines), *troubles]), silent=True)


def _troubles(facts: Mapping[str, Any], context: Context) -> list[str]:
    _ = context._
    found = []
    if facts["aside"]:
        found.append(
            _("• {count} 条消息处理不了，放在一边：运行 huiyin replay。", count=facts["aside"])
        )
    found += [
        _("• 渠道“{name}”没有收下提醒：运行 huiyin check --send。", name=escaped(name))
        for name in facts["silent"]
    ]
    if facts["keeps_backups"] and _is_old(facts.get("backup"), context.now):
        found.append(_("• 一周多没有备份了：运行 huiyin backup，或放进 cron。"))
    return found


def _is_old(copied: str | None, now: datetime) -> bool:
    return copied is None or now - datetime.fromisoformat(copied) > OLD


def technical_alarm(facts: Mapping[str, Any], context: Context) -> Rendered:
    """What is wrong with the machinery, and what to do."""
    _ = context._
    minutes = int(facts.get("minutes", 0))
    title = escaped(facts.get("title") or "—")
    known = {
        "elsewhere": _(
            "同一个令牌在别处也在运行，有的消息可能被它取走：请停掉那一个，或换一个令牌。"
        ),
        "clock": _("这台机器的时间快了 {minutes} 分钟，时限会不准：请校准。", minutes=minutes),
        "slow": _("这台机器的时间慢了 {minutes} 分钟，时限会不准：请校准。", minutes=-minutes),
        "group": _(
            "我发不进“{title}”，投诉到不了：请把我加回去、允许发言，或在 /settings 里换个群。",
            title=title,
        ),
        "group_gone": _(
            "“{title}”不在了，或把我移出了，新的投诉到不了那里。请把我加回去；"
            "解散了，就在 /settings 里点它，选“不再收”，再加一个群。",
            title=title,
        ),
    }
    name = "slow" if facts["trouble"] == "clock" and minutes < 0 else facts["trouble"]
    return Rendered(text="🔧 " + known[name])
