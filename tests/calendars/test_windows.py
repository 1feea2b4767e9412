"""Nobody is written to at an hour at which they would not like it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.window import SendWindow
from tests.calendars.times import MINUTE, at, shown

DAY = SendWindow.parse("09:00-20:00")


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("2026-11-20 12:00", "2026-11-20 12:00"),
        ("2026-11-20 09:00", "2026-11-20 09:00"),
        ("2026-11-20 19:59", "2026-11-20 19:59"),
        ("2026-11-20 20:00", "2026-11-21 09:00"),
        ("2026-11-20 23:59", "2026-11-21 09:00"),
        ("2026-11-20 03:00", "2026-11-20 09:00"),
    ],
)
def test_what_is_due_at_night_waits_for_the_morning(wanted: str, sent: str) -> None:
    assert shown(DAY.next_allowed(at(wanted), "Asia/Shanghai")) == sent


def test_the_customers_own_clock_counts_and_not_the_houses() -> None:
    morning_in_shanghai = at("2026-11-20 10:00")
    sent = DAY.next_allowed(morning_in_shanghai, "America/New_York")
    assert shown(sent, "America/New_York") == "2026-11-20 09:00"


def test_a_window_past_midnight_is_open_after_midnight() -> None:
    late = SendWindow.parse("18:00-01:00")
    assert late.allows(at("2026-11-21 00:30"), "Asia/Shanghai")
    assert not late.allows(at("2026-11-21 01:00"), "Asia/Shanghai")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        DAY.next_allowed(datetime(2026, 11, 20), "Asia/Shanghai")  # noqa: DTZ001 - must be refused


@settings(deadline=None)
@given(
    zone=st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]),
    minutes=st.integers(0, 365 * 1440),
    opens=st.integers(0, 1439),
    length=st.integers(1, 1440),
)
def test_whatever_the_window_the_wall_shows_an_hour_that_is_allowed(
    zone: str, minutes: int, opens: int, length: int
) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    closes = (opens + length) % 1440 or 1440
    window = SendWindow.parse(
        f"{opens // 60:02d}:{opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"
    )
    sent = window.next_allowed(instant, zone)
    wall = sent.astimezone(ZoneInfo(zone))
    assert instant <= sent <= instant + timedelta(hours=49)
    assert (wall.hour * 60 + wall.minute - opens) % 1440 < length
