"""What a customer reads of their own case besides its answers: lines joined, its whole story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.values import CaseView, Clock, Event, Handling, Outcome, RemedyState, State, Words
from handlers import labels
from handlers.moments import moment
from handlers.notes_customer import confirming, due_text
from handlers.presses import CasePress
from handlers.rendering import Button, Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import escaped, quoted
from people.telling import NoteKind

Facts = Mapping[str, Any]
QUOTE = 300
# With quotes of this length a page stays below Telegram's 4096 characters.
ON_A_PAGE = 10
# How a case ended that may turn out not to be solved.
REOPENED = frozenset({Outcome.ACCEPTED, Outcome.NO_ANSWER})


def _press(view: CaseView, text: str, action: str, arg: str | None = None) -> Button:
    case = view.case
    return button(text, CasePress(action=action, case_id=case.id, round=case.round, arg=arg))


@renders(NoteKind.JOINED)
def joined(facts: Facts, context: Context) -> Shown:
    """Where the line went, and a way out if it is about something else."""
    view, _ = context.case, context._
    if view is None:
        return None
    number = view.case.id
    text = _("已加到 #{number}。", number=number)
    if facts.get("another"):
        text = _("已加到 #{number}。要是另一件事，点下面，就分开处理。", number=number)
    if facts.get("reopened"):
        due = due_text(view, Clock.RESPONSE, context)
        text = _("明白，#{number} 还没完。已转值班经理。", number=number)
        if due:
            text = _(
                "明白，#{number} 还没完。已转值班经理，{due} 前答复您。", number=number, due=due
            )
    apart = _press(view, _("这是另一件事"), "apart", str(facts["apart"]))
    return Rendered(text=text, keyboard=((apart,),), silent=True)


@renders(NoteKind.SOONER)
def sooner(facts: Facts, context: Context) -> Shown:
    """Their case is graver than it was taken for: what is promised now."""
    view, _ = context.case, context._
    clock = Clock(facts["clock"])
    due = None if view is None else due_text(view, clock, context)
    if view is None or due is None:
        return None
    if clock is Clock.RESPONSE:
        text = _("#{number} 提前处理：{due} 前答复您。", number=view.case.id, due=due)
    else:
        text = _("#{number} 提前处理：{due} 前办好。", number=view.case.id, due=due)
    return Rendered(text=text, silent=True)


@renders(NoteKind.WITHDRAWING)
def withdrawing(facts: Facts, context: Context) -> Shown:
    """A tap by mistake must not end a case."""
    view, _ = context.case, context._
    if view is None or not view.case.is_live:
        return None
    text = _("不再处理 #{number} 了吗？", number=view.case.id)
    buttons = (
        _press(view, _("撤回，不用处理了"), "withdraw"),
        _press(view, _("继续处理"), "mystory"),
    )
    return Rendered(text=text, keyboard=(buttons,))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the story, as its reader is told."""

    at: datetime
    text: str


@renders(NoteKind.STORY)
def story(facts: Facts, context: Context) -> Shown:
    """What they said, what we answered and decided, oldest first; `page` 0 is the newest."""
    view, _ = context.case, context._
    if view is None:
        return None
    entries = _entries(view, context)
    page = min(int(facts.get("page", 0)), max(0, len(entries) - 1) // ON_A_PAGE)
    end = len(entries) - page * ON_A_PAGE
    shown = entries[max(0, end - ON_A_PAGE) : end]
    head = f"<b>#{view.case.id}</b> {labels.kind(view.case.kind, _)}"
    lines = [f"{head} · {labels.state(view.case, _)}"]
    lines += [f"{moment(entry.at, context.now, context.zone, _)} {entry.text}" for entry in shown]
    keyboard: Keyboard = ()
    if view.case.state is State.RESOLVED and page == 0:
        keyboard = confirming(view, context)
    if view.case.outcome in REOPENED and page == 0:
        unsolved = _press(view, _("没解决"), "confirm", Handling.UNSOLVED.value)
        keyboard = ((unsolved,),)
    if end > ON_A_PAGE:
        keyboard += ((_press(view, _("更早的"), "mystory", str(page + 1)),),)
    return Rendered(text="\n".join(lines), keyboard=keyboard)


def _entries(view: CaseView, context: Context) -> list[Entry]:
    said = [
        Entry(at=words.at, text=text) for words in view.words if (text := _said(words, context))
    ]
    done = [
        Entry(at=event.at, text=text) for event in view.events if (text := _done(event, context))
    ]
    given = _given(view, context)
    return sorted([*said, *done, *given], key=lambda entry: entry.at)


def _said(words: Words, context: Context) -> str | None:
    """Remarks among colleagues are none of the customer's."""
    _, by = context._, escaped(words.by or "")
    media = labels.media(words.media, _) if words.media else ""
    text = f"{media}{quoted(words.text, QUOTE)}"
    match words.sort:
        case "said" | "comment":
            return _("您：{text}", text=text)
        case "edited":
            return _("您改为：{text}", text=text)
        case "reply" | "resolution" | "alternative":
            return _("{name} 答复：{text}", name=by, text=text)
    return None


def _done(event: Event, context: Context) -> str | None:
    _, name = context._, escaped(event.person or "")
    known = {
        "taken": _("{name} 接手", name=name),
        "handed over": _("转给另一位同事"),
        "escalated": _("没有按时，已报给上一级"),
        "no answer": _("没等到您的补充，接着办"),
        "resolved": _("{name} 办结，请您确认", name=name),
        "reopened": _("重新打开，已转值班经理"),
        "accepted": _("您确认解决了"),
        "refused": _("您说没解决"),
        "chased": _("您催了一次"),
        "withdrawn": _("您撤回了"),
        "contested": _("您不接受，值班经理会再联系您"),
        "recourse used up": _("能走的途径都走过了，先结了"),
        "hidden": _("按您的意思，同事看不到您的称呼"),
        "set apart": _("您说有几句是另一件事"),
        "closed unanswered": _("没等到您的确认，先结了"),
        "adopted": _("建议采纳了"),
        "not_now": _("建议暂时做不到"),
    }
    return known.get(event.step)


def _given(view: CaseView, context: Context) -> list[Entry]:
    _ = context._
    return [
        Entry(
            at=remedy.decided_at,
            text=_("为您安排了{what}", what=labels.sum_of(remedy, _)),
        )
        for remedy in view.remedies
        if remedy.state is RemedyState.GRANTED and remedy.decided_at is not None
    ]
