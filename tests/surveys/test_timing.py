"""The rule of timing alone: whatever is thrown at it, it keeps the customer's hours and ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules import SurveyRules
from surveys.timing import Decision, Defer, Drop, Send, decide, dropped_at
from surveys.values import Contact, Invitation, InvitationState, Service, ServiceStatus, Skip

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RULES = SurveyRules()
ZONES = ["Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]

SERVICE = Service(
    id=1,
    external_id="order-1",
    generation=1,
    status=ServiceStatus.FINISHED,
    customer_ref="guest-7",
    person_id=1,
    place_id=1,
    service_type=None,
    staff=None,
    starts_at=None,
    finished_at=NOON,
    body_hash=b"",
    mark="live",
)
INVITATION = Invitation(
    id=1,
    service_id=1,
    wave="1",
    person_id=1,
    place_id=1,
    questionnaire="satisfaction",
    version="1",
    rules_id=1,
    state=InvitationState.PLANNED,
    reason=None,
    mark="live",
    planned_at=NOON,
    due_at=NOON + 2 * HOUR,
    next_due_at=NOON + 2 * HOUR,
    sent_at=None,
    delivered_at=None,
    first_answer_at=None,
    completed_at=None,
    expires_at=None,
    reminders=0,
    step=None,
)
FREE = Contact(
    stopped=False,
    reachable=True,
    last_survey_at=None,
    last_complaint_at=None,
    case_open=False,
    dialogue_running=False,
    zone="Asia/Shanghai",
)

moments = st.integers(min_value=0, max_value=2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
contacts = st.builds(
    Contact,
    stopped=st.booleans(),
    reachable=st.booleans(),
    last_survey_at=st.none() | moments,
    last_complaint_at=st.none() | moments,
    case_open=st.booleans(),
    dialogue_running=st.booleans(),
    zone=st.sampled_from(ZONES),
    survey_under_way=st.booleans(),
)


def decision(contact: Contact = FREE, at: datetime = NOON + 2 * HOUR) -> Decision:
    return decide(INVITATION, SERVICE, contact, RULES, at)


@given(contacts, moments, moments)
def test_a_survey_leaves_only_when_nothing_speaks_against_it(
    contact: Contact, finished_at: datetime, now: datetime
) -> None:
    service = replace(SERVICE, finished_at=finished_at)
    invitation = replace(INVITATION, due_at=finished_at + RULES.delay)
    decided = decide(invitation, service, contact, RULES, now)
    if isinstance(decided, Send):
        local = now.astimezone(ZoneInfo(contact.zone))
        assert 9 <= local.hour < 20
        assert finished_at + RULES.delay <= now < finished_at + RULES.drop_after
        assert contact.reachable
        assert not contact.stopped | contact.case_open | contact.dialogue_running
        assert not contact.survey_under_way


@given(contacts, moments, moments)
def test_putting_off_always_moves_on_and_never_past_the_last_moment(
    contact: Contact, finished_at: datetime, now: datetime
) -> None:
    service = replace(SERVICE, finished_at=finished_at)
    invitation = replace(INVITATION, due_at=finished_at + RULES.delay)
    last = dropped_at(invitation, service, RULES)
    for _ in range(2000):
        decided = decide(invitation, service, contact, RULES, now)
        if not isinstance(decided, Defer):
            return
        assert now < decided.until <= last
        now = decided.until
    raise AssertionError("it was put off again and again")


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (replace(FREE, stopped=True), Skip.STOPPED),
        (replace(FREE, last_survey_at=NOON - timedelta(days=29)), None),
        (replace(FREE, last_survey_at=NOON - timedelta(days=20)), Skip.COOLDOWN),
        (replace(FREE, last_survey_at=NOON - timedelta(days=31)), None),
        (replace(FREE, last_complaint_at=NOON - timedelta(days=1)), Skip.COMPLAINED),
        (replace(FREE, last_complaint_at=NOON - timedelta(days=8)), None),
    ],
)
def test_a_pause_that_outlasts_the_last_moment_is_decided_at_once(
    contact: Contact, reason: Skip | None
) -> None:
    decided = decision(contact)
    assert (decided.reason if isinstance(decided, Drop) else None) is reason


def test_the_reason_kept_is_what_stood_in_the_way_at_the_end() -> None:
    at_the_end = NOON + RULES.drop_after
    assert decision(replace(FREE, case_open=True), at_the_end) == Drop(reason=Skip.CASE_OPEN)
    assert decision(FREE, at_the_end) == Drop(reason=Skip.TOO_LATE)


def test_who_is_there_just_now_is_asked_at_any_hour() -> None:
    night = NOON + 14 * HOUR
    assert isinstance(decision(FREE, night), Defer)
    assert decide(INVITATION, SERVICE, FREE, RULES, night, awake=True) == Send()


def test_eight_in_the_evening_is_too_late_for_today_and_a_minute_earlier_is_not() -> None:
    eight = NOON + 8 * HOUR
    assert decision(FREE, eight - timedelta(minutes=1)) == Send()
    assert decision(FREE, eight) == Defer(until=NOON + 21 * HOUR)
