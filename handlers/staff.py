"""Staff in their group: they take cases, answer customers and resolve, without leaving the chat."""

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from complaints import attachments, handling, remedies, teamwork
from complaints.handling import Refusal, Refused, Step
from complaints.on_site import settle_on_site
from complaints.terms import Terms, TermsOf
from complaints.values import Case, RemedyKind, RemedyState, Said
from handlers.answers import answer, here
from handlers.case_presses import Pressed, under_card
from handlers.improvements import take_words
from handlers.prompts import answered, ask_words, asked_by, asked_no_more, prompt_of
from handlers.said import said_of
from handlers.sums import sum_in
from handlers.work import Caller, Work
from people.telling import Face, FaceKind, Note, NoteKind
from people.values import Role

router = Router(name="staff")
GROUPS = F.chat.type.in_({"group", "supergroup"})


# --- presses on a card, in the group or in private


@under_card(router, "take")
async def on_take(pressed: Pressed) -> str:
    _, terms = await pressed.held()
    await handling.take(pressed.work, terms, pressed.step, pressed.now)
    return "taken"


@under_card(router, "reply", "resolve", "remark", "ask")
async def on_write(pressed: Pressed) -> None:
    """Asks for the words; whoever answers that message is understood, also after a restart."""
    action = pressed.press.action
    case, terms = await pressed.held()
    if action in {"reply", "ask"}:
        await handling.is_heard(pressed.work, case, along=action == "reply")
    language = pressed.caller.person.language
    replies = terms.rules.replies if action == "reply" else ()
    await pressed.ask(case, action, [text.in_language(language) for text in replies])


@under_card(router, "saved")
async def on_saved_reply(pressed: Pressed) -> str:
    """One of the house's usual answers, in the customer's language."""
    work, query = pressed.work, pressed.query
    case, terms = await pressed.held()
    customer = await work.people.person(case.person_id)
    arg = pressed.press.arg or ""
    place = int(arg) if arg.isdecimal() else len(terms.rules.replies)
    if customer is None or place >= len(terms.rules.replies):
        return "unknown"
    text = terms.rules.replies[place].in_language(customer.language)
    message_id = query.message.message_id if query.message else 0
    chat_id = pressed.caller.chat.id
    said = Said(text=text, chat_id=chat_id, message_id=message_id, at=pressed.now)
    if await _was_answered_since(work, case, query):
        return "answered_since"
    await handling.reply(work, terms, pressed.step, said, pressed.now)
    await pressed.was_answered(case, "reply")
    return "sent"


async def _was_answered_since(work: Work, case: Case, query: CallbackQuery) -> bool:
    """A tap that was offered before the case was answered would answer it twice.

    Of a message that Telegram tells nothing of any more the answer is the younger one.
    """
    at = await work.kin.replied_at(case)
    if at is None or not isinstance(query.message, Message):
        return at is not None
    # Telegram tells whole seconds.
    return at >= query.message.date + timedelta(seconds=1)


@under_card(router, "resolved")
async def on_resolve_plainly(pressed: Pressed) -> str:
    """「不写了，直接办结」: resolved without words of one's own."""
    case, terms = await pressed.held()
    await handling.resolve(pressed.work, terms, pressed.step, None, pressed.now)
    await pressed.was_answered(case, "resolve")
    return await pressed.told(case, "resolved")


@under_card(router, "send", "keep")
async def on_draft(pressed: Pressed) -> str:
    """What somebody wrote under a card goes to the customer, or stays inside."""
    work, step, now = pressed.work, pressed.step, pressed.now
    case, terms = await pressed.held()
    sends = pressed.press.action == "send"
    if sends:
        await handling.is_heard(work, case)
    said = await work.cases.take_draft(pressed.number, case.id)
    if said is None:
        return Refusal.ALREADY_DONE.value
    if not sends:
        await handling.note_down(work, step, said, now)
        return "noted"
    await handling.reply(work, terms, step, said, now)
    await pressed.was_answered(case, "reply")
    return "sent"


@under_card(router, "files")
async def on_files(pressed: Pressed) -> str:
    """Photos and voice: to whoever has the case, or a supervisor, in private; it is logged."""
    step = pressed.lasting
    sent = await attachments.open_files(pressed.work, step, pressed.inbox_id, pressed.now)
    return "files_sent" if sent else "write_me_first"


# --- words in the group


@router.message(GROUPS, Command("cases"))
async def on_cases(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    binding = await work.people.binding_of(caller.chat.id, caller.thread_id)
    place_id = binding.place_id if binding else (await work.people.house()).id
    await show_board(work, caller, inbox_id, place_id)


async def show_board(work: Work, caller: Caller, inbox_id: int, place_id: int) -> None:
    """Everything that is open, the most urgent first."""
    places = sorted(await work.people.places_below(place_id))
    thing = f"board-{caller.chat.id}-{inbox_id}"
    facts = {"places": places}
    face = Face(thing=thing, kind=FaceKind.BOARD, to=here(caller), facts=facts)
    await work.telling.face(face)


@router.message(F.chat.type == "private", F.reply_to_message)
async def on_private_reply(
    message: Message,
    work: Work,
    caller: Caller,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> None:
    """A prompt can also be answered in private; any other reply there is a customer's."""
    assert message.reply_to_message is not None
    thing = await work.shown.thing_at(caller.chat.id, message.reply_to_message.message_id) or ""
    if not thing.startswith("prompt-") or not caller.person.grants:
        raise SkipHandler
    try:
        await _act_on(thing, message, work, caller, terms_of, now, inbox_id)
    except Refused as refused:
        await answer(work, caller, inbox_id, "refused", why=refused.why.value)


@router.message(GROUPS, F.reply_to_message)
async def on_reply(
    message: Message,
    work: Work,
    caller: Caller,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> None:
    """An answer to one of the bot's messages: to a prompt it is the words asked for."""
    assert message.reply_to_message is not None
    thing = await work.shown.thing_at(caller.chat.id, message.reply_to_message.message_id)
    if thing is None:
        raise SkipHandler
    try:
        await _act_on(thing, message, work, caller, terms_of, now, inbox_id)
    except Refused as refused:
        await answer(work, caller, inbox_id, "refused", why=refused.why.value)


async def _act_on(
    thing: str,
    message: Message,
    work: Work,
    caller: Caller,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> None:
    said = said_of(message, caller)
    match asked_by(thing).split("-"):
        case ["prompt", what, number, round_]:
            step = Step(person=caller.person, case_id=int(number), round=int(round_))
            await act_on_words(what, step, said, work, caller, terms_of, now, inbox_id)
        case ["case", number]:
            await _draft(int(number), said, work, caller)


async def act_on_words(
    what: str,
    step: Step,
    said: Said | None,
    work: Work,
    caller: Caller,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> None:
    """The words that a prompt asked for, `what` being what they are for; raises Refused."""
    case = await handling.held_case(work, step)
    if said is None or not ((said.text or "").strip() or said.file_id):
        await answer(work, caller, inbox_id, "empty_reply")
        return
    thing = prompt_of(what, case.id, case.round)
    await asked_no_more(work, caller, thing, now)
    if what == "reply" and case.owner_id not in {None, step.person.id}:
        # Somebody else has it: what they write goes out only when they say so once more.
        await _draft(case.id, said, work, caller)
        return
    await _act(what, step, said, work, caller, case, terms_of(case.rules_id), now, inbox_id)
    await answered(work, caller, thing, inbox_id, now)


async def _act(
    what: str,
    step: Step,
    said: Said,
    work: Work,
    caller: Caller,
    case: Case,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> None:
    sort, _, arg = what.partition("_")
    match sort:
        case "reply":
            await handling.reply(work, terms, step, said, now)
        case "resolve":
            await handling.resolve(work, terms, step, said, now)
        case "ask":
            await teamwork.ask(work, terms, step, said, now)
        case "sum":
            await _offer(RemedyKind(arg), step, said, work, caller, terms, now, inbox_id)
        case "findings":
            await handling.note_findings(work, step, said, now)
            await _go_on_to(arg, step, work, caller, case, terms, now, inbox_id)
        case "act" | "acted":
            await take_words(sort, arg, step, said, work, caller, now, inbox_id)
        case "decline":
            await remedies.decline(work, terms, step.person, int(arg), said, now)
        case _:
            await handling.note_down(work, step, said, now)


async def _go_on_to(
    what: str,
    step: Step,
    work: Work,
    caller: Caller,
    case: Case,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> None:
    """What they were about to do when the findings were missing."""
    if what == "onsite":
        await settle_on_site(work, terms, step, now)
    else:
        await ask_words(work, caller, case, "resolve", inbox_id, now)


async def _offer(
    kind: RemedyKind,
    step: Step,
    said: Said,
    work: Work,
    caller: Caller,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> None:
    amount = sum_in(said.text or "")
    if amount is None or amount == 0:
        await answer(work, caller, inbox_id, "which_sum")
        return
    remedy = await remedies.offer(work, terms, step, kind, amount, now)
    if remedy.state is RemedyState.PENDING:
        await answer(work, caller, inbox_id, "asked_above")


async def _draft(case_id: int, said: Said | None, work: Work, caller: Caller) -> None:
    """Talk under a card might be meant for colleagues: one tap says whom it is for."""
    case: Case = await handling.held_case(work, Step(person=caller.person, case_id=case_id))
    if said is None:
        return
    words_id = await work.cases.add_words(
        person_id=caller.person.id, sort="draft", said=said, case_id=case.id
    )
    await work.telling.note(
        Note(
            key=f"case-{case.id}-draft-{words_id}",
            kind=NoteKind.PROMPT,
            to=here(caller),
            facts={
                "what": "draft",
                "case": case.id,
                "words": words_id,
                "message_id": said.message_id,
                "person": caller.person.id,
                "name": caller.person.name,
            },
        )
    )
