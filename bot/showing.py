"""Reads what an outgoing row is about and renders it for its reader, just before it is sent."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rulebook import Rulebook
from complaints.values import CaseView, Words
from handlers import (
    auditing,
    board,
    card,
    digests,
    exports,
    moves,
    notes_answers,
    notes_audit,
    notes_customer,
    notes_data,
    notes_house,
    notes_improving,
    notes_own,
    notes_staff,
    notes_team,
    notes_unasked,
    others_page,
    own,
    panel,
    pictures,
    practice_words,
    status,
    survey_messages,
)
from handlers import codes as codes_text
from handlers import figures as figures_text
from handlers.notes_channels import Alert, alert
from handlers.rendering import FACES, NOTES, Context, Shown
from handlers.settings import RulesFile
from handlers.words import Words as WordsOf
from handlers.words import words_in, words_of
from people.telling import FaceKind, NoteKind
from storage.copying import copy_of
from storage.engine import Database
from storage.jobs import job_of
from storage.looks import these
from storage.outbox import Outgoing
from storage.own import load_own
from storage.panel import load_panel
from storage.people import PeopleRows
from storage.remedies import trail_of
from storage.reviews import tally
from storage.sight import may_see
from storage.surveys import SurveyRows
from storage.telling import link_to_card
from storage.views import (
    all_words,
    case_view,
    case_views,
    cases_of,
    cases_on_board,
    overdue_cases,
    words_by_id,
)
from surveys.questionnaires import Questionnaire
from surveys.values import InvitationView

# The modules fill the tables of renderers when they are imported.
# How long, in seconds, what was read for a few rows together serves to render each of them.
MOMENT = 1.0
RENDERERS = (
    auditing,
    others_page,
    own,
    moves,
    digests,
    exports,
    board,
    card,
    notes_answers,
    notes_audit,
    notes_customer,
    notes_data,
    notes_improving,
    notes_house,
    notes_own,
    notes_staff,
    notes_team,
    notes_unasked,
    status,
    survey_messages,
    figures_text,
    panel,
    codes_text,
    pictures,
    practice_words,
)


# Figures are read, and the reader's right to them with them, when they are sent.
FIGURES = {FaceKind.PANEL.value, NoteKind.PICTURE.value, NoteKind.DIGEST.value}

OWN_DATA = {NoteKind.MY_DATA.value, NoteKind.ERASED.value}
KNOWING = {*FIGURES, FaceKind.JOB.value, NoteKind.EXPORT.value, NoteKind.OWN.value, *OWN_DATA}

# Kinds that show more than one case, or more of it.
ELSEWHERE = {
    FaceKind.STATUS.value,
    FaceKind.BOARD.value,
    *KNOWING,
    FaceKind.REVIEW.value,
    NoteKind.TRAIL.value,
    NoteKind.STORY.value,
    NoteKind.PRAISES.value,
    NoteKind.PROMPT.value,
}
WITH_TRAIL = {NoteKind.TRAIL.value, NoteKind.STORY.value, FaceKind.REVIEW.value}


@dataclass(frozen=True, kw_only=True)
class About:
    """What a row is about, as far as it is about anything."""

    case: CaseView | None = None
    words: Words | None = None
    invitation: InvitationView | None = None
    cases: tuple[CaseView, ...] = ()
    figures: Any = None
    asked: int | None = None


class Showing:
    def __init__(
        self,
        database: Database,
        rulebook: Rulebook,
        bot_username: str,
        rules_file: RulesFile | None = None,
    ) -> None:
        self._database = database
        self._rulebook = rulebook
        self._bot_username = bot_username
        self._rules_file = rules_file
        self._views: dict[int, tuple[float, CaseView]] = {}

    async def prepare(self, rows: Sequence[Outgoing]) -> None:
        """Reads at once what the cards and receipts of these rows need; kept for a moment only."""
        now = time.monotonic()
        self._views = {n: kept for n, kept in self._views.items() if now - kept[0] < MOMENT}
        wanted = {row.facts["case"] for row in rows if row.facts.get("case")}
        if wanted:
            async with self._database.glancing() as connection:
                views = await case_views(connection, sorted(wanted))
            self._views |= {number: (now, view) for number, view in views.items()}

    async def render(self, row: Outgoing, now: datetime) -> Shown:
        """None when there is nothing to say any more."""
        context = self._context(row, now, self._at_hand(row) or await self._look_up(row, now))
        if row.is_face:
            return FACES[FaceKind(row.kind)](row.facts, context)
        facts = dict(row.facts)
        if row.error == "unknown" and row.attempts > 1:
            facts["again"] = True
        return NOTES[NoteKind(row.kind)](facts, context)

    def words_for(self, row: Outgoing) -> WordsOf:
        """The catalogue of whoever reads this row."""
        return words_in(row.language or self._rulebook.current.rules.house.language.value)

    async def alert(self, row: Outgoing, now: datetime) -> Alert | None:
        """The same for a channel other than Telegram, with a link to the card."""
        about = self._at_hand(row) or await self._look_up(row, now)
        facts = dict(row.facts)
        if row.error == "unknown" and row.attempts > 1:
            facts["again"] = True
        link = None
        if about.case is not None:
            async with self._database.glancing() as connection:
                link = await link_to_card(connection, about.case.case.id, self._bot_username)
        return alert(NoteKind(row.kind), facts, self._context(row, now, about), link)

    def _context(self, row: Outgoing, now: datetime, about: About) -> Context:
        rules = self._rulebook.current.rules
        language = row.language or row.facts.get("language") or rules.house.language.value
        return Context(
            _=words_of(rules.house.services, language, rules.understanding.aspects),
            zone=row.zone or rules.calendar.zone,
            now=now,
            is_group=row.chat_kind != "private",
            bot_username=self._bot_username,
            house=rules.house.name.in_language(language),
            case=about.case,
            words=about.words,
            invitation=about.invitation,
            questionnaire=self._questionnaire(about.invitation),
            recourse=rules.complaints.next_recourse,
            cases=about.cases,
            figures=about.figures,
            asked=about.asked,
            looks_kept=rules.keeping.looks,
            rules_can_be_changed=bool(self._rules_file and self._rules_file.can_be_changed),
        )

    def _questionnaire(self, view: InvitationView | None) -> Questionnaire | None:
        """As it was when the invitation was made."""
        if view is None:
            return None
        made_under = self._rulebook.version(view.invitation.rules_id).rules.surveys
        return made_under.asked_of(view.invitation.questionnaire, view.invitation.id)

    def _at_hand(self, row: Outgoing) -> About | None:
        """What was read just now with the other rows, if this row needs nothing else."""
        if row.kind in ELSEWHERE or row.facts.get("words") or row.facts.get("invitation"):
            return None
        number = row.facts.get("case")
        if not number:
            return About()
        read_at, view = self._views.get(number, (0.0, None))
        if view is None or time.monotonic() - read_at > MOMENT:
            return None
        return About(case=view)

    async def _look_up(self, row: Outgoing, now: datetime) -> About:
        facts = row.facts
        if row.kind in KNOWING or (row.kind == FaceKind.REVIEW.value and "question" not in facts):
            async with self._database.reading() as connection:
                return About(figures=await self._knowing(connection, row, now))
        async with self._database.glancing() as connection:
            case = await case_view(connection, facts["case"]) if facts.get("case") else None
            words = invitation = None
            if case is not None and facts.get("words"):
                words = await words_by_id(connection, facts["words"])
            if facts.get("invitation"):
                invitation = await SurveyRows(connection).view(facts["invitation"])
            cases = await self._cases(connection, row, now)
            asked = None
            if row.kind == NoteKind.PROMPT.value and facts.get("person"):
                person = await PeopleRows(connection).person(facts["person"])
                asked = person.telegram_id if person else None
            if case is not None and row.kind in WITH_TRAIL:
                case = replace(case, events=await trail_of(connection, case.case.id))
            if case is not None and row.kind == NoteKind.STORY.value:
                case = replace(case, words=await all_words(connection, case.case.id))
        return About(case=case, words=words, invitation=invitation, cases=cases, asked=asked)

    async def _knowing(self, connection: AsyncConnection, row: Outgoing, now: datetime) -> Any:
        """Figures, and what comes of them; the reader's right to them is read with them."""
        facts = row.facts
        match row.kind:
            case FaceKind.JOB.value:
                return await job_of(connection, int(facts["job"]))
            case FaceKind.REVIEW.value:
                return await tally(connection, facts["sample"], int(facts["person"]))
            case NoteKind.OWN.value:
                return await load_own(connection, facts, now)
            case NoteKind.MY_DATA.value if row.person_id == facts["person"]:
                return await copy_of(connection, int(facts["person"]))
            case NoteKind.MY_DATA.value:
                return None
            case NoteKind.ERASED.value:
                return await these(connection, facts["looks"])
        is_allowed = await may_see(connection, row.person_id, facts)
        if row.kind == NoteKind.EXPORT.value or not is_allowed:
            return is_allowed
        targets = self._rulebook.current.rules.targets
        return await load_panel(connection, facts, now, targets)

    async def _cases(
        self, connection: AsyncConnection, row: Outgoing, now: datetime
    ) -> tuple[CaseView, ...]:
        """What a status or a board lists, the most urgent first."""
        facts = row.facts
        if row.kind == NoteKind.PRAISES.value:
            ids = sorted(facts["cases"])
        elif facts.get("overdue"):
            ids = await overdue_cases(connection, facts["places"], now)
        elif row.kind == FaceKind.BOARD.value:
            ids = await cases_on_board(connection, facts["places"])
        elif row.kind == FaceKind.STATUS.value:
            ids = await cases_of(connection, facts["person"])
        else:
            return ()
        views = await case_views(connection, ids) if ids else {}
        return tuple(views[number] for number in ids if number in views)
