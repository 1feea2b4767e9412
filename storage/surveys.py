"""Services, invitations and answers in rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import asked, identity
from storage.contacts import contact_of, customer_of, join_customers
from storage.memory import Absence
from storage.rows import insert_new, upsert
from storage.survey_rules import survey_rules
from storage.survey_values import answer_of, invitation_of, service_of
from storage.tables import (
    answer_changes,
    answers,
    cases,
    customer_refs,
    findings,
    invitations,
    persons,
    places,
    services,
    words,
)
from surveys.rules import SurveyRules
from surveys.values import (
    CASE_QUESTION,
    Answer,
    Contact,
    Invitation,
    InvitationState,
    InvitationView,
    NewService,
    Service,
    ServiceStatus,
    Skip,
)

OPEN = (
    InvitationState.SENT.value,
    InvitationState.UNKNOWN.value,
    InvitationState.PARTIAL.value,
)
UNSENT = (InvitationState.PLANNED.value, InvitationState.QUEUED.value)


class SurveyRows:
    """Implements surveys.book.Surveys."""

    def __init__(self, connection: AsyncConnection, absence: Absence | None = None) -> None:
        self._connection = connection
        self._absence = absence or Absence()

    # --- services

    async def service(self, external_id: str) -> Service | None:
        return await self._service(
            select(services).where(services.c.external_id == external_id).with_for_update()
        )

    async def service_by_id(self, service_id: int) -> Service | None:
        return await self._service(select(services).where(services.c.id == service_id))

    async def latest_service(self, person_id: int, now: datetime) -> Service | None:
        if self._absence.knows(Absence.SERVICE, person_id):
            return None
        begun = func.coalesce(services.c.starts_at, services.c.finished_at, services.c.created_at)
        return await self._service(
            select(services)
            .where(
                services.c.person_id == person_id,
                services.c.status != ServiceStatus.CANCELLED.value,
                begun <= now,
            )
            .order_by(begun.desc(), services.c.id.desc())
            .limit(1)
        )

    async def _service(self, query: Select[Any]) -> Service | None:
        row = (await self._connection.execute(query)).first()
        return None if row is None else service_of(row)

    async def put_service(self, new: NewService, now: datetime) -> Service:
        person_id = await customer_of(self._connection, new, now)
        if person_id is not None:
            self._absence.end(Absence.SERVICE, person_id)
        known = await self.service(new.external_id)
        another = known is not None and known.customer_ref != new.customer_ref
        values = _service_values(new, person_id, now)
        statement = upsert(self._connection, services).values(
            external_id=new.external_id, mark=new.mark, created_at=now, **values
        )
        changed = {**values, "generation": services.c.generation + int(another)}
        row = await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["external_id"], set_=changed).returning(
                *services.c
            )
        )
        return service_of(row.one())

    async def change_service(self, service: Service, **columns: Any) -> Service:
        row = await self._connection.execute(
            update(services)
            .where(services.c.id == service.id)
            .values(**columns)
            .returning(*services.c)
        )
        return service_of(row.one())

    async def person_of_ref(self, customer_ref: str) -> int | None:
        found: int | None = await self._connection.scalar(
            select(customer_refs.c.person_id).where(customer_refs.c.ref == customer_ref)
        )
        return found

    async def bind_ref(self, customer_ref: str, person_id: int, now: datetime) -> None:
        self._absence.end(Absence.SERVICE, person_id)
        named = await self._connection.scalar(
            select(customer_refs.c.person_id)
            .where(customer_refs.c.ref == customer_ref)
            .with_for_update()
        )
        if named == person_id:
            return
        statement = upsert(self._connection, customer_refs).values(
            ref=customer_ref, person_id=person_id
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["ref"], set_={"person_id": person_id})
        )
        await self._follow(customer_ref, person_id)
        if named is not None:
            await join_customers(self._connection, named, person_id)

    async def _follow(self, customer_ref: str, person_id: int) -> None:
        theirs = select(services.c.id).where(services.c.customer_ref == customer_ref)
        await self._connection.execute(
            update(services)
            .where(services.c.customer_ref == customer_ref)
            .values(person_id=person_id)
        )
        await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.service_id.in_(theirs),
                invitations.c.state == InvitationState.PLANNED.value,
            )
            .values(person_id=person_id, next_due_at=invitations.c.due_at)
        )
        await self._connection.execute(
            update(invitations)
            .where(invitations.c.service_id.in_(theirs), invitations.c.sent_at.is_(None))
            .values(person_id=person_id)
        )

    async def let_go(self, customer_ref: str, person_id: int, now: datetime) -> bool:
        return await identity.let_go(self._connection, customer_ref, person_id, now)

    async def refs_of_phone(self, phone: str) -> tuple[str, ...]:
        return await identity.refs_of_phone(self._connection, phone)

    # --- invitations

    async def plan(
        self,
        service: Service,
        *,
        wave: str,
        questionnaire: str,
        version: str,
        rules_id: int,
        due_at: datetime,
        now: datetime,
    ) -> Invitation | None:
        values = {
            "service_id": service.id,
            "wave": wave,
            "person_id": service.person_id,
            "place_id": service.place_id,
            "questionnaire": questionnaire,
            "version": version,
            "rules_id": rules_id,
            "state": InvitationState.PLANNED.value,
            "mark": service.mark,
            "planned_at": now,
            "due_at": due_at,
            "next_due_at": due_at,
        }
        if not await insert_new(self._connection, invitations, values, ["service_id", "wave"]):
            return None
        return next(one for one in await self.of_service(service.id) if one.wave == wave)

    async def get(self, invitation_id: int) -> Invitation | None:
        row = (
            await self._connection.execute(
                select(invitations).where(invitations.c.id == invitation_id).with_for_update()
            )
        ).first()
        return None if row is None else invitation_of(row)

    async def of_service(self, service_id: int) -> tuple[Invitation, ...]:
        rows = await self._connection.execute(
            select(invitations)
            .where(invitations.c.service_id == service_id)
            .order_by(invitations.c.id)
            .with_for_update()
        )
        return tuple(invitation_of(row) for row in rows)

    async def newest_of(
        self,
        person_id: int,
        limit: int,
        *,
        places: frozenset[int] | None = None,
        before: int | None = None,
    ) -> tuple[Invitation, ...]:
        return await asked.newest_of(self._connection, person_id, limit, places, before)

    async def customer_named(self, name: str) -> int | None:
        return await asked.customer_named(self._connection, name)

    async def skipped(
        self, places: frozenset[int], since: datetime, until: datetime
    ) -> dict[str, int]:
        return await asked.skipped(self._connection, places, since, until)

    async def latest_skipped(
        self, places: frozenset[int], limit: int, *, before: int | None = None
    ) -> tuple[Invitation, ...]:
        return await asked.latest_skipped(self._connection, places, limit, before)

    async def newest_recurring(self, person_id: int) -> Invitation | None:
        return await asked.newest_recurring(self._connection, person_id)

    async def open_of(self, person_id: int, now: datetime) -> Invitation | None:
        row = (
            await self._connection.execute(
                select(invitations)
                .where(
                    invitations.c.person_id == person_id,
                    invitations.c.state.in_(OPEN),
                    invitations.c.expires_at > now,
                )
                .order_by(invitations.c.id.desc())
                .limit(1)
            )
        ).first()
        return None if row is None else invitation_of(row)

    async def change(self, invitation: Invitation, **columns: Any) -> Invitation:
        row = await self._connection.execute(
            update(invitations)
            .where(invitations.c.id == invitation.id)
            .values(**columns)
            .returning(*invitations.c)
        )
        return invitation_of(row.one())

    async def due(self, now: datetime, limit: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(invitations.c.id)
            .where(invitations.c.next_due_at <= now)
            .order_by(invitations.c.next_due_at, invitations.c.id)
            .limit(limit)
        )
        return tuple(row[0] for row in rows)

    async def cancel_about(self, service_id: int, reason: str) -> None:
        await self._connection.execute(
            update(invitations)
            .where(invitations.c.service_id == service_id, invitations.c.state.in_(UNSENT))
            .values(
                state=InvitationState.CANCELLED.value, reason=Skip(reason).value, next_due_at=None
            )
        )

    async def stop(self, person_id: int) -> None:
        await self._connection.execute(
            update(invitations)
            .where(invitations.c.person_id == person_id, invitations.c.state.in_(UNSENT))
            .values(
                state=InvitationState.SKIPPED.value, reason=Skip.STOPPED.value, next_due_at=None
            )
        )

    async def newest_given(self, person_id: int, now: datetime) -> Invitation | None:
        row = (
            await self._connection.execute(
                select(invitations)
                .where(
                    invitations.c.person_id == person_id,
                    invitations.c.first_answer_at.is_not(None),
                    invitations.c.state.in_((*OPEN, InvitationState.DONE.value)),
                    invitations.c.expires_at > now,
                )
                .order_by(invitations.c.id.desc())
                .limit(1)
            )
        ).first()
        return None if row is None else invitation_of(row)

    async def wake(self, person_id: int, now: datetime) -> None:
        await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.person_id == person_id,
                invitations.c.state == InvitationState.PLANNED.value,
                invitations.c.due_at <= now,
                invitations.c.next_due_at > now,
            )
            .values(next_due_at=now)
        )

    async def rules_made_under(self, rules_id: int) -> SurveyRules:
        return await survey_rules(self._connection, rules_id)

    # --- answers

    async def answers(self, invitation_id: int) -> tuple[Answer, ...]:
        rows = await self._connection.execute(
            select(answers).where(answers.c.invitation_id == invitation_id).order_by(answers.c.id)
        )
        return tuple(answer_of(row) for row in rows)

    async def put_answer(
        self,
        invitation_id: int,
        question: str,
        value: Any,
        score: float | None,
        now: datetime,
        words_id: int | None = None,
        *,
        composing: bool = False,
        unfinished: bool = False,
    ) -> bool:
        given = {"value": value, "score": score, "words_id": words_id}
        first = {"invitation_id": invitation_id, "question": question, "first_at": now}
        unique = ["invitation_id", "question"]
        if await insert_new(
            self._connection, answers, {**first, **given, "changed_at": now}, unique
        ):
            return True
        here = (answers.c.invitation_id == invitation_id) & (answers.c.question == question)
        row = (await self._connection.execute(select(answers).where(here))).one()
        if row.value == value and row.words_id == words_id:
            return False
        if not composing:
            await self._keep_changed(row, now)
        await self._connection.execute(update(answers).where(here).values(**given, changed_at=now))
        return True

    async def finish_answer(self, invitation_id: int, question: str) -> None:
        return None

    async def _keep_changed(self, row: Row[Any], now: datetime) -> None:
        await self._connection.execute(
            insert(answer_changes).values(
                invitation_id=row.invitation_id,
                question=row.question,
                value=row.value,
                score=row.score,
                words_id=row.words_id,
                given_at=row.changed_at,
                replaced_at=now,
            )
        )

    async def hand_over(self, invitation_id: int, case_id: int) -> None:
        for table in (words, findings):
            await self._connection.execute(
                update(table)
                .where(table.c.invitation_id == invitation_id, table.c.case_id.is_(None))
                .values(case_id=case_id)
            )

    # --- who is asked

    async def contact(
        self, person_id: int | None, place_id: int, now: datetime, *, about: int | None = None
    ) -> Contact:
        return await contact_of(self._connection, person_id, place_id, now, about=about)

    async def asked(self, person_id: int, now: datetime) -> None:
        await self._connection.execute(
            update(persons).where(persons.c.id == person_id).values(last_survey_at=now)
        )

    async def view(self, invitation_id: int) -> InvitationView | None:
        row = (
            await self._connection.execute(
                select(invitations, places.c.name.label("place_name"), _zone())
                .join(places, places.c.id == invitations.c.place_id)
                .outerjoin(persons, persons.c.id == invitations.c.person_id)
                .where(invitations.c.id == invitation_id)
            )
        ).first()
        if row is None:
            return None
        invitation = invitation_of(row)
        service = await self.service_by_id(invitation.service_id)
        assert service is not None
        given = await self.answers(invitation_id)
        case_id = _case_of(given)
        return InvitationView(
            invitation=invitation,
            service=service,
            place_name=row.place_name,
            zone=row.zone,
            answers=given,
            case_id=case_id,
            case_open=await self._is_open(case_id),
        )

    async def _is_open(self, case_id: int | None) -> bool:
        if case_id is None:
            return False
        state = await self._connection.scalar(select(cases.c.state).where(cases.c.id == case_id))
        return state is not None and state != "closed"


def _zone() -> Any:
    return func.coalesce(persons.c.zone, places.c.zone).label("zone")


def _case_of(given: Sequence[Answer]) -> int | None:
    chosen = next((answer.value for answer in given if answer.question == CASE_QUESTION), None)
    return chosen if isinstance(chosen, int) and not isinstance(chosen, bool) else None


def _service_values(new: NewService, person_id: int, now: datetime) -> dict[str, Any]:
    return {
        "status": new.status.value,
        "customer_ref": new.customer_ref,
        "person_id": person_id,
        "place_id": new.place_id,
        "service_type": new.service_type,
        "staff": new.staff,
        "starts_at": new.starts_at,
        "finished_at": new.finished_at,
        "attributes": dict(new.attributes) or None,
        "body_hash": new.body_hash,
        "changed_at": now,
    }
