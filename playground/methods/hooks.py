"""Methods by which a bot hears: long polling and webhooks, never both."""

from __future__ import annotations

import asyncio
import random
import re
from typing import Any

from telegram import WebhookInfo

from playground.errors import bad_request, conflict
from playground.faults import FaultKind
from playground.methods.register import Call, method
from playground.updates import Pending, UpdateQueue
from playground.weather import POISONS

_LONGEST_POLL = 50
_MOST_UPDATES = 100


class RawResult(str):
    """A result that is JSON already."""

    __slots__ = ()


@method("getUpdates")
async def get_updates(call: Call) -> RawResult:
    bot_id, params = call.bot.id, call.params
    if bot_id in call.ground.hooks:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    queue = call.ground.queue(bot_id)
    queue.interrupt(
        conflict(
            "terminated by other getUpdates request;"
            " make sure that only one bot instance is running"
        )
    )
    _remember_allowed(call, queue)
    repeated = _duplicates(call, queue)
    if queue.pending and call.ground.faults.take_kind("getUpdates", FaultKind.POISON):
        _pour(call, queue)
    call.ground.confirmed(bot_id, params.integer("offset") or 0)
    limit = min(max(params.integer("limit") or _MOST_UPDATES, 1), _MOST_UPDATES)
    seconds = min(max(params.integer("timeout") or 0, 0), _LONGEST_POLL)
    batch = await _next_batch(call, queue, limit, seconds)
    queue.served = batch
    return _as_result(_shuffled(call, repeated + batch))


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    url = call.params.text("url") or ""
    if not url:
        delete_webhook(call)
        return True
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    queue = call.ground.queue(call.bot.id)
    _remember_allowed(call, queue)
    _forget_pending(call, queue)
    call.ground.keep_hook(
        call.bot.id,
        {
            "url": url,
            "secret": _checked_secret(call.params.text("secret_token")),
            "max_connections": call.params.integer("max_connections") or 40,
        },
    )
    queue.interrupt(conflict("terminated by setWebhook request"))
    call.ground.on_update(call.bot.id)
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    call.ground.keep_hook(call.bot.id, None)
    _forget_pending(call, call.ground.queue(call.bot.id))
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> dict[str, Any]:
    hook = call.ground.hooks.get(call.bot.id, {})
    queue = call.ground.queue(call.bot.id)
    info = WebhookInfo(
        url=hook.get("url", ""),
        has_custom_certificate=False,
        pending_update_count=len(queue.pending),
        max_connections=hook.get("max_connections"),
        allowed_updates=queue.allowed,
        last_error_message=hook.get("last_error"),
    )
    said = info.to_dict()
    if "last_error_date" in hook:
        said["last_error_date"] = hook["last_error_date"]
    return said


def _remember_allowed(call: Call, queue: UpdateQueue) -> None:
    """An empty list means the usual kinds; no list at all leaves what was said before."""
    allowed = call.params.structure("allowed_updates")
    if allowed is not None:
        queue.allowed = [str(kind) for kind in allowed] or None


def _forget_pending(call: Call, queue: UpdateQueue) -> None:
    if call.params.flag("drop_pending_updates"):
        call.ground.confirmed(call.bot.id, queue.next_id)


def _checked_secret(secret: str | None) -> str:
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    return secret or ""


async def _next_batch(call: Call, queue: UpdateQueue, limit: int, seconds: float) -> list[Pending]:
    clock = call.ground.clock
    batch = list(queue.ready(limit, clock.now().timestamp()))
    if batch or not seconds:
        return batch
    ends = asyncio.get_running_loop().time() + seconds
    while not batch:
        left = ends - asyncio.get_running_loop().time()
        if left <= 0 or not await _rung(queue, left):
            return []
        batch = list(queue.ready(limit, clock.now().timestamp()))
    return batch


async def _rung(queue: UpdateQueue, seconds: float) -> bool:
    """Waits for an update; another poller or a webhook ends the wait with its refusal."""
    mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    queue.poller = mine
    try:
        async with asyncio.timeout(seconds):
            await mine
        return bool(queue.pending)
    except TimeoutError:
        return False
    finally:
        if queue.poller is mine:
            queue.poller = None


def _duplicates(call: Call, queue: UpdateQueue) -> list[Pending]:
    """What was served last time, once more, although the bot has confirmed it."""
    if not queue.served:
        return []
    struck = call.ground.faults.take_kind("getUpdates", FaultKind.DUPLICATE)
    return list(queue.served) if struck else []


def _pour(call: Call, queue: UpdateQueue) -> None:
    """Something that is no decent update, in a lane of its own, behind what waits already."""
    number = queue.next_id
    raw = POISONS[number % len(POISONS)].replace("UPDATE_ID", str(number))
    call.ground.enqueue_raw(call.bot.id, "poison", 0, number, raw)


def _shuffled(call: Call, batch: list[Pending]) -> list[Pending]:
    if len(batch) > 1 and call.ground.faults.take_kind("getUpdates", FaultKind.SHUFFLE):
        return random.Random(len(batch)).sample(batch, len(batch))
    return batch


def _as_result(batch: list[Pending]) -> RawResult:
    return RawResult(f"[{','.join(update.raw for update in batch)}]")
