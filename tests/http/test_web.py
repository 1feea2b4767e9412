"""Webhook, health, metrics and the manual: what an operator and Telegram see of the program."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
import uvicorn
from httpx import AsyncClient

from handlers.intake import Intake
from handlers.web import SECRET_HEADER, Insight, Webhook, create_web
from surveys.links import ServiceLinks
from tests.surveys.shop import NOON, Shop

pytestmark = pytest.mark.slow

UPDATE = b'{"update_id": 1, "message": {"text": "secret words"}}'


@asynccontextmanager
async def serving(
    shop: Shop, *, webhook: Webhook | None = None, insight: Insight | None = None
) -> AsyncIterator[AsyncClient]:
    """A real server on a port of its own."""
    intake = Intake(
        key=None,
        links=ServiceLinks(secret=b"secret"),
        begin=shop.work,
        now=lambda: NOON,
        rules=lambda: (shop.rules_id, shop.rules),
        bot_username=lambda: "huiyin_bot",
    )
    app = create_web(intake=intake, webhook=webhook, insight=insight)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client
    server.should_exit = True
    await running


def receiving(kept: list[bytes]) -> Webhook:
    async def receive(raw: bytes) -> None:
        kept.append(raw)

    return Webhook(secret="hook_secret", receive=receive)


async def test_an_update_is_confirmed_once_it_is_kept(shop: Shop) -> None:
    kept: list[bytes] = []
    async with serving(shop, webhook=receiving(kept)) as client:
        response = await client.post(
            "/telegram", content=UPDATE, headers={SECRET_HEADER: "hook_secret"}
        )
    assert response.status_code == 200
    assert kept == [UPDATE]


@pytest.mark.parametrize("secret", [None, "", "wrong", "hook_secre", "hook_secret2", "é"])
async def test_a_forged_update_is_turned_away_unread(shop: Shop, secret: str | None) -> None:
    kept: list[bytes] = []
    headers = [] if secret is None else [(SECRET_HEADER.encode(), secret.encode())]
    async with serving(shop, webhook=receiving(kept)) as client:
        response = await client.post("/telegram", content=UPDATE, headers=headers)
    assert (response.status_code, response.content) == (401, b"")
    assert kept == []


@pytest.mark.parametrize(("error", "status"), [(OSError("disk full"), 503), (ValueError(), 400)])
async def test_an_update_that_was_not_kept_is_not_confirmed(
    shop: Shop, error: Exception, status: int
) -> None:
    async def receive(_raw: bytes) -> None:
        raise error

    webhook = Webhook(secret="hook_secret", receive=receive)
    async with serving(shop, webhook=webhook) as client:
        response = await client.post(
            "/telegram", content=UPDATE, headers={SECRET_HEADER: "hook_secret"}
        )
    assert response.status_code == status
    assert "secret words" not in response.text


async def test_without_a_webhook_there_is_no_such_door(shop: Shop) -> None:
    async with serving(shop) as client:
        assert (await client.post("/telegram", content=UPDATE)).status_code == 404


async def test_health_is_ready_only_when_nothing_is_missing(shop: Shop) -> None:
    missing: list[str] = ["no reachable top-level recipient"]

    async def problems() -> Sequence[str]:
        return missing

    async with serving(shop, insight=Insight(problems=problems)) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        not_ready = await client.get("/ready")
        missing.clear()
        ready = await client.get("/ready")
    assert (not_ready.status_code, ready.status_code) == (503, 200)
    assert not_ready.json()["problems"] == ["no reachable top-level recipient"]


async def test_metrics_count_by_route_and_hold_nothing_of_a_person(shop: Shop) -> None:
    async def figures() -> Mapping[str, float]:
        return {"inbox_new": 3}

    async with serving(shop, insight=Insight(figures=figures)) as client:
        await client.get("/services/guest-7/qr.png")
        text = (await client.get("/metrics")).text
    assert "huiyin_inbox_new 3.0" in text
    assert "guest-7" not in text
    assert 'route="/services/{external_id:path}/qr.png"' in text


async def test_intake_without_a_key_is_off_and_says_so(shop: Shop) -> None:
    async with serving(shop) as client:
        response = await client.post("/services", json={})
    assert response.status_code == 403
    assert "HUIYIN_INTAKE_KEY" in response.json()["message"]


async def test_the_manual_names_every_field_and_loads_nothing(shop: Shop) -> None:
    async with serving(shop) as client:
        page = (await client.get("/docs")).text
        described = (await client.get("/openapi.json")).json()
    for name in ("id", "status", "finished_at", "customer.phone", "service_type", "place"):
        assert f"<td>{name}</td>" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "https://" not in page
    assert "/services" in described["paths"]
