"""Staff hear of a bad score, also when the customer wants nobody to look after it."""

from datetime import datetime, timedelta

from people.telling import Note, NoteKind, To
from surveys.progress import Progress, load_progress
from surveys.values import CASE_QUESTION, Invitation
from surveys.work import AskingWork

# So long the customer has to ask for a case themselves, which tells staff all the same.
PATIENCE = timedelta(minutes=10)


def alert_due_at(survey: Progress, now: datetime) -> datetime | None:
    """When staff are to hear of it, if nothing else happens; None when they needn't."""
    undecided = CASE_QUESTION not in survey.answers
    return now + PATIENCE if survey.is_bad and undecided else None


def rest_due_at(survey: Progress, now: datetime) -> datetime | None:
    """When a survey that lacks nothing but a free word is complete without it."""
    return now + PATIENCE if survey.lacks_only_words else None


def choices_due_at(survey: Progress, step: str | None, now: datetime) -> datetime | None:
    """When choices that are still open on the screen count as made, if no tap follows."""
    return now + PATIENCE if isinstance(survey.given.get(step or ""), tuple) else None


async def alert_when_left(work: AskingWork, invitation: Invitation) -> None:
    """The customer gave a bad score and left it at that."""
    survey = await load_progress(work, invitation)
    if survey.is_bad and survey.case_id is None:
        await alert_staff(work, survey)


async def alert_staff(work: AskingWork, survey: Progress) -> None:
    """Once for each survey, in the staff chats of the place."""
    invitation = survey.invitation
    for binding in await work.people.bindings(invitation.place_id, None):
        await work.telling.note(
            Note(
                key=f"invitation-{invitation.id}-low-score-to-{binding.id}",
                kind=NoteKind.LOW_SCORE,
                to=To(chat_id=binding.chat_id, thread_id=binding.thread_id),
                facts={"invitation": invitation.id},
            )
        )
