"""What owners read when something is not as it must be, and when it is again."""

from collections.abc import Mapping
from typing import Any

from handlers.numbers import listed
from handlers.rendering import Context, Rendered, Shown, renders
from handlers.safe import escaped
from handlers.words import Words
from people.telling import NoteKind

Facts = Mapping[str, Any]


@renders(NoteKind.AUDIT)
def on_audit(facts: Facts, context: Context) -> Shown:
    """What it is in plain words, and what helps."""
    _ = context._
    if facts["over"]:
        text = _("✅ 好了：{what}", what=_names(_).get(facts["kind"], ""))
        return Rendered(text=text, silent=True)
    what = _sentences(facts, _).get(facts["kind"])
    return Rendered(text=f"⚠️ {what}") if what else None


def _names(_: Words) -> dict[str, str]:
    return {
        "nobody_has_it": _("每件事都有人管了。"),
        "not_acted_on": _("到时间的事都处理了。"),
        "closed_and_due": _("办结的事不再被催了。"),
        "survey_not_asked": _("到时间的问卷都发了。"),
        "action_forgotten": _("改进措施都按时提醒了。"),
        "stuck_sending": _("消息都发出去了。"),
        "not_sent": _("消息都发出去了。"),
        "not_heard": _("收到的消息都处理了。"),
        "group_gone": _("员工群又能收到了。"),
        "silent_channel": _("渠道又收下提醒了。"),
    }


def _sentences(facts: Facts, _: Words) -> dict[str, str]:
    count = facts["count"]
    numbers = listed((f"#{number}" for number in facts["cases"]), _)
    names = listed((escaped(name) for name in facts["names"]), _)
    restart = _("请重启程序；还不行，请找装机器人的同事。")
    return {
        "nobody_has_it": _(
            "{count} 件事没人接手，也不会再往上报：{numbers}。请指定一人：发 /cases，点“转给…”。",
            count=count,
            numbers=numbers,
        ),
        "not_acted_on": _("{count} 件事到了时间没有处理：{numbers}。", count=count, numbers=numbers)
        + restart,
        "closed_and_due": _(
            "{count} 件已办结的事还在计时：{numbers}。", count=count, numbers=numbers
        )
        + restart,
        "survey_not_asked": _("{count} 份问卷到了时间没有发。", count=count) + restart,
        "action_forgotten": _("{count} 项改进措施到了时间没有提醒。", count=count) + restart,
        "stuck_sending": _("{count} 条消息卡在发送中。", count=count) + restart,
        "not_sent": _(
            "{count} 条消息排了五分钟以上没发出去。请检查网络和代理，运行 huiyin check。",
            count=count,
        ),
        "not_heard": _("{count} 条收到的消息五分钟没有处理。", count=count) + restart,
        "group_gone": _(
            "{count} 个员工群发不进去：我可能被移出群，或被禁言。请把我加回去，再发 /bind。",
            count=count,
        ),
        "silent_channel": _("渠道 {names} 没有收下提醒：运行 huiyin check --send。", names=names),
    }
