"""What the bot tells the demo around it: what comes next, whether it is quiet, what it knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import func, select

from bot.clock import ShiftedClock
from complaints.ladder import Step, next_step
from complaints.values import Case, Escalation, State
from dimensions.reading import Kind
from handlers import labels
from handlers.words import words_in
from storage import inbox
from storage.tables import cases, chats, digests, findings, invitations, messages, promises, words
from storage.tables import inbox as inbox_rows
from storage.work import begin_work

if TYPE_CHECKING:
    from bot.app import App

COMING = 12
RUNGS_AHEAD = 3


class Moment(BaseModel):
    now: datetime


def demo_routes(app: "App") -> APIRouter:
    routes = APIRouter(prefix="/demo", include_in_schema=False)

    @routes.post("/clock")
    async def move_clock(body: Moment) -> dict[str, bool]:
        """Moves time on and does what has become due."""
        if isinstance(app.clock, ShiftedClock):
            app.clock.move_to(body.now)
        await app.ticks.act_on_what_is_due()
        app.courier.wake()
        return {"ok": True}

    @routes.get("/quiet")
    async def quiet() -> dict[str, bool]:
        async with app.database.reading() as connection:
            waiting = await inbox.counts(connection)
        return {"quiet": app.is_quiet and not waiting["new"]}

    @routes.get("/agenda")
    async def agenda() -> dict[str, Any]:
        return {"now": app.clock.now().isoformat(), "events": await _coming(app)}

    @routes.get("/deadline")
    async def deadline() -> dict[str, str | None]:
        async with app.database.reading() as connection:
            at = await connection.scalar(
                select(func.min(promises.c.due_at)).where(
                    promises.c.kept_at.is_(None),
                    promises.c.dropped_at.is_(None),
                    promises.c.due_at > app.clock.now(),
                )
            )
        return {"at": at and at.isoformat()}

    @routes.get("/traces")
    async def traces() -> list[dict[str, Any]]:
        return await _traces(app)

    @routes.get("/ledger")
    async def ledger() -> dict[str, Any]:
        return await _ledger(app)

    return routes


async def _coming(app: "App") -> list[dict[str, Any]]:
    """The next instants at which something happens by itself, with a sentence for each."""
    now = app.clock.now()
    async with app.database.reading() as connection:
        due = await connection.execute(
            select(invitations.c.next_due_at, invitations.c.state)
            .where(invitations.c.next_due_at > now)
            .order_by(invitations.c.next_due_at)
            .limit(COMING)
        )
        events = [_survey_event(row.next_due_at, row.state) for row in due]
        rows = await connection.execute(
            select(cases.c.id).where(cases.c.next_due_at > now).order_by(cases.c.next_due_at)
        )
        numbers = [row[0] for row in rows.all()][:COMING]
        told = await connection.execute(
            select(digests.c.next_due_at).where(digests.c.next_due_at > now)
        )
        events += [_digest_event(at) for (at,) in told]
    for number in numbers:
        events.extend(await _case_events(app, number))
    return sorted(events, key=lambda event: str(event["at"]))[:COMING]


def _survey_event(at: datetime, state: str) -> dict[str, Any]:
    planned = state == "planned"
    return {
        "at": at.isoformat(),
        "kind": "survey",
        "label": {
            "zh": "发出问卷" if planned else "提醒或结束问卷",
            "en": "send the survey" if planned else "remind of a survey, or close it",
        },
    }


def _digest_event(at: datetime) -> dict[str, Any]:
    label = {"zh": "给主管发简报", "en": "send a supervisor their digest"}
    return {"at": at.isoformat(), "kind": "digest", "label": label}


async def _case_events(app: "App", number: int) -> list[dict[str, Any]]:
    """What happens to a case if nobody does anything: its next rungs, one after another."""
    async with begin_work(app.database, app.clock.now()) as work:
        case = await work.cases.get(number)
        if case is None or case.next_due_at is None:
            return []
        terms = app.rulebook.terms(case.rules_id)
        promises_made = await work.cases.promises(case)
        climbed = list(await work.cases.escalations(case))
    at, is_taken = case.next_due_at, case.owner_id is not None
    step = next_step(case, promises_made, climbed, terms.ladder(case), terms.calendar)
    if step is None or at < step.at:
        return [{"at": at.isoformat(), "kind": "case", "label": _beside_the_ladder(case)}]
    events = []
    for _ in range(RUNGS_AHEAD):
        step = next_step(case, promises_made, climbed, terms.ladder(case), terms.calendar)
        if step is None:
            break
        label = _case_label(number, is_taken, step.level)
        events.append({"at": at.isoformat(), "kind": "case", "label": label})
        climbed.append(_climbed(step))
        after = next_step(case, promises_made, climbed, terms.ladder(case), terms.calendar)
        if after is None or after.at <= at:
            break
        at = after.at
    return events


def _climbed(step: Step) -> Escalation:
    return Escalation(
        round=step.promise.round,
        clock=step.promise.clock,
        level=step.level,
        repeat=step.repeat,
        at=step.at,
    )


def _beside_the_ladder(case: Case) -> dict[str, str]:
    """What happens by itself that tells nobody of a promise which is not kept."""
    number = case.id
    if case.kind is Kind.PRAISE:
        return {"zh": "在群里说这一周的表扬", "en": "tell the group of the week's praise"}
    known = {
        State.RESOLVED: (
            f"#{number} 再请客人确认，或者结案",
            f"#{number}: ask again, or close",
        ),
        State.WAITING: (f"#{number} 客人没补充就接着办", f"#{number}: go on without an answer"),
        State.CONTESTED: (f"#{number} 请主管再联系客人", f"#{number}: the supervisor follows up"),
    }
    told = (f"#{number} 告诉客人进展", f"#{number}: tell the customer how it stands")
    zh, en = known.get(case.state, told)
    return {"zh": zh, "en": en}


def _case_label(number: int, is_taken: bool, level: int) -> dict[str, str]:
    if level < 0:
        whom = ("负责的同事", "whoever has it") if is_taken else ("员工群", "the staff group")
        return {"zh": f"#{number} 提醒{whom[0]}", "en": f"#{number}: remind {whom[1]}"}
    whom = ("主管", "the supervisor") if level == 1 else ("负责人", "the owner")
    return {"zh": f"#{number} 超时，报给{whom[0]}", "en": f"#{number} is late: tell {whom[1]}"}


async def _traces(app: "App") -> list[dict[str, Any]]:
    """From a customer's bubble to the card that it made, with the words that led there."""
    _ = words_in("zh-hans")
    async with app.database.reading() as connection:
        said = (
            await connection.execute(
                select(words.c.id, words.c.case_id, words.c.message_id, chats.c.telegram_id)
                .join(chats, chats.c.id == words.c.chat_id)
                .where(words.c.sort.in_(["said", "edited"]), words.c.case_id.is_not(None))
                .order_by(words.c.id.desc())
                .limit(200)
            )
        ).all()
        cards = await connection.execute(
            select(messages.c.thing, messages.c.message_id, chats.c.telegram_id)
            .join(chats, chats.c.id == messages.c.chat_id)
            .where(messages.c.thing.in_({f"case-{row.case_id}" for row in said}))
        )
        shown: dict[str, list[dict[str, int]]] = {}
        for card in cards:
            where = {"chat_id": card.telegram_id, "message_id": card.message_id}
            shown.setdefault(card.thing, []).append(where)
        found = await connection.execute(
            select(findings).where(findings.c.words_id.in_([row.id for row in said]))
        )
        evidence: dict[int, list[dict[str, Any]]] = {}
        for row in found:
            if row.polarity == "negative":
                evidence.setdefault(row.words_id, []).extend(_spans(row, _))
    return [
        {
            "chat_id": row.telegram_id,
            "message_id": row.message_id,
            "case": row.case_id,
            "card": shown.get(f"case-{row.case_id}", []),
            "evidence": evidence.get(row.id, []),
        }
        for row in said
    ]


def _spans(row: Any, _: Any) -> list[dict[str, Any]]:
    label = labels.dimension(row.dimension, _)
    return [
        {"start": start, "end": end, "dimension": row.dimension, "label": label}
        for start, end in row.evidence
    ]


async def _ledger(app: "App") -> dict[str, Any]:
    """Which updates were kept and done, and which of the bot's messages it knows of."""
    async with app.database.reading() as connection:
        kept = (
            await connection.execute(select(func.count(), func.min(inbox_rows.c.update_id)))
        ).one()
        known = await connection.execute(
            select(chats.c.telegram_id, messages.c.message_id).join(
                chats, chats.c.id == messages.c.chat_id
            )
        )
        return {"kept": kept[0], "first": kept[1], "messages": _pairs(known.all())}


def _pairs(rows: Sequence[Any]) -> list[list[int]]:
    return [[row[0], row[1]] for row in rows]
