"""Rows of services, invitations and answers as the values that surveys speaks of."""

from typing import Any

from sqlalchemy import Row

from surveys.values import Answer, Invitation, InvitationState, Service, ServiceStatus, Skip


def service_of(row: Row[Any]) -> Service:
    return Service(
        id=row.id,
        external_id=row.external_id,
        generation=row.generation,
        status=ServiceStatus(row.status),
        customer_ref=row.customer_ref,
        person_id=row.person_id,
        place_id=row.place_id,
        service_type=row.service_type,
        staff=row.staff,
        starts_at=row.starts_at,
        finished_at=row.finished_at,
        body_hash=row.body_hash,
        mark=row.mark,
        changed_at=row.changed_at,
        attributes=row.attributes or {},
    )


def invitation_of(row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        service_id=row.service_id,
        wave=row.wave,
        person_id=row.person_id,
        place_id=row.place_id,
        questionnaire=row.questionnaire,
        version=row.version,
        rules_id=row.rules_id,
        state=InvitationState(row.state),
        reason=Skip(row.reason) if row.reason else None,
        mark=row.mark,
        planned_at=row.planned_at,
        due_at=row.due_at,
        next_due_at=row.next_due_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        first_answer_at=row.first_answer_at,
        completed_at=row.completed_at,
        expires_at=row.expires_at,
        reminders=row.reminders,
        step=row.step,
        attempts=row.attempts,
    )


def answer_of(row: Row[Any]) -> Answer:
    return Answer(
        question=row.question,
        value=row.value,
        score=row.score,
        words_id=row.words_id,
        first_at=row.first_at,
        changed_at=row.changed_at,
    )
