"""The link of a service is for its customer alone, who may open it as often as they like."""

import re

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from people.telling import NoteKind
from storage.tables import customer_refs, names, persons
from surveys.linking import LinkRefusal, Opened, open_service
from surveys.links import Opening, ServiceLinks, read_payload
from surveys.values import InvitationState, Service
from tests.surveys.shop import CHEN, DAY, HOUR, NOON, WANG, Shop, finished

LINKS = ServiceLinks(secret=b"a secret of the house")
AFTERNOON = NOON + 2 * HOUR


async def opened(
    shop: Shop, payload: str, person_id: int = WANG, hours: int = 0
) -> Opened | LinkRefusal:
    now = NOON + hours * HOUR
    async with shop.work(now) as work:
        return await open_service(
            work, LINKS, payload, person_id=person_id, chat_id=person_id, now=now
        )


async def test_the_first_who_opens_it_is_the_customer_and_may_open_it_again(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished()))
    for _ in range(2):
        found = await opened(shop, link)
        assert isinstance(found, Opened)
    async with shop.work() as work:
        service = await work.surveys.service_by_id(1)
    assert service is not None
    assert service.person_id == WANG
    assert (await shop.invitation()).person_id == WANG


async def test_somebody_else_is_refused_and_the_customer_stays(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished()))
    await opened(shop, link)
    assert await opened(shop, link, CHEN) is LinkRefusal.FOREIGN
    async with shop.work() as work:
        assert await work.surveys.person_of_ref("guest-7") == WANG


async def test_a_customer_already_known_needs_no_second_tap(shop: Shop) -> None:
    await opened(shop, LINKS.payload(await shop.tell(finished())))
    second = await shop.tell(finished("order-2", at=NOON + DAY))
    assert second.person_id == WANG


async def test_what_the_shop_told_of_a_customer_goes_over_and_leaves_no_shadow(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished(phone="+8613800000000", zone="Asia/Tokyo")))
    await opened(shop, link)
    async with shop.database.reading() as connection:
        zone = await connection.scalar(select(persons.c.zone).where(persons.c.id == WANG))
        rows = (await connection.execute(select(names.c.person_id, names.c.phone))).all()
        refs = (await connection.execute(select(customer_refs.c.person_id))).all()
    assert zone == "Asia/Tokyo"
    assert [tuple(row) for row in rows] == [(WANG, "+8613800000000")]
    assert [tuple(row) for row in refs] == [(WANG,)]
    assert await shop.count(persons) == 2


async def test_a_made_up_link_opens_nothing(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished()))
    for forged in ("s1", "s1_" + "A" * 22, link[:-1] + "-", "szzzzzzzzzzzzz_" + "A" * 22, ""):
        assert await opened(shop, forged) is LinkRefusal.UNKNOWN
    another = ServiceLinks(secret=b"another house")
    async with shop.work() as work:
        service = await work.surveys.service_by_id(1)
    assert service is not None
    assert await opened(shop, another.payload(service)) is LinkRefusal.UNKNOWN


async def test_a_link_ends_with_the_customer_it_was_made_for(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished()))
    changed = await shop.tell(finished(customer_ref="guest-8"))
    assert await opened(shop, link) is LinkRefusal.UNKNOWN
    assert isinstance(await opened(shop, LINKS.payload(changed), CHEN), Opened)


async def test_who_opens_the_link_after_hours_is_asked_at_once(shop: Shop) -> None:
    link = LINKS.payload(await shop.tell(finished()))
    found = await opened(shop, link, hours=14)  # 02:00
    assert isinstance(found, Opened)
    assert found.shows_survey
    assert len(await shop.told(NoteKind.INVITATION)) == 1
    assert (await shop.invitation()).state is InvitationState.QUEUED


async def test_a_survey_that_waits_is_shown_again(shop: Shop) -> None:
    await shop.asked(AFTERNOON)
    async with shop.work() as work:
        service = await work.surveys.service_by_id(1)
    assert service is not None
    found = await opened(shop, LINKS.payload(service), hours=3)
    assert isinstance(found, Opened)
    assert found.shows_survey
    [again] = await shop.told(NoteKind.SURVEY_AGAIN)
    assert again.facts["thing"] == "invitation-1", "buttons and all, below what was written since"


@given(st.integers(min_value=1, max_value=2**63 - 1), st.integers(min_value=1, max_value=9))
def test_every_link_fits_telegram_and_is_read_back(service_id: int, generation: int) -> None:
    service = _service(service_id, generation)
    payload = LINKS.payload(service)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    opening = read_payload(payload)
    assert opening is not None
    assert opening.service_id == service_id
    assert LINKS.opens(service, opening)
    assert not LINKS.opens(_service(service_id, generation + 1), opening)


@given(st.text(max_size=70))
def test_no_text_whatsoever_upsets_the_reader_of_links(payload: str) -> None:
    assert read_payload(payload) is None or isinstance(read_payload(payload), Opening)


def _service(service_id: int, generation: int) -> Service:
    new = finished()
    return Service(
        id=service_id,
        external_id=new.external_id,
        generation=generation,
        status=new.status,
        customer_ref=new.customer_ref,
        person_id=None,
        place_id=1,
        service_type=None,
        staff=None,
        starts_at=None,
        finished_at=None,
        body_hash=b"",
        mark="live",
    )
