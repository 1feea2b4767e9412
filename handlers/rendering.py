"""From a kind and its facts to a message: what the courier hands to Telegram."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from complaints.values import Case, CaseView
from complaints.values import Words as SaidWords
from handlers.presses import Press
from handlers.words import Words
from people.languages import LanguageMap
from people.telling import FaceKind, NoteKind
from surveys.questionnaires import Questionnaire
from surveys.values import InvitationView


@dataclass(frozen=True, kw_only=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None

    def renamed(self, text: str) -> "Button":
        return replace(self, text=text)


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A message in Telegram's HTML. `placeholder` asks for an answer to it, in its input field.

    `media` is a kind and a file id at Telegram, `picture` a PNG that we drew.
    `contact` is what a button says
    that hands over the reader's own telephone number.
    `drawing` is SVG, sent as a picture with the text below it; `file` is sent as a document,
    and so is `document`, which is a name and what stands in it.
    """

    text: str
    keyboard: Keyboard = ()
    silent: bool = False
    media: tuple[str, str] | None = None
    picture: bytes | None = None
    reply_to: int | None = None
    placeholder: str | None = None
    drawing: str | None = None
    contact: str | None = None
    file: Path | None = None
    document: tuple[str, bytes] | None = None


@dataclass(frozen=True, kw_only=True)
class Reaction:
    message_id: int
    emoji: str


@dataclass(frozen=True, kw_only=True)
class Context:
    """The reader, the moment, and the rows that the facts name, read just before.

    `looks_kept` is how long it is on record who looked at which figures; `rules_can_be_changed`
    tells whether `/settings` can change anything here. `asked` is whoever a prompt asks for words,
    by Telegram's number.
    """

    _: Words
    zone: str
    now: datetime
    is_group: bool
    bot_username: str = ""
    house: str = ""
    case: CaseView | None = None
    words: SaidWords | None = None
    invitation: InvitationView | None = None
    questionnaire: Questionnaire | None = None
    recourse: LanguageMap | None = None
    cases: tuple[CaseView, ...] = ()
    figures: Any = None
    asked: int | None = None
    looks_kept: timedelta = timedelta(days=730)
    rules_can_be_changed: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NewTopic:
    """A topic to be made in a forum group, 1 to 128 characters."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """A message of ours to be taken away. Where Telegram refuses, `instead` takes its place."""

    message_id: int
    instead: str | None = None


@dataclass(frozen=True, kw_only=True)
class Bare:
    """A message of ours that loses its buttons, and says `text` from now on where there is one."""

    message_id: int
    text: str | None = None


Action = Reaction | NewTopic | Deletion | Bare
Shown = Rendered | Action | None
RenderNote = Callable[[Mapping[str, Any], Context], Shown]
RenderFace = Callable[[Mapping[str, Any], Context], Rendered | None]

NOTES: dict[NoteKind, RenderNote] = {}
ANSWERS: dict[str, RenderNote] = {}
FACES: dict[FaceKind, RenderFace] = {}


def renders(kind: NoteKind) -> Callable[[RenderNote], RenderNote]:
    def keep(render: RenderNote) -> RenderNote:
        NOTES[kind] = render
        return render

    return keep


def says(what: str) -> Callable[[RenderNote], RenderNote]:
    """Renders the fixed answer of this name, where it is more than a sentence."""

    def keep(render: RenderNote) -> RenderNote:
        ANSWERS[what] = render
        return render

    return keep


def shows(kind: FaceKind) -> Callable[[RenderFace], RenderFace]:
    def keep(render: RenderFace) -> RenderFace:
        FACES[kind] = render
        return render

    return keep


def button(text: str, press: Press) -> Button:
    return Button(text=text, data=press.packed())


def link(context: Context, payload: str, *, group: bool = False) -> str:
    start = "startgroup" if group else "start"
    return f"https://t.me/{context.bot_username}?{start}={payload}"


def case_of(context: Context) -> Case:
    assert context.case is not None
    return context.case.case
