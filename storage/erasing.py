"""Forgets a person: words, names and numbers go, ids and scores stay for the figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    and_,
    cast,
    delete,
    false,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    actions,
    answer_changes,
    cases,
    chats,
    consents,
    customer_refs,
    dialogues,
    digests,
    findings,
    invitations,
    looks,
    messages,
    names,
    outbox,
    persons,
    roles,
    services,
    visits,
    words,
)

# A chat whose person asked to be forgotten: its number goes when the last words were said there.
LEAVING = "leaving"
# Made-up numbers of chats that are forgotten; no chat of Telegram's and no channel has them.
FORGOTTEN = -(1 << 61)
BLANK = {"text": None, "media": None, "file_id": None, "chat_id": None, "message_id": None}


class ErasingRows:
    """Implements handlers.work.Erasing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def live_cases(self, person_id: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(cases.c.id).where(cases.c.person_id == person_id, cases.c.state != "closed")
        )
        return tuple(row.id for row in rows)

    async def all_cases(self, person_id: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(cases.c.id).where(cases.c.person_id == person_id).order_by(cases.c.id)
        )
        return tuple(row.id for row in rows)

    async def shown_elsewhere(self, person_id: int) -> Sequence[tuple[int, int]]:
        """(chat, Telegram's message) of what was said about their cases to anybody else."""
        elsewhere = or_(chats.c.person_id.is_(None), chats.c.person_id != person_id)
        found = set[tuple[int, int]]()
        query = (
            select(messages.c.chat_id, messages.c.message_id)
            .join(chats, chats.c.id == messages.c.chat_id)
            .where(elsewhere, messages.c.thing.like("note-%"))
        )
        about = query.join(cases, cases.c.id == messages.c.case_id)
        rows = await self._connection.execute(about.where(cases.c.person_id == person_id))
        found.update((row.chat_id, row.message_id) for row in rows)
        for note in await self._notes(person_id):
            # What was said together with others stands in the message that was sent with it.
            is_it = or_(
                messages.c.thing == f"note-{note.id}", messages.c.sent_at == note.finished_at
            )
            rows = await self._connection.execute(
                query.where(messages.c.chat_id == note.chat_id, is_it)
            )
            found.update((row.chat_id, row.message_id) for row in rows)
        return sorted(found)

    async def _notes(self, person_id: int) -> Sequence[Any]:
        """Notes that were sent: about their cases, a low score of theirs, praise among others."""
        own = set(await self.all_cases(person_id))
        asked = await self._asked(person_id)
        prefixes = [f"case-{number}-" for number in own]
        prefixes += [f"invitation-{number}-low-score-" for number in asked]
        found: list[Any] = []
        for prefix in [*prefixes, "praise-up-to-"]:
            rows = await self._connection.execute(
                select(outbox.c.id, outbox.c.chat_id, outbox.c.finished_at, outbox.c.facts).where(
                    self._begins(prefix), outbox.c.state == "sent"
                )
            )
            found += [
                row
                for row in rows
                if not prefix.startswith("praise") or own & set(row.facts.get("cases") or ())
            ]
        return found

    async def _asked(self, person_id: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(invitations.c.id).where(invitations.c.person_id == person_id)
        )
        return tuple(row.id for row in rows)

    def _begins(self, prefix: str) -> ColumnElement[bool]:
        """On SQLite by the index; elsewhere the order of signs is not that of their numbers."""
        if self._connection.dialect.name == "sqlite":
            return and_(outbox.c.key >= prefix, outbox.c.key < prefix[:-1] + ".")
        return outbox.c.key.startswith(prefix)

    async def quoting(self) -> tuple[str, ...]:
        """Lists and reviews that stand somewhere and quote customers, by their thing."""
        lists = [outbox.c.thing.startswith(prefix) for prefix in ("panel-", "review-")]
        rows = await self._connection.execute(
            select(outbox.c.thing, outbox.c.facts)
            .where(outbox.c.sort == "face", or_(*lists))
            .order_by(outbox.c.id)
        )
        return tuple(row.thing for row in rows if _quotes(row.facts))

    async def exports_since(self, person_id: int) -> tuple[int, ...]:
        """The files that were handed out since we know the person, by their number in `looks`."""
        known = select(persons.c.created_at).where(persons.c.id == person_id).scalar_subquery()
        rows = await self._connection.execute(
            select(looks.c.id)
            .where(looks.c.what == "export", looks.c.at >= known)
            .order_by(looks.c.id)
        )
        return tuple(row.id for row in rows)

    async def forget(self, person_id: int, now: datetime) -> None:
        """Words, names and numbers of a customer, at once; ids and scores stay for the figures.

        Who works here keeps name, number and role, and loses what they said as a customer.
        """
        works_here = await self._connection.scalar(
            select(roles.c.id)
            .where(roles.c.person_id == person_id, roles.c.revoked_at.is_(None))
            .limit(1)
        )
        await self._forget_words(person_id)
        await self._forget_second_thoughts(person_id)
        await self._forget_services(person_id)
        await self._withdraw(person_id, now, works_here=works_here is not None)
        for table in (visits, consents, dialogues):
            await self._delete(table, person_id)
        if works_here is not None:
            return
        for table in (names, customer_refs, digests):
            await self._delete(table, person_id)
        await self._connection.execute(
            update(chats)
            .where(chats.c.person_id == person_id)
            .values(person_id=None, title=None, state=LEAVING, state_since=now)
        )
        await self._connection.execute(
            update(persons)
            .where(persons.c.id == person_id)
            .values(telegram_id=None, language="zh-hans", zone=None, off_since=None)
        )

    async def _delete(self, table: Table, person_id: int) -> None:
        await self._connection.execute(delete(table).where(table.c.person_id == person_id))

    async def _forget_words(self, person_id: int) -> None:
        """Their own, and what colleagues wrote about them, which may quote them."""
        own = select(cases.c.id).where(cases.c.person_id == person_id)
        asked = select(invitations.c.id).where(invitations.c.person_id == person_id)
        planned = select(actions.c.words_id)
        about = or_(words.c.case_id.in_(own), words.c.invitation_id.in_(asked))
        loose = and_(
            words.c.person_id == person_id,
            words.c.case_id.is_(None),
            words.c.sort.in_(("said", "asked")),
        )
        await self._connection.execute(
            update(words).where(or_(about, loose), words.c.id.not_in(planned)).values(BLANK)
        )
        await self._connection.execute(
            update(findings)
            .where(or_(findings.c.case_id.in_(own), findings.c.invitation_id.in_(asked)))
            .values(evidence=literal([], findings.c.evidence.type))
        )

    async def _forget_second_thoughts(self, person_id: int) -> None:
        """What they had answered before they changed it counts in no figure."""
        asked = select(invitations.c.id).where(invitations.c.person_id == person_id)
        await self._connection.execute(
            delete(answer_changes).where(answer_changes.c.invitation_id.in_(asked))
        )

    async def _forget_services(self, person_id: int) -> None:
        await self._connection.execute(
            update(services)
            .where(services.c.person_id == person_id)
            .values(customer_ref=erased_ref(services.c.person_id), attributes=None)
        )

    async def _withdraw(self, person_id: int, now: datetime, *, works_here: bool) -> None:
        """What was to be said to them is not said any more.

        Who works here is still told about other people's cases.
        """
        mine = select(chats.c.id).where(chats.c.person_id == person_id)
        which = [outbox.c.chat_id.in_(mine), outbox.c.state == "queued", outbox.c.sort == "note"]
        if works_here:
            prefixes = [f"case-{number}-" for number in await self.all_cases(person_id)]
            prefixes += [f"invitation-{number}-" for number in await self._asked(person_id)]
            which.append(or_(false(), *(outbox.c.key.startswith(one) for one in prefixes)))
        await self._connection.execute(
            update(outbox).where(*which).values(state="dropped", error="erased", finished_at=now)
        )
        await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.person_id == person_id,
                invitations.c.state.in_(["sent", "unknown", "partial"]),
            )
            .values(state="expired", next_due_at=None)
        )


def erased_ref(person_id: ColumnElement[int]) -> ColumnElement[str]:
    """One for all services of a person, so that figures still know who came back."""
    return literal("erased-") + cast(person_id, String)


def _quotes(facts: Mapping[str, Any]) -> bool:
    """Of panels one view shows comments; a review shows the story of its case."""
    return facts.get("what") == "low" or "case" in facts
