"""New rules take effect while the bot runs: from the file when it changes, or by /reload."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from zlib import crc32

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.failures import name_of
from bot.rulebook import Rulebook
from bot.rules import Rules, RulesError, load_rules
from dimensions.own import Problem
from dimensions.rules import Understanding
from handlers.reloading import NewRules, Wrong
from people.telling import Note, NoteKind, To
from people.values import Role
from storage import rules as rows
from storage.engine import Database
from storage.work import begin_work

log = logging.getLogger("huiyin.rules")

EVERY_SECONDS = 1.0


Checked = Callable[[Understanding], Sequence[Problem]]


def read_rules(
    source: str, problems_of: Checked = lambda understanding: ()
) -> NewRules | list[Wrong]:
    """The rules as the file (or preset) has them now, or what is wrong with it."""
    try:
        rules = load_rules(source)
    except RulesError as error:
        return [
            Wrong(
                place=f"{Path(found.file).name}:{found.line}",
                field=found.field,
                zh=found.zh,
                en=found.en,
            )
            for found in error.problems
        ]
    wrong = [
        Wrong(place=Path(source).name, field="understanding", zh=found.zh, en=found.en)
        for found in problems_of(rules.understanding)
    ]
    if wrong:
        return wrong
    return NewRules(
        fingerprint=rules.fingerprint,
        body=json.loads(rules.as_json()),
        source=Path(source).name,
    )


class RulesWatch:
    """On SQLite the operator's file is watched; elsewhere several bots might read different ones.

    Every process asks the database for new versions, whoever added them.
    """

    def __init__(
        self, database: Database, clock: Clock, rulebook: Rulebook, source: str,
        said: Callable[[], None], changed: Callable[[Rules, datetime], Awaitable[None]],
        problems_of: Checked,
    ) -> None:  # fmt: skip
        self._database = database
        self._clock = clock
        self._rulebook = rulebook
        self._source = source
        self._said = said
        self._changed = changed
        self._problems_of = problems_of
        file = Path(source)
        self._file = file if database.is_sqlite and file.is_file() else None
        self._seen = self._stamp()
        # Whoever looks while another does comes back when the rules hold, not before.
        self._looking = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except (DBAPIError, PoolTimeout, OSError) as error:
                log.warning("The rules can't be looked at (%s); trying again.", name_of(error))

    async def look(self) -> None:
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        stamp = self._stamp()
        if stamp is not None and stamp != self._seen:
            await self._take_file(stamp)
            self._seen = stamp
        if await self._rulebook.refresh(self._database):
            log.info("New rules are in force: version %s.", self._rulebook.current.id)
            await self._changed(self._rulebook.current.rules, self._clock.now())

    def _stamp(self) -> tuple[int, int] | None:
        """When the file was changed, and its size; None while there is none to look at."""
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return self._seen if hasattr(self, "_seen") else None
        return (found.st_mtime_ns, found.st_size)

    async def _take_file(self, stamp: tuple[int, int]) -> None:
        """A flawed file changes nothing, and the owners hear what is wrong with it."""
        found = await asyncio.to_thread(read_rules, self._source, self._problems_of)
        now = self._clock.now()
        if isinstance(found, NewRules):
            async with self._database.writing() as connection:
                await rows.put(connection, found.fingerprint, found.body, found.source, now)
            return
        log.warning("The changed rules file is not used: %s problems.", len(found))
        await self._tell_owners(found, stamp, now)

    async def tell_of_words(self, aside: Sequence[Problem], now: datetime) -> None:
        """At the start, of words that are not used; the same words are told of once."""
        if aside:
            words = [{"zh": one.zh, "en": one.en} for one in aside[:5]]
            key = crc32("\n".join(one.zh for one in aside).encode())
            facts: dict[str, object] = {"what": "words_aside", "wrong": words}
            await self._note_owners(f"words-aside-{key}", facts, now)

    async def _tell_owners(self, wrong: list[Wrong], stamp: tuple[int, int], now: datetime) -> None:
        facts: dict[str, object] = {
            "what": "rules_wrong",
            "wrong": [one.facts for one in wrong[:5]],
        }
        await self._note_owners(f"rules-wrong-{stamp}", facts, now)

    async def _note_owners(self, key: str, facts: dict[str, object], now: datetime) -> None:
        async with begin_work(self._database, now) as work:
            house = await work.people.house()
            for owner in await work.people.holders(Role.OWNER, house.id):
                chat = await work.people.private_chat(owner.id)
                if chat is None:
                    continue
                note = Note(
                    key=f"{key}-to-{owner.id}",
                    kind=NoteKind.ANSWER,
                    to=To(chat_id=chat.id),
                    facts=facts,
                )
                await work.telling.note(note)
        self._said()
