"""Who hears of a case: the staff chats of its place, and the people who hold a role there."""

from collections.abc import Iterable

from complaints.book import Work
from complaints.rules import Recipients
from complaints.values import Case
from people.telling import Face, FaceKind, Note, NoteKind, To
from people.values import Person, Role


def card_of(case_id: int) -> str:
    return f"case-{case_id}"


async def staff_chats(work: Work, case: Case) -> tuple[To, ...]:
    bindings = await work.people.bindings(case.place_id, case.team_id)
    return tuple(To(chat_id=b.chat_id, thread_id=b.thread_id) for b in bindings)


async def show_card(work: Work, case: Case) -> None:
    """Puts the card into the staff chats of the case, or renders it anew where it stands."""
    for to in await staff_chats(work, case):
        await work.telling.face(
            Face(thing=card_of(case.id), kind=FaceKind.CARD, to=to, facts={"case": case.id})
        )


async def refresh_card(work: Work, case: Case) -> None:
    await work.telling.faces_of(card_of(case.id))


async def holders(work: Work, case: Case, recipients: Recipients) -> tuple[Person, ...]:
    house = await work.people.house()
    if recipients is Recipients.SUPERVISORS:
        return await work.people.holders(Role.SUPERVISOR, case.place_id)
    if recipients is Recipients.HOUSE_SUPERVISORS:
        return await work.people.holders(Role.SUPERVISOR, house.id)
    return await work.people.holders(Role.OWNER, house.id)


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


async def tell_customer(
    work: Work, case: Case, key: str, kind: NoteKind, facts: dict[str, object]
) -> bool:
    """False when the customer has no chat with the bot that could be written to."""
    chat = await work.people.private_chat(case.person_id)
    if chat is None:
        return False
    await work.telling.note(Note(key=key, kind=kind, to=To(chat_id=chat.id), facts=facts))
    return True
