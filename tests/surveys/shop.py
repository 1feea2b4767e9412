"""A house with a shop, its rules, customers who have met the bot, and a finished service."""

import json
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.rules import Rules
from complaints.values import Said
from dimensions.reading import Kind, Reading
from people.telling import FaceKind, NoteKind
from storage.engine import Database
from storage.tables import chats, outbox, persons, places, rule_versions
from storage.work import UnitOfWork, begin_work
from surveys.answering import press_answer
from surveys.asking import plan_invitation, take_due_step
from surveys.outcomes import invitation_delivered
from surveys.rules import SurveyRules
from surveys.values import Invitation, NewService, Service, ServiceStatus

# A Friday, 12:00 in Shanghai.
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ASKED = NOON + 2 * HOUR
DAY = timedelta(days=1)
WANG, CHEN = 1, 2
WANGS_CHAT = 1


def finished(external_id: str = "order-1", *, at: datetime = NOON, **changes: Any) -> NewService:
    values: dict[str, Any] = {
        "external_id": external_id,
        "status": ServiceStatus.FINISHED,
        "starts_at": at - HOUR,
        "finished_at": at,
        "customer_ref": "guest-7",
        "phone": None,
        "language": None,
        "zone": None,
        "place_id": 2,
        "service_type": None,
        "staff": None,
        "body_hash": b"1" * 32,
    }
    return NewService(**{**values, **changes})


def said(text: str, message_id: int = 900) -> Said:
    return Said(text=text, chat_id=WANGS_CHAT, message_id=message_id, at=NOON)


def reading(text: str, kind: Kind = Kind.OTHER, severity: int = 0) -> Reading:
    return Reading(text=text, kind=kind, severity=severity)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A row of the outbox, as the courier will find it."""

    key: str
    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shop:
    database: Database
    rules: SurveyRules
    rules_id: int

    def work(self, now: datetime = NOON) -> AbstractAsyncContextManager[UnitOfWork]:
        return begin_work(self.database, now)

    async def tell(self, new: NewService, now: datetime = NOON) -> Service:
        """What intake does with a service."""
        async with self.work(now) as work:
            service = await work.surveys.put_service(new, now)
            await plan_invitation(work, service, self.rules, self.rules_id, now)
            return service

    async def bind(self, person_id: int = WANG, ref: str = "guest-7") -> None:
        async with self.work() as work:
            await work.surveys.bind_ref(ref, person_id, NOON)

    async def tick(self, now: datetime) -> tuple[int, ...]:
        """What the scheduler does with surveys: each due one in its own transaction."""
        async with self.work(now) as work:
            due = await work.surveys.due(now, 100)
        for invitation_id in due:
            async with self.work(now) as work:
                await take_due_step(work, invitation_id, now)
        return due

    async def invitation(self, invitation_id: int = 1) -> Invitation:
        async with self.work() as work:
            found = await work.surveys.get(invitation_id)
            assert found is not None
            return found

    async def told(self, *kinds: NoteKind | FaceKind) -> list[Told]:
        """What is to be said to people, oldest first; of these kinds only, if any are given."""
        async with self.database.reading() as connection:
            rows = await connection.execute(select(outbox).order_by(outbox.c.id))
            found = [Told(key=row.key, kind=row.kind, facts=row.facts) for row in rows]
        return [told for told in found if not kinds or told.kind in kinds]

    async def count(self, table: Any) -> int:
        async with self.database.reading() as connection:
            return int(await connection.scalar(select(func.count()).select_from(table)) or 0)

    async def deliver(self, now: datetime, invitation_id: int = 1) -> None:
        async with self.work(now) as work:
            await invitation_delivered(work, invitation_id, now)

    async def asked(self, now: datetime = NOON + 2 * HOUR) -> Invitation:
        """A survey that the customer has before them."""
        await self.bind()
        await self.tell(finished())
        await self.tick(now)
        await self.deliver(now)
        return await self.invitation()


# The shortest that is asked: how it went, what was wrong with it, a free word.
SHORT: tuple[dict[str, Any], ...] = (
    {"key": "csat", "kind": "stars", "skippable": False, "text": "这次服务怎么样？"},
    {
        "key": "reason",
        "kind": "multiple",
        "choices": "dimensions",
        "when": {"question": "csat", "at_most": 3},
        "text": "抱歉，让您失望了。主要是哪方面？",
    },
    {"key": "comment", "kind": "text", "text": "还想说点什么？直接写，或者跳过。"},
)


async def rated(shop: Shop, score: str, now: datetime = ASKED) -> None:
    async with shop.work(now) as work:
        await press_answer(work, 1, "csat", score, person_id=WANG, now=now)


def asking(*questions: dict[str, Any], **surveys: Any) -> Rules:
    """Rules with a questionnaire of these questions."""
    named = {"satisfaction": {"questions": list(questions)}}
    return Rules.model_validate({"surveys": {"questionnaires": named, **surveys}})


async def open_shop(database: Database, rules: Rules | None = None) -> Shop:
    rules = rules or asking(*SHORT)
    async with database.writing() as connection:
        house = {"name": "回音酒店", "zone": "Asia/Shanghai", "created_at": NOON}
        await connection.execute(insert(places).values(**house))
        await connection.execute(
            insert(places).values(**{**house, "parent_id": 1, "name": "西湖店", "code": "xihu"})
        )
        for number in (WANG, CHEN):
            await connection.execute(
                insert(persons).values(telegram_id=7000 + number, created_at=NOON)
            )
            await connection.execute(
                insert(chats).values(telegram_id=7000 + number, kind="private", person_id=number)
            )
        await connection.execute(
            insert(rule_versions).values(
                fingerprint=rules.fingerprint,
                body=json.loads(rules.as_json()),
                source="test",
                added_at=NOON,
            )
        )
    return Shop(database=database, rules=rules.surveys, rules_id=1)
