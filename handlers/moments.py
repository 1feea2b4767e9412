"""Instants and lengths of time as people say them, in the reader's own zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.words import Words


def moment(at: datetime, now: datetime, zone: str, _: Words) -> str:
    """「今天 18:30」「明天 9:00」「11月23日 周一 9:00」."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = f"{local.hour}:{local.minute:02d}"
    days = (local.date() - today).days
    if days == 0:
        return _("今天 {clock}", clock=clock)
    if days == 1:
        return _("明天 {clock}", clock=clock)
    if days == -1:
        return _("昨天 {clock}", clock=clock)
    return dated(at, zone, _)


def dated(at: datetime, zone: str, _: Words) -> str:
    """「11月23日 周一 9:00」, also today: true for as long as it stands somewhere."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_name(local, _)} {local.hour}:{local.minute:02d}"


def day_name(local: datetime, _: Words) -> str:
    return _(
        "{month}月{day}日 {weekday}",
        month=local.month,
        day=local.day,
        weekday=weekdays(_)[local.weekday()],
    )


def weekdays(_: Words) -> tuple[str, ...]:
    """From Monday on."""
    return _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")


def length(span: timedelta, _: Words) -> str:
    """「1 小时 52 分」, whole minutes; under a minute is one minute."""
    minutes = max(1, round(span.total_seconds() / 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return (
            _("{days} 天 {hours} 小时", days=days, hours=hours)
            if hours
            else _("{days} 天", days=days)
        )
    if hours:
        return (
            _("{hours} 小时 {minutes} 分", hours=hours, minutes=rest)
            if rest
            else _("{hours} 小时", hours=hours)
        )
    return _("{minutes} 分钟", minutes=rest)
