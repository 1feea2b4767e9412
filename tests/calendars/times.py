"""Instants as people say them: a local time and a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.rules import CalendarRules
from calendars.working import Calendar

SHANGHAI = "Asia/Shanghai"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def at(text: str, zone: str = SHANGHAI, *, fold: int = 0) -> datetime:
    """The instant at which a wall in that zone shows `2026-11-20 16:30`."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def shown(instant: datetime, zone: str = SHANGHAI) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def calendar(*hours: str, zone: str = SHANGHAI, holidays: str = "none", **days: str) -> Calendar:
    """A calendar; days of their own are written as `d2026_10_01="closed"`."""
    written = {name[1:].replace("_", "-"): kind for name, kind in days.items()}
    return Calendar(
        rules=CalendarRules.model_validate(
            {"hours": list(hours), "zone": zone, "public_holidays": holidays, "days": written}
        )
    )


OFFICE = "mon-fri 09:00-12:00 13:00-18:00"
