"""Runs the demo's time from one due instant to the next, pulls the plug, records services."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.demo_bot import DemoBot
from bot.demo_house import House
from playground.clock import PlaygroundClock
from playground.state import Playground

QUIET_SECONDS = 20.0
MOST_STOPS = 300
DOWN_SECONDS = 1.2
SHOWN_EVENTS = 3
TRACE_PAUSE = 0.5


class DemoControl:
    """Implements playground.control.Control, but for moving in (bot/demo_stage.py)."""

    def __init__(
        self,
        playground: Playground,
        clock: PlaygroundClock,
        bot: DemoBot,
        bot_id: int,
        house: House,
    ) -> None:
        self._playground = playground
        self._clock = clock
        self._bot = bot
        self._bot_id = bot_id
        self._open_to(house)
        self._one_at_a_time = asyncio.Lock()

    def _open_to(self, house: House) -> None:
        self._house = house
        self._guests = {person.id for person in house.cast().customers}

    def bot_running(self) -> bool:
        return self._bot.is_running

    # --- time

    async def agenda(self) -> dict[str, Any]:
        events = await self._coming()
        return {"now": self._clock.now().isoformat(), "events": events[:SHOWN_EVENTS]}

    async def _coming(self) -> list[dict[str, Any]]:
        with suppress(aiohttp.ClientError, TimeoutError):
            found: list[dict[str, Any]] = (await self._bot.get("/demo/agenda"))["events"]
            return found
        return []

    async def run(
        self, *, seconds: float | None, until: datetime | None, to_next: bool
    ) -> dict[str, Any]:
        """Stops at each due instant until inbox, ticks and outbox are quiet, and goes on."""
        async with self._one_at_a_time:
            await self.settle()
            target = until or self._clock.now() + timedelta(seconds=seconds or 0)
            events = await self._coming()
            if to_next and events:
                target = datetime.fromisoformat(events[0]["at"])
            passed = []
            for _ in range(MOST_STOPS):
                due = [e for e in await self._coming() if _instant(e) <= target]
                if not due:
                    break
                await self._go_to(_instant(due[0]), due[0]["label"])
                passed.append({"at": due[0]["at"], "label": due[0]["label"]})
            await self._go_to(target, None)
            self._tell_clock(running=False, label=None)
        return {"now": self._clock.now().isoformat(), "passed": passed}

    async def _go_to(self, instant: datetime, label: dict[str, str] | None) -> None:
        self._clock.advance_to(instant)
        self._tell_clock(running=True, label=label)
        await self._bot.post("/demo/clock", {"now": self._clock.now().isoformat()})
        await self.settle()

    def _tell_clock(self, *, running: bool, label: dict[str, str] | None) -> None:
        now = self._clock.now().isoformat()
        self._playground.feed.emit(
            "clock", lambda: {"now": now, "running": running, "label": label}
        )

    async def first_due(self) -> str | None:
        """The earliest deadline of an open case."""
        told: str | None = (await self._bot.get("/demo/deadline"))["at"]
        return told

    async def settle(self) -> bool:
        """Waits until nothing is under way; False when that took too long."""
        deadline = time.monotonic() + QUIET_SECONDS
        calm = 0
        while time.monotonic() < deadline:
            with suppress(aiohttp.ClientError, TimeoutError):
                quiet = (await self._bot.get("/demo/quiet"))["quiet"]
                waiting = self._playground.queue(self._bot_id).pending
                calm = calm + 1 if quiet and not waiting else 0
                if calm >= 2:
                    return True
            await asyncio.sleep(0.03)
        return False

    async def jump(self, seconds: float) -> dict[str, Any]:
        """An outage: the bot is away while time passes."""
        async with self._away() as _:
            self._clock.advance(timedelta(seconds=seconds))
            self._tell_clock(running=False, label=None)
        await self.settle()
        return {"now": self._clock.now().isoformat()}

    # --- the plug

    @asynccontextmanager
    async def _away(self) -> AsyncIterator[None]:
        async with self._one_at_a_time:
            await self._bot.kill()
            self._playground.feed.emit("bot", lambda: {"running": False})
            try:
                yield
            finally:
                await self._bot.start()
                self._playground.feed.emit("bot", lambda: {"running": True})

    async def plug(self) -> dict[str, Any]:
        started = time.monotonic()
        before = self._issued()
        async with self._away():
            await asyncio.sleep(DOWN_SECONDS)
            meanwhile = self._issued() - before
        down = round((time.monotonic() - started) * 1000)
        await self.settle()
        lost, doubled = await self._audit()
        return {
            "down_ms": down,
            "sent_while_down": meanwhile,
            "lost": lost,
            "doubled": doubled,
            "sentence": _plug_sentence(down, meanwhile, lost, doubled),
        }

    def _issued(self) -> int:
        return self._playground.queue(self._bot_id).next_id - 1

    async def _audit(self) -> tuple[int, int]:
        """Every update that was given out stands in the inbox; every message has one record."""
        ledger = await self._bot.get("/demo/ledger")
        pending = len(self._playground.queue(self._bot_id).pending)
        given = self._issued() - pending - ledger["first"] + 1 if ledger["kept"] else 0
        lost = max(0, given - ledger["kept"])
        known = {(chat, message) for chat, message in ledger["messages"]}
        doubled = 0
        for chat_id, texts in self._said().items():
            for message_id, text in texts:
                again = sum(other == text for _, other in texts) > 1
                doubled += (chat_id, message_id) not in known and again
        return lost, doubled

    def _said(self) -> dict[int, list[tuple[int, str]]]:
        said: dict[int, list[tuple[int, str]]] = {}
        for room in self._playground.rooms.values():
            said[room.id] = [
                (message["message_id"], message.get("text", ""))
                for message in self._playground.messages(room.id)
                if message.get("from", {}).get("id") == self._bot_id and message.get("text")
            ]
        return said

    # --- what a shop's system does

    async def service(self, user_id: int, place: str | None) -> dict[str, Any]:
        async with self._one_at_a_time:
            body = self._service_body(user_id, place)
            status, answer = await self._bot.post("/services", body)
        if status < 300 and answer.get("link"):
            payload = str(answer["link"]).partition("start=")[2]
            if payload and user_id not in self._guests:
                # A new customer scans the code at the counter; the house knows its guests.
                self._guests.add(user_id)
                await self._playground.start(user_id, payload)
        told = {"request": body, "response": answer, "status": status}
        with suppress(aiohttp.ClientError, KeyError):
            told["qr"] = await self._bot.picture(answer["qr"])
        return told

    def _service_body(self, user_id: int, place: str | None) -> dict[str, Any]:
        now = self._clock.now()
        person = self._playground.people[user_id]
        return {
            "id": f"{self._house.trade.service}-{now:%Y%m%d%H%M%S}-{user_id}",
            "status": "finished",
            "starts_at": (now - timedelta(hours=20)).isoformat(),
            "finished_at": now.isoformat(),
            "customer": {"id": f"guest-{user_id}", "language": person.language_code},
            "place": place or self._house.shops[0][1],
            "service_type": self._house.trade.service,
            "staff": "小陈",
        }

    async def watch_traces(self) -> None:
        """Until cancelled: tells the page which bubble made which card, as it happens."""
        told: set[str] = set()
        while True:
            await self._playground.feed.changed()
            await asyncio.sleep(TRACE_PAUSE)
            for trace in await self.traces():
                key = json.dumps(trace, sort_keys=True)
                if key not in told:
                    told.add(key)
                    self._playground.feed.emit("trace", lambda trace=trace: trace)  # type: ignore[misc]

    async def traces(self) -> list[dict[str, Any]]:
        with suppress(aiohttp.ClientError, TimeoutError):
            found: list[dict[str, Any]] = await self._bot.get("/demo/traces")
            return found
        return []


def _instant(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def _plug_sentence(down: int, meanwhile: int, lost: int, doubled: int) -> dict[str, str]:
    seconds = f"{down / 1000:.1f}"
    return {
        "zh": f"停了 {seconds} 秒，其间来了 {meanwhile} 条消息：丢失 {lost}，重复 {doubled}。",
        "en": f"Down for {seconds} s; {meanwhile} came meanwhile: {lost} lost, {doubled} doubled.",
    }
