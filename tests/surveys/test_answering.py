"""One tap answers, a second tap changes nothing twice, and nobody answers for somebody else."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import insert, select

from dimensions.reading import Danger, Finding, Kind, Polarity, Reading, Span
from people.telling import NoteKind
from storage.tables import answers, bindings, cases, chats, findings, words
from surveys.answering import (
    Answered,
    CaseWish,
    Refusal,
    decide_case,
    press_answer,
    press_next,
    write_comment,
)
from surveys.values import CASE_QUESTION, InvitationState
from tests.surveys.shop import (
    CHEN,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    WANG,
    Shop,
    finished,
    reading,
    said,
)

ASKED = NOON + 2 * HOUR
LATER = ASKED + HOUR


async def press(
    shop: Shop, key: str, value: str, *, by: int = WANG, at: datetime = LATER
) -> Answered | Refusal:
    async with shop.work(at) as work:
        return await press_answer(work, 1, key, value, person_id=by, now=at)


async def skip(shop: Shop, key: str, *, at: datetime = LATER) -> Answered | Refusal:
    async with shop.work(at) as work:
        return await press_next(work, 1, key, person_id=WANG, now=at)


async def write(
    shop: Shop, text: str, kind: Kind = Kind.OTHER, severity: int = 0
) -> Answered | Refusal:
    async with shop.work(LATER) as work:
        read = reading(text, kind, severity)
        return await write_comment(work, 1, said(text), read, person_id=WANG, now=LATER)


async def given_answers(shop: Shop) -> dict[str, Any]:
    async with shop.work() as work:
        return {answer.question: answer.value for answer in await work.surveys.answers(1)}


async def open_a_case(work: Any, wish: CaseWish, now: datetime) -> int:
    made = await work.connection.execute(
        insert(cases).values(
            person_id=wish.person_id,
            place_id=wish.place_id,
            service_id=wish.service_id,
            kind="complaint",
            rules_id=1,
            opened_at=now,
            round_at=now,
            heard_at=now,
        )
    )
    return int(made.inserted_primary_key[0])


async def decide(shop: Shop, *, wanted: bool, at: datetime = LATER) -> Answered | Refusal:
    async with shop.work(at) as work:
        return await decide_case(work, 1, open_a_case, wanted=wanted, person_id=WANG, now=at)


async def test_one_tap_counts_and_the_survey_asks_only_for_a_word_more(shop: Shop) -> None:
    await shop.asked(ASKED)
    answered = await press(shop, "csat", "5")
    assert isinstance(answered, Answered)
    assert (answered.step, answered.changed, answered.takes_text) == ("comment", True, True)
    invitation = await shop.invitation()
    assert (invitation.state, invitation.first_answer_at) == (InvitationState.PARTIAL, LATER)
    assert [told.kind for told in await shop.told()] == ["invitation", "survey"]


async def test_a_double_tap_is_one_answer(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "4")
    again = await press(shop, "csat", "4", at=LATER + MINUTE)
    assert isinstance(again, Answered)
    assert not again.changed
    assert await shop.count(answers) == 1
    assert (await shop.invitation()).first_answer_at == LATER


async def test_a_mind_may_be_changed_and_the_first_day_stays(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "5")
    await skip(shop, "comment")
    changed = await press(shop, "csat", "2", at=LATER + DAY)
    assert isinstance(changed, Answered)
    assert changed.step == "reason"
    assert await given_answers(shop) == {"csat": 2, "comment": None}
    invitation = await shop.invitation()
    assert (invitation.state, invitation.completed_at) == (InvitationState.DONE, LATER)
    assert invitation.first_answer_at == LATER


async def test_skipping_the_word_ends_the_survey(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "5")
    await skip(shop, "comment")
    invitation = await shop.invitation()
    assert (invitation.state, invitation.step) == (InvitationState.DONE, None)
    assert (invitation.completed_at, invitation.next_due_at) == (LATER, None)


async def test_a_low_score_asks_what_it_was_and_offers_a_case(shop: Shop) -> None:
    await shop.asked(ASKED)
    assert getattr(await press(shop, "csat", "1"), "step", None) == "reason"
    assert getattr(await press(shop, "reason", "tangibles"), "step", None) == "reason"
    await press(shop, "reason", "responsiveness")
    assert getattr(await skip(shop, "reason"), "step", None) == CASE_QUESTION
    assert getattr(await decide(shop, wanted=True), "step", None) == "comment"
    assert await given_answers(shop) == {
        "csat": 1,
        "reason": ["tangibles", "responsiveness"],
        CASE_QUESTION: 1001,
    }


async def test_a_second_tap_on_the_offer_opens_no_second_case(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    await decide(shop, wanted=True)
    again = await decide(shop, wanted=True)
    assert isinstance(again, Answered)
    assert not again.changed
    await decide(shop, wanted=False)
    assert await shop.count(cases) == 1


async def test_feedback_only_opens_no_case(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    await skip(shop, "reason")
    answered = await decide(shop, wanted=False)
    assert getattr(answered, "step", None) == "comment"
    assert await shop.count(cases) == 0


async def test_nobody_who_was_content_can_be_made_to_open_a_case(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "4")
    assert await decide(shop, wanted=True) is Refusal.UNKNOWN
    assert await shop.count(cases) == 0


async def test_a_comment_is_kept_once_and_thanked_for(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "5")
    answered = await write(shop, "早餐很好吃，谢谢小李")
    assert isinstance(answered, Answered)
    assert answered.step is None
    assert (await shop.invitation()).state is InvitationState.DONE
    thanks = await shop.told(NoteKind.THANKS)
    assert [note.facts["invitation"] for note in thanks] == [1]
    async with shop.database.reading() as connection:
        [row] = (await connection.execute(select(words))).all()
    assert (row.sort, row.invitation_id, row.case_id) == ("comment", 1, None)
    assert row.text == "早餐很好吃，谢谢小李"


async def test_a_comments_dimensions_are_kept_as_positions(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "5")
    text = "房间很干净"
    finding = Finding(
        dimension="tangibles",
        aspect="cleanliness",
        polarity=Polarity.POSITIVE,
        score=0.8,
        evidence=(Span(start=0, end=5, words=text),),
    )
    read = Reading(text=text, kind=Kind.PRAISE, severity=0, dimensions=(finding,))
    async with shop.work(LATER) as work:
        await write_comment(work, 1, said(text), read, person_id=WANG, now=LATER)
    async with shop.database.reading() as connection:
        [row] = (await connection.execute(select(findings))).all()
    assert (row.invitation_id, row.dimension, row.evidence) == (1, "tangibles", [[0, 5]])


async def test_writing_instead_of_choosing_says_enough_and_the_offer_stays(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    answered = await write(shop, "等了太久", Kind.COMPLAINT, 3)
    assert isinstance(answered, Answered)
    assert answered.step == CASE_QUESTION
    assert (await shop.invitation()).state is InvitationState.DONE
    await decide(shop, wanted=True)
    async with shop.database.reading() as connection:
        assert await connection.scalar(select(words.c.case_id)) == 1001


async def test_a_complaint_written_into_a_content_survey_is_heard_as_one(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "4")
    assert await write(shop, "等了两个小时没人理", Kind.COMPLAINT, 3) is Refusal.COMPLAINT
    assert await shop.count(words) == 0


async def test_danger_is_heard_at_once_whatever_was_offered(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    danger = Danger(hazard="gas", span=Span(start=0, end=3, words="煤气味"))
    read = Reading(text="煤气味", kind=Kind.EMERGENCY, severity=4, safety=(danger,))
    async with shop.work(LATER) as work:
        refused = await write_comment(work, 1, said("煤气味"), read, person_id=WANG, now=LATER)
    assert refused is Refusal.COMPLAINT


async def test_nobody_answers_somebody_elses_survey(shop: Shop) -> None:
    await shop.asked(ASKED)
    assert await press(shop, "csat", "1", by=CHEN) is Refusal.FOREIGN
    assert await shop.count(answers) == 0


async def test_a_press_after_the_end_is_too_late_and_changes_nothing(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    assert await press(shop, "csat", "1", at=ASKED + 7 * DAY) is Refusal.LATE
    await shop.tick(ASKED + 7 * DAY)
    assert await press(shop, "csat", "1", at=ASKED + 8 * DAY) is Refusal.LATE
    assert await given_answers(shop) == {"csat": 2}
    assert (await shop.invitation()).state is InvitationState.EXPIRED


async def test_who_was_let_down_may_ask_for_help_even_after_the_end(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    await shop.tick(ASKED + 7 * DAY)
    await decide(shop, wanted=True, at=ASKED + 8 * DAY)
    assert await shop.count(cases) == 1
    assert (await shop.invitation()).state is InvitationState.EXPIRED


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("csat", "6"),
        ("csat", "0"),
        ("csat", "-1"),
        ("csat", "5 "),
        ("csat", "²"),
        ("csat", "1_0"),
        ("nonsense", "1"),
        ("comment", "5"),
        ("reason", "a b"),
        ("_case", "1"),
    ],
)
async def test_a_made_up_press_is_refused(shop: Shop, key: str, value: str) -> None:
    await shop.asked(ASKED)
    assert await press(shop, key, value) is Refusal.UNKNOWN
    assert await shop.count(answers) == 0


async def test_the_score_itself_cannot_be_skipped(shop: Shop) -> None:
    await shop.asked(ASKED)
    assert await skip(shop, "csat") is Refusal.UNKNOWN


async def test_a_press_proves_that_a_lost_survey_arrived(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    await shop.tick(ASKED)
    await press(shop, "csat", "5")
    invitation = await shop.invitation()
    assert (invitation.state, invitation.delivered_at) == (InvitationState.PARTIAL, LATER)
    assert invitation.expires_at == LATER + 7 * DAY


async def bound(shop: Shop) -> None:
    """The place has a staff chat."""
    async with shop.database.writing() as connection:
        await connection.execute(insert(chats).values(telegram_id=-7, kind="group"))
        await connection.execute(insert(bindings).values(chat_id=3, place_id=2, bound_at=NOON))


async def test_staff_hear_once_of_a_bad_score_that_was_left_at_that(shop: Shop) -> None:
    await bound(shop)
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    assert await shop.told(NoteKind.LOW_SCORE) == []
    await shop.tick(LATER + 11 * MINUTE)
    await shop.tick(LATER + HOUR)
    assert len(await shop.told(NoteKind.LOW_SCORE)) == 1
    invitation = await shop.invitation()
    assert (invitation.state, invitation.next_due_at) == (
        InvitationState.PARTIAL,
        invitation.expires_at,
    )


async def test_what_was_finished_shortly_before_the_end_stays_done_and_is_told(shop: Shop) -> None:
    await bound(shop)
    asked = await shop.asked(ASKED)
    assert asked.expires_at is not None
    await press(shop, "csat", "1", at=asked.expires_at - MINUTE)
    for key in ("reason", "comment"):
        await skip(shop, key, at=asked.expires_at - MINUTE)
    await shop.tick(asked.expires_at + HOUR)
    done = await shop.invitation()
    assert (done.state, done.next_due_at) == (InvitationState.DONE, None)
    assert len(await shop.told(NoteKind.LOW_SCORE)) == 1


async def test_a_survey_is_complete_without_the_free_word(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "4")
    assert (await shop.invitation()).state is InvitationState.PARTIAL
    await shop.tick(LATER + HOUR)
    done = await shop.invitation()
    assert (done.state, done.step) == (InvitationState.DONE, None)
    assert done.completed_at is not None
    await write(shop, "早餐很好吃")
    assert (await shop.invitation()).state is InvitationState.DONE, "a word later is still heard"


async def test_a_survey_left_at_a_question_stays_partial(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    await shop.tick(LATER + HOUR)
    assert (await shop.invitation()).state is InvitationState.PARTIAL
    await shop.tick(ASKED + 8 * DAY)
    ended = await shop.invitation()
    assert (ended.state, ended.completed_at) == (InvitationState.EXPIRED, None)


async def test_the_offer_stays_when_everything_else_was_answered(shop: Shop) -> None:
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    await skip(shop, "reason")
    await shop.tick(LATER + HOUR)
    done = await shop.invitation()
    assert (done.state, done.step) == (InvitationState.DONE, CASE_QUESTION)
    answered = await decide(shop, wanted=True)
    assert isinstance(answered, Answered)


async def test_staff_are_not_told_that_nobody_asked_while_the_offer_still_stands(
    shop: Shop,
) -> None:
    await bound(shop)
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    await write(shop, "等了太久", Kind.COMPLAINT, 3)
    assert await shop.told(NoteKind.LOW_SCORE) == []
    await shop.tick(LATER + HOUR)
    await shop.tick(LATER + 2 * HOUR)
    assert len(await shop.told(NoteKind.LOW_SCORE)) == 1


async def test_staff_hear_at_once_when_it_was_feedback_only(shop: Shop) -> None:
    await bound(shop)
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    await decide(shop, wanted=False)
    assert len(await shop.told(NoteKind.LOW_SCORE)) == 1


async def test_a_case_tells_staff_by_its_card_alone(shop: Shop) -> None:
    await bound(shop)
    await shop.asked(ASKED)
    await press(shop, "csat", "1")
    await decide(shop, wanted=True)
    await skip(shop, "comment")
    await shop.tick(LATER + HOUR)
    assert await shop.told(NoteKind.LOW_SCORE) == []


async def test_a_score_that_is_only_low_alarms_nobody(shop: Shop) -> None:
    await bound(shop)
    await shop.asked(ASKED)
    await press(shop, "csat", "2")
    await decide(shop, wanted=False)
    await shop.tick(LATER + HOUR)
    assert await shop.told(NoteKind.LOW_SCORE) == []
