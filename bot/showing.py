"""Reads what an outgoing row is about and renders it for its reader, just before it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rulebook import Rulebook
from handlers import figures as figures_text
from handlers import notes_answers, notes_customer, notes_staff
from handlers.rendering import FACES, NOTES, Context, Shown
from handlers.words import words_in
from people.telling import FaceKind, NoteKind
from storage import figures as figure_rows
from storage.engine import Database
from storage.outbox import Outgoing
from storage.surveys import SurveyRows
from storage.tables import bindings, cases, persons, places
from storage.views import case_view, words_by_id

# The modules fill the tables of renderers when they are imported.
RENDERERS = (notes_answers, notes_customer, notes_staff, figures_text)


_ZONE_OF_CHAT = (
    select(places.c.zone)
    .join(bindings, bindings.c.place_id == places.c.id)
    .where(bindings.c.chat_id == bindparam("chat"), bindings.c.unbound_at.is_(None))
)
_READER = select(persons.c.language, persons.c.zone).where(persons.c.id == bindparam("person"))


@dataclass(frozen=True, kw_only=True)
class Reader:
    language: str
    zone: str


class Showing:
    def __init__(self, database: Database, rulebook: Rulebook, bot_username: str) -> None:
        self._database = database
        self._rulebook = rulebook
        self._bot_username = bot_username

    async def render(self, row: Outgoing, now: datetime) -> Shown:
        """None when there is nothing to say any more."""
        async with self._database.reading() as connection:
            context = await self._context(connection, row, now)
        if row.is_face:
            return FACES[FaceKind(row.kind)](row.facts, context)
        facts = dict(row.facts)
        if row.error == "unknown" and row.attempts > 1:
            facts["again"] = True
        return NOTES[NoteKind(row.kind)](facts, context)

    async def _context(self, connection: AsyncConnection, row: Outgoing, now: datetime) -> Context:
        facts = row.facts
        reader = await self._reader(connection, row)
        rules = self._rulebook.current.rules
        case = await case_view(connection, facts["case"]) if facts.get("case") else None
        words_id = facts.get("words") if case is not None else None
        invitation = questionnaire = None
        if facts.get("invitation"):
            invitation = await SurveyRows(connection).view(facts["invitation"])
        if invitation is not None:
            made_under = self._rulebook.version(invitation.invitation.rules_id).rules.surveys
            questionnaire = made_under.questionnaires.get(invitation.invitation.questionnaire)
        return Context(
            _=words_in(reader.language),
            zone=reader.zone,
            now=now,
            is_group=row.chat_kind != "private",
            bot_username=self._bot_username,
            house=rules.house.name.in_language(reader.language),
            case=case,
            words=await words_by_id(connection, words_id) if words_id else None,
            invitation=invitation,
            questionnaire=questionnaire,
            recourse=rules.complaints.next_recourse,
            cases=await self._cases(connection, row),
            figures=await self._figures(connection, row, now),
        )

    async def _reader(self, connection: AsyncConnection, row: Outgoing) -> Reader:
        house = self._rulebook.current.rules
        if row.person_id is None:
            zone = await connection.scalar(_ZONE_OF_CHAT, {"chat": row.chat_id})
            return Reader(language=house.house.language.value, zone=zone or house.calendar.zone)
        found = (await connection.execute(_READER, {"person": row.person_id})).one()
        return Reader(language=found.language, zone=found.zone or house.calendar.zone)

    async def _cases(self, connection: AsyncConnection, row: Outgoing) -> tuple[Any, ...]:
        """What a status or a board lists, the most urgent first."""
        if row.kind == FaceKind.STATUS.value:
            which = cases.c.person_id == row.facts["person"]
        elif row.kind == FaceKind.BOARD.value:
            which = cases.c.place_id.in_(row.facts["places"])
        else:
            return ()
        found = await connection.execute(
            select(cases.c.id)
            .where(which, cases.c.state != "closed")
            .order_by(cases.c.next_due_at.is_(None), cases.c.next_due_at, cases.c.id)
            .limit(30)
        )
        views = [await case_view(connection, row[0]) for row in found.all()]
        return tuple(view for view in views if view is not None)

    async def _figures(self, connection: AsyncConnection, row: Outgoing, now: datetime) -> Any:
        if row.kind != NoteKind.FIGURES.value:
            return None
        return await figure_rows.load(connection, row.facts, now)
