"""Faults that are ordered strike as ordered, and the truth can be told from what was answered."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from playground.limits import Limits
from playground.mishaps import Mishap, befall
from playground.model import Person, Room
from playground.state import Playground
from playground.weather import STROKES, Weather
from tests.playground.conftest import TOKEN, Door

pytestmark = pytest.mark.slow


@pytest.fixture
async def started(playground: Playground, wang: Person) -> Person:
    await playground.start(wang.id)
    return wang


async def say(door: Door, person: Person, text: str) -> tuple[int, str]:
    """Status and body as they come, HTML as well."""
    url = f"{door.url}/bot{TOKEN}/sendMessage"
    form = {"chat_id": str(person.id), "text": text}
    async with door.http.post(url, data=form) as answer:
        return answer.status, await answer.text()


async def test_a_refused_call_is_not_carried_out_and_the_next_one_is(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("refused", "sendMessage", code=500, after=1)
    assert [(await say(door, started, text))[0] for text in "一二三"] == [200, 500, 200]
    assert playground.texts(started.id) == ["/start", "一", "三"]


async def test_a_proxy_answers_in_html_and_nothing_was_delivered(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("html_502", "sendMessage")
    status, body = await say(door, started, "一")
    assert status == 502
    assert body.startswith("<html>")
    assert playground.texts(started.id) == ["/start"]


async def test_a_message_is_delivered_although_the_reply_was_lost(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("reply_lost", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await say(door, started, "断线")
    playground.fault("reply_lost_html", "sendMessage")
    assert (await say(door, started, "网关"))[0] == 502
    assert playground.texts(started.id) == ["/start", "断线", "网关"]


async def test_a_connection_is_cut_before_anything_happened(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("cut", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await say(door, started, "一")
    assert playground.texts(started.id) == ["/start"]


async def test_a_slow_answer_comes_late_and_a_half_open_one_never(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("slow", "sendMessage", seconds=0.3)
    begun = time.monotonic()
    assert (await say(door, started, "一"))[0] == 200
    assert time.monotonic() - begun >= 0.3
    playground.fault("half_open", "sendMessage")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await say(door, started, "二")
    assert playground.texts(started.id) == ["/start", "一"]


async def test_one_chat_is_limited_and_the_others_are_not(
    playground: Playground, door: Door, started: Person
) -> None:
    other = playground.add_person("陈先生")
    await playground.start(other.id)
    playground.fault("rate_limited", "sendMessage", chat_id=started.id, retry_after=7, times=2)
    refused = await door.call("sendMessage", chat_id=started.id, text="一")
    assert refused.status == 429
    assert refused.refusal == "Too Many Requests: retry after 7"
    assert refused.body["parameters"] == {"retry_after": 7}
    assert (await say(door, other, "一"))[0] == 200
    assert (await say(door, started, "一"))[0] == 429
    assert (await say(door, started, "一"))[0] == 200


async def test_updates_come_twice_and_out_of_order(
    playground: Playground, door: Door, started: Person
) -> None:
    for text in "一二三":
        await playground.send_text(started.id, started.id, text)
    first = (await door.call("getUpdates")).result
    playground.fault("duplicate", "getUpdates")
    offset = first[-1]["update_id"] + 1
    assert (await door.call("getUpdates", offset=offset)).result == first
    for text in "四五六":
        await playground.send_text(started.id, started.id, text)
    playground.fault("shuffle", "getUpdates")
    shuffled = (await door.call("getUpdates")).result
    ordered = sorted(shuffled, key=lambda update: update["update_id"])
    assert shuffled != ordered
    assert [update["message"]["text"] for update in ordered] == list("四五六")


@pytest.mark.parametrize(
    "update",
    [
        {"never_heard_of": {"a": 1}},
        {"message": {"message_id": 1}},
        {"message": {"text": "\x00 \ud800"}},
        {"message": {"chat": {"id": 10**30}}},
    ],
)
async def test_poison_is_served_as_it_was_poured(
    playground: Playground, door: Door, update: dict[str, Any]
) -> None:
    update_id = playground.inject(update)
    served = (await door.call("getUpdates")).result
    assert served == [{"update_id": update_id} | update]


async def test_even_what_is_no_update_at_all_can_be_served(
    playground: Playground, door: Door
) -> None:
    playground.inject('{"update_id": UPDATE_ID, "message": [1, 2')
    async with door.http.post(f"{door.url}/bot{TOKEN}/getUpdates") as answer:
        assert (await answer.text()).endswith('"message": [1, 2]}')


async def test_the_page_orders_faults_too(
    playground: Playground, door: Door, started: Person
) -> None:
    await door.page("faults", {"method": "sendMessage", "kind": "html_502", "times": 2})
    assert [one["kind"] for one in await door.page("faults")] == ["html_502"]
    assert (await say(door, started, "一"))[0] == 502
    async with door.http.delete(f"{door.url}/page/faults") as answer:
        assert answer.status == 200
    assert (await say(door, started, "一"))[0] == 200


async def test_limits_are_telegrams_when_they_are_asked_for(
    playground: Playground, door: Door, started: Person, group: Room
) -> None:
    at = [0.0]
    playground.limits = Limits(monotonic=lambda: at[0])

    async def sends(chat_id: int) -> int:
        return (await door.call("sendMessage", chat_id=chat_id, text="x")).status

    assert [await sends(started.id), await sends(started.id)] == [200, 429]
    at[0] = 1.0
    assert await sends(started.id) == 200
    for second in range(20):
        at[0] = 2.0 + second
        assert await sends(group.id) == 200
    at[0] = 30.0
    refused = await door.call("sendMessage", chat_id=group.id, text="x")
    assert refused.body["parameters"] == {"retry_after": 32}
    at[0] = 62.0
    assert await sends(group.id) == 200


def test_thirty_a_second_are_let_through_and_the_thirty_first_is_not() -> None:
    limits = Limits(monotonic=lambda: 5.0)
    waits = [limits.retry_after(42, chat, group=False) for chat in range(31)]
    assert waits == [None] * 30 + [1]


@pytest.mark.parametrize(
    ("kind", "status"), [("refused", 500), ("html_502", 502), ("truncated", 200)]
)
@pytest.mark.parametrize("late", [False, True])
async def test_a_fault_strikes_before_or_after_people_see_the_message(
    playground: Playground, door: Door, started: Person, kind: str, status: int, late: bool
) -> None:
    playground.fault(kind, "sendMessage", late=late)
    told, body = await say(door, started, "一")
    assert told == status
    assert '"ok": true' not in body
    assert ("一" in playground.texts(started.id)) is late
    assert [call.untold for call in playground.untold()] == ([kind] if late else [])


async def test_the_same_seed_brings_the_same_weather(
    playground: Playground, door: Door, started: Person
) -> None:
    async def fares(seed: int, between: str = "") -> list[int | None]:
        playground.faults.weather = Weather(seed=seed, rate=0.4, strokes=QUICK)
        seen: list[int | None] = []
        for _ in range(12):
            if between:
                await door.call(between)
            try:
                seen.append((await say(door, started, "一"))[0])
            except aiohttp.ClientError:
                seen.append(None)
        return seen

    first = await fares(7)
    assert len(set(first)) > 2
    playground.faults.clear()
    assert await fares(8) != first
    playground.faults.clear()
    assert await fares(7) == first


QUICK = tuple(one for one in STROKES if one.kind in {"refused", "html_502", "truncated", "cut"})


async def test_what_was_edited_or_deleted_stays_in_the_truth(
    playground: Playground, door: Door, started: Person
) -> None:
    sent = (await door.call("sendMessage", chat_id=started.id, text="原话")).result
    about = {"chat_id": started.id, "message_id": sent["message_id"]}
    await door.call("editMessageText", text="改过", **about)
    await door.call("deleteMessage", **about)
    assert playground.texts(started.id) == ["/start"]
    number = sent["message_id"]
    assert playground.ever_shown(started.id)[1:] == [(number, "原话"), (number, "改过")]


async def test_poison_comes_between_what_people_write(
    playground: Playground, door: Door, started: Person
) -> None:
    playground.fault("poison", "getUpdates")
    served = (await door.call("getUpdates")).result
    assert len(served) == 2
    assert served[0]["message"]["text"] == "/start"
    assert served[1]["update_id"] == served[0]["update_id"] + 1


@pytest.mark.parametrize(
    ("mishap", "refusal"),
    [
        (Mishap.MUTE, "not enough rights"),
        (Mishap.KICK, "bot was kicked"),
        (Mishap.CLOSE, "chat was deleted"),
    ],
)
async def test_what_befalls_a_group_is_what_the_bot_is_told(
    playground: Playground, door: Door, group: Room, mishap: Mishap, refusal: str
) -> None:
    await befall(playground, mishap, group.id)
    refused = await door.call("sendMessage", chat_id=group.id, text="x")
    assert refusal in (refused.refusal or "")
    if mishap is not Mishap.CLOSE:
        await befall(playground, Mishap.MEND, group.id)
        assert (await door.call("sendMessage", chat_id=group.id, text="x")).status == 200


async def test_the_page_makes_weather_and_mishaps(
    playground: Playground, door: Door, started: Person, group: Room
) -> None:
    await door.page("weather", {"rate": 1.0, "seed": 3})
    assert playground.faults.weather is not None
    await door.page("weather", {"rate": 0})
    assert (await say(door, started, "一"))[0] == 200
    await door.page("mishap", {"mishap": "mute", "chat_id": group.id})
    assert (await door.call("sendMessage", chat_id=group.id, text="x")).status == 400
