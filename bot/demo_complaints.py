"""The demo's past complaints: what was said, who answered when, and how each of them ended."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.demo_rows import Rows
from bot.demo_texts import (
    AFTER,
    ALL_CLEAR,
    BEFORE,
    EMERGENCIES,
    FRONT,
    PRAISES,
    QUESTION_REPLIES,
    QUESTIONS,
    REPLIES,
    SECOND_TRY,
    SUGGESTIONS,
    Theme,
)
from bot.rulebook import Version
from complaints.terms import urgency_of
from complaints.values import Clock, Handling, Mark, Outcome, State
from dimensions.reading import Kind, Polarity, Reading
from dimensions.tagger import Tagger
from storage.tables import cases, escalations, events, findings, promises, words

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Guest:
    person_id: int
    place_id: int
    service_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Our ids of those who answer; teams by place and name."""

    staff: tuple[int, ...]
    supervisor: int | None
    teams: Mapping[tuple[int, str], int]


@dataclass(kw_only=True)
class Round:
    """One go at a case: opened, answered, resolved, and what the guest said of it."""

    number: int
    opened: datetime
    responded: datetime
    resolved: datetime
    said: Handling | None = None
    reply: str = ""
    resolution: str = ""


@dataclass(kw_only=True)
class Told:
    """A whole case as it went."""

    guest: Guest
    kind: Kind
    severity: int
    text: str
    team: str
    rounds: list[Round] = field(default_factory=list)
    closed: datetime
    by: int | None
    theme: Theme | None = None
    invitation: int | None = None


class Complaints:
    def __init__(
        self,
        rows: Rows,
        version: Version,
        crew: Crew,
        tagger: Tagger,
        chance: random.Random,
        now: datetime,
    ) -> None:
        self._rows = rows
        self._version = version
        self._crew = crew
        self._tagger = tagger
        self._chance = chance
        self._now = now
        self._readings: dict[str, Reading] = {}

    # --- what guests write

    def complain(
        self,
        guest: Guest,
        theme: Theme,
        at: datetime,
        mood: float,
        *,
        invitation: int | None = None,
    ) -> int | None:
        """The case's number; None when it would not be closed by now, and so isn't told."""
        chance = self._chance
        text = chance.choice(theme.texts).replace("{n}", str(chance.choice((20, 30, 40, 50))))
        text = chance.choice(BEFORE) + text + chance.choice(AFTER)
        reading = self._read(text)
        kind = reading.kind if reading.kind is Kind.OBJECTION else Kind.COMPLAINT
        severity = min(max(1, reading.severity) + (chance.random() < 0.08), 3)
        told = Told(
            guest=guest, kind=kind, severity=severity, text=text, team=theme.team, closed=at,
            by=chance.choice(self._crew.staff) if self._crew.staff else None, theme=theme,
            invitation=invitation,
        )  # fmt: skip
        fix = chance.choice(theme.fixes)
        self._go_round(told, at, mood, chance.choice(REPLIES), fix)
        return self._finish(told, mood)

    def ask(self, guest: Guest, at: datetime, mood: float) -> None:
        told = self._plain(guest, Kind.QUESTION, self._chance.choice(QUESTIONS), at)
        reply = self._chance.choice(QUESTION_REPLIES)
        self._go_round(told, at, mood + 0.4, reply, "")
        self._finish(told, 1.0)

    def alarm(self, guest: Guest, at: datetime) -> None:
        """Somebody is there within minutes, and it ends well."""
        told = self._plain(guest, Kind.EMERGENCY, self._chance.choice(EMERGENCIES), at)
        told.severity, told.by = 4, self._crew.supervisor
        self._go_round(told, at, 1.0, "马上到，请先离开房间。", ALL_CLEAR)
        self._finish(told, 1.0)

    def praise(self, guest: Guest, at: datetime) -> None:
        self._thank(self._plain(guest, Kind.PRAISE, self._chance.choice(PRAISES), at), "praised")

    def suggest(self, guest: Guest, at: datetime) -> None:
        self._thank(
            self._plain(guest, Kind.SUGGESTION, self._chance.choice(SUGGESTIONS), at), "opened"
        )

    def _plain(self, guest: Guest, kind: Kind, text: str, at: datetime) -> Told:
        by = self._chance.choice(self._crew.staff) if self._crew.staff else None
        return Told(guest=guest, kind=kind, severity=0, text=text, team=FRONT, closed=at, by=by)

    def _read(self, text: str) -> Reading:
        if text not in self._readings:
            self._readings[text] = self._tagger.read(text)
        return self._readings[text]

    # --- how it went

    def _go_round(self, told: Told, at: datetime, mood: float, reply: str, resolution: str) -> None:
        """How much of the promised time was needed: with a better mood less, and steadier."""
        due = {p.clock: p.due_at for p in self._promised(told, at)}
        needed = 0.62 - 0.4 * min(max(mood, 0.0), 1.0)
        responded = at + (due[Clock.RESPONSE] - at) * self._luck(needed)
        resolved = at + (due[Clock.RESOLUTION] - at) * self._luck(needed)
        told.rounds.append(
            Round(
                number=len(told.rounds) + 1,
                opened=at,
                responded=_whole(max(responded, at + MINUTE)),
                resolved=_whole(max(resolved, responded + 5 * MINUTE)),
                reply=reply,
                resolution=resolution,
            )
        )

    def _luck(self, middle: float) -> float:
        return self._chance.lognormvariate(math.log(middle), 0.6)

    def _promised(self, told: Told, at: datetime) -> Any:
        return self._version.terms.promises(told.kind, told.severity, at)

    def _finish(self, told: Told, mood: float) -> int | None:
        """Satisfied, or not quite, or silent; a few want it done again, and get it."""
        chance, last = self._chance, told.rounds[-1]
        answered = last.resolved + timedelta(minutes=chance.randint(2, 240))
        if len(told.rounds) == 1 and told.theme and chance.random() < 0.12 - 0.07 * mood:
            last.said = Handling.UNSOLVED
            told.by = self._crew.supervisor or told.by
            self._go_round(told, answered, 0.9, REPLIES[-1], SECOND_TRY)
            return self._finish(told, 1.0)
        choices = (Handling.SATISFIED, Handling.PARTLY, None)
        last.said = chance.choices(choices, (58 + 22 * mood, 15 - 6 * mood, 20))[0]
        silent = last.resolved + self._version.rules.complaints.auto_close_after
        if last.said is None and silent >= self._now:
            last.said = Handling.SATISFIED
        told.closed = answered if last.said else silent
        return self._write(told) if told.closed < self._now else None

    # --- rows

    def _write(self, told: Told) -> int:
        first, last = told.rounds[0], told.rounds[-1]
        number = self._case(
            told,
            round=last.number,
            owner_id=told.by,
            round_at=last.opened,
            taken_at=first.responded - timedelta(seconds=40),
            responded_at=last.responded,
            resolved_at=last.resolved,
            outcome=(Outcome.ACCEPTED if last.said else Outcome.NO_ANSWER).value,
            handling=last.said and last.said.value,
        )
        self._hear(number, told)
        for round_ in told.rounds:
            self._rounds_trail(number, told, round_)
            self._rounds_promises(number, told, round_)
        return number

    def _case(self, told: Told, **more: Any) -> int:
        guest = told.guest
        opened = told.rounds[0].opened if told.rounds else told.closed
        return self._rows.number(
            cases,
            person_id=guest.person_id,
            place_id=guest.place_id,
            team_id=self._crew.teams.get((guest.place_id, told.team)),
            service_id=guest.service_id,
            kind=told.kind.value,
            state=State.CLOSED.value,
            severity=told.severity,
            safety=told.kind is Kind.EMERGENCY,
            rules_id=self._version.id,
            channel="survey" if told.invitation else "telegram",
            mark=Mark.DEMO.value,
            opened_at=opened,
            heard_at=opened,
            closed_at=told.closed,
            **({"round_at": opened} | more),
        )

    def _thank(self, told: Told, step: str) -> None:
        """Praise and ideas are heard and ask for nothing."""
        if told.closed >= self._now:
            return
        number = self._case(told)
        self._hear(number, told)
        self._log(number, 1, step, told.closed, told.guest.person_id)

    def _hear(self, number: int, told: Told) -> None:
        at = told.rounds[0].opened if told.rounds else told.closed
        sort = "comment" if told.invitation else "said"
        words_id = self.say(
            told.guest.person_id, sort, told.text, at, case=number, invitation=told.invitation
        )
        wrong = self.find(words_id, told.text, at, case=number, invitation=told.invitation,
                          only=Polarity.POSITIVE if told.kind is Kind.PRAISE else None)  # fmt: skip
        if told.theme is not None and told.theme.about[0] not in wrong:
            self._correct(number, words_id, told.theme, at)

    def say(
        self,
        person: int,
        sort: str,
        text: str,
        at: datetime,
        *,
        case: int | None = None,
        invitation: int | None = None,
    ) -> int:
        return self._rows.number(
            words,
            person_id=person,
            case_id=case,
            invitation_id=invitation,
            sort=sort,
            text=text,
            at=at,
            delivered_at=at if sort in {"reply", "resolution"} else None,
        )

    def find(
        self,
        words_id: int,
        text: str,
        at: datetime,
        *,
        case: int | None = None,
        invitation: int | None = None,
        only: Polarity | None = None,
    ) -> set[str]:
        """What the machine reads in the words; gives the dimensions that it finds wrong."""
        found = [f for f in self._read(text).dimensions if only in {None, f.polarity}]
        for finding in found:
            self._rows.add(
                findings,
                case_id=case,
                invitation_id=invitation,
                words_id=words_id,
                dimension=finding.dimension,
                aspect=finding.aspect,
                polarity=finding.polarity.value,
                score=finding.score,
                evidence=[[span.start, span.end] for span in finding.evidence],
                said_by="machine",
                at=at,
            )
        return {f.dimension for f in found if f.polarity is Polarity.NEGATIVE}

    def _correct(self, case: int, words_id: int, theme: Theme, at: datetime) -> None:
        """A colleague has set what the machine did not see."""
        dimension, aspect = theme.about
        self._rows.add(
            findings,
            case_id=case,
            invitation_id=None,
            words_id=words_id,
            dimension=dimension,
            aspect=aspect,
            polarity=Polarity.NEGATIVE.value,
            score=1.0,
            evidence=[],
            said_by="person",
            at=at,
        )

    def _rounds_trail(self, case: int, told: Told, round_: Round) -> None:
        guest, number = told.guest.person_id, round_.number
        self._log(case, number, "opened" if number == 1 else "reopened", round_.opened, guest)
        taken = round_.responded - timedelta(seconds=40)
        self._log(case, number, "taken", taken, told.by)
        replied = self._answer(case, told, "reply", round_.reply, round_.responded)
        self._log(case, number, "replied", round_.responded, told.by, words=replied)
        done = self._answer(case, told, "resolution", round_.resolution, round_.resolved)
        self._log(case, number, "resolved", round_.resolved, told.by, words=done)
        if round_.said is Handling.UNSOLVED:
            self._log(case, number, "refused", told.rounds[number].opened, guest)
        elif round_.said is not None:
            self._log(case, number, "accepted", told.closed, guest, handling=round_.said.value)
        else:
            self._log(case, number, "closed unanswered", told.closed, None)

    def _answer(self, case: int, told: Told, sort: str, text: str, at: datetime) -> int | None:
        if not text:
            return None
        return self.say(told.by or told.guest.person_id, sort, text, at, case=case)

    def _log(
        self, case: int, round_: int, step: str, at: datetime, person: int | None, **facts: Any
    ) -> None:
        self._rows.add(
            events, case_id=case, round=round_, step=step, at=at, person_id=person, facts=facts
        )

    def _rounds_promises(self, case: int, told: Told, round_: Round) -> None:
        kept = {Clock.RESPONSE: round_.responded, Clock.RESOLUTION: round_.resolved}
        for promise in self._promised(told, round_.opened):
            done = kept[promise.clock]
            self._rows.add(
                promises,
                case_id=case,
                round=round_.number,
                clock=promise.clock.value,
                started_at=round_.opened,
                due_at=promise.due_at,
                kept_at=done,
                missed_at=promise.due_at if done > promise.due_at else None,
            )
            self._climb(case, told, round_, promise.clock, promise.due_at, done)

    def _climb(
        self, case: int, told: Told, round_: Round, clock: Clock, due: datetime, done: datetime
    ) -> None:
        """The warnings that were given, and the levels that were told, until it was done."""
        urgency = urgency_of(told.kind, told.severity)
        ladder = self._version.rules.complaints.ladder_for(urgency)
        warned = len(ladder.warn_at)
        steps = [
            (place - warned, round_.opened + (due - round_.opened) * share)
            for place, share in enumerate(ladder.warn_at)
        ]
        steps += [
            (level, due + ladder.step_every * (level - 1)) for level in range(1, ladder.top + 1)
        ]
        for level, at in steps:
            if at < done and told.kind is not Kind.QUESTION:
                self._rows.add(
                    escalations, case_id=case, round=round_.number, clock=clock.value,
                    level=level, at=at, due_at=at,
                )  # fmt: skip


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
