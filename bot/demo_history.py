"""Sixty days of demo data, marked as such: services, surveys, and complaints that are long closed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo_house import ZONE
from bot.rulebook import Version
from dimensions.tagger import Tagger
from storage.engine import Database
from storage.tables import (
    FIRST_CASE_NUMBER,
    answers,
    cases,
    events,
    findings,
    invitations,
    names,
    persons,
    places,
    promises,
    services,
    words,
)

DAYS = 60
SEED = 20_260
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
COMPLAINTS = (
    "办入住排了四十分钟，前台只有一个人",
    "打了两次电话要毛巾，一直没人送来",
    "说好含早餐，结账时又收了两份早餐钱",
    "房间有股霉味，空调滤网全是灰",
    "订的大床房，到店给的是双床",
    "隔壁施工从早上七点吵到中午",
    "服务员进门不敲门，说她还不高兴",
    "热水时有时无，洗到一半变凉",
    "退房时押金说三天退，五天了还没到",
    "问附近哪里能停车，前台爱理不理的",
    "地毯上有污渍，床头灯也是坏的",
    "早餐等位等了半小时，菜也没及时补",
    "发票开错抬头，让我自己再跑一趟",
    "提前说了要安静的房间，还是给了电梯口",
    "停车收费比路边贵一倍，事先没说",
)
PRAISES = (
    "前台小陈帮我们升了房，孩子特别高兴",
    "客房阿姨收拾得很干净，还叠了小象",
    "半夜发烧，值班经理帮忙叫车，真的谢谢",
)
COMMENTS = ("都挺好的", "早餐可以再丰富一点", "位置方便，下次还来", "隔音一般", "前台很热情")
REPLIES = (
    "非常抱歉，已经安排同事处理，稍后跟您确认结果。",
    "让您久等了，是我们没安排好，马上补上。",
    "谢谢您告诉我们，已经核实，多收的费用原路退回。",
)


@dataclass
class Rows:
    """What is written, table by table; ids are counted here so that rows can point at each other."""

    next_id: dict[str, int]
    of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> int:
        number = self.next_id.get(table, 1)
        self.next_id[table] = number + 1
        self.of.setdefault(table, []).append({"id": number, **values})
        return number


async def write_history(database: Database, version: Version, now: datetime) -> None:
    """Written straight into the tables, in one transaction; nothing of it is due any more."""
    async with database.writing() as connection:
        found = await connection.execute(
            select(places.c.id).where(places.c.parent_id.is_not(None)).order_by(places.c.id)
        )
        shops = list(found.scalars())
        rows = Rows(next_id=await _next_ids(connection))
        story = _Story(rows, version, random.Random(SEED), Tagger.load())
        for days_ago in range(DAYS, 0, -1):
            for shop in shops:
                story.tell_day(shop, days_ago, now)
        await _write(connection, rows)


async def _next_ids(connection: AsyncConnection) -> dict[str, int]:
    found = {}
    for table in (persons, services, invitations, words):
        found[table.name] = (await connection.scalar(select(func.max(table.c.id))) or 0) + 1
    newest = await connection.scalar(select(func.max(cases.c.id)))
    found["cases"] = (newest or FIRST_CASE_NUMBER - 1) + 1
    return found


class _Story:
    """One day in one shop after another; Mondays are busy, and the last weeks are better."""

    def __init__(self, rows: Rows, version: Version, chance: random.Random, tagger: Tagger) -> None:
        self._rows = rows
        self._version = version
        self._chance = chance
        self._tagger = tagger
        self._questionnaire = version.rules.surveys.questionnaire_for(None)

    def tell_day(self, shop: int, days_ago: int, now: datetime) -> None:
        local = now.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=days_ago)
        busy = 1.4 if local.weekday() in {4, 5, 6} else 1.0
        better = (DAYS - days_ago) / DAYS
        for _ in range(round(self._chance.randint(7, 11) * busy)):
            self._stay(shop, _at(local, self._chance.uniform(8, 13)), better)
        for _ in range(self._some(1.6 * busy - 0.6 * better)):
            self._complaint(shop, _at(local, self._chance.uniform(8, 21)), better)
        if self._chance.random() < 0.35:
            self._praise(shop, _at(local, self._chance.uniform(9, 20)))

    def _some(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self._chance.random() < expected - whole)

    def _person(self, at: datetime) -> int:
        number = self._rows.add("persons", language="zh-hans", created_at=at)
        name = self._chance.choice(SURNAMES) + self._chance.choice(("女士", "先生"))
        self._rows.of.setdefault("names", []).append({"person_id": number, "name": name})
        return number

    def _stay(self, shop: int, finished: datetime, better: float) -> None:
        person = self._person(finished)
        service = self._rows.add(
            "services",
            external_id=f"demo-stay-{self._rows.next_id.get('services', 1)}",
            status="finished",
            customer_ref=f"demo-guest-{person}",
            person_id=person,
            place_id=shop,
            service_type="stay",
            staff=self._chance.choice(("小陈", "小李", "小周")),
            starts_at=finished - timedelta(hours=20),
            finished_at=finished,
            body_hash=b"demo",
            mark="demo",
            created_at=finished,
            changed_at=finished,
        )
        self._survey(service, person, shop, finished, better)

    def _survey(
        self, service: int, person: int, shop: int, finished: datetime, better: float
    ) -> None:
        sent = finished + timedelta(hours=2, minutes=self._chance.uniform(0, 3))
        answered = sent + timedelta(minutes=self._chance.uniform(1, 300))
        luck = self._chance.random()
        state = "unknown" if luck < 0.01 else "done" if luck < 0.45 else "expired"
        first = answered if luck < 0.5 and state != "unknown" else None
        number = self._rows.add(
            "invitations",
            service_id=service,
            person_id=person,
            place_id=shop,
            questionnaire=self._questionnaire.key,
            version=self._questionnaire.version,
            rules_id=self._version.id,
            state=state,
            mark="demo",
            planned_at=finished,
            due_at=sent,
            sent_at=sent,
            delivered_at=None if state == "unknown" else sent,
            first_answer_at=first,
            completed_at=answered if state == "done" else None,
            expires_at=sent + timedelta(days=7),
        )
        if first is not None:
            self._answers(number, person, first, better)

    def _answers(self, invitation: int, person: int, at: datetime, better: float) -> None:
        weights = (4, 6, 14 - 6 * better, 34, 42 + 16 * better)
        score = self._chance.choices((1, 2, 3, 4, 5), weights)[0]
        given = {"invitation_id": invitation, "first_at": at, "changed_at": at}
        self._rows.add("answers", question="csat", value=score, score=float(score), **given)
        if self._chance.random() < 0.2:
            self._words(person, at, "comment", self._chance.choice(COMMENTS), invitation=invitation)

    def _words(
        self,
        person: int,
        at: datetime,
        sort: str,
        text: str,
        *,
        case: int | None = None,
        invitation: int | None = None,
    ) -> int:
        return self._rows.add(
            "words",
            person_id=person,
            case_id=case,
            invitation_id=invitation,
            sort=sort,
            text=text,
            at=at,
            delivered_at=at if sort == "reply" else None,
        )

    def _complaint(self, shop: int, at: datetime, better: float) -> None:
        reading = self._tagger.read(self._chance.choice(COMPLAINTS))
        person, chance = self._person(at), self._chance
        responded = at + timedelta(minutes=chance.uniform(4, 130 - 50 * better))
        resolved = responded + timedelta(hours=chance.lognormvariate(1.6 - 0.4 * better, 1.1))
        handling = chance.choices(("satisfied", "partly", None), (60 + 20 * better, 15, 20))[0]
        number = self._rows.add(
            "cases",
            person_id=person,
            place_id=shop,
            kind=reading.kind.value if reading.kind.value != "other" else "complaint",
            state="closed",
            severity=max(1, reading.severity),
            rules_id=self._version.id,
            mark="demo",
            opened_at=at,
            round_at=at,
            heard_at=at,
            taken_at=responded - timedelta(minutes=2),
            responded_at=responded,
            resolved_at=resolved,
            closed_at=resolved + timedelta(hours=3),
            outcome="accepted" if handling else "no_answer",
            handling=handling,
        )
        words_id = self._words(person, at, "said", reading.text, case=number)
        self._words(person, responded, "reply", chance.choice(REPLIES), case=number)
        self._findings(number, words_id, reading, at)
        self._promises(number, reading, at, responded, resolved)
        for step, when in (("opened", at), ("replied", responded), ("resolved", resolved)):
            self._rows.add("events", case_id=number, round=1, step=step, facts={}, at=when)

    def _findings(self, case: int, words_id: int, reading: Any, at: datetime) -> None:
        for finding in reading.dimensions:
            self._rows.add(
                "findings",
                case_id=case,
                words_id=words_id,
                dimension=finding.dimension,
                aspect=finding.aspect,
                polarity=finding.polarity.value,
                score=finding.score,
                evidence=[[span.start, span.end] for span in finding.evidence],
                at=at,
            )

    def _promises(
        self, case: int, reading: Any, at: datetime, responded: datetime, resolved: datetime
    ) -> None:
        kept = {"response": responded, "resolution": resolved}
        for promise in self._version.terms.promises(reading.kind, reading.severity, at):
            done = kept[promise.clock.value]
            late = done > promise.due_at
            self._rows.add(
                "promises",
                case_id=case,
                round=1,
                clock=promise.clock.value,
                started_at=at,
                due_at=promise.due_at,
                kept_at=done,
                missed_at=promise.due_at if late else None,
            )

    def _praise(self, shop: int, at: datetime) -> None:
        person = self._person(at)
        number = self._rows.add(
            "cases",
            person_id=person,
            place_id=shop,
            kind="praise",
            state="closed",
            severity=0,
            rules_id=self._version.id,
            mark="demo",
            opened_at=at,
            round_at=at,
            heard_at=at,
            closed_at=at,
        )
        self._words(person, at, "said", self._chance.choice(PRAISES), case=number)


def _at(day: Any, hour: float) -> datetime:
    local = datetime.combine(day, time(), ZoneInfo(ZONE)) + timedelta(hours=hour)
    return local.astimezone(ZoneInfo("UTC"))


async def _write(connection: AsyncConnection, rows: Rows) -> None:
    """Parents first. The counters of PostgreSQL are not moved: the demo runs on SQLite."""
    order: Sequence[Any] = (
        persons,
        names,
        services,
        invitations,
        cases,
        words,
        answers,
        findings,
        promises,
        events,
    )
    for table in order:
        found = rows.of.get(table.name, [])
        for shape in _by_shape(found).values():
            await connection.execute(insert(table), shape)


def _by_shape(found: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Rows that name the same columns can go in together."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in found:
        shapes.setdefault(tuple(row), []).append(row)
    return shapes
