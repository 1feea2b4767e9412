"""Wires the rooms into one program and runs it until it is told to stop."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from aiogram import Bot
from fastapi import FastAPI

from bot.aftermath import Aftermath
from bot.alerting import Alerting
from bot.allowance import UNPACED, Allowances
from bot.auditor import Auditor, findings_of
from bot.backing_up import upgrade_with_backup
from bot.clock import Clock
from bot.courier import Courier
from bot.delivery import Delivery
from bot.demo_routes import demo_routes
from bot.dispatching import make_dispatcher
from bot.exporter import Exporter
from bot.hooks import Hooks
from bot.hours import CustomerHours
from bot.house import found_house, grant_owners
from bot.insight import figures_of, problems_of, silent_channels, standing_hooks
from bot.insisting import insist
from bot.lanes import Claims, Lanes, OwnClaims, SharedClaims
from bot.others import TableReader
from bot.pacing import NoPacing, Pace, Pacing
from bot.poller import Poller, arrival_of
from bot.reader import Reader, first_tagger
from bot.replica import Duty, new_holder, sole_user_of
from bot.rulebook import Rulebook
from bot.rules import Rules, load_rules
from bot.rules_edit import RulesFile
from bot.rules_watch import RulesWatch, read_rules
from bot.secret import house_secret
from bot.serving import serve
from bot.settings import Settings
from bot.showing import Showing
from bot.technical import Technical
from bot.telegram import RawUpdates, make_bot
from bot.ticks import Ticks
from bot.updates import Updates
from bot.ways_out import follow_channels, open_channels
from bot.wellbeing import Wellbeing
from channels.sender import Channels
from complaints.values import Mark
from dimensions.own import Problem
from dimensions.tagger import Tagger
from handlers.intake import Intake
from handlers.web import Insight, Webhook, create_web
from people.telling import NoteKind
from storage import inbox, leases, schema
from storage.engine import Database, open_database
from storage.inbox import Arrival
from storage.outbox import Outgoing
from storage.work import begin_work
from surveys import outcomes
from surveys.links import ServiceLinks

log = logging.getLogger("huiyin")

# What only one replica does at a time.
DUTIES = ("poller", "ticks", "courier", "hooks")


@dataclass(kw_only=True)
class App:
    """The running parts; `web` is the HTTP application beside them."""

    settings: Settings
    clock: Clock
    database: Database
    rulebook: Rulebook
    bot: Bot
    bot_username: str
    updates: Updates
    lanes: Lanes
    courier: Courier
    ticks: Ticks
    reader: Reader
    exporter: Exporter
    source: RawUpdates
    channels: Channels
    duties: dict[str, Duty]
    rules_watch: RulesWatch = field(init=False)
    poller: Poller = field(init=False)
    tables: TableReader = field(init=False)
    auditor: Auditor = field(init=False)
    technical: Technical = field(init=False)
    web: FastAPI = field(default_factory=FastAPI)

    def __post_init__(self) -> None:
        self.poller = Poller(self.bot.id, self.source, self.keep)
        self.tables = TableReader(
            self.database, self.clock, self.bot, new_holder(), self.courier.wake
        )
        said, heartbeat = self.courier.wake, self.settings.heartbeat
        self.auditor = Auditor(self.database, self.clock, said, heartbeat)
        self.technical = Technical(
            self.database,
            self.clock,
            self.settings,
            lambda: self.poller.trouble,
            self.courier.wake,
        )
        self.rules_watch = RulesWatch(
            self.database,
            self.clock,
            self.rulebook,
            self.settings.config,
            self.courier.wake,
            self.follow,
            self.reader.problems,
        )

    async def follow(self, rules: Rules, now: datetime) -> None:
        """What has to be opened or loaded anew when rules change while the bot runs."""
        await follow_channels(self.channels, self.database, self.settings, rules, now)
        await self.reader.follow(rules, now)

    @property
    def is_quiet(self) -> bool:
        return self.lanes.is_quiet and self.courier.is_quiet

    async def receive(self, raw: bytes) -> None:
        """A webhook's update: kept before it is answered. Raises ValueError for what is none."""
        update = json.loads(raw)
        arrival = arrival_of(self.bot.id, update) if isinstance(update, dict) else None
        if arrival is None:
            raise ValueError("no update")
        await self.keep([arrival])

    async def keep(self, arrivals: list[Arrival]) -> None:
        async with self.database.writing() as connection:
            kept = await inbox.put(connection, arrivals, self.clock.now())
        self.lanes.take(kept)

    async def send(self) -> None:
        """Until cancelled. Files are made where the courier works, who sends them."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.courier.run())
            group.create_task(self.exporter.run())
            group.create_task(self.tables.run())

    async def act(self) -> None:
        """Until cancelled: what is due, and what is learnt at night."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.ticks.run())
            group.create_task(self.reader.learner.run_nightly())
            group.create_task(self.auditor.run())

    async def run(self) -> None:
        """Until cancelled. Every part but the lanes and the web is a duty of one replica."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.lanes.run())
            group.create_task(self.rules_watch.run())
            group.create_task(self.duties["courier"].perform(self.send))
            group.create_task(self.reader.learner.run())
            group.create_task(self.duties["ticks"].perform(self.act))
            if self.settings.hooks:
                hooks = Hooks(self.database, self.clock, self.settings.hooks)
                group.create_task(self.duties["hooks"].perform(hooks.run))
            if self.settings.webhook_url is None:
                group.create_task(self.duties["poller"].perform(self.poller.run))
            if not self.settings.demo:
                group.create_task(self.technical.run())
            group.create_task(serve(self.web, self.settings.host, self.settings.port))


@asynccontextmanager
async def open_app(
    settings: Settings, clock: Clock, *, rules: Rules | None = None, tagger: Tagger | None = None
) -> AsyncIterator[App]:
    """Everything is ready when the block begins: database, rules, dictionary, Telegram's own name.

    Raises what the operator has to mend: SettingsError, RulesError, FileInUse, DatabaseUrlError.
    """
    database = open_database(settings.database_url, new_holder())
    mark = Mark.DEMO if settings.demo else Mark.LIVE
    channels: Channels | None = None
    with _lock(database):
        try:
            now = clock.now()
            database.house.hooks = tuple(settings.hooks)
            database.house.hook_events = settings.hook_events
            await _prepare(database, now)
            rulebook = Rulebook(mark)
            rules = rules or load_rules(settings.config)
            await rulebook.open(database, rules, settings.config, now)
            await found_house(database, rules, now)
            channels = await open_channels(database, rules, settings, now)
            aside: list[Problem] = []
            if tagger is None:
                loaded, aside = await asyncio.to_thread(first_tagger, rules.understanding)
                tagger = loaded
            async with _connected(settings) as (bot, username, source):
                app = _assemble(
                    settings, clock, database, rulebook, bot, username, source, tagger, channels
                )
                async with begin_work(database, now) as work:
                    await grant_owners(work, settings.owners)
                await app.rules_watch.tell_of_words(aside, now)
                yield app
        finally:
            if channels is not None:
                await channels.close()
            await database.close()


def _lock(database: Database) -> AbstractContextManager[None]:
    return sole_user_of(database.path) if database.path else nullcontext()


async def _prepare(database: Database, now: datetime) -> None:
    """SQLite's tables are brought up to date at the start; PostgreSQL's by `huiyin migrate`."""
    if database.is_sqlite:
        await upgrade_with_backup(database, now)
    else:
        await schema.require_newest(database)
        async with database.leasing() as connection:
            if given := await leases.release_dead(connection, database.name):
                log.info("%d leases of processes that have ended were given back.", given)


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator[tuple[Bot, str, RawUpdates]]:
    bot, source = make_bot(settings), RawUpdates(settings)
    try:
        me = await insist(bot.me)
        yield bot, me.username or "", source
    finally:
        await source.close()
        await bot.session.close()


def _ticks(
    settings: Settings,
    clock: Clock,
    database: Database,
    rulebook: Rulebook,
    courier: Courier,
    duty: Duty,
) -> Ticks:
    # In the demo weeks pass in minutes.
    wellbeing = None if settings.demo else Wellbeing(database, rulebook)
    return Ticks(database, clock, rulebook, courier.wake, duty.guard, wellbeing, courier.gathering)


def _claims(database: Database, holder: str) -> Claims:
    return OwnClaims() if database.is_sqlite else SharedClaims(database, holder)


def _assemble(
    settings: Settings,
    clock: Clock,
    database: Database,
    rulebook: Rulebook,
    bot: Bot,
    username: str,
    source: RawUpdates,
    tagger: Tagger,
    channels: Channels,
) -> App:
    holder, duties = _duties(database)
    links = ServiceLinks(secret=house_secret(settings, database))
    duty = duties["courier"]
    courier = _courier(settings, clock, database, rulebook, bot, username, channels, duty)
    reader = Reader(database, clock, tagger, rulebook.current.rules.understanding)
    updates = Updates(
        database=database,
        clock=clock,
        bot=bot,
        dispatcher=make_dispatcher(),
        reader=reader,
        rulebook=rulebook,
        said=courier.wake,
        data=_handed_in(settings, links, reader, rulebook),
    )
    app = App(
        settings=settings,
        clock=clock,
        database=database,
        rulebook=rulebook,
        bot=bot,
        bot_username=username,
        updates=updates,
        lanes=_lanes(settings, clock, database, holder, updates),
        courier=courier,
        exporter=Exporter(database, clock, rulebook, holder, courier.wake),
        ticks=_ticks(settings, clock, database, rulebook, courier, duties["ticks"]),
        reader=reader,
        source=source,
        channels=channels,
        duties=duties,
    )
    app.web = _web(app, links)
    return app


def _lanes(
    settings: Settings, clock: Clock, database: Database, holder: str, updates: Updates
) -> Lanes:
    allowances = Allowances() if settings.pacing else Allowances(UNPACED)
    return Lanes(database, clock, _claims(database, holder), updates.handle, allowances)


def _duties(database: Database) -> tuple[str, dict[str, Duty]]:
    holder = new_holder() if database.is_sqlite else database.name
    return holder, {name: Duty(database, name, holder) for name in DUTIES}


def _handed_in(
    settings: Settings, links: ServiceLinks, reader: Reader, rulebook: Rulebook
) -> dict[str, Any]:
    """What handlers may ask for by name, besides what belongs to one update."""
    return {
        "service_links": links,
        "read": reader.read,
        "owners": settings.owners,
        "read_rules": partial(read_rules, settings.config, reader.problems),
        "rules_file": RulesFile(settings.config),
        "rules_body": lambda: json.loads(rulebook.current.rules.as_json()),
    }


def _courier(
    settings: Settings,
    clock: Clock,
    database: Database,
    rulebook: Rulebook,
    bot: Bot,
    username: str,
    channels: Channels,
    duty: Duty,
) -> Courier:
    pace: Pace = Pacing() if settings.pacing else NoPacing()
    showing = Showing(database, rulebook, username, RulesFile(settings.config))
    delivery = Delivery(
        bot=bot,
        clock=clock,
        pace=pace,
        showing=showing,
        wanted=_still_wanted(database),
        hold=CustomerHours(database, rulebook),
        alert=Alerting(channels=channels, clock=clock, pace=pace, showing=showing),
    )
    return Courier(
        database=database,
        clock=clock,
        pace=pace,
        deliver=delivery,
        aftermath=Aftermath(rulebook),
        guard=duty.guard,
    )


def _still_wanted(database: Database) -> Callable[[Outgoing, datetime], Awaitable[bool]]:
    asked = {NoteKind.INVITATION.value, NoteKind.SURVEY_REMINDER.value}

    async def wanted(row: Outgoing, now: datetime) -> bool:
        if row.is_face or row.kind not in asked:
            return True
        async with begin_work(database, now) as work:
            return await outcomes.still_wanted(work, NoteKind(row.kind), row.facts, now)

    return wanted


def _web(app: App, links: ServiceLinks) -> FastAPI:
    settings = app.settings

    def begin(now: datetime) -> AbstractAsyncContextManager[Any]:
        return begin_work(app.database, now)

    async def problems() -> Sequence[str]:
        return await problems_of(app.database, app.poller)

    intake = Intake(
        key=settings.intake_key,
        links=links,
        begin=begin,
        now=app.clock.now,
        rules=lambda: (app.rulebook.current.id, app.rulebook.current.rules.surveys),
        bot_username=lambda: app.bot_username,
        mark=(Mark.DEMO if settings.demo else Mark.LIVE).value,
    )
    webhook = None
    if settings.webhook_url and settings.webhook_secret:
        webhook = Webhook(secret=settings.webhook_secret, receive=app.receive)
    insight = Insight(
        problems=problems,
        figures=lambda: figures_of(app.database, app.updates, app.clock.now()),
        silent=lambda: silent_channels(app.database),
        findings=lambda: findings_of(app.database),
        hooks=lambda: standing_hooks(app.database, tuple(settings.hooks)),
    )
    web = create_web(intake=intake, webhook=webhook, insight=insight)
    if settings.demo:
        web.include_router(demo_routes(app))
    return web
