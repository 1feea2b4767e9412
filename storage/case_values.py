"""Rows of cases, their words and promises as the values that the rooms know."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from complaints.values import (
    Case,
    Cause,
    Clock,
    Handling,
    Hope,
    Mark,
    NewCase,
    Outcome,
    Promise,
    Said,
    State,
)
from dimensions.reading import Kind


def said_of(row: Row[Any]) -> Said:
    return Said(
        text=row.text,
        chat_id=row.chat_id,
        message_id=row.message_id,
        at=row.at,
        media=row.media,
        file_id=row.file_id,
    )


def new_case(case_id: int, new: NewCase, now: datetime) -> Case:
    return Case(
        id=case_id,
        person_id=new.person_id,
        place_id=new.place_id,
        team_id=new.team_id,
        service_id=new.service_id,
        kind=new.kind,
        state=State.OPEN,
        severity=new.severity,
        safety=new.safety,
        doubtful=new.doubtful,
        round=1,
        level=0,
        chased=0,
        owner_id=None,
        rules_id=new.rules_id,
        channel=new.channel,
        mark=new.mark,
        opened_at=new.at,
        round_at=now,
        heard_at=new.at,
        taken_at=None,
        responded_at=None,
        resolved_at=None,
        closed_at=None,
        outcome=None,
        handling=None,
        next_due_at=new.next_due_at,
        version=1,
        about_id=new.about_id,
        code_id=new.code_id,
    )


def case_of(row: Row[Any]) -> Case:
    """A case from a row of its table, whatever else the row carries."""
    return Case(
        id=row.id,
        person_id=row.person_id,
        place_id=row.place_id,
        team_id=row.team_id,
        service_id=row.service_id,
        kind=Kind(row.kind),
        state=State(row.state),
        severity=row.severity,
        safety=bool(row.safety),
        doubtful=bool(row.doubtful),
        round=row.round,
        level=row.level,
        chased=row.chased,
        owner_id=row.owner_id,
        rules_id=row.rules_id,
        channel=row.channel,
        mark=Mark(row.mark),
        opened_at=row.opened_at,
        round_at=row.round_at,
        heard_at=row.heard_at,
        taken_at=row.taken_at,
        responded_at=row.responded_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        handling=Handling(row.handling) if row.handling else None,
        next_due_at=row.next_due_at,
        version=row.version,
        remedy=Hope(row.remedy) if row.remedy else None,
        cause=Cause(row.cause) if row.cause else None,
        anonymous=bool(row.anonymous),
        code_id=row.code_id,
        reminded=row.reminded,
        told_at=row.told_at,
        lead_id=row.lead_id,
        about_id=row.about_id,
        wants_news=bool(row.wants_news),
    )


def promise_of(row: Row[Any]) -> Promise:
    return Promise(
        id=row.id,
        case_id=row.case_id,
        round=row.round,
        clock=Clock(row.clock),
        started_at=row.started_at,
        due_at=row.due_at,
        paused=timedelta(seconds=row.paused),
        paused_at=row.paused_at,
        kept_at=row.kept_at,
        missed_at=row.missed_at,
        dropped_at=row.dropped_at,
        who=row.who,
        what=row.what,
    )
