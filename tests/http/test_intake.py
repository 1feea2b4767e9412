"""A shop's system tells of services, and gets clear answers, the same ones twice."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from httpx import ASGITransport, AsyncClient, Response

from handlers.intake import Intake
from handlers.web import create_web
from people.telling import NoteKind
from storage.tables import invitations, names, services
from surveys.links import ServiceLinks
from surveys.values import InvitationState
from tests.surveys.shop import DAY, HOUR, NOON, Shop

KEY = "intake-key"
AUTH = {"Authorization": f"Bearer {KEY}"}
LINKS = ServiceLinks(secret=b"a secret of the house")
FINISHED: dict[str, Any] = {
    "id": "order-1",
    "status": "finished",
    "starts_at": "2026-11-20T11:00:00+08:00",
    "finished_at": "2026-11-20T12:00:00+08:00",
    "customer": {"id": "guest-7", "phone": "+86 138 0000 0000", "timezone": "Asia/Shanghai"},
    "place": "西湖店",
    "service_type": "room",
    "staff": "小陈",
}


class Clock:
    def __init__(self) -> None:
        self.now: datetime = NOON


class House:
    """The shop's system on one side, the program's database on the other."""

    def __init__(self, client: AsyncClient, shop: Shop, clock: Clock) -> None:
        self.client, self.shop, self.clock = client, shop, clock

    async def post(self, /, **changes: Any) -> Response:
        body = {key: value for key, value in {**FINISHED, **changes}.items() if value is not ...}
        return await self.client.post("/services", json=body, headers=AUTH)


@pytest.fixture
async def house(shop: Shop) -> AsyncIterator[House]:
    clock = Clock()
    intake = Intake(
        key=KEY,
        links=LINKS,
        begin=shop.work,
        now=lambda: clock.now,
        rules=lambda: (shop.rules_id, shop.rules),
        bot_username=lambda: "huiyin_bot",
    )
    transport = ASGITransport(app=create_web(intake=intake))
    async with AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield House(client, shop, clock)


async def test_a_finished_service_gets_a_link_and_a_survey_in_two_hours(house: House) -> None:
    response = await house.post()
    assert response.status_code == 200
    answer = response.json()
    assert answer["link"].startswith("https://t.me/huiyin_bot?start=s1_")
    assert answer["qr"] == "/services/order-1/qr.png"
    assert answer["survey"] == {"state": "planned", "due_at": "2026-11-20T06:00:00Z"}


async def test_the_same_body_gets_the_same_answer_however_it_is_written(house: House) -> None:
    first = await house.post()
    again = await house.post(finished_at="2026-11-20T04:00:00Z")
    assert (again.status_code, again.json()) == (200, first.json())
    assert await house.shop.count(services) == await house.shop.count(invitations) == 1


async def test_a_booked_service_is_asked_about_once_it_is_finished(house: House) -> None:
    booked = await house.post(status="booked", finished_at=...)
    assert booked.json()["survey"] is None
    finished = await house.post()
    assert finished.json()["survey"]["state"] == "planned"
    assert finished.json()["link"] == booked.json()["link"]


async def test_a_cancelled_service_is_followed(house: House) -> None:
    await house.post()
    cancelled = await house.post(status="cancelled")
    assert cancelled.json()["survey"]["state"] == "cancelled"
    await house.shop.bind()
    await house.shop.tick(NOON + 2 * HOUR)
    assert await house.shop.told() == []


async def test_a_change_after_the_survey_is_told_so_and_twice_the_same(house: House) -> None:
    await house.post()
    await house.shop.bind()
    await house.shop.tick(NOON + 2 * HOUR)
    await house.shop.deliver(NOON + 2 * HOUR)
    house.clock.now = NOON + 3 * HOUR
    assert (await house.post()).status_code == 200
    house.clock.now = NOON + DAY
    refused = await house.post(status="cancelled", customer={"id": "guest-8"})
    assert refused.status_code == 409
    assert refused.json()["sent"] == [
        {"what": "survey", "sent_at": "2026-11-20T06:00:00Z", "state": "sent"}
    ]
    again = await house.post(status="cancelled", customer={"id": "guest-8"})
    assert (again.status_code, again.json()) == (409, refused.json())
    async with house.shop.work() as work:
        service = await work.surveys.service("order-1")
    assert service is not None
    assert (service.customer_ref, service.status.value) == ("guest-7", "cancelled")
    assert (await house.shop.invitation()).state is InvitationState.SENT


async def test_another_customer_gets_another_link(house: House) -> None:
    first = await house.post()
    second = await house.post(customer={"id": "guest-8"})
    assert second.status_code == 200
    assert second.json()["link"] != first.json()["link"]


async def test_a_known_customer_is_asked_without_another_tap(house: House) -> None:
    await house.shop.bind()
    await house.post()
    await house.shop.tick(NOON + 2 * HOUR)
    assert len(await house.shop.told(NoteKind.INVITATION)) == 1


async def test_a_place_may_be_named_by_its_code(house: House) -> None:
    await house.post(place="xihu")
    assert (await house.shop.invitation()).place_id == 2
    await house.post(id="order-2", place=...)
    assert (await house.shop.invitation(2)).place_id == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ...}, "id"),
        ({"id": ""}, "id"),
        ({"id": "a\x00b"}, "id"),
        ({"id": "x" * 129}, "id"),
        ({"id": 7}, "id"),
        ({"status": "done"}, "status"),
        ({"status": ...}, "status"),
        ({"finished_at": ...}, "finished_at"),
        ({"finished_at": "yesterday"}, "finished_at"),
        ({"finished_at": "2026-11-20T12:00:00"}, "finished_at"),
        ({"finished_at": 1763611200}, "finished_at"),
        ({"finished_at": "2026-11-20T10:00:00+08:00"}, "finished_at"),
        ({"finished_at": "2026-12-20T10:00:00+08:00"}, "finished_at"),
        ({"finished_at": "9999-12-31T23:59:59Z"}, "finished_at"),
        ({"starts_at": "1799-01-01T00:00:00Z"}, "starts_at"),
        ({"customer": ...}, "customer"),
        ({"customer": "guest"}, "customer"),
        ({"customer": {}}, "customer.id"),
        ({"customer": {"id": "g", "phone": "call me"}}, "customer.phone"),
        ({"customer": {"id": "g", "timezone": "Mars/Base"}}, "customer.timezone"),
        ({"customer": {"id": "g", "language": "汉语"}}, "customer.language"),
        ({"place": "东湖店"}, "place"),
        ({"staff": "x" * 81}, "staff"),
        ({"finishd_at": "2026-11-20T12:00:00+08:00"}, "finishd_at"),
    ],
)
async def test_a_wrong_field_is_named_in_one_sentence(
    house: House, changes: dict[str, Any], field: str
) -> None:
    response = await house.post(**changes)
    problem = response.json()
    assert response.status_code == 422
    assert problem["field"] == field
    assert problem["detail"].startswith(field)
    assert problem["message"].endswith("。")
    assert await house.shop.count(services) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"text"', b'{"id": "\\ud800"}'])
async def test_what_is_no_json_object_is_refused_clearly(house: House, body: bytes) -> None:
    headers = {**AUTH, "Content-Type": "application/json"}
    response = await house.client.post("/services", content=body, headers=headers)
    assert response.status_code in {400, 422}
    assert response.json()["message"].endswith("。")


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}"}]
)
async def test_a_stranger_learns_nothing_not_even_what_a_body_looks_like(
    house: House, headers: dict[str, str]
) -> None:
    for content in (b"{", b"x" * 100_000):
        response = await house.client.post("/services", content=content, headers=headers)
        assert response.status_code == 401
    assert (await house.client.get("/services/order-1/qr.png", headers=headers)).status_code == 401


async def test_a_body_without_end_is_refused(house: House) -> None:
    response = await house.client.post("/services", content=b"x" * 70_000, headers=AUTH)
    assert response.status_code == 413


async def test_the_link_comes_as_a_picture_too(house: House) -> None:
    answer = (await house.post(id="a/b 1")).json()
    picture = await house.client.get(answer["qr"], headers=AUTH)
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    missing = await house.client.get("/services/unknown/qr.png", headers=AUTH)
    assert missing.status_code == 404


async def test_a_phone_number_is_kept_in_one_place_and_told_to_nobody(house: House) -> None:
    response = await house.post()
    assert "138" not in response.text
    assert await house.shop.count(names) == 1


async def test_before_telegram_was_reached_the_shop_is_asked_to_come_again(shop: Shop) -> None:
    intake = Intake(
        key=KEY,
        links=LINKS,
        begin=shop.work,
        now=lambda: NOON,
        rules=lambda: (shop.rules_id, shop.rules),
        bot_username=lambda: None,
    )
    transport = ASGITransport(app=create_web(intake=intake))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        response = await client.post("/services", json=FINISHED, headers=AUTH)
    assert response.status_code == 503
    assert await shop.count(services) == 0


def test_nothing_secret_is_shown_when_intake_is_printed(shop: Shop) -> None:
    intake = Intake(
        key=KEY,
        links=LINKS,
        begin=shop.work,
        now=lambda: NOON,
        rules=lambda: (shop.rules_id, shop.rules),
        bot_username=lambda: None,
    )
    assert KEY not in repr(intake)
    assert "secret" not in repr(LINKS)
