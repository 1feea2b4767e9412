"""Figures of others: a supervisor sends a table in private, and takes away what it brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Document, Message

from handlers.answers import answer
from handlers.presses import FiguresPress, PlainPress, PressFilter
from handlers.sights import may_look, sight_of
from handlers.work import Caller, Work

router = Router(name="others")
ENDINGS = (".csv", ".xlsx")
LARGEST = 1024 * 1024


class BringsTable(Filter):
    """A table in private from somebody who sees figures, as `table`; else it is a complaint's."""

    async def __call__(self, message: Message, caller: Caller) -> bool | dict[str, Any]:
        table = message.document
        if table is None or not caller.chat.is_private or not may_look(caller.person):
            return False
        name = (table.file_name or "").lower()
        return {"table": table} if name.endswith(ENDINGS) else False


@router.message(BringsTable())
async def on_table(
    message: Message, work: Work, caller: Caller, table: Document, now: datetime, inbox_id: int
) -> None:
    """It is fetched and read beside everything else; what came of it is told afterwards."""
    if (table.file_size or 0) > LARGEST:
        await answer(work, caller, inbox_id, "others_wrong", why="large")
        return
    ending = ".xlsx" if (table.file_name or "").lower().endswith(".xlsx") else ".csv"
    facts: Mapping[str, Any] = {
        "file_id": table.file_id, "ending": ending, "chat": caller.chat.id,
        "person": caller.person.id,
    }  # fmt: skip
    await work.jobs.start("others", facts, now)
    await answer(work, caller, inbox_id, "others_reading")


@router.callback_query(PressFilter(PlainPress, "oth_form"))
async def on_form(query: CallbackQuery, work: Work, caller: Caller, inbox_id: int) -> str | None:
    if not may_look(caller.person) or not caller.chat.is_private:
        return "not_allowed"
    await answer(work, caller, inbox_id, "others_form")
    return None


@router.callback_query(PressFilter(FiguresPress, "othdel"))
async def on_forget(
    query: CallbackQuery, work: Work, caller: Caller, press: FiguresPress
) -> str | None:
    if not may_look(caller.person) or not caller.chat.is_private or query.message is None:
        return "not_allowed"
    owns = (await sight_of(work, caller.person)).owns_house
    gone = await work.others.forget(press.page, caller.person.id, owns_house=owns)
    if not gone:
        return "already_done" if gone is None else "not_your_figures"
    thing = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    if thing is not None:
        await work.telling.faces_of(thing)
    return None
