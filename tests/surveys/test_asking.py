"""Surveys come when it is their time, once, and to nobody who shouldn't be asked."""

import pytest
from sqlalchemy import insert, update

from people.telling import NoteKind
from storage.tables import cases, chats, dialogues, invitations, persons
from surveys.outcomes import (
    invitation_delivered,
    invitation_undeliverable,
    invitation_unknown,
    still_wanted,
)
from surveys.values import InvitationState, ServiceStatus, Skip
from tests.surveys.shop import CHEN, DAY, HOUR, MINUTE, NOON, WANG, Shop, finished

AFTERNOON = NOON + 2 * HOUR


async def test_a_customer_is_asked_two_hours_after_the_service_and_only_once(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    assert await shop.tick(AFTERNOON - MINUTE) == ()
    await shop.tick(AFTERNOON)
    await shop.tick(AFTERNOON)
    told = await shop.told()
    assert [(note.key, note.kind) for note in told] == [("invitation-1-1", NoteKind.INVITATION)]
    assert told[0].facts == {"invitation": 1, "thing": "invitation-1"}


async def test_the_same_service_told_twice_is_asked_about_once(shop: Shop) -> None:
    await shop.bind()
    for _ in range(2):
        await shop.tell(finished())
    await shop.tick(AFTERNOON)
    assert await shop.count(invitations) == 1
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_a_service_at_night_is_asked_about_in_the_customers_morning(shop: Shop) -> None:
    await shop.bind()
    late = NOON + 10 * HOUR  # 22:00 in Shanghai
    await shop.tell(finished(at=late))
    await shop.tick(late + 2 * HOUR)
    assert await shop.told() == []
    assert (await shop.invitation()).next_due_at == NOON + 21 * HOUR  # 09:00
    await shop.tick(NOON + 21 * HOUR)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_a_customer_abroad_is_asked_in_their_own_day(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished(zone="America/New_York"))
    await shop.tick(AFTERNOON)
    assert await shop.told() == []
    assert (await shop.invitation()).next_due_at == NOON + 10 * HOUR  # 09:00 in New York


async def test_a_customer_nobody_can_reach_is_let_go_after_three_days(shop: Shop) -> None:
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    await shop.tick(NOON + 3 * DAY)
    invitation = await shop.invitation()
    assert (invitation.state, invitation.reason) == (InvitationState.SKIPPED, Skip.UNREACHABLE)
    assert invitation.next_due_at is None
    assert await shop.told() == []


async def test_a_customer_who_arrives_late_is_still_asked(shop: Shop) -> None:
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    await shop.bind()
    await shop.tick(AFTERNOON + MINUTE)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_nobody_is_asked_twice_within_a_month(shop: Shop) -> None:
    await shop.asked()
    await shop.tell(finished("order-2", at=NOON + DAY))
    await shop.tick(AFTERNOON + DAY)
    second = await shop.invitation(2)
    assert (second.state, second.reason) == (InvitationState.SKIPPED, Skip.COOLDOWN)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_two_services_due_in_the_same_minute_make_one_survey(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished("order-1"))
    await shop.tell(finished("order-2"))
    await shop.tick(AFTERNOON)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_a_survey_that_was_refused_does_not_count_as_asked(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    async with shop.work(AFTERNOON) as work:
        await invitation_undeliverable(work, 1, AFTERNOON, blocked=True)
    first = await shop.invitation()
    assert (first.state, first.reason) == (InvitationState.FAILED, Skip.BLOCKED)
    await shop.tell(finished("order-2", at=NOON + DAY))
    await shop.tick(AFTERNOON + DAY)
    assert (await shop.invitation(2)).state is InvitationState.QUEUED


async def test_a_survey_of_unknown_delivery_is_never_sent_again(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    async with shop.work(AFTERNOON) as work:
        await invitation_unknown(work, 1, AFTERNOON)
    for day in range(9):
        await shop.tick(AFTERNOON + day * DAY)
    assert [note.kind for note in await shop.told()] == [NoteKind.INVITATION]
    assert (await shop.invitation()).state is InvitationState.EXPIRED


async def _open_case(shop: Shop, person_id: int) -> None:
    async with shop.database.writing() as connection:
        await connection.execute(
            insert(cases).values(
                person_id=person_id,
                place_id=2,
                kind="complaint",
                rules_id=1,
                opened_at=NOON,
                round_at=NOON,
                heard_at=NOON,
            )
        )


async def test_who_waits_for_an_answer_is_not_asked_how_it_was(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await _open_case(shop, WANG)
    await shop.tick(AFTERNOON)
    assert await shop.told() == []
    async with shop.database.writing() as connection:
        # The survey had led to it, so it isn't a complaint that was volunteered.
        await connection.execute(update(cases).values(state="closed", channel="survey"))
    async with shop.work(AFTERNOON) as work:
        await work.surveys.wake(WANG, AFTERNOON + MINUTE)
    await shop.tick(AFTERNOON + MINUTE)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_after_a_complaint_of_their_own_a_customer_has_a_week_of_peace(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await _open_case(shop, WANG)
    async with shop.database.writing() as connection:
        await connection.execute(update(cases).values(state="closed"))
    await shop.tick(AFTERNOON)
    assert (await shop.invitation()).reason is Skip.COMPLAINED


async def test_the_case_of_somebody_else_holds_nothing_up(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await _open_case(shop, CHEN)
    await shop.tick(AFTERNOON)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_a_survey_does_not_burst_into_a_conversation(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        await connection.execute(
            insert(dialogues).values(
                chat_id=1, person_id=WANG, topic="wish", facts={}, touched_at=AFTERNOON - MINUTE
            )
        )
    await shop.tick(AFTERNOON)
    assert await shop.told() == []
    await shop.tick(AFTERNOON + 40 * MINUTE)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


@pytest.mark.parametrize(
    ("column", "reason"),
    [("stopped_at", Skip.STOPPED), ("last_complaint_at", Skip.COMPLAINED)],
)
async def test_who_said_stop_or_complained_lately_is_left_alone(
    shop: Shop, column: str, reason: Skip
) -> None:
    await shop.bind()
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        await connection.execute(update(persons).where(persons.c.id == WANG).values({column: NOON}))
    await shop.tick(AFTERNOON)
    invitation = await shop.invitation()
    assert (invitation.state, invitation.reason) == (InvitationState.SKIPPED, reason)


async def test_a_cancelled_service_is_not_asked_about_and_a_restored_one_is(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tell(finished(status=ServiceStatus.CANCELLED))
    await shop.tick(AFTERNOON)
    assert (await shop.invitation()).reason is Skip.SERVICE_CANCELLED
    assert await shop.told() == []
    await shop.tell(finished(at=NOON + HOUR))
    assert (await shop.invitation()).due_at == AFTERNOON + HOUR
    await shop.tick(AFTERNOON + HOUR)
    assert len(await shop.told(NoteKind.INVITATION)) == 1


async def test_a_service_cancelled_at_the_last_moment_stops_what_was_queued(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    await shop.tell(finished(status=ServiceStatus.CANCELLED), AFTERNOON)
    [note] = await shop.told()
    async with shop.work(AFTERNOON) as work:
        assert not await still_wanted(work, NoteKind.INVITATION, note.facts, AFTERNOON)


async def test_after_a_night_in_the_outbox_a_survey_waits_for_the_morning(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tick(AFTERNOON)
    [note] = await shop.told()
    night = NOON + 15 * HOUR  # 03:00
    async with shop.work(night) as work:
        assert not await still_wanted(work, NoteKind.INVITATION, note.facts, night)
    morning = NOON + 21 * HOUR
    await shop.tick(morning)
    _, again = await shop.told()
    assert again.key == "invitation-1-2"
    async with shop.work(morning) as work:
        assert await still_wanted(work, NoteKind.INVITATION, again.facts, morning)


async def test_one_reminder_comes_after_a_day_and_none_to_who_has_begun(shop: Shop) -> None:
    await shop.asked(AFTERNOON)
    await shop.tick(AFTERNOON + DAY)
    await shop.tick(AFTERNOON + 2 * DAY)
    reminders = await shop.told(NoteKind.SURVEY_REMINDER)
    assert [note.key for note in reminders] == ["invitation-1-reminder-1"]
    begun = await shop.invitation()
    async with shop.work() as work:
        wanted = await still_wanted(
            work, NoteKind.SURVEY_REMINDER, reminders[0].facts, AFTERNOON + DAY
        )
        assert wanted
        await work.surveys.change(begun, state="partial")
        wanted = await still_wanted(
            work, NoteKind.SURVEY_REMINDER, reminders[0].facts, AFTERNOON + DAY
        )
        assert not wanted


async def test_a_look_before_its_time_reminds_nobody(shop: Shop) -> None:
    asked = await shop.asked(AFTERNOON)
    async with shop.work(AFTERNOON) as work:
        await work.surveys.change(asked, next_due_at=AFTERNOON + HOUR)
    await shop.tick(AFTERNOON + HOUR)
    assert await shop.told(NoteKind.SURVEY_REMINDER) == []
    assert (await shop.invitation()).next_due_at == AFTERNOON + DAY


async def test_an_outage_over_the_reminder_and_the_end_sends_nothing_late(shop: Shop) -> None:
    await shop.asked(AFTERNOON)
    await shop.tick(AFTERNOON + 8 * DAY)
    assert await shop.told(NoteKind.SURVEY_REMINDER) == []
    invitation = await shop.invitation()
    assert (invitation.state, invitation.next_due_at) == (InvitationState.EXPIRED, None)


async def test_a_delivery_reported_twice_keeps_its_first_time(shop: Shop) -> None:
    await shop.asked(AFTERNOON)
    async with shop.work(AFTERNOON + HOUR) as work:
        await invitation_delivered(work, 1, AFTERNOON + HOUR)
    assert (await shop.invitation()).delivered_at == AFTERNOON


async def test_who_blocked_the_bot_is_asked_when_they_come_back_in_time(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        await connection.execute(
            update(chats).where(chats.c.person_id == WANG).values(state="blocked")
        )
    await shop.tick(AFTERNOON)
    assert await shop.told() == []
    async with shop.database.writing() as connection:
        await connection.execute(
            update(chats).where(chats.c.person_id == WANG).values(state="open")
        )
    async with shop.work(AFTERNOON) as work:
        await work.surveys.wake(WANG, AFTERNOON + MINUTE)
    await shop.tick(AFTERNOON + MINUTE)
    assert len(await shop.told(NoteKind.INVITATION)) == 1
