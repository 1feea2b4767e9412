"""Opening a service's link: its first user is its customer, and may open it again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from people.telling import Note, NoteKind, To
from surveys.asking import facts_of, send_now, thing_of
from surveys.links import ServiceLinks, read_payload
from surveys.occasions import AFTER
from surveys.values import Invitation, InvitationState, Service
from surveys.work import AskingWork


class LinkRefusal(StrEnum):
    UNKNOWN = "unknown"
    FOREIGN = "foreign"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """`shows_survey`: a message with its buttons is on its way, in answer to the opening.

    `moved`: it takes the place of one that had them before.
    """

    service: Service
    invitation: Invitation | None
    shows_survey: bool
    moved: bool = False


def greeting_of(service_id: int) -> str:
    """The name of what a link says as long as there is nothing to answer yet."""
    return f"service-{service_id}"


async def open_service(
    work: AskingWork,
    links: ServiceLinks,
    payload: str,
    *,
    person_id: int,
    chat_id: int,
    now: datetime,
) -> Opened | LinkRefusal:
    """Binds the service's customer to this person, unless it is somebody else already."""
    opening = read_payload(payload)
    service = await work.surveys.service_by_id(opening.service_id) if opening else None
    if opening is None or service is None or not links.opens(service, opening):
        return LinkRefusal.UNKNOWN
    if await _is_of_another(work, service, person_id):
        return LinkRefusal.FOREIGN
    await work.surveys.bind_ref(service.customer_ref, person_id, now)
    invitation = _foremost(await work.surveys.of_service(service.id), now)
    if invitation is None:
        return Opened(service=service, invitation=None, shows_survey=False)
    return await _show(work, service, invitation, To(chat_id=chat_id), now)


def _foremost(found: tuple[Invitation, ...], now: datetime) -> Invitation | None:
    """The one after the service, unless another has its time just now."""
    waiting = {InvitationState.SENT, InvitationState.UNKNOWN}
    open_ones = [
        one
        for one in found
        if one.state in waiting or (one.state is InvitationState.PLANNED and one.due_at <= now)
    ]
    after = [one for one in found if one.wave == AFTER]
    return next(iter([*open_ones, *after, *found]), None)


async def _is_of_another(work: AskingWork, service: Service, person_id: int) -> bool:
    """A customer whom only the shop's system has named is nobody yet."""
    if service.person_id is None or service.person_id == person_id:
        return False
    holder = await work.people.person(service.person_id)
    return holder is not None and holder.telegram_id is not None


async def _show(
    work: AskingWork, service: Service, invitation: Invitation, to: To, now: datetime
) -> Opened:
    """A survey that is due comes at once; one that waits for an answer is shown again."""
    if invitation.state is InvitationState.PLANNED and invitation.due_at <= now:
        invitation = await send_now(work, invitation, now)
        shows = invitation.state is InvitationState.QUEUED
        return Opened(service=service, invitation=invitation, shows_survey=shows)
    waits = invitation.state in {InvitationState.SENT, InvitationState.UNKNOWN}
    if not waits or (invitation.expires_at or now) <= now:
        return Opened(service=service, invitation=invitation, shows_survey=False)
    # Somebody who opens the link twice within a second is shown the survey once.
    key = f"{thing_of(invitation.id)}-opened-{int(now.timestamp())}"
    facts = {**facts_of(invitation.id), "linked": service.id}
    shown = Note(key=key, kind=NoteKind.SURVEY_AGAIN, to=to, facts=facts)
    moved = await work.telling.note(shown)
    return Opened(service=service, invitation=invitation, shows_survey=True, moved=moved)
