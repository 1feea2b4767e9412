"""The versions of the business rules: the newest, and each old one for what it made."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.rules import Rules
from calendars.working import Calendar
from complaints.terms import Terms
from complaints.values import Mark
from storage import rules as rows
from storage.engine import Database


@dataclass(frozen=True, kw_only=True)
class Version:
    id: int
    rules: Rules
    calendar: Calendar
    terms: Terms


class Rulebook:
    """Holds every version that was asked for; versions are few and never change."""

    def __init__(self, mark: Mark = Mark.LIVE) -> None:
        self._mark = mark
        self._versions: dict[int, Version] = {}
        self._current: Version | None = None

    @property
    def current(self) -> Version:
        assert self._current is not None, "open() comes first"
        return self._current

    def version(self, rules_id: int) -> Version:
        return self._versions.get(rules_id, self.current)

    def terms(self, rules_id: int) -> Terms:
        return self.version(rules_id).terms

    async def open(self, database: Database, rules: Rules, source: str, now: datetime) -> bool:
        """Makes these the rules in force; True when they differ from the last version kept."""
        async with database.writing() as connection:
            rules_id, is_new = await rows.put(
                connection, rules.fingerprint, json.loads(rules.as_json()), source, now
            )
        await self._read(database)
        self._current = self._versions[rules_id]
        return is_new

    async def join(self, database: Database) -> bool:
        """Goes by the newest version that is kept; False when there is none."""
        await self._read(database)
        self._current = self._versions[max(self._versions)] if self._versions else None
        return self._current is not None

    async def _read(self, database: Database) -> None:
        async with database.reading() as connection:
            for kept_id, body in await rows.all_versions(connection):
                if kept_id not in self._versions:
                    kept = Rules.from_json(json.dumps(body, ensure_ascii=False))
                    self._versions[kept_id] = self._as_version(kept_id, kept)

    async def refresh(self, database: Database) -> bool:
        """Learns versions that were added meanwhile, by whichever process; True when there are.

        Whoever works at this moment goes on with the version that it began with.
        """
        async with database.glancing() as connection:
            found = await rows.later_than(connection, max(self._versions, default=0))
        for rules_id, body in found:
            kept = Rules.from_json(json.dumps(body, ensure_ascii=False))
            self._versions[rules_id] = self._as_version(rules_id, kept)
            self._current = self._versions[rules_id]
        return bool(found)

    def _as_version(self, rules_id: int, rules: Rules) -> Version:
        calendar = rules.working_time()
        terms = Terms(rules=rules.complaints, calendar=calendar, rules_id=rules_id, mark=self._mark)
        return Version(id=rules_id, rules=rules, calendar=calendar, terms=terms)
