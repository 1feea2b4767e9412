"""Updates wait for a bot, in order, and not for ever; nothing is lost by a kill."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from playground.clock import PlaygroundClock
from playground.model import Person, Room
from playground.state import Playground
from tests.playground.conftest import TOKEN, Door

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)


async def kinds(door: Door, **params: Any) -> list[str]:
    updates = (await door.call("getUpdates", **params)).result
    return [next(name for name in update if name != "update_id") for update in updates]


async def test_an_update_is_served_until_it_is_confirmed(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    await playground.send_text(wang.id, wang.id, "二")
    first = (await door.call("getUpdates", limit=1)).result
    assert (await door.call("getUpdates", limit=1)).result == first
    rest = (await door.call("getUpdates", offset=first[0]["update_id"] + 1)).result
    assert [update["message"]["text"] for update in rest] == ["二"]
    await playground.send_text(wang.id, wang.id, "三")
    newest = (await door.call("getUpdates", offset=-1)).result
    assert [update["message"]["text"] for update in newest] == ["三"]


async def test_a_waiting_bot_hears_at_once(
    playground: Playground, door: Door, wang: Person
) -> None:
    waiting = asyncio.create_task(door.call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await playground.start(wang.id)
    async with asyncio.timeout(1):
        assert len((await waiting).result) == 1


async def test_of_two_pollers_the_earlier_gets_409(
    playground: Playground, door: Door, wang: Person
) -> None:
    earlier = asyncio.create_task(door.call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    later = asyncio.create_task(door.call("getUpdates", timeout=20))
    refused = await earlier
    assert refused.status == 409
    assert "terminated by other getUpdates request" in refused.refusal
    await playground.start(wang.id)
    assert len((await later).result) == 1


async def test_polling_beside_a_webhook_gets_409(door: Door) -> None:
    await door.call("setWebhook", url="http://127.0.0.1:9/hook")
    assert "webhook is active" in (await door.call("getUpdates")).refusal
    await door.call("deleteWebhook")
    assert (await door.call("getUpdates")).result == []
    plain = await door.call("setWebhook", url="http://example.com/hook")
    assert "HTTPS" in plain.refusal


async def test_presses_expire_after_150_seconds_and_messages_after_a_day(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "a"}]]}
    sent = await door.call("sendMessage", chat_id=wang.id, text="?", reply_markup=keyboard)
    press = await playground.press(wang.id, wang.id, sent.result["message_id"], "好")
    assert await kinds(door) == ["message", "callback_query"]
    playground.clock.advance(timedelta(seconds=151))
    assert await kinds(door) == ["message"]
    late = await door.call("answerCallbackQuery", callback_query_id=press)
    assert "query is too old" in late.refusal
    playground.clock.advance(24 * HOUR)
    assert await kinds(door) == []


async def test_a_bot_hears_only_of_what_it_asked_for(
    playground: Playground, door: Door, wang: Person
) -> None:
    said = await playground.start(wang.id)
    await playground.react(wang.id, wang.id, said["message_id"], "👍")
    assert await kinds(door, allowed_updates=["message_reaction"]) == ["message"]
    await playground.react(wang.id, wang.id, said["message_id"], "🔥")
    await playground.send_text(wang.id, wang.id, "不会送到")
    assert await kinds(door) == ["message", "message_reaction"]


async def test_after_a_kill_everything_is_where_it_was(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    before = Playground(journal)
    before.add_bot(TOKEN)
    wang = before.add_person("王女士")
    room = before.add_group("前厅", owner=wang.id)
    await before.add_bot_to_group(wang.id, room.id)
    await before.start(wang.id)
    confirmed = before.queue(42).next_id
    before.confirmed(42, confirmed)
    photo = await before.send_file(wang.id, wang.id, "photo", b"pixels", caption="看")
    await before.edit(wang.id, wang.id, photo["message_id"], "看这里")
    before.clock.advance(3 * HOUR)
    # A kill closes nothing, and may leave half a line.
    with journal.open("ab") as file:
        file.write(b'["message", {"ro')

    after = Playground(journal)
    after.add_bot(TOKEN)
    assert after.texts(wang.id) == ["/start", "看这里"]
    assert after.content_of(after.files[photo["photo"][0]["file_id"]]) == b"pixels"
    assert [update.kind for update in after.queue(42).pending] == ["message", "edited_message"]
    assert after.queue(42).next_id == before.queue(42).next_id
    latest = before.clock.now()
    assert after.clock.now() >= latest
    assert after.group(room.id).has(42)
    sent = await after.send_text(wang.id, wang.id, "新的")
    assert sent["message_id"] == photo["message_id"] + 1
    before.close()
    after.close()
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert TOKEN not in journal.read_text()
    assert [kind for kind, _ in lines[-2:]] == ["message", "update"]


def test_time_never_goes_back() -> None:
    real = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    clock = PlaygroundClock(lambda: real[0])
    clock.advance(HOUR)
    seen = clock.now()
    real[0] -= 2 * HOUR
    assert clock.now() == seen
    with pytest.raises(ValueError, match="never goes back"):
        clock.advance(-HOUR)
    assert clock.advance_to(seen - HOUR) == seen


async def test_in_groups_a_plain_bot_sees_only_what_is_meant_for_it(
    playground: Playground, door: Door, chen: Person, group: Room
) -> None:
    sent = await door.call("sendMessage", chat_id=group.id, text="卡片")
    before = (await door.call("getUpdates")).result
    offset = before[-1]["update_id"] + 1
    await playground.send_text(chen.id, group.id, "中午吃什么")
    await playground.send_text(chen.id, group.id, "/stats")
    await playground.send_text(chen.id, group.id, "/stats@other_bot")
    await playground.send_text(chen.id, group.id, "@huiyin_bot 在吗")
    reply_to = sent.result["message_id"]
    await playground.send_text(chen.id, group.id, "我来处理", reply_to=reply_to)

    async def heard() -> list[str]:
        updates = (await door.call("getUpdates", offset=offset)).result
        return [update["message"]["text"] for update in updates if "message" in update]

    assert await heard() == ["/stats", "@huiyin_bot 在吗", "我来处理"]
    await playground.promote_bot(chen.id, group.id)
    await playground.send_text(chen.id, group.id, "中午吃面")
    assert (await heard())[-1] == "中午吃面"
