"""A customer in private with the bot: whatever they write is heard, and every tap counts once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from complaints import confirming, hearing
from complaints.editing import hear_edit
from complaints.handling import Refused
from complaints.hearing import ANOTHER, Heard, Hearing, Voice
from complaints.terms import Terms, TermsOf
from complaints.values import LADDER_KINDS, Case, Handling, Hope, Said
from dimensions.reading import Kind, Reading
from handlers.answers import answer, here
from handlers.own_cases import chosen_case
from handlers.presses import CasePress, PressFilter
from handlers.said import said_of
from handlers.work import Caller, Work
from people.notice import NOTICE
from people.telling import Face, FaceKind, Note, NoteKind
from people.values import RANK

router = Router(name="customers")
router.message.filter(F.chat.type == "private")
router.edited_message.filter(F.chat.type == "private")

STOP_WORDS = frozenset(
    {"停", "停止", "退订", "退訂", "取消订阅", "取消訂閱", "td", "stop", "unsubscribe"}
)
START_WORDS = frozenset({"开始", "開始", "恢复", "恢復", "resume"})
STATUS_WORDS = frozenset({"进度", "查进度", "進度", "查進度", "status"})


THANKS_WORDS = frozenset(
    {
        "谢谢", "谢谢你", "谢谢您", "谢谢你们", "多谢", "感谢", "好的谢谢", "好的，谢谢", "辛苦了",
        "謝謝", "謝謝你", "謝謝您", "謝謝你們", "多謝", "感謝", "好的謝謝", "好的，謝謝",
        "thanks", "thank you", "thx", "ok thanks", "ok, thanks",
    }
)  # fmt: skip

# How many closed cases `/status` offers to look back at.
LATELY_CLOSED = 3

Read = Callable[[str], Reading]


def says_just(text: str | None, words: frozenset[str]) -> bool:
    """However it is written."""
    return (text or "").strip(" 。.!！~～\"“”'").lower() in words


def plainly(words: frozenset[str]) -> F:  # type: ignore[valid-type]
    """A filter for a message that says just this."""
    return F.text.func(lambda text: says_just(text, words))


@router.message(Command("start"))
async def on_start(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    if caller.person.stopped:
        await work.people.set_stopped(caller.person.id, None)
    if caller.person.grants:
        grant = caller.person.grants[0]
        place = await work.people.place(grant.place_id)
        await answer(
            work, caller, inbox_id, "welcome_role", role=grant.role.value, place=place.name
        )
        return
    await work.consents.told(caller.person.id, NOTICE, now)
    await answer(work, caller, inbox_id, "start")


@router.message(Command("help"))
async def on_help(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    """Colleagues read what they can do there, and what customers are told."""
    roles = caller.person.grants
    highest = max((one.role for one in roles), key=RANK.__getitem__, default=None)
    role = None if highest is None else highest.value
    await answer(work, caller, inbox_id, "help", role=role)


@router.message(Command("stop"))
@router.message(plainly(STOP_WORDS))
async def on_stop(
    message: Message, work: Work, caller: Caller, inbox_id: int, now: datetime
) -> None:
    await work.people.set_stopped(caller.person.id, now)
    await work.surveys.stop(caller.person.id)
    live = await work.cases.live_of(caller.person.id)
    await answer(work, caller, inbox_id, "stop", case=live.id if live else None)


@router.message(plainly(START_WORDS))
async def on_resume(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await work.people.set_stopped(caller.person.id, None)
    await answer(work, caller, inbox_id, "resumed")


@router.message(plainly(THANKS_WORDS))
async def on_thanks(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    """With an open case it is a line in it; without one it is no praise of anybody."""
    if await work.cases.live_of(caller.person.id) is not None:
        raise SkipHandler
    await answer(work, caller, inbox_id, "welcome")


@router.message(Command("status"))
@router.message(plainly(STATUS_WORDS))
async def on_status(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await show_status(work, caller, inbox_id)


async def show_status(work: Work, caller: Caller, inbox_id: int) -> None:
    """A new message each time it is asked for, so that it stands where the reader looks."""
    if not await work.cases.all_live_of(caller.person.id):
        closed = await work.sayings.closed_of(caller.person.id, LATELY_CLOSED)
        await answer(work, caller, inbox_id, "status_none", cases=list(closed))
        return
    thing = f"status-{caller.person.id}-{inbox_id}"
    facts = {"person": caller.person.id}
    face = Face(thing=thing, kind=FaceKind.STATUS, to=here(caller), facts=facts)
    await work.telling.face(face)


@router.message(F.text.startswith("/"))
async def on_unknown_command(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await answer(work, caller, inbox_id, "unknown_command")


@router.message()
async def on_message(
    message: Message,
    work: Work,
    caller: Caller,
    terms: Terms,
    reading: Reading,
    now: datetime,
    inbox_id: int,
) -> None:
    said = said_of(message, caller)
    if said is None:
        await answer(work, caller, inbox_id, "unsupported")
        return
    if _holds_nothing(said):
        await answer(work, caller, inbox_id, "empty")
        return
    await work.consents.agreed(caller.person.id, now)
    about = await _meant(message, work, caller, now)
    voice = Voice(person=caller.person, to=here(caller), about=about)
    heard = await hearing.hear(work, terms, voice, said, reading, now)
    if about == ANOTHER and heard.heard is Heard.OPENED:
        await work.dialogues.end(caller.chat.id, caller.person.id)
    await _respond(work, caller, heard, said, reading, inbox_id)


async def _meant(message: Message, work: Work, caller: Caller, now: datetime) -> int | None:
    """The case they replied to, or said with a button that they add to."""
    if message.reply_to_message is not None:
        replied = message.reply_to_message.message_id
        found = await work.sayings.case_at(caller.chat.id, replied)
        if found is not None:
            return found
    return await chosen_case(work, caller, now)


def _holds_nothing(said: Said) -> bool:
    """A lone sticker or a few spaces: an answer, but nothing to hand to anybody."""
    if said.media in {"sticker", "contact"} and not (said.text or "").strip():
        return True
    return said.media is None and not (said.text or "").strip()


async def _respond(
    work: Work, caller: Caller, heard: Hearing, said: Said, reading: Reading, inbox_id: int
) -> None:
    """A new case has its receipt from the room; everything else is answered here."""
    case = heard.case
    if heard.heard in {Heard.ADDED, Heard.CHASED}:
        await work.telling.release(caller.chat.id)
    match heard.heard:
        case Heard.GREETED:
            await answer(work, caller, inbox_id, "greeting")
        case Heard.PRAISED:
            await answer(work, caller, inbox_id, "praise", case=case.id if case else None)
        case Heard.UNCLEAR:
            await answer(work, caller, inbox_id, "unclear", words=heard.words_id)
        case Heard.CHASED if case is not None:
            await answer(work, caller, inbox_id, "chased", case=case.id)
        case Heard.ADDED if case is not None:
            await _acknowledge(work, caller, case, said)
            if reading.kind is Kind.EMERGENCY:
                await answer(work, caller, inbox_id, "in_danger")
            if heard.is_another or (heard.may_be_apart and not says_just(said.text, THANKS_WORDS)):
                await _offer_apart(work, caller, case, heard)


async def _offer_apart(work: Work, caller: Caller, case: Case, heard: Hearing) -> None:
    """With the first line added later, once a case (and each time that it reopened one); with what
    names another matter, each time.
    """
    facts = {
        "case": case.id,
        "apart": heard.words_id,
        "reopened": heard.reopened,
        "another": heard.is_another,
    }
    key = (
        f"case-{case.id}-round-{case.round}-joined" if heard.reopened else f"case-{case.id}-joined"
    )
    note = Note(key=key, kind=NoteKind.JOINED, to=here(caller), facts=facts)
    if not await work.telling.note(note) and heard.is_another:
        await work.telling.note(replace(note, key=f"{key}-{heard.words_id}"))


async def _acknowledge(work: Work, caller: Caller, case: Case, said: Said) -> None:
    """A line more in an open case is acknowledged with a reaction, not with a message each time."""
    await work.telling.note(
        Note(
            key=f"case-{case.id}-added-{said.message_id}-in-{caller.chat.id}",
            kind=NoteKind.ADDED,
            to=here(caller),
            facts={"case": case.id, "message_id": said.message_id},
        )
    )


@router.edited_message()
async def on_edit(
    message: Message,
    work: Work,
    caller: Caller,
    terms: Terms,
    reading: Reading,
    now: datetime,
    inbox_id: int,
) -> None:
    """A new version of words in a case; what was no complaint before is heard as it is now.

    Whoever shows where they walk changes a message every few seconds, and says nothing by it.
    """
    said = said_of(message, caller)
    if said is None or message.location is not None:
        return
    case_id = await work.cases.words_of_message(caller.chat.id, message.message_id)
    if case_id is not None:
        await hear_edit(work, terms, caller.person, case_id, said, reading, now)
    elif reading.kind in LADDER_KINDS and not await work.sayings.is_comment(
        caller.chat.id, message.message_id
    ):
        voice = Voice(person=caller.person, to=here(caller))
        heard = await hearing.hear(work, terms, voice, said, reading, now)
        await _respond(work, caller, heard, said, reading, inbox_id)


# --- presses


@router.callback_query(PressFilter(CasePress, "status"))
async def on_status_press(query: CallbackQuery, work: Work, caller: Caller, inbox_id: int) -> None:
    await show_status(work, caller, inbox_id)


@router.callback_query(PressFilter(CasePress, "who"))
async def on_who_press(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, inbox_id: int
) -> str | None:
    try:
        case = await confirming.own_case(work, caller.person, press.case_id)
    except Refused as refused:
        return refused.why.value
    await answer(work, caller, inbox_id, "who", case=case.id)
    return None


@router.callback_query(PressFilter(CasePress, "hide"))
async def on_hide(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    """「别让当事人知道我是谁」."""
    try:
        await confirming.hide(work, caller.person, press.case_id, now)
    except Refused as refused:
        return refused.why.value
    return "hidden"


@router.callback_query(PressFilter(CasePress, "confirm"))
async def on_confirm(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    case = await work.cases.get(press.case_id)
    if case is None or press.arg not in set(Handling):
        return "unknown"
    terms = terms_of(case.rules_id)
    try:
        await confirming.confirm(
            work, terms, caller.person, press.case_id, press.round, Handling(press.arg), now
        )
    except Refused as refused:
        return refused.why.value
    return "thanks"


@router.callback_query(PressFilter(CasePress, "insist"))
async def on_insist(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    """「这是投诉」 under a receipt that the machine was not sure about."""
    try:
        await confirming.insist(work, caller.person, press.case_id, now)
    except Refused as refused:
        return refused.why.value
    return "noted_complaint"


@router.callback_query(PressFilter(CasePress, "hope"))
async def on_hope(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    if press.arg not in set(Hope):
        return "unknown"
    try:
        await confirming.hope_for(work, caller.person, press.case_id, Hope(press.arg), now)
    except Refused as refused:
        return refused.why.value
    return "hoped"


@router.callback_query(PressFilter(CasePress, "withdraw"))
async def on_withdraw(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """「只是说说」: closed, and nobody is chased."""
    try:
        case = await confirming.withdraw(work, caller.person, press.case_id, now)
    except Refused as refused:
        return refused.why.value
    await answer(work, caller, inbox_id, "withdrawn", case=case.id)
    return None


@router.callback_query(PressFilter(CasePress, "complain"))
async def on_complain(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms: Terms,
    read: Read,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """「这是投诉」 under words that were kept without a case; `case_id` is the words' id here.

    With the number of their own case they go into that one, as long as it is open.
    """
    said = await work.cases.kept_words(press.case_id, caller.person.id)
    if said is None:
        return "already_done"
    await work.kin.mark_words(press.case_id, "said")
    reading, words_id = read(said.text or ""), press.case_id
    own = await _own_live(press, work, caller)
    if own is not None:
        heard = await hearing.hear_more(work, terms, own, said, reading, now, words_id=words_id)
        await _respond(work, caller, heard, said, reading, inbox_id)
        return None
    voice = Voice(person=caller.person, to=here(caller))
    await hearing.open_case(
        work, terms, voice, said, reading, Kind.COMPLAINT, now, words_id=words_id, doubtful=False
    )
    return None


async def _own_live(press: CasePress, work: Work, caller: Caller) -> Case | None:
    arg = press.arg or ""
    case = await work.cases.get(int(arg)) if arg.isdecimal() else None
    if case is None or case.person_id != caller.person.id or not case.is_live:
        return None
    return case
