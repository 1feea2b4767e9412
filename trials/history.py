"""What people did, what the database holds, what Telegram showed: and whether the three agree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from people.telling import NoteKind, Policy, policy_of
from playground.model import CallRecord
from storage import tables
from storage.engine import Database

LABEL = "trial_rows"
REPEATED = "可能重复"
# What an edit is told that finds everything as it is to be: done, if not by this call.
SAME = "message is not modified"


class Verdict(StrEnum):
    """`unknown` is what no one can know and everyone can see; three of them must not be."""

    ACKNOWLEDGED = "acknowledged"
    UNKNOWN = "unknown"
    LOST = "lost"
    DOUBLED = "doubled"
    UNEXPECTED = "unexpected"

    @property
    def is_wrong(self) -> bool:
        return self in {Verdict.LOST, Verdict.DOUBLED, Verdict.UNEXPECTED}


@dataclass(frozen=True, kw_only=True)
class Finding:
    sort: str
    about: str
    verdict: Verdict
    why: str = ""


@dataclass(kw_only=True)
class Told:
    """What the outside knows: updates by number with their kind, complaints, services, calls."""

    updates: dict[int, str] = field(default_factory=dict)
    expired: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    # Words that are to be nowhere, and the number of the press that asked for it.
    forgotten: dict[str, int] = field(default_factory=dict)
    services: list[str] = field(default_factory=list)
    # Keys of events that another system was told of.
    heard: list[str] = field(default_factory=list)
    calls: Sequence[CallRecord] = ()


@dataclass(kw_only=True)
class Kept:
    """What the database holds at the end."""

    inbox: dict[int, str]
    words: list[tuple[str, int | None]]
    cases: dict[int, tuple[str, datetime | None]]
    outbox: list[Any]
    services: list[str]
    invitations: list[tuple[int, str]]
    hooks: dict[str, datetime | None]


async def read_kept(database: Database) -> Kept:
    async with database.reading() as connection:

        async def rows(*columns: Any) -> list[Any]:
            return list((await connection.execute(select(*columns))).all())

        t = tables
        return Kept(
            inbox={r[0]: r[1] for r in await rows(t.inbox.c.update_id, t.inbox.c.state)},
            words=[(r[0] or "", r[1]) for r in await rows(t.words.c.text, t.words.c.case_id)],
            cases={
                r[0]: (r[1], r[2])
                for r in await rows(t.cases.c.id, t.cases.c.state, t.cases.c.next_due_at)
            },
            outbox=await rows(t.outbox),
            services=[r[0] for r in await rows(t.services.c.external_id)],
            invitations=[
                (r[0], r[1])
                for r in await rows(t.invitations.c.service_id, t.invitations.c.wave)
                if r[0] is not None
            ],
            hooks={r[0]: r[1] for r in await rows(t.hook_calls.c.key, t.hook_calls.c.finished_at)},
        )


def judge(told: Told, kept: Kept, now: datetime) -> list[Finding]:
    """Every deed and every effect, each with its verdict; nothing is passed over."""
    return [
        *_updates(told, kept),
        *_complaints(told, kept),
        *_cases(kept, now),
        *_services(told, kept),
        *_hooks(told, kept),
        *_outgoing(told, kept, now),
    ]


def wrong(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.verdict.is_wrong]


def _once(count: int) -> Verdict:
    if count == 1:
        return Verdict.ACKNOWLEDGED
    return Verdict.LOST if count == 0 else Verdict.DOUBLED


def _updates(told: Told, kept: Kept) -> Iterator[Finding]:
    """Each is worked off once; only what no parser likes may be set aside."""
    for number, kind in told.updates.items():
        state = kept.inbox.get(number)
        verdict = Verdict.ACKNOWLEDGED
        if state is None and number in told.expired:
            verdict, state = Verdict.UNKNOWN, "grew too old at Telegram"
        elif state in {None, "new"}:
            verdict = Verdict.LOST
        elif state == "aside" and kind != "poison":
            verdict = Verdict.UNEXPECTED
        yield Finding(sort="update", about=f"{number} {kind}", verdict=verdict, why=state or "")
    for number in kept.inbox.keys() - told.updates.keys():
        yield Finding(sort="update", about=f"{number}", verdict=Verdict.UNEXPECTED)


def _complaints(told: Told, kept: Kept) -> Iterator[Finding]:
    found: dict[str, list[int | None]] = defaultdict(list)
    for text, case_id in kept.words:
        found[text].append(case_id)
    for text in told.complaints:
        cases = found[text]
        verdict = _once(len(cases))
        if verdict is Verdict.ACKNOWLEDGED and cases[0] not in kept.cases:
            verdict = Verdict.LOST
        yield Finding(sort="complaint", about=text, verdict=verdict)
    for text, press in told.forgotten.items():
        # Telegram keeps a press for 150 seconds: whoever was not heard presses again.
        left = Verdict.UNKNOWN if press in told.expired else Verdict.UNEXPECTED
        verdict = left if found[text] else Verdict.ACKNOWLEDGED
        yield Finding(sort="erasure", about=text, verdict=verdict)


def _cases(kept: Kept, now: datetime) -> Iterator[Finding]:
    """A case has its receipt, a receipt its case, and what is due has been seen to."""
    receipts = Counter(row.facts.get("case") for row in kept.outbox if row.kind == "receipt")
    for number, (state, due) in kept.cases.items():
        verdict, why = _once(receipts[number]), "receipts"
        if state != "closed" and due is not None and due < now:
            verdict, why = Verdict.LOST, "overdue and not seen to"
        yield Finding(sort="case", about=f"{number}", verdict=verdict, why=why)
    for number in receipts.keys() - kept.cases.keys():
        yield Finding(
            sort="case", about=f"{number}", verdict=Verdict.UNEXPECTED, why="a receipt, no case"
        )


def _services(told: Told, kept: Kept) -> Iterator[Finding]:
    services = Counter(kept.services)
    for number in told.services:
        yield Finding(sort="service", about=number, verdict=_once(services[number]))
    for (asked, wave), count in Counter(kept.invitations).items():
        about = f"service {asked} wave {wave}"
        yield Finding(sort="invitation", about=about, verdict=_once(count))


def _hooks(told: Told, kept: Kept) -> Iterator[Finding]:
    """At least once, by a key that tells a repetition."""
    for key, finished_at in kept.hooks.items():
        is_known = finished_at is not None and key in told.heard
        verdict = Verdict.ACKNOWLEDGED if is_known else Verdict.LOST
        yield Finding(sort="hook", about=key, verdict=verdict, why=f"heard {told.heard.count(key)}")
    for key in set(told.heard) - kept.hooks.keys():
        yield Finding(sort="hook", about=key, verdict=Verdict.UNEXPECTED)


def _outgoing(told: Told, kept: Kept, now: datetime) -> Iterator[Finding]:
    effects: dict[str, list[CallRecord]] = defaultdict(list)
    for call in told.calls:
        if call.refusal is None or SAME in call.refusal:
            for key in str(call.params.get(LABEL, "")).split():
                effects[key].append(call)
    for row in kept.outbox:
        done = effects.pop(row.key, [])
        verdict, why = _of_row(row, done, now)
        yield Finding(sort=row.sort, about=row.key, verdict=verdict, why=why)
    # What a group was shown goes on under the number of the supergroup that it became.
    faces = {_thing_in(row.key) for row in kept.outbox if row.sort == "face"}
    for key in effects:
        if not key.startswith("face-") or _thing_in(key) not in faces:
            yield Finding(sort="note", about=key, verdict=Verdict.UNEXPECTED, why="shown, no row")


def _thing_in(key: str) -> str:
    """Of `face-case-1001-in-7` all but the chat."""
    return key.rpartition("-in-")[0]


def _of_row(row: Any, done: list[CallRecord], now: datetime) -> tuple[Verdict, str]:
    if row.state in {"queued", "sending"}:
        is_held = row.state == "queued" and row.not_before is not None and row.not_before > now
        return (Verdict.ACKNOWLEDGED, "held") if is_held else (Verdict.LOST, row.state)
    if row.sort == "face":
        # Rendered again after a loss: what stands there is right, whatever was sent before.
        return Verdict.ACKNOWLEDGED, row.state
    shown = max(Counter(call.method for call in done).values(), default=0)
    if policy_of(NoteKind(row.kind)) is Policy.REPEAT:
        return _of_repeated(row, done, shown)
    if shown > 1:
        return Verdict.DOUBLED, f"shown {shown} times, {row.state}"
    if row.state == "unknown":
        return Verdict.UNKNOWN, "shown" if shown else "not shown"
    if row.state == "sent":
        return (Verdict.ACKNOWLEDGED, "") if shown else (Verdict.LOST, "sent, never shown")
    return (
        (Verdict.UNEXPECTED, f"shown, {row.state}") if shown else (Verdict.ACKNOWLEDGED, row.state)
    )


def _of_repeated(row: Any, done: list[CallRecord], shown: int) -> tuple[Verdict, str]:
    """At least once; whatever comes a second time says so."""
    if not shown and row.state in {"sent", "unknown"}:
        return Verdict.LOST, f"{row.state}, never shown"
    texts = [str(call.params.get("text", "")) for call in done if call.method == "sendMessage"]
    unmarked = sum(REPEATED not in text for text in texts)
    if unmarked > 1:
        return Verdict.DOUBLED, f"shown {shown} times, {unmarked} without a word on it"
    return Verdict.ACKNOWLEDGED, "repeated" if shown > 1 else row.state
