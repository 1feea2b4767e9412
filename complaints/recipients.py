"""Who hears of a case: the staff chats of its place, and the people who hold a role there."""

from collections.abc import Collection, Iterable

from complaints.book import Work
from complaints.rules import Level, Recipients
from complaints.values import Case
from people.telling import Face, FaceKind, Note, NoteKind, To
from people.values import Person, Role


def card_of(case_id: int) -> str:
    return f"case-{case_id}"


async def staff_chats(work: Work, case: Case) -> tuple[To, ...]:
    """Where its place (or team) listens; in a forum the topic of the case, once it is there."""
    found = []
    for binding in await work.people.bindings(case.place_id, case.team_id):
        thread_id = binding.thread_id
        if binding.topics:
            topic = await work.topics.of(case.id, binding.chat_id)
            thread_id = topic.thread_id if topic else None
        found.append(To(chat_id=binding.chat_id, thread_id=thread_id))
    return tuple(found)


async def show_card(work: Work, case: Case) -> None:
    """Puts the card into the staff chats of the case, or renders it anew where it stands.

    In a forum it waits for its topic. Of a case about a colleague the group sees the number
    only; the whole card goes to the supervisors, and to whoever has it, in private.
    """
    for to in await _standing(work, case):
        await _show(work, case, to)
    if case.about_id is not None:
        for person in await entrusted(work, case):
            chat = await work.people.private_chat(person.id)
            if chat is not None:
                await _show(work, case, To(chat_id=chat.id))


async def _standing(work: Work, case: Case) -> tuple[To, ...]:
    """Where its card stands in the staff chats; what is missing is a topic that is asked for."""
    found = []
    for binding in await work.people.bindings(case.place_id, case.team_id):
        to = To(chat_id=binding.chat_id, thread_id=binding.thread_id)
        if binding.topics:
            topic = await work.topics.of(case.id, binding.chat_id)
            if topic is None:
                await _ask_for_topic(work, case, binding.chat_id)
            if topic is None or topic.is_wanted:
                continue
            to = To(chat_id=binding.chat_id, thread_id=topic.thread_id)
        found.append(to)
    return tuple(found)


async def move_card(work: Work, case: Case) -> None:
    """Another team has it: its card goes where that team listens, as `show_card` does.

    A chat shows it once: in another topic of the same group it ends, and says where it went.
    """
    await refresh_card(work, case)
    await _into_its_topic(work, case)
    await show_card(work, case)


async def _into_its_topic(work: Work, case: Case) -> None:
    first: dict[int, To] = {}
    for to in await _standing(work, case):
        first.setdefault(to.chat_id, to)
    for to in first.values():
        for message_id in await work.telling.move(card_of(case.id), to):
            facts: dict[str, object] = {"case": case.id, "message": message_id}
            key = f"case-{case.id}-version-{case.version}-moved-on-{message_id}-in-{to.chat_id}"
            await work.telling.note(Note(key=key, kind=NoteKind.MOVED_ON, to=to, facts=facts))


async def entrusted(work: Work, case: Case) -> tuple[Person, ...]:
    """Who may read a case about a colleague: the supervisors of the place, else the owners."""
    owner = await work.people.person(case.owner_id) if case.owner_id else None
    for which in (Recipients.SUPERVISORS, Recipients.OWNERS):
        able = [p for p in await holders(work, case, which) if p.id != case.about_id]
        if able:
            break
    if owner is not None and owner.id not in {person.id for person in able}:
        able.append(owner)
    return tuple(able)


async def _show(work: Work, case: Case, to: To) -> None:
    face = Face(thing=card_of(case.id), kind=FaceKind.CARD, to=to, facts={"case": case.id})
    await work.telling.face(face)


async def _ask_for_topic(work: Work, case: Case, chat_id: int) -> None:
    if await work.topics.want(case.id, chat_id):
        key = f"case-{case.id}-topic-in-{chat_id}"
        facts: dict[str, object] = {"case": case.id}
        await work.telling.note(
            Note(key=key, kind=NoteKind.TOPIC, to=To(chat_id=chat_id), facts=facts)
        )


async def topic_made(work: Work, case_id: int, chat_id: int, thread_id: int | None) -> None:
    """Telegram has made it, and the card goes there; None when it has not: then to General."""
    await work.topics.settle(case_id, chat_id, thread_id)
    case = await work.cases.get(case_id)
    if case is not None:
        await _into_its_topic(work, case)
        await show_card(work, case)


async def refresh_card(work: Work, case: Case, *, by_the_way: bool = False) -> None:
    await work.telling.faces_of(card_of(case.id), by_the_way=by_the_way)


def overdue_of(place_id: int) -> str:
    return f"overdue-{place_id}"


async def show_overdue(work: Work, case: Case) -> None:
    """One board a place, edited in place: what is overdue there, instead of a message each."""
    facts: dict[str, object] = {"places": [case.place_id], "overdue": True}
    for binding in await work.people.bindings(case.place_id, None):
        to = To(chat_id=binding.chat_id, thread_id=binding.thread_id)
        face = Face(thing=overdue_of(case.place_id), kind=FaceKind.BOARD, to=to, facts=facts)
        await work.telling.face(face)


async def refresh_overdue(work: Work, case: Case) -> None:
    await work.telling.faces_of(overdue_of(case.place_id), by_the_way=True)


async def holders(work: Work, case: Case, recipients: Recipients) -> tuple[Person, ...]:
    """Never the one whom the customer complains of."""
    house = await work.people.house()
    place_id = case.place_id if recipients is Recipients.SUPERVISORS else house.id
    role = Role.OWNER if recipients is Recipients.OWNERS else Role.SUPERVISOR
    found = await work.people.holders(role, place_id)
    return tuple(person for person in found if person.id != case.about_id)


async def raise_alarm(work: Work, case: Case) -> None:
    """An emergency: the staff chat with a sound, everybody above and every channel, at any hour.

    What was put right and is dangerous again is an alarm of its own, in the same round as well.
    """
    key = f"case-{case.id}-version-{case.version}-emergency"
    facts: dict[str, object] = {"case": case.id}
    for to in await staff_chats(work, case):
        await work.telling.note(
            Note(key=f"{key}-in-{to.chat_id}", kind=NoteKind.EMERGENCY, to=to, facts=facts)
        )
    told = {
        person.id: person
        for role in (Recipients.SUPERVISORS, Recipients.OWNERS)
        for person in await holders(work, case, role)
    }
    await tell_people(work, told.values(), key, NoteKind.EMERGENCY, facts)
    await tell_channels(work, key, NoteKind.EMERGENCY, facts)


async def tell_level(
    work: Work, case: Case, level: Level, key: str, facts: dict[str, object]
) -> int:
    """People in private and channels alike; gives how many are reached as far as we know now."""
    people = () if level.to is None else await holders(work, case, level.to)
    reached = await tell_people(work, people, key, NoteKind.ESCALATION, facts)
    return reached + await tell_channels(work, key, NoteKind.ESCALATION, facts, level.channels)


async def tell_channels(
    work: Work,
    key: str,
    kind: NoteKind,
    facts: dict[str, object],
    names: Collection[str] | None = None,
) -> int:
    """One note a channel; without names all of them. One without an address is not reached."""
    if names is not None and not names:
        return 0
    found = [c for c in await work.channels.open() if names is None or c.title in names]
    for chat in found:
        note = Note(key=f"{key}-by-{chat.id}", kind=kind, to=To(chat_id=chat.id), facts=facts)
        await work.telling.note(note)
    return len(found)


async def tell_people(
    work: Work, people: Iterable[Person], key: str, kind: NoteKind, facts: dict[str, object]
) -> int:
    """One note a person in private, `key` made unique by their id; gives how many are reached."""
    reached = 0
    for person in people:
        chat = await work.people.private_chat(person.id)
        if chat is None or chat.state != "open":
            continue
        note = Note(key=f"{key}-to-{person.id}", kind=kind, to=To(chat_id=chat.id), facts=facts)
        await work.telling.note(note)
        reached += 1
    return reached


async def hears(work: Work, case: Case) -> bool:
    """Whether the customer can be written to; who was heard at the desk or by phone can't."""
    return await work.people.private_chat(case.person_id) is not None


async def reaches(work: Work, case: Case) -> bool:
    """Whether what is written arrives, as far as we know: who stopped the bot still `hears`."""
    chat = await work.people.private_chat(case.person_id)
    return chat is not None and chat.state == "open"


async def tell_customer(
    work: Work, case: Case, key: str, kind: NoteKind, facts: dict[str, object]
) -> bool:
    """False when the customer has no chat with the bot that could be written to."""
    chat = await work.people.private_chat(case.person_id)
    if chat is None:
        return False
    await work.telling.note(Note(key=key, kind=kind, to=To(chat_id=chat.id), facts=facts))
    return True


async def tell_words(work: Work, case: Case, kind: NoteKind, words_id: int | None) -> None:
    """A colleague's words to the customer, once in a round; without words, that it is done."""
    key = f"case-{case.id}-round-{case.round}-{kind.value}-{words_id or 'plain'}"
    facts: dict[str, object] = {"case": case.id, "words": words_id}
    await tell_customer(work, case, key, kind, facts)
