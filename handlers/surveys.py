"""Customers and surveys: links of services, taps that answer, words that comment."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from complaints.terms import Terms
from complaints.values import Said, State
from dimensions.reading import Reading
from handlers.answers import answer, here
from handlers.customers import START_WORDS, STATUS_WORDS, STOP_WORDS, plainly
from handlers.presses import PressFilter, SurveyPress, pressed_message
from handlers.said import said_of
from handlers.spent import take_buttons_of
from handlers.survey_cases import CaseOpener, open_request
from handlers.typed import AGAIN, has_unit, is_back, is_beyond, is_skip, plain_words, typed_answer
from handlers.work import Caller, Dialogue, Work
from people.codes import is_guessing
from people.notice import NOTICE
from people.telling import Face, FaceKind
from surveys.answering import (
    Answered,
    Refusal,
    begin_again,
    decide_case,
    press_answer,
    press_back,
    press_next,
    press_on,
)
from surveys.answering import write_comment as write
from surveys.asking import facts_of, thing_of
from surveys.linking import LinkRefusal, Opened, greeting_of, open_service
from surveys.links import ServiceLinks, read_payload
from surveys.questionnaires import Question
from surveys.values import CASE_QUESTION, Invitation, InvitationState

router = Router(name="surveys")
PRIVATE = F.chat.type == "private"
TOPIC = "survey"
# Words that are commands stay commands, also while a survey waits for a word.
COMMANDS = STOP_WORDS | START_WORDS | STATUS_WORDS

_is_service_link = F.args.func(lambda text: read_payload(text) is not None)
# What a tap is answered with when it doesn't count; the sentences are in handlers/words.
TOASTS = {
    Refusal.UNKNOWN: "unknown",
    Refusal.FOREIGN: "not_yours",
    Refusal.LATE: "survey_late",
    Refusal.CLOSED: "survey_closed",
}


@router.message(PRIVATE, CommandStart(deep_link=True, magic=_is_service_link))
async def on_service_link(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    service_links: ServiceLinks,
    now: datetime,
    inbox_id: int,
) -> None:
    if await is_guessing(work.codes, caller.person.id, now):
        await answer(work, caller, inbox_id, "link_dead")
        return
    opened = await open_service(
        work,
        service_links,
        command.args or "",
        person_id=caller.person.id,
        chat_id=caller.chat.id,
        now=now,
    )
    if isinstance(opened, LinkRefusal):
        await work.codes.visit(caller.person.id, None, now)
        what = "service_foreign" if opened is LinkRefusal.FOREIGN else "link_dead"
        await answer(work, caller, inbox_id, what)
        return
    # What a link says when there is nothing to answer yet is a notice itself.
    if await work.consents.told(caller.person.id, NOTICE, now) and opened.shows_survey:
        await answer(work, caller, inbox_id, "notice")
    await _greet(work, caller, opened, inbox_id)


async def _greet(work: Work, caller: Caller, opened: Opened, inbox_id: int) -> None:
    """With the survey where there is one to answer; buttons stand in the newest message only."""
    service = opened.service
    await take_buttons_of(work, caller, greeting_of(service.id), inbox_id)
    if opened.moved and opened.invitation is not None:
        await take_buttons_of(work, caller, thing_of(opened.invitation.id), inbox_id)
    if opened.shows_survey:
        return
    place = await work.people.place(service.place_id)
    about = {"staff": service.staff, "service": service.id, "thing": greeting_of(service.id)}
    await answer(work, caller, inbox_id, "service_linked", place=place.name, **about)


# --- taps


@router.callback_query(PressFilter(SurveyPress, "answer", "pick"))
async def on_answer(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: SurveyPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    await work.consents.agreed(caller.person.id, now)
    answered = await press_answer(
        work,
        press.invitation_id,
        press.question or "",
        press.value or "",
        person_id=caller.person.id,
        now=now,
    )
    await _is_theirs(work, caller, answered, inbox_id, now)
    return await _respond(work, caller, query, press, answered, now)


@router.callback_query(PressFilter(SurveyPress, "skip", "done"))
async def on_next(
    query: CallbackQuery, work: Work, caller: Caller, press: SurveyPress, now: datetime
) -> str | None:
    answered = await press_next(
        work, press.invitation_id, press.question or "", person_id=caller.person.id, now=now
    )
    return await _respond(work, caller, query, press, answered, now)


@router.callback_query(PressFilter(SurveyPress, "back"))
async def on_back(
    query: CallbackQuery, work: Work, caller: Caller, press: SurveyPress, now: datetime
) -> str | None:
    answered = await press_back(
        work, press.invitation_id, press.question or "", person_id=caller.person.id, now=now
    )
    return await _respond(work, caller, query, press, answered, now)


@router.callback_query(PressFilter(SurveyPress, "next"))
async def on_forward(
    query: CallbackQuery, work: Work, caller: Caller, press: SurveyPress, now: datetime
) -> str | None:
    answered = await press_on(
        work, press.invitation_id, press.question or "", person_id=caller.person.id, now=now
    )
    return await _respond(work, caller, query, press, answered, now)


@router.callback_query(PressFilter(SurveyPress, "case", "feedback"))
async def on_offer(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: SurveyPress,
    terms: Terms,
    now: datetime,
) -> str | None:
    """「请处理」 and 「只是反馈」 after a low score."""
    answered = await decide_case(
        work,
        press.invitation_id,
        CaseOpener(terms=terms, caller=caller, message_id=pressed_message(query)),
        wanted=press.action == "case",
        person_id=caller.person.id,
        now=now,
    )
    return await _respond(work, caller, query, press, answered, now)


async def _is_theirs(
    work: Work, caller: Caller, answered: Answered | Refusal, inbox_id: int, now: datetime
) -> None:
    """Who has answered can't say any more that it is about somebody else."""
    if isinstance(answered, Answered) and answered.invitation.first_answer_at == now:
        greeting = greeting_of(answered.invitation.service_id)
        await take_buttons_of(work, caller, greeting, inbox_id)


async def _respond(
    work: Work,
    caller: Caller,
    query: CallbackQuery,
    press: SurveyPress,
    answered: Answered | Refusal,
    now: datetime,
) -> str | None:
    """A toast for a tap that didn't count; the message is shown as it stands either way."""
    thing = thing_of(press.invitation_id)
    if isinstance(answered, Refusal):
        if answered in {Refusal.LATE, Refusal.CLOSED}:
            await _learn(work, caller, query, thing, now)
            await show_survey(work, caller, press.invitation_id)
        return TOASTS.get(answered, "unknown")
    await _learn(work, caller, query, thing, now)
    await _listen(work, caller, answered, now)
    return None if answered.changed else "already_answered"


async def _learn(
    work: Work, caller: Caller, query: CallbackQuery, thing: str, now: datetime
) -> None:
    if message_id := pressed_message(query):
        await work.shown.learn(caller.chat.id, caller.thread_id, message_id, thing, now)


async def show_survey(work: Work, caller: Caller, invitation_id: int) -> None:
    thing = thing_of(invitation_id)
    face = Face(thing=thing, kind=FaceKind.SURVEY, to=here(caller), facts=facts_of(invitation_id))
    await work.telling.face(face)


async def _listen(work: Work, caller: Caller, answered: Answered, now: datetime) -> None:
    """As long as a word may still be added, the customer's next words are taken for it."""
    chat_id, person_id = caller.chat.id, caller.person.id
    if answered.takes_text:
        dialogue = Dialogue(topic=TOPIC, facts={"invitation": answered.invitation.id})
        await work.dialogues.begin(chat_id, person_id, dialogue, now)
    else:
        await _stop_listening(work, caller, now)


async def _stop_listening(work: Work, caller: Caller, now: datetime) -> None:
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    if running is not None and running.topic == TOPIC:
        await work.dialogues.end(caller.chat.id, caller.person.id)


# --- words


@router.message(PRIVATE, plainly(AGAIN))
async def on_again(
    message: Message, work: Work, caller: Caller, inbox_id: int, now: datetime
) -> None:
    """「改」 shows the last survey once more."""
    answered = await begin_again(work, caller.person.id, f"survey-again-{inbox_id}", now)
    if isinstance(answered, Refusal):
        await answer(work, caller, inbox_id, "nothing_to_change")
    else:
        await take_buttons_of(work, caller, thing_of(answered.invitation.id), inbox_id)


@router.message(PRIVATE, ~F.text.startswith("/"))
async def on_words(
    message: Message,
    work: Work,
    caller: Caller,
    reading: Reading | None,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> None:
    """An answer typed instead of tapped, or a comment; the rest is for those who come after."""
    if plain_words(message.text) in COMMANDS:
        raise SkipHandler
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    listening = running is not None and running.topic == TOPIC
    invitation_id = await _commented(work, caller, message)
    if invitation_id is None and await _is_meant_for_staff(
        work, caller, message, listening=listening
    ):
        raise SkipHandler
    busy = running is not None and not listening
    if await _type_answer(work, caller, message, now, inbox_id, busy=busy):
        return
    if not busy and await _skips_what_is_over(work, caller, message, now, inbox_id):
        return
    if invitation_id is None and running is not None and listening:
        invitation_id = int(running.facts["invitation"])
    if invitation_id is None or not await _comment(
        work, caller, message, reading, invitation_id, terms, now, inbox_id
    ):
        raise SkipHandler


async def _comment(
    work: Work,
    caller: Caller,
    message: Message,
    reading: Reading | None,
    invitation_id: int,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> bool:
    said = said_of(message, caller)
    if said is None or not ((said.text or "").strip() or said.media):
        return False
    answered = await write(work, invitation_id, said, reading, person_id=caller.person.id, now=now)
    await _stop_listening(work, caller, now)
    if answered is Refusal.REQUEST:
        return await open_request(work, terms, caller, said, reading, now)
    if isinstance(answered, Answered) and answered.step == CASE_QUESTION:
        # The offer follows below what they wrote, and leaves where it stood.
        facts = {"invitation": invitation_id}
        await take_buttons_of(work, caller, thing_of(invitation_id), inbox_id, **facts)
    return isinstance(answered, Answered)


async def _commented(work: Work, caller: Caller, message: Message) -> int | None:
    """The survey to whose message this is a reply."""
    if message.reply_to_message is None:
        return None
    replied = message.reply_to_message.message_id
    thing = await work.shown.thing_at(caller.chat.id, replied) or ""
    number = thing.removeprefix("invitation-")
    return int(number) if number != thing and number.isdigit() else None


async def _is_meant_for_staff(
    work: Work, caller: Caller, message: Message, *, listening: bool
) -> bool:
    """A reply to another message than a survey's, or what staff wait for: "2"."""
    live = await work.cases.all_live_of(caller.person.id)
    if message.reply_to_message is not None:
        return bool(live)
    return not listening and any(case.state is State.WAITING for case in live)


async def _type_answer(
    work: Work, caller: Caller, message: Message, now: datetime, inbox_id: int, *, busy: bool
) -> bool:
    """Buttons can also be typed: "5", 满意, 跳过."""
    text = (message.text or "").strip()
    if busy or not 0 < len(text) <= 24:
        return False
    invitation = await work.surveys.open_of(caller.person.id, now)
    question = await _question(work, invitation)
    if invitation is None or question is None:
        return False
    answered = await _typed(work, invitation, question, text, caller.person.id, now)
    if isinstance(answered, Answered):
        await _listen(work, caller, answered, now)
        return True
    said = said_of(message, caller)
    if said is None or not is_beyond(question, text):
        return False
    if not has_unit(text) and await work.cases.live_of(caller.person.id) is not None:
        # 「8」 may be what staff asked for.
        return False
    await _tell_range(work, caller, invitation, question, said, inbox_id)
    return True


async def _skips_what_is_over(
    work: Work, caller: Caller, message: Message, now: datetime, inbox_id: int
) -> bool:
    """「跳过」 after their words were taken and the rest was left open."""
    if not is_skip(message.text or ""):
        return False
    given = await work.surveys.newest_given(caller.person.id, now)
    if given is None or given.state is not InvitationState.DONE:
        return False
    await answer(work, caller, inbox_id, "nothing_to_skip")
    return True


async def _tell_range(
    work: Work,
    caller: Caller,
    invitation: Invitation,
    question: Question,
    said: Said,
    inbox_id: int,
) -> None:
    """The question stays open, and what they wrote stays with the survey."""
    await work.cases.add_words(
        person_id=caller.person.id, sort="comment", said=said, invitation_id=invitation.id
    )
    low, high = question.scores[0], question.scores[-1]
    await answer(work, caller, inbox_id, "score_range", low=low, high=high, said=said.text)


async def _typed(
    work: Work, invitation: Invitation, question: Question, text: str, person_id: int, now: datetime
) -> Any:
    if is_back(text):
        return await press_back(work, invitation.id, question.key, person_id=person_id, now=now)
    if question.skippable and is_skip(text):
        return await press_next(work, invitation.id, question.key, person_id=person_id, now=now)
    value = typed_answer(question, text)
    if value is None:
        return None
    return await press_answer(
        work, invitation.id, question.key, value, person_id=person_id, now=now
    )


async def _question(work: Work, invitation: Invitation | None) -> Question | None:
    if invitation is None or invitation.step is None:
        return None
    rules = await work.surveys.rules_made_under(invitation.rules_id)
    return rules.asked_of(invitation.questionnaire, invitation.id).question(invitation.step)
