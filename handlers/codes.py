"""Codes printed for a place or a touchpoint: owners make them, and walk-ins come by them."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from handlers.answers import answer, here
from handlers.rendering import Context, Rendered, Shown, link, renders
from handlers.safe import escaped
from handlers.work import Caller, Work
from people.codes import PREFIX, arrive
from people.notice import NOTICE
from people.telling import Note, NoteKind
from people.values import Place, Role

router = Router(name="codes")
router.message.filter(F.chat.type == "private")

LONGEST_NAME = 80
IS_CODE: Any = F.args.func(lambda text: text.startswith(PREFIX))


@router.message(CommandStart(deep_link=True, magic=IS_CODE))
async def on_code(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    """Somebody scanned what is printed; a code that there is not gets the usual welcome."""
    if caller.person.stopped:
        await work.people.set_stopped(caller.person.id, None)
    found = await arrive(work.codes, caller.person.id, command.args or "", now)
    await work.consents.told(caller.person.id, NOTICE, now)
    if found is None:
        await answer(work, caller, inbox_id, "start")
        return
    place = await work.people.place(found.place_id)
    live = await work.cases.live_of(caller.person.id)
    facts = {"place": place.name, "name": found.name, "case": live.id if live else None}
    await answer(work, caller, inbox_id, "start_at", **facts)


@router.message(Command("code"))
async def on_make(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    """`/code`, `/code 前台`, `/code 西湖店 812 房`: a picture to print."""
    place, name = await _touchpoint(work, (command.args or "").strip())
    if not caller.person.is_at_least(Role.OWNER, await work.people.places_above(place.id)):
        await answer(work, caller, inbox_id, "only_owner")
        return
    code = await work.codes.make(place.id, name, caller.person.id, now)
    facts = {"payload": code.payload, "place": place.name, "name": code.name}
    note = Note(key=f"code-{inbox_id}", kind=NoteKind.CODE, to=here(caller), facts=facts)
    await work.telling.note(note)


async def _touchpoint(work: Work, text: str) -> tuple[Place, str | None]:
    """The place that the first word names, else the house; the rest is the touchpoint."""
    first, _, rest = text.partition(" ")
    named = await work.people.place_named(first) if first else None
    if named is not None:
        return named, rest.strip()[:LONGEST_NAME] or None
    return await work.people.house(), text[:LONGEST_NAME] or None


@renders(NoteKind.CODE)
def code(facts: Mapping[str, Any], context: Context) -> Shown:
    _ = context._
    url = link(context, facts["payload"])
    where = " · ".join(escaped(part) for part in (facts["place"], facts["name"]) if part)
    lines = [
        where,
        url,
        _("打印出来贴好：客人一扫就能说，卡片上会写明在哪里。"),
        _("要别处的码，发 /code 前台，或 /code 门店名 812 房。"),
    ]
    return Rendered(text="\n".join(lines), picture=qr_of(url))


def qr_of(url: str) -> bytes:
    picture = io.BytesIO()
    segno.make_qr(url, error="m").save(picture, kind="png", scale=10, border=4)
    return picture.getvalue()
