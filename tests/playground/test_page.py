"""The page's own calls: what people see there, and the trouble that they can order."""

import asyncio
import json

import aiohttp
import pytest

from playground.model import Person, Room
from playground.state import Playground
from tests.playground.conftest import Door

pytestmark = pytest.mark.slow


async def test_what_a_link_hands_to_the_bot_is_not_shown_to_people(
    door: Door, playground: Playground, wang: Person
) -> None:
    shown = await door.page("start", {"as": wang.id, "payload": "s-Geheimnis"})
    assert shown["text"] == "/start"
    assert "Geheimnis" not in json.dumps(await door.page("state"))
    heard = (await door.call("getUpdates")).result
    assert heard[0]["message"]["text"] == "/start s-Geheimnis"


@pytest.mark.parametrize(
    ("kind", "details"), [("location", {}), ("contact", {}), ("album", {"files": 2})]
)
async def test_what_is_attached_in_a_topic_stays_in_it(
    door: Door, playground: Playground, chen: Person, kind: str, details: dict[str, int]
) -> None:
    forum = playground.add_group("客房", owner=chen.id, forum=True)
    await playground.add_bot_to_group(chen.id, forum.id)
    thread = playground.open_topic(forum, chen.id, "305")
    form = aiohttp.FormData({"as": str(chen.id), "chat_id": str(forum.id), "kind": kind})
    form.add_field("message_thread_id", str(thread))
    for nth in range(details.get("files", 0)):
        form.add_field("file", b"picture", filename=f"{nth}.png", content_type="image/png")
    async with door.http.post(f"{door.url}/page/attach", data=form) as answer:
        sent = await answer.json()
    for message in sent if isinstance(sent, list) else [sent]:
        assert message["message_thread_id"] == thread


async def test_a_location_that_is_none_is_refused_with_its_field(door: Door, wang: Person) -> None:
    form = {"as": str(wang.id), "chat_id": str(wang.id), "kind": "location", "latitude": "north"}
    async with door.http.post(f"{door.url}/page/attach", data=form) as answer:
        assert answer.status == 400
        assert "latitude" in (await answer.json())["detail"]


async def test_the_page_hears_when_an_ordered_fault_strikes(
    door: Door, playground: Playground, wang: Person
) -> None:
    await playground.start(wang.id)
    await door.page("faults", {"kind": "rate_limited", "method": "sendMessage", "retry_after": 3})
    assert [fault["kind"] for fault in (await door.page("state"))["faults"]] == ["rate_limited"]
    refused = await door.call("sendMessage", chat_id=wang.id, text="您好")
    assert refused.status == 429
    told = playground.feed.since(playground.feed.newest - 1) or []
    assert told[-1].name == "fault"
    assert told[-1].data()["method"] == "sendMessage"
    assert told[-1].data()["waiting"] == []


async def test_a_person_who_blocks_the_bot_is_out_of_reach_until_they_write(
    door: Door, playground: Playground, wang: Person
) -> None:
    await playground.start(wang.id)
    await door.page("block", {"as": wang.id})
    assert [chat["blocked"] for chat in (await door.page("state"))["chats"]] == [True]
    assert "blocked" in (await door.call("sendMessage", chat_id=wang.id, text="您好")).refusal
    await door.page("send", {"as": wang.id, "chat_id": wang.id, "text": "在吗"})
    assert [chat["blocked"] for chat in (await door.page("state"))["chats"]] == [False]
    assert (await door.call("sendMessage", chat_id=wang.id, text="您好")).result


async def test_a_method_that_is_not_there_is_told_to_the_page(door: Door) -> None:
    assert (await door.call("sendDice", chat_id=1)).status == 404
    assert [seen["method"] for seen in (await door.page("state"))["unknown_methods"]] == [
        "sendDice"
    ]


async def test_a_browser_asks_whether_its_copy_of_the_page_is_still_right(door: Door) -> None:
    async with door.http.get(f"{door.url}/app.js") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        tag = answer.headers["ETag"]
    async with door.http.get(f"{door.url}/app.js", headers={"If-None-Match": tag}) as again:
        assert again.status == 304
        assert again.headers["Cache-Control"] == "no-cache"


async def test_the_page_asks_for_nothing_beyond_this_machine(door: Door) -> None:
    """It works without a network."""
    for file in ("index.html", "app.js", "dom.js", "style.css", "chat.css", "media.js"):
        async with door.http.get(f"{door.url}/{file}") as answer:
            text = await answer.text()
        for scheme in ("//fonts.", "@import", "url(http", 'src="http', 'from "http'):
            assert scheme not in text, file


async def test_after_clearing_nobody_is_left_and_nothing_comes_back(
    playground: Playground, wang: Person, group: Room
) -> None:
    await playground.start(wang.id)
    playground.clear()
    await asyncio.sleep(0)
    assert not playground.people
    assert not playground.rooms
    assert not any(queue.pending for queue in playground.queues.values())
