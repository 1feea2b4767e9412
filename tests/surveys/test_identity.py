"""A link in the wrong hands is given up; one's own number finds visits; a language is chosen."""

from typing import Any

from sqlalchemy import insert, select

from handlers.presses import PlainPress, ServicePress, parse
from people.telling import FaceKind, NoteKind
from storage.tables import customer_refs, names, persons
from surveys.identity import claim, disown
from surveys.values import InvitationState
from tests.surveys.shop import CHEN, DAY, HOUR, NOON, WANG, WANGS_CHAT, Shop, finished
from tests.surveys.test_chat import ASKED, LATER, LINKS, Chat, chat

__all__ = ["chat"]
PHONE = "+8613800000000"


async def disowned(shop: Shop, by: int = WANG) -> bool:
    async with shop.work(LATER) as work:
        return await disown(work, 1, person_id=by, now=LATER)


async def person_of(shop: Shop, ref: str = "guest-7") -> int | None:
    async with shop.work() as work:
        return await work.surveys.person_of_ref(ref)


async def test_a_link_in_the_wrong_hands_is_free_for_its_customer_again(chat: Chat) -> None:
    shop = chat.shop
    link = LINKS.payload(await shop.tell(finished(phone=PHONE)))
    await chat.write(f"/start {link}", now=NOON)
    assert await disowned(shop)
    invitation = await shop.invitation()
    assert invitation.person_id not in {WANG, CHEN}
    await chat.write(f"/start {link}", by=CHEN, now=NOON)
    assert (await shop.invitation()).person_id == CHEN
    async with shop.database.reading() as connection:
        phones = dict((await connection.execute(select(names.c.person_id, names.c.phone))).all())
    assert phones == {WANG: None, CHEN: PHONE}


async def test_what_the_wrong_person_was_shown_counts_as_not_sent(shop: Shop) -> None:
    await shop.asked(ASKED)
    assert await disowned(shop)
    invitation = await shop.invitation()
    assert invitation.state is InvitationState.PLANNED
    assert (invitation.sent_at, invitation.delivered_at, invitation.step) == (None, None, None)
    await shop.bind(CHEN)
    await shop.tick(LATER)
    assert (await shop.invitation()).state is InvitationState.QUEUED


async def test_nobody_disowns_what_is_anothers_or_what_they_have_answered(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    assert not await disowned(chat.shop, by=CHEN)
    await chat.press("answer", "csat", "1")
    assert not await disowned(chat.shop)
    assert await person_of(chat.shop) == WANG


async def shadow(shop: Shop, ref: str, phone: str | None) -> None:
    async with shop.work() as work:
        await work.surveys.put_service(
            finished(f"order-{ref}", customer_ref=ref, phone=phone), NOON
        )


async def test_ones_own_number_finds_what_was_told_under_it(shop: Shop) -> None:
    await shadow(shop, "guest-1", PHONE)
    await shadow(shop, PHONE, None)
    await shadow(shop, "guest-2", "+8613900000000")
    async with shop.work() as work:
        assert await claim(work, PHONE, person_id=WANG, now=NOON) == 2
    assert [await person_of(shop, ref) for ref in ("guest-1", PHONE)] == [WANG, WANG]
    assert await person_of(shop, "guest-2") != WANG


async def test_a_customer_who_is_somebody_already_is_not_taken_over(shop: Shop) -> None:
    await shop.bind(CHEN, "guest-1")
    async with shop.database.writing() as connection:
        await connection.execute(insert(names).values(person_id=CHEN, phone=PHONE))
    async with shop.work() as work:
        assert await claim(work, PHONE, person_id=WANG, now=NOON) == 0
    assert await person_of(shop, "guest-1") == CHEN


async def test_a_contact_counts_only_when_it_is_the_senders_own(chat: Chat) -> None:
    await shadow(chat.shop, "guest-1", PHONE)
    contact: dict[str, Any] = {"phone_number": "8613800000000", "first_name": "王"}
    await chat.write("", contact={**contact, "user_id": 7000 + CHEN})
    assert await person_of(chat.shop, "guest-1") != WANG
    await chat.write("", contact={**contact, "user_id": 7000 + WANG})
    assert await person_of(chat.shop, "guest-1") == WANG
    assert await chat.what() == ["not_own_number", "number_found"]


async def test_who_writes_english_is_spoken_to_in_english(chat: Chat) -> None:
    await chat.write("English")
    await chat.write("语言")
    async with chat.shop.database.reading() as connection:
        language = await connection.scalar(select(persons.c.language).where(persons.c.id == WANG))
    assert language == "en"
    assert await chat.what() == ["speaking", "which_language"]


async def test_buttons_that_did_their_work_are_taken_away(chat: Chat) -> None:
    link = LINKS.payload(await chat.shop.tell(finished()))
    await chat.write(f"/start {link}", now=ASKED)
    [asked] = await chat.shop.told(NoteKind.INVITATION)
    assert asked.facts["linked"] == 1, "somebody else may have opened it"
    async with chat.shop.work() as work:
        await work.shown.learn(WANGS_CHAT, None, 40, "invitation-1", NOON)
        await work.shown.learn(WANGS_CHAT, None, 45, "note-7", NOON)
    await chat.tap(PlainPress(action="speak_en").packed(), message_id=45)
    await chat.tap(ServicePress(action="notme", service_id=1).packed(), message_id=40)
    spent = [told.facts["message"] for told in await chat.shop.told(NoteKind.SPENT)]
    assert spent == [45, 40]


async def test_a_survey_of_who_answered_before_keeps_waiting(chat: Chat) -> None:
    """Neither a new visit nor a tap just before takes their buttons away for 「不是我」."""
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5", message_id=40)
    link = LINKS.payload(await chat.shop.tell(finished("order-2", at=NOON + 40 * DAY)))
    await chat.write(f"/start {link}", now=NOON + 41 * DAY)
    async with chat.shop.work() as work:
        await work.shown.learn(WANGS_CHAT, None, 70, "invitation-2", NOON)
    for service_id, message_id in ((1, 40), (2, 70)):
        data = ServicePress(action="notme", service_id=service_id).packed()
        assert await chat.tap(data, message_id=message_id) == "answered_before"
    assert await chat.shop.told(NoteKind.SPENT) == []
    shown = [told.facts["invitation"] for told in await chat.shop.told(FaceKind.SURVEY)]
    assert shown[-2:] == [1, 2]
    assert (await chat.shop.invitation(2)).person_id == WANG
    data = ServicePress(action="notme", service_id=1).packed()
    assert await chat.tap(data, by=CHEN) == "already_done"


async def test_no_press_takes_buttons_from_what_is_about_something_else(chat: Chat) -> None:
    """Anybody can make a client that sends any data with the press of any button."""
    await chat.shop.asked(ASKED)
    async with chat.shop.work() as work:
        await work.shown.learn(WANGS_CHAT, None, 60, "case-1001", NOON)
    for pressed in (PlainPress(action="speak_en"), ServicePress(action="notme", service_id=1)):
        for by in (WANG, CHEN):
            await chat.tap(pressed.packed(), by=by, message_id=61, group=True)
        await chat.tap(pressed.packed(), message_id=60)
    assert await chat.shop.told(NoteKind.SPENT) == []


async def test_the_first_contact_has_the_way_out(chat: Chat) -> None:
    link = LINKS.payload(await chat.shop.tell(finished()))
    await chat.write(f"/start {link}", now=NOON - HOUR)
    [told] = await chat.shop.told(NoteKind.ANSWER)
    assert told.facts["service"] == 1
    assert parse("v:notme:1") == ServicePress(action="notme", service_id=1)
    assert parse("v:notme:x") is None
    assert await chat.shop.count(customer_refs) == 1
