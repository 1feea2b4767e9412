"""`/reload`: the rules as the file has them now, checked as a whole before any of it counts."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.answers import answer
from handlers.reader_versions import show_versions
from handlers.work import Caller, Work
from people.values import Role

router = Router(name="reloading")

# More than a person mends at once.
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class NewRules:
    """Valid rules: their sha256, the whole of them as JSON, and the file they come from."""

    fingerprint: str
    body: Any
    source: str


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One thing to mend: file and line, the field with dots, and what to do in two languages."""

    place: str
    field: str
    zh: str
    en: str

    @property
    def facts(self) -> dict[str, str]:
        return asdict(self)


ReadRules = Callable[[], NewRules | Sequence[Wrong]]


@router.message(Command("reload"))
async def on_reload(
    message: Message, work: Work, caller: Caller, read_rules: ReadRules, inbox_id: int
) -> None:
    if not caller.person.is_at_least(Role.OWNER):
        await answer(work, caller, inbox_id, "only_owner")
        return
    found = await asyncio.to_thread(read_rules)
    if not isinstance(found, NewRules):
        wrong = [one.facts for one in found[:SHOWN]]
        await answer(work, caller, inbox_id, "rules_wrong", wrong=wrong)
        return
    number, is_new = await work.versions.add(
        found.fingerprint, found.body, found.source, caller.person.id
    )
    what = "rules_reloaded" if is_new else "rules_unchanged"
    await answer(work, caller, inbox_id, what, number=number)
    await show_versions(work, caller, inbox_id)
