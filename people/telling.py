"""What is to be said, and to whom: notes that are said once, faces that show a present state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Protocol


class Policy(StrEnum):
    """What happens when it stays unknown whether Telegram delivered (see the README's map)."""

    ONCE = "once"
    REPEAT = "repeat"
    NEWEST = "newest"


class Priority(IntEnum):
    """Answers to a person who is waiting go first, escalations next, surveys last."""

    ANSWER = 0
    ESCALATION = 1
    WORK = 2
    NEWS = 3
    SURVEY = 4


class NoteKind(StrEnum):
    """Everything that is said once. The facts that each carries stand in handlers/notes.py."""

    RECEIPT = "receipt"
    ADDED = "added"
    ANSWER = "answer"
    INVITATION = "invitation"
    SURVEY_REMINDER = "survey_reminder"
    SURVEY_AGAIN = "survey_again"
    THANKS = "thanks"
    SPENT = "spent"
    LOW_SCORE = "low_score"
    REPLY = "reply"
    RESOLUTION = "resolution"
    PROGRESS = "progress"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    ATTACHMENT = "attachment"
    PROMPT = "prompt"
    DELIVERY = "delivery"
    HANDED = "handed"
    MOVED_ON = "moved_on"
    REMEDY = "remedy"
    APPROVAL = "approval"
    TRAIL = "trail"
    DECISION = "decision"
    HANDOVER = "handover"
    WARNING = "warning"
    ESCALATION = "escalation"
    EMERGENCY = "emergency"
    TOPIC = "topic"
    SURGE = "surge"
    ACTION = "action"
    ACTION_CHECK = "action_check"
    IMPROVED = "improved"
    MERGED = "merged"
    TAKEN_BACK = "taken_back"
    FIGURES = "figures"
    PICTURE = "picture"
    DIGEST = "digest"
    EXPORT = "export"
    MOVED = "moved"
    OWN = "own"
    ALARM = "alarm"
    WELL = "well"
    ALTERNATIVE = "alternative"
    ANSWERED = "answered"
    PRAISED = "praised"
    PRAISES = "praises"
    CODE = "code"
    CONTESTED = "contested"
    USED_UP = "used_up"
    CONFIRM_REMINDER = "confirm_reminder"
    JOINED = "joined"
    SOONER = "sooner"
    WITHDRAWING = "withdrawing"
    STORY = "story"
    AUDIT = "audit"
    MY_DATA = "my_data"
    REDACTED = "redacted"
    ERASED = "erased"


class FaceKind(StrEnum):
    """Everything that is rendered from the present state when it is sent."""

    CARD = "card"
    SURVEY = "survey"
    STATUS = "status"
    BOARD = "board"
    PANEL = "panel"
    SETTINGS = "settings"
    GROUP = "group"
    PLACES = "places"
    JOB = "job"
    REVIEW = "review"


POLICY: Mapping[NoteKind, Policy] = {
    NoteKind.WARNING: Policy.REPEAT,
    NoteKind.ESCALATION: Policy.REPEAT,
    NoteKind.EMERGENCY: Policy.REPEAT,
    NoteKind.ALARM: Policy.REPEAT,
    NoteKind.SPENT: Policy.REPEAT,
    NoteKind.MOVED_ON: Policy.REPEAT,
    NoteKind.TAKEN_BACK: Policy.REPEAT,
    NoteKind.REDACTED: Policy.REPEAT,
    NoteKind.AUDIT: Policy.REPEAT,
}

PRIORITY: Mapping[NoteKind | FaceKind, Priority] = {
    NoteKind.RECEIPT: Priority.ANSWER,
    NoteKind.ADDED: Priority.ANSWER,
    NoteKind.ANSWER: Priority.ANSWER,
    NoteKind.THANKS: Priority.ANSWER,
    NoteKind.SPENT: Priority.ANSWER,
    NoteKind.PROMPT: Priority.ANSWER,
    NoteKind.SURVEY_AGAIN: Priority.ANSWER,
    NoteKind.FIGURES: Priority.ANSWER,
    NoteKind.PICTURE: Priority.ANSWER,
    NoteKind.DIGEST: Priority.NEWS,
    NoteKind.MOVED: Priority.NEWS,
    NoteKind.OWN: Priority.ANSWER,
    NoteKind.EXPORT: Priority.ANSWER,
    FaceKind.JOB: Priority.ANSWER,
    FaceKind.REVIEW: Priority.ANSWER,
    NoteKind.EMERGENCY: Priority.ANSWER,
    FaceKind.SURVEY: Priority.ANSWER,
    FaceKind.STATUS: Priority.ANSWER,
    FaceKind.PANEL: Priority.ANSWER,
    FaceKind.SETTINGS: Priority.ANSWER,
    FaceKind.GROUP: Priority.ANSWER,
    FaceKind.PLACES: Priority.ANSWER,
    NoteKind.ESCALATION: Priority.ESCALATION,
    NoteKind.WARNING: Priority.ESCALATION,
    NoteKind.ALARM: Priority.ESCALATION,
    NoteKind.WELL: Priority.NEWS,
    FaceKind.CARD: Priority.WORK,
    NoteKind.REPLY: Priority.WORK,
    NoteKind.RESOLUTION: Priority.WORK,
    NoteKind.PROGRESS: Priority.WORK,
    NoteKind.REOPENED: Priority.WORK,
    NoteKind.CONFIRMED: Priority.ANSWER,
    NoteKind.ATTACHMENT: Priority.NEWS,
    NoteKind.DELIVERY: Priority.WORK,
    NoteKind.LOW_SCORE: Priority.WORK,
    NoteKind.HANDED: Priority.WORK,
    NoteKind.MOVED_ON: Priority.WORK,
    NoteKind.TOPIC: Priority.WORK,
    NoteKind.SURGE: Priority.WORK,
    NoteKind.ACTION: Priority.NEWS,
    NoteKind.ACTION_CHECK: Priority.NEWS,
    NoteKind.IMPROVED: Priority.NEWS,
    NoteKind.MERGED: Priority.WORK,
    NoteKind.TAKEN_BACK: Priority.ANSWER,
    NoteKind.REMEDY: Priority.WORK,
    NoteKind.APPROVAL: Priority.ESCALATION,
    NoteKind.TRAIL: Priority.ANSWER,
    NoteKind.DECISION: Priority.WORK,
    NoteKind.HANDOVER: Priority.ANSWER,
    FaceKind.BOARD: Priority.NEWS,
    NoteKind.ALTERNATIVE: Priority.WORK,
    NoteKind.ANSWERED: Priority.WORK,
    NoteKind.CODE: Priority.ANSWER,
    NoteKind.PRAISED: Priority.NEWS,
    NoteKind.PRAISES: Priority.NEWS,
    NoteKind.CONTESTED: Priority.ESCALATION,
    NoteKind.USED_UP: Priority.WORK,
    NoteKind.CONFIRM_REMINDER: Priority.WORK,
    NoteKind.JOINED: Priority.ANSWER,
    NoteKind.SOONER: Priority.ANSWER,
    NoteKind.WITHDRAWING: Priority.ANSWER,
    NoteKind.STORY: Priority.ANSWER,
    NoteKind.MY_DATA: Priority.ANSWER,
    NoteKind.AUDIT: Priority.ESCALATION,
    NoteKind.REDACTED: Priority.WORK,
    NoteKind.ERASED: Priority.NEWS,
    NoteKind.INVITATION: Priority.SURVEY,
    NoteKind.SURVEY_REMINDER: Priority.SURVEY,
}


def policy_of(kind: NoteKind) -> Policy:
    return POLICY.get(kind, Policy.ONCE)


@dataclass(frozen=True, kw_only=True)
class To:
    """A chat by our own id, and a topic in it."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Note:
    """Said once. `key` is made of our own ids only and is unique for ever.

    `thing` names what a reply to the message, or a press on it, is about.
    """

    key: str
    kind: NoteKind
    to: To
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Face:
    """`thing`, such as `case-1027`, as one chat shows it; asked again, it has changed."""

    thing: str
    kind: FaceKind
    to: To
    facts: Mapping[str, Any] = field(default_factory=dict)


class Telling(Protocol):
    """The outbox as the rooms see it: rows of the same transaction."""

    async def note(self, note: Note) -> bool:
        """True when it is new; a key that was used before says nothing again."""
        ...

    async def face(self, face: Face) -> None:
        """Marks the face as out of date, so that it is rendered again."""
        ...

    async def move(self, thing: str, to: To) -> Sequence[int]:
        """From now on this chat shows the thing in this topic, where it is sent anew.

        Gives the messages, by Telegram's ids, that showed it in another topic and no longer do.
        """
        ...

    async def release(self, chat_id: int) -> None:
        """Whoever is there now gets at once what was held for their day to begin."""
        ...

    async def faces_missed(self, chat_id: int) -> None:
        """What this chat would not take is rendered anew, now that it takes messages again."""
        ...

    async def faces_of(self, thing: str, *, by_the_way: bool = False) -> None:
        """Marks this thing as out of date wherever it is shown.

        `by_the_way`: nobody waits for it, so everything else for the chat goes first.
        """
        ...
