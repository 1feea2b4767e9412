"""Customers, staff, time and interruptions in any order, against a plain model of a case."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text
from sqlalchemy.engine import URL

from bot.demo_house import furnish
from bot.rulebook import Rulebook
from bot.rules import load_rules
from complaints import (
    confirming,
    contesting,
    escalating,
    handling,
    hearing,
    on_site,
    remedies,
    teamwork,
)
from complaints.handling import Refused, Step
from complaints.hearing import Voice
from complaints.values import Handling, RemedyKind, Said
from dimensions.reading import Kind, Reading
from people.telling import To
from people.values import Person, Role, Visitor, Where
from storage.engine import open_database
from storage.work import UnitOfWork, begin_work
from tests.databases import copied_database

pytestmark = pytest.mark.slow

START = datetime(2030, 3, 5, 2, 0, tzinfo=UTC)
WANG, CHEN, LI, BOSS = 1001, 1011, 1012, 1021
LIVE = {"open", "taken", "waiting", "resolved", "contested"}


class Interrupted(Exception):
    """Power fails after everything was written and before it was committed."""


class AnyOrder(RuleBasedStateMachine):
    """`state`, `round` and `owner` are what they should be; None as long as there is no case."""

    make_database: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        url = self.stack.enter_context(type(self).make_database())
        self.loop = asyncio.Runner()
        self.database = open_database(url)
        self.rulebook = Rulebook()
        self.now = START
        self.state: str | None = None
        self.round = 1
        self.owner: int | None = None
        self.case_id = 0
        self.loop.run(self._open())

    async def _open(self) -> None:
        await furnish(self.database, START)
        await self.rulebook.open(self.database, load_rules("hotel"), "hotel", self.now)
        async with begin_work(self.database, self.now) as work:
            visitor = Visitor(telegram_id=WANG, name="王", username=None, language="zh-hans")
            self.wang, chat = await work.arriving.arrive(
                visitor, Where(telegram_id=WANG, kind="private"), self.now
            )
            self.chat_id = chat.id

    def teardown(self) -> None:
        self.loop.run(self.database.close())
        self.loop.close()
        self.stack.close()

    # --- doing something, perhaps with the power failing at the end

    def act(self, what: Callable[[UnitOfWork], Awaitable[Any]], *, fails: bool = False) -> Any:
        """The result; None when it was refused or interrupted, which changes nothing."""

        async def once() -> Any:
            async with begin_work(self.database, self.now) as work:
                done = await what(work)
                if fails:
                    raise Interrupted
                return done

        try:
            return self.loop.run(once())
        except (Refused, Interrupted):
            return None

    @property
    def terms(self) -> Any:
        return self.rulebook.current.terms

    async def _person(self, work: UnitOfWork, telegram_id: int) -> Person:
        found = await work.people.person_of_telegram(telegram_id)
        assert found is not None
        return found

    async def _step(self, work: UnitOfWork, who: int) -> Step:
        person = await self._person(work, who)
        return Step(person=person, case_id=self.case_id, round=self.round)

    def said(self, words: str = "请处理") -> Said:
        return Said(text=words, chat_id=self.chat_id, message_id=1, at=self.now)

    # --- the customer

    @rule(
        kind=st.sampled_from([Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY]),
        severity=st.integers(1, 4),
        fails=st.booleans(),
    )
    def customer_writes(self, kind: Kind, severity: int, fails: bool) -> None:
        words = "等了两个小时"
        reading = Reading(text=words, kind=kind, severity=severity)

        async def speak(work: UnitOfWork) -> Any:
            voice = Voice(person=self.wang, to=To(chat_id=self.chat_id))
            return await hearing.hear(work, self.terms, voice, self.said(words), reading, self.now)

        heard = self.act(speak, fails=fails)
        if heard is None:
            return
        if self.state is None:
            self.state, self.round, self.owner = "open", 1, None
            self.case_id = heard.case.id
        elif self.state == "waiting":
            self.state = "taken"
        elif self.state == "resolved" or (self.state, kind) == ("contested", Kind.EMERGENCY):
            self.state, self.round = ("taken" if self.owner else "open"), self.round + 1

    @precondition(lambda self: self.state is not None)
    @rule(handling_=st.sampled_from(list(Handling)), fails=st.booleans())
    def customer_confirms(self, handling_: Handling, fails: bool) -> None:
        async def confirm(work: UnitOfWork) -> Any:
            return await confirming.confirm(
                work, self.terms, self.wang, self.case_id, self.round, handling_, self.now
            )

        done = self.act(confirm, fails=fails)
        assert (done is None) == (fails or self.state != "resolved")
        if done is None:
            return
        if handling_ is Handling.UNSOLVED:
            opened = "taken" if self.owner else "open"
            is_final = self.round >= self.terms.rules.final_from_round
            self.state, self.round = ("contested" if is_final else opened), self.round + 1
        else:
            self.state = None

    @precondition(lambda self: self.state is not None)
    @rule(fails=st.booleans())
    def customer_withdraws(self, fails: bool) -> None:
        async def withdraw(work: UnitOfWork) -> Any:
            return await confirming.withdraw(work, self.wang, self.case_id, self.now)

        if self.act(withdraw, fails=fails) is not None:
            self.state = None

    # --- staff

    @precondition(lambda self: self.state is not None)
    @rule(who=st.sampled_from([CHEN, LI, BOSS]), fails=st.booleans())
    def staff_take(self, who: int, fails: bool) -> None:
        async def take(work: UnitOfWork) -> Any:
            return await handling.take(work, self.terms, await self._step(work, who), self.now)

        if self.act(take, fails=fails) is not None:
            assert self.state in {"open", "taken", "waiting", "contested"}
            assert self.owner in {None, who} or who == BOSS
            self.owner = who
            self.state = self.state if self.state == "contested" else "taken"

    @precondition(lambda self: self.state is not None)
    @rule(
        who=st.sampled_from([CHEN, LI, BOSS]),
        what=st.sampled_from(["reply", "resolve", "ask", "on_site"]),
        fails=st.booleans(),
    )
    def staff_write(self, who: int, what: str, fails: bool) -> None:
        async def write(work: UnitOfWork) -> Any:
            step = await self._step(work, who)
            if what == "reply":
                return await handling.reply(work, self.terms, step, self.said(), self.now)
            if what == "resolve":
                return await handling.resolve(work, self.terms, step, self.said(), self.now)
            if what == "on_site":
                return await on_site.settle_on_site(work, self.terms, step, self.now)
            return await teamwork.ask(work, self.terms, step, self.said(), self.now)

        if self.act(write, fails=fails) is None:
            return
        self.owner = self.owner or who
        if what == "reply":
            self.state = "taken" if self.state == "open" else self.state
        elif what in {"resolve", "on_site"}:
            self.state = "resolved"
        elif self.state != "contested":
            self.state = "waiting"

    @precondition(lambda self: self.state is not None)
    @rule()
    def staff_find_out(self) -> None:
        async def note(work: UnitOfWork) -> Any:
            step = await self._step(work, CHEN)
            return await handling.note_findings(work, step, self.said(), self.now)

        self.act(note)

    @precondition(lambda self: self.state is not None)
    @rule(who=st.sampled_from([CHEN, BOSS]), fails=st.booleans())
    def staff_say_that_recourse_is_used_up(self, who: int, fails: bool) -> None:
        async def use_up(work: UnitOfWork) -> Any:
            return await contesting.use_up(work, await self._step(work, who), self.now)

        done = self.act(use_up, fails=fails)
        assert (done is None) == (fails or who != BOSS or self.state != "contested")
        if done is not None:
            self.state = None

    @precondition(lambda self: self.state is not None)
    @rule(
        who=st.sampled_from([CHEN, LI, BOSS]),
        to=st.sampled_from([CHEN, LI, WANG]),
        fails=st.booleans(),
    )
    def staff_hand_over(self, who: int, to: int, fails: bool) -> None:
        async def hand(work: UnitOfWork) -> Any:
            step, colleague = await self._step(work, who), await self._person(work, to)
            return await teamwork.hand_over(work, self.terms, step, colleague.id, self.now)

        if self.act(hand, fails=fails) is not None:
            assert to != WANG
            assert self.owner in {None, who} or who == BOSS
            self.owner = to
            self.state = "taken" if self.state == "open" else self.state

    @precondition(lambda self: self.state is not None)
    @rule(kind=st.sampled_from([Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY]))
    def staff_correct(self, kind: Kind) -> None:
        async def correct(work: UnitOfWork) -> Any:
            step = await self._step(work, CHEN)
            return await teamwork.correct_kind(work, self.terms, step, kind, self.now)

        self.act(correct)

    @precondition(lambda self: self.state is not None)
    @rule(who=st.sampled_from([CHEN, BOSS]), amount=st.integers(1, 200_000), fails=st.booleans())
    def staff_give(self, who: int, amount: int, fails: bool) -> None:
        async def give(work: UnitOfWork) -> Any:
            step = await self._step(work, who)
            return await remedies.offer(work, self.terms, step, RemedyKind.REFUND, amount, self.now)

        given = self.act(give, fails=fails)
        if given is not None:
            role = Role.STAFF if who == CHEN else Role.SUPERVISOR
            limit = self.terms.rules.authority.limit(role)
            assert (given.state.value == "granted") == (limit is None or amount <= limit)

    # --- time

    @rule(minutes=st.sampled_from([1, 7, 16, 31, 65, 300, 1500, 5000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

        async def tick(work: UnitOfWork) -> Any:
            due = await work.cases.due(self.now, 100)
            done = [
                await escalating.handle_due(work, self.terms, case_id, self.now) for case_id in due
            ]
            # Whatever was due has its next instant later than now, so no tick runs for ever.
            assert not await work.cases.due(self.now, 100)
            return done

        self.act(tick)
        if self.state in {"resolved", "waiting"}:
            (found,) = self.rows(f"SELECT state FROM cases WHERE id = {self.case_id}")
            after = {"resolved": "closed", "waiting": "taken"}[self.state]
            assert found[0] in {self.state, after}
            self.state = None if found[0] == "closed" else found[0]

    # --- what is always true

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        async def read() -> list[tuple[Any, ...]]:
            async with self.database.reading() as connection:
                return [tuple(row) for row in await connection.execute(text(query))]

        return self.loop.run(read())

    @invariant()
    def the_case_is_as_the_model_says(self) -> None:
        live = self.rows("SELECT id, state, round FROM cases WHERE state <> 'closed'")
        if self.state is None:
            assert live == []
        else:
            assert live == [(self.case_id, self.state, self.round)]
            owners = self.rows(
                "SELECT telegram_id FROM cases LEFT JOIN persons ON persons.id = owner_id "
                f"WHERE cases.id = {self.case_id}"
            )
            assert owners == [(self.owner,)]

    @invariant()
    def only_the_present_round_has_promises_that_run(self) -> None:
        running = self.rows(
            "SELECT count(*) FROM promises JOIN cases ON cases.id = case_id WHERE kept_at IS NULL "
            "AND dropped_at IS NULL AND (promises.round <> cases.round OR state = 'closed')"
        )
        assert running == [(0,)]

    @invariant()
    def the_clock_stands_still_only_while_the_customer_is_asked(self) -> None:
        wrong = self.rows(
            "SELECT count(*) FROM promises JOIN cases ON cases.id = case_id WHERE "
            "paused_at IS NOT NULL AND kept_at IS NULL AND dropped_at IS NULL "
            "AND state NOT IN ('waiting', 'resolved')"
        )
        assert wrong == [(0,)]

    @invariant()
    def nothing_that_waits_for_us_is_forgotten(self) -> None:
        forgotten = self.rows(
            "SELECT state FROM cases WHERE next_due_at IS NULL "
            "AND state IN ('waiting', 'resolved', 'contested')"
        )
        assert forgotten == []
        closed = self.rows("SELECT 1 FROM cases WHERE state = 'closed' AND next_due_at IS NOT NULL")
        assert closed == []


@contextmanager
def _copied(template: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "huiyin.sqlite3"
        shutil.copyfile(template, file)
        yield f"sqlite:///{file}"


def test_a_case_in_any_order(sqlite_template: Path, rounds: int) -> None:
    AnyOrder.make_database = partial(_copied, sqlite_template)
    _run(rounds)


@pytest.mark.postgres
def test_a_case_in_any_order_on_postgresql(postgres_template: URL, rounds: int) -> None:
    AnyOrder.make_database = partial(
        copied_database, postgres_template, template=postgres_template.database
    )
    _run(rounds)


def _run(rounds: int) -> None:
    run = AnyOrder.TestCase
    run.settings = settings(
        max_examples=rounds,
        stateful_step_count=25,
        deadline=None,
        phases=[Phase.generate],
        # A campaign looks elsewhere each time; the suite looks at the same.
        derandomize=rounds <= 15,
        suppress_health_check=list(HealthCheck),
    )
    run().runTest()
