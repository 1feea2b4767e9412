"""The playground as tests and the demo hold it: act as a person, see what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar

from playground.faults import Fault, FaultKind
from playground.groups import Groups
from playground.model import CallRecord, PressAnswer

Seen = TypeVar("Seen")


class Playground(Groups):
    """Acting is inherited; here is the looking, the waiting and the trouble-making."""

    def messages(self, chat_id: int, *, bot: int | None = None) -> list[dict[str, Any]]:
        """What the chat shows now, oldest first, as bots see it."""
        room = self.room(chat_id, bot)
        kept = self.kept.get(room.key, {})
        return [kept[nth].message for nth in sorted(kept) if not kept[nth].deleted]

    def texts(self, chat_id: int, *, bot: int | None = None) -> list[str]:
        shown = self.messages(chat_id, bot=bot)
        return [str(one.get("text") or one.get("caption") or "") for one in shown]

    def ever_shown(self, chat_id: int, *, bot: int | None = None) -> list[tuple[int, str]]:
        """The truth of what people there have seen: every wording of every message, with its id.

        What was edited over or deleted since is among it.
        """
        kept = self.kept.get(self.room(chat_id, bot).key, {})
        shown: list[tuple[int, str]] = []
        for nth in sorted(kept):
            shown += [(nth, str(version["text"])) for version in kept[nth].versions]
            shown.append((nth, kept[nth].text()))
        return shown

    def untold(self) -> list[CallRecord]:
        """What was carried out although the bot could not come to know of it."""
        return [call for call in self.calls if call.untold is not None]

    def message(
        self, chat_id: int, message_id: int, *, bot: int | None = None
    ) -> dict[str, Any] | None:
        kept = self.kept_message(self.room(chat_id, bot), message_id)
        return kept.message if kept else None

    def reactions(
        self, chat_id: int, message_id: int, *, bot: int | None = None
    ) -> dict[int, list[str]]:
        kept = self.kept_message(self.room(chat_id, bot), message_id)
        return dict(kept.reactions) if kept else {}

    def said(self, method: str = "", chat_id: int | None = None) -> list[CallRecord]:
        """The calls that bots made, oldest first; getUpdates is not among them."""
        return [
            call
            for call in self.calls
            if (not method or call.method.lower() == method.lower())
            and (chat_id is None or str(call.params.get("chat_id")) == str(chat_id))
        ]

    def answers(self, user_id: int) -> list[PressAnswer]:
        return [answer for answer in self.press_answers if answer.user_id == user_id]

    async def wait_for(
        self, look: Callable[[], Seen | None], *, seconds: float = 5.0, what: str = ""
    ) -> Seen:
        """Looks again after every change until something true is seen; real seconds."""
        async with asyncio.timeout(seconds) as limit:
            try:
                while True:
                    seen = look()
                    if seen:
                        return seen
                    await self.feed.changed()
            except asyncio.CancelledError:
                if limit.expired():
                    raise TimeoutError(f"not seen in {seconds} s: {what or look}") from None
                raise

    async def wait_for_message(
        self,
        chat_id: int,
        containing: str = "",
        *,
        after: int = 0,
        from_bot: bool = True,
        seconds: float = 5.0,
        bot: int | None = None,
    ) -> dict[str, Any]:
        """The first message with an id above `after` that says `containing`."""

        def look() -> dict[str, Any] | None:
            for message in self.messages(chat_id, bot=bot):
                words = str(message.get("text") or message.get("caption") or "")
                fits = message["message_id"] > after and containing in words
                if fits and (not from_bot or message["from"]["is_bot"]):
                    return message
            return None

        what = f"a message saying {containing!r} in chat {chat_id}"
        return await self.wait_for(look, seconds=seconds, what=what)

    async def wait_for_answer(self, press_id: str, *, seconds: float = 5.0) -> PressAnswer:
        def look() -> PressAnswer | None:
            return next((a for a in self.press_answers if a.press_id == press_id), None)

        return await self.wait_for(look, seconds=seconds, what=f"the answer to {press_id}")

    async def wait_until_heard(self, *, seconds: float = 5.0, bot: int | None = None) -> None:
        """Until the bot has confirmed every update there is."""
        queue = self.queue(self.main_bot(bot).id)
        await self.wait_for(
            lambda: not queue.pending, seconds=seconds, what="all updates confirmed"
        )

    def fault(self, kind: FaultKind | str, method: str = "*", **details: Any) -> Fault:
        """Orders a fault; see `playground.faults.Fault` for the details there are."""
        return self.faults.order(Fault(kind=FaultKind(kind), method=method, **details))

    def inject(self, update: dict[str, Any] | str, *, lane: int = 0, bot: int | None = None) -> int:
        """Poison. A dict gets an `update_id` unless it has one; a text has `UPDATE_ID` replaced."""
        account = self.main_bot(bot)
        update_id = self.queue(account.id).next_id
        if isinstance(update, str):
            raw = update.replace("UPDATE_ID", str(update_id))
        else:
            raw = json.dumps({"update_id": update_id} | update)
            given = update.get("update_id")
            update_id = given if isinstance(given, int) and given < 2**62 else update_id
        self.enqueue_raw(account.id, "poison", lane, update_id, raw)
        return update_id
