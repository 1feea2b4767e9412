"""What a customer's message becomes: a new case, a line more in an open one, an answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from complaints import recipients
from complaints.book import Work
from complaints.naming import named_in
from complaints.praising import pass_on
from complaints.promising import ask_for_call
from complaints.rising import rise, what_was
from complaints.routing import Routed, route
from complaints.rules import Recipients
from complaints.settling import settle_next
from complaints.surge import notice_surge
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, NewCase, Said, State
from dimensions.matters import blamed, is_another
from dimensions.reading import Kind, Polarity, Reading
from people.codes import STAY
from people.telling import Note, NoteKind, To
from people.values import Person

# The channel of what a colleague writes down for somebody who has no chat with the bot.
DESK = "desk"
# What somebody speaks about who said beforehand that it is no open case of theirs.
ANOTHER = 0


class Heard(StrEnum):
    """What was made of it."""

    OPENED = "opened"
    ADDED = "added"
    CHASED = "chased"
    PRAISED = "praised"
    UNCLEAR = "unclear"
    GREETED = "greeted"


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """`may_be_apart`: these words might be another matter; the customer is asked once a case.

    `is_another`: they name another one, and the customer is asked each time.
    """

    heard: Heard
    case: Case | None = None
    words_id: int | None = None
    may_be_apart: bool = False
    is_another: bool = False
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Somebody who speaks, where, and for which place they came if a printed code said so.

    `about` is the case that they said it is about, by replying or with a button.
    """

    person: Person
    to: To
    place_id: int | None = None
    code_id: int | None = None
    about: int | None = None
    channel: str = "telegram"


async def hear(
    work: Work, terms: Terms, voice: Voice, said: Said, reading: Reading, now: datetime
) -> Hearing:
    """One message of a customer, whatever it holds."""
    live = await _case_meant(work, voice)
    if live is not None and not _is_praise_beside(live, voice, reading):
        heard = await hear_more(work, terms, live, said, reading, now)
        # Whoever said which case it is about knows it.
        return heard if voice.about != live.id else replace(heard, is_another=False)
    kind = reading.kind
    if reading.greeting:
        return Hearing(heard=Heard.GREETED)
    if kind is Kind.PRAISE and not reading.doubtful:
        return await _praise(work, terms, voice, said, reading, now)
    if kind is Kind.OTHER and said.media is None:
        return await _keep_unclear(work, voice, said, reading, now)
    if kind in {Kind.OTHER, Kind.PRAISE}:
        kind = Kind.COMPLAINT
    case = await open_case(work, terms, voice, said, reading, kind, now)
    await _join_unclear(work, terms, case, now)
    return Hearing(heard=Heard.OPENED, case=case)


async def _join_unclear(work: Work, terms: Terms, case: Case, now: datetime) -> None:
    """What they said a moment before, which meant nothing alone, belongs to it."""
    since = now - terms.rules.cluster_window
    for kept in await work.sayings.unclear_since(case.person_id, since):
        await work.cases.move_words(kept.words_id, case.id)


async def open_case(
    work: Work,
    terms: Terms,
    voice: Voice,
    said: Said,
    reading: Reading,
    kind: Kind,
    now: datetime,
    *,
    words_id: int | None = None,
    doubtful: bool | None = None,
) -> Case:
    """A case with promises, receipt and card; an emergency is told to the top at once."""
    voice = await _from_where(work, voice, now)
    setting = await _setting(work, terms, voice, said, reading, kind, now)
    promises = terms.promises(kind, reading.severity, now)
    in_doubt = _in_doubt(said, reading) if doubtful is None else doubtful
    new = NewCase(
        person_id=voice.person.id,
        place_id=setting.place_id,
        team_id=setting.team_id,
        service_id=setting.service_id,
        kind=kind,
        severity=reading.severity,
        safety=kind is Kind.EMERGENCY,
        doubtful=in_doubt and kind is not Kind.EMERGENCY,
        rules_id=terms.rules_id,
        channel=voice.channel,
        mark=terms.mark,
        at=min(said.at, now),
        next_due_at=terms.first_instant(kind, reading.severity, promises, now),
        about_id=setting.about_id,
        code_id=voice.code_id,
    )
    case = await work.cases.add(new, promises, now)
    words_id = await _attach(work, case, said, reading, now, words_id)
    facts = {"kind": kind.value, **setting.routed.facts}
    await work.cases.log(case, "opened", now, voice.person.id, facts)
    if await ask_for_call(work, terms, case, said.text or "", words_id, now):
        case = await settle_next(work, terms, case)
    if voice.channel != DESK:
        await _receipt(work, case, voice.to)
    await _tell_staff(work, terms, case, now)
    return case


async def _tell_staff(work: Work, terms: Terms, case: Case, now: datetime) -> None:
    await recipients.show_card(work, case)
    if case.kind is Kind.EMERGENCY:
        await recipients.raise_alarm(work, case)
    await notice_surge(work, terms, case, now)


async def _from_where(work: Work, voice: Voice, now: datetime) -> Voice:
    """Whoever scanned a printed code lately speaks from there."""
    if voice.place_id is not None:
        return voice
    came = await work.codes.visited(voice.person.id, now - STAY)
    return voice if came is None else replace(voice, place_id=came.place_id, code_id=came.id)


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """Where a new case belongs, and whom it is about."""

    place_id: int
    service_id: int | None
    team_id: int | None
    about_id: int | None
    routed: Routed


async def _setting(
    work: Work, terms: Terms, voice: Voice, said: Said, reading: Reading, kind: Kind, now: datetime
) -> _Setting:
    service = await work.surveys.latest_service(voice.person.id, now)
    place_id = voice.place_id or (service.place_id if service else None)
    place_id = place_id or (await work.people.house()).id
    routed, team_id = Routed(), None
    if terms.rules.routing:
        names = await work.people.names_above(place_id)
        routed = route(terms.rules.routing, names, kind, reading)
    if routed.team is not None:
        team_id = await work.people.team(place_id, routed.team)
    about_id = None
    if kind in LADDER_KINDS and said.text:
        about_id = named_in(said.text, await work.people.staff_names(place_id))
    return _Setting(
        place_id=place_id,
        service_id=service.id if service else None,
        team_id=team_id,
        about_id=about_id,
        routed=routed,
    )


def _in_doubt(said: Said, reading: Reading) -> bool:
    return reading.doubtful or (said.media is not None and reading.kind is Kind.OTHER)


async def _attach(
    work: Work, case: Case, said: Said, reading: Reading, now: datetime, words_id: int | None
) -> int:
    if words_id is None:
        words_id = await work.cases.add_words(
            person_id=case.person_id, sort="said", said=said, case_id=case.id
        )
    else:
        await work.cases.move_words(words_id, case.id)
    await work.cases.add_findings(reading, words_id, now, case_id=case.id)
    return words_id


async def _receipt(work: Work, case: Case, to: To) -> None:
    key = f"case-{case.id}-receipt"
    facts = {"case": case.id, "urgent": case.kind is Kind.EMERGENCY}
    await work.telling.note(Note(key=key, kind=NoteKind.RECEIPT, to=to, facts=facts))


async def go_on(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """The ball is with us again: the clocks run on, later by as long as they stood still."""
    await work.cases.resume(case, now)
    case = await work.cases.change(case, state=State.TAKEN.value)
    return await settle_next(work, terms, case)


# --- a customer who has a case already


async def _case_meant(work: Work, voice: Voice) -> Case | None:
    """The open case that they named, else their newest; none when it is another matter."""
    if voice.about == ANOTHER:
        return None
    named = await work.cases.get(voice.about) if voice.about is not None else None
    if named is not None and named.is_live and named.person_id == voice.person.id:
        return named
    return await work.cases.live_of(voice.person.id)


def _is_praise_beside(live: Case, voice: Voice, reading: Reading) -> bool:
    """Praise for somebody or something, which is no part of the case that is open.

    What answers our question, or says how it was resolved, is.
    """
    if reading.kind is not Kind.PRAISE or reading.doubtful or voice.about is not None:
        return False
    if live.state in {State.WAITING, State.RESOLVED}:
        return False
    return any(found.polarity is Polarity.POSITIVE for found in reading.dimensions)


async def hear_more(
    work: Work,
    terms: Terms,
    case: Case,
    said: Said,
    reading: Reading,
    now: datetime,
    words_id: int | None = None,
) -> Hearing:
    """A line more in their open case; `words_id` where it was kept without a case before."""
    is_later = case.state is not State.WAITING and now - case.heard_at > terms.rules.cluster_window
    names_another = is_later and await _names_another(work, case, reading)
    words_id = await _attach(work, case, said, reading, now, words_id)
    heard, round_ = Heard.ADDED, case.round
    if case.state is State.WAITING:
        case = await go_on(work, terms, case, now)
    if _opens_again(case, reading):
        case = await reopen(work, terms, case, now, words_id)
    if reading.greeting:
        heard = Heard.CHASED
        case = await work.cases.change(case, chased=case.chased + 1)
    before = case
    if heard is Heard.ADDED:
        case = await rise(work, terms, case, reading, now)
    raised = what_was(before, case, words_id)
    case = await work.cases.change(case, heard_at=now)
    if await ask_for_call(work, terms, case, said.text or "", words_id, now):
        case = await settle_next(work, terms, case)
    await work.cases.log(case, heard.value, now, case.person_id, raised)
    await recipients.show_card(work, case)
    return Hearing(
        heard=heard,
        case=case,
        words_id=words_id,
        may_be_apart=(is_later or case.round != round_) and heard is Heard.ADDED,
        is_another=names_another,
        reopened=case.round != round_,
    )


async def _names_another(work: Work, case: Case, reading: Reading) -> bool:
    """Whether a complaint speaks of nothing that was complained about in this case."""
    if reading.doubtful or reading.kind not in LADDER_KINDS:
        return False
    before = await work.assessing.blamed([case.id])
    return is_another(blamed(reading), before.get(case.id, ()))


def _opens_again(case: Case, reading: Reading) -> bool:
    """Danger opens what is contested, too; anything else there waits for its day."""
    if case.state is State.CONTESTED:
        return reading.kind is Kind.EMERGENCY
    return case.state is State.RESOLVED and reading.kind in LADDER_KINDS


async def reopen(
    work: Work, terms: Terms, case: Case, now: datetime, words_id: int | None = None
) -> Case:
    """It is not solved: a new round with promises of its own, and the supervisors hear of it."""
    await work.cases.drop(case, now)
    case = await work.cases.change(
        case,
        state=(State.TAKEN if case.owner_id else State.OPEN).value,
        round=case.round + 1,
        round_at=now,
        level=0,
        responded_at=None,
        resolved_at=None,
        closed_at=None,
        outcome=None,
        handling=None,
        reminded=0,
        told_at=None,
        lead_id=None,
    )
    await work.cases.add_promises(case, terms.promises(case.kind, case.severity, now), now)
    await work.cases.log(case, "reopened", now, case.person_id, {"words": words_id})
    case = await settle_next(work, terms, case)
    key = f"case-{case.id}-round-{case.round}-reopened"
    told = await recipients.holders(work, case, Recipients.SUPERVISORS)
    await recipients.tell_people(work, told, key, NoteKind.REOPENED, {"case": case.id})
    await recipients.show_card(work, case)
    return case


# --- what is no complaint


async def _praise(
    work: Work, terms: Terms, voice: Voice, said: Said, reading: Reading, now: datetime
) -> Hearing:
    """Praise is a case that is closed from the start: counted, and it asks for nothing."""
    voice = await _from_where(work, voice, now)
    service = await work.surveys.latest_service(voice.person.id, now)
    house = await work.people.house()
    new = NewCase(
        person_id=voice.person.id,
        place_id=voice.place_id or (service.place_id if service else house.id),
        team_id=None,
        service_id=service.id if service else None,
        kind=Kind.PRAISE,
        severity=0,
        safety=False,
        doubtful=False,
        rules_id=terms.rules_id,
        channel=voice.channel,
        mark=terms.mark,
        at=min(said.at, now),
        next_due_at=None,
        code_id=voice.code_id,
    )
    case = await work.cases.add(new, (), now)
    case = await work.cases.change(case, state=State.CLOSED.value, closed_at=now)
    await _attach(work, case, said, reading, now, None)
    await work.cases.log(case, "praised", now, voice.person.id)
    await pass_on(work, terms, case, said.text, service, now)
    return Hearing(heard=Heard.PRAISED, case=case)


async def _keep_unclear(
    work: Work, voice: Voice, said: Said, reading: Reading, now: datetime
) -> Hearing:
    """Kept as it is, so that one tap can still make a complaint of it."""
    words_id = await work.cases.add_words(person_id=voice.person.id, sort="said", said=said)
    return Hearing(heard=Heard.UNCLEAR, words_id=words_id)
