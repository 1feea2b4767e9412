"""Sets the demo's stage while the page already shows: the house, its past, the bot, the people."""

import asyncio
import contextlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.demo_bot import DemoBot
from bot.demo_clock import DATABASE, JOURNAL
from bot.demo_control import DemoControl
from bot.demo_history import write_history
from bot.demo_house import ZONE, House, furnish
from bot.demo_scene import open_scene
from bot.demo_trades import TRADES, chips_of, choices
from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.rules_edit import BEFORE
from complaints.values import Mark
from playground.cast import seat
from playground.clock import PlaygroundClock
from playground.errors import NotPossible
from playground.page import Scene
from playground.state import Playground
from storage import schema
from storage.engine import open_database

FURNISHING = {
    "zh": "正在布置：门店、员工和演示数据……",
    "en": "Setting up: places, people, demo data…",
}
STARTING = {
    "zh": "正在启动机器人：读词典、打开数据库……",
    "en": "Starting the bot: reading its dictionary, opening the database…",
}
COMING_IN = {"zh": "客人正在进门……", "en": "Customers are coming in…"}


class Props:
    """The files of one demo. `unfinished` is there while a house is being made ready.

    From the first file on there is always this one or the journal: by them a folder is a demo's.
    """

    def __init__(self, folder: Path) -> None:
        self.journal = folder / JOURNAL
        self.database = folder / DATABASE
        self.house = folder / "house.json"
        self.rules = folder / "rules.yaml"
        self.bot_log = folder / "bot.log"
        self.unfinished = folder / "unfinished"

    def are_there(self) -> bool:
        """Also after a start that went no further than an empty log."""
        if self.journal.exists() or _is_empty(self.unfinished):
            return True
        names = {one.name for one in self.bot_log.parent.iterdir()}
        return _is_empty(self.bot_log) and names <= {self.bot_log.name, self.house.name}

    def remove(self) -> None:
        """These files and no others: the folder may hold what somebody else put there."""
        if self.journal.exists():
            self.unfinished.touch()
        self.clear()
        rules = self.rules
        for file in (
            *(self.database.with_name(self.database.name + end) for end in (".lock", ".secret")),
            *(rules, rules.with_name(rules.name + BEFORE)),
            *(self.house, self.bot_log),
        ):
            file.unlink(missing_ok=True)

    def clear(self) -> None:
        """What is half made is made anew."""
        self.clear_database()
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.journal.with_suffix(".files"))
        self.journal.unlink(missing_ok=True)

    def clear_database(self) -> None:
        for end in ("", "-wal", "-shm"):
            self.database.with_name(self.database.name + end).unlink(missing_ok=True)


def _is_empty(file: Path) -> bool:
    return file.is_file() and not file.stat().st_size


class Stage(DemoControl):
    """The demo's controls, and the one that changes what the demo is about."""

    def __init__(self, props: Props, playground: Playground, clock: PlaygroundClock, port: int):
        self.props = props
        house = House.kept(props.house)
        self.scene = Scene(zone=ZONE, industries=choices())
        # Whoever else wants to know how far it is.
        self.say: Callable[[dict[str, str]], None] = lambda _: None
        bot = DemoBot(database=props.database, rules=props.rules, page_port=port, log=props.bot_log)
        self.bot, self.playground, self.clock = bot, playground, clock
        account, _ = seat(playground, house.cast())
        super().__init__(playground, clock, bot, account.id, house)
        self._announce()

    async def rise(self) -> None:
        """Until everybody is there; a house that stands already only gets its bot."""
        async with self._one_at_a_time:
            is_new = await self._make_ready()
        if is_new:
            self._tell(COMING_IN)
            await open_scene(self._playground, self, self._house)
        self.props.unfinished.unlink(missing_ok=True)
        self._tell(None)

    async def move_in(self, *, name: str, industry: str, place: str) -> None:
        """Another house with one place; what was there is gone, the time goes on."""
        if industry not in {trade.preset for trade in TRADES}:
            raise NotPossible(f"there is no industry {industry}")
        if not name.strip():
            raise NotPossible("the house needs a name")
        house = House.of(name.strip(), industry, place.strip())
        async with self._one_at_a_time:
            self._tell(FURNISHING)
            self.props.unfinished.touch()
            await self._bot.kill()
            self._playground.clear()
            self.props.clear_database()
            house.keep(self.props.house)
            seat(self._playground, house.cast())
            self._open_to(house)
            self._announce()
        await self.rise()

    def _announce(self) -> None:
        """The page takes over what the house has brought."""
        self.scene.house = {
            "name": self._house.name,
            "industry": self._house.industry,
            "place": self._house.first_shop,
        }
        self.scene.chips = chips_of(self._house.trade)
        self._playground.feed.emit("reset", dict)

    def _tell(self, stage: dict[str, str] | None) -> None:
        self.scene.stage = stage
        if stage is not None:
            self.say(stage)
        self._playground.feed.emit("stage", lambda: {"stage": stage})

    async def _make_ready(self) -> bool:
        """The past is written while the bot is still looking for its own feet."""
        self._tell(FURNISHING)
        now, house = self._clock.now(), self._house
        house.write_rules(self.props.rules)
        is_new = await asyncio.to_thread(asyncio.run, self._furnish(house, now))
        self._tell(STARTING)
        starting = asyncio.ensure_future(self._bot.start())
        if is_new and house.trade.has_past:
            await asyncio.to_thread(asyncio.run, self._write_past(now))
        await starting
        self._playground.feed.emit("bot", lambda: {"running": True})
        return is_new

    async def _furnish(self, house: House, now: datetime) -> bool:
        database = open_database(f"sqlite:///{self.props.database}")
        try:
            await schema.upgrade(database)
            return await furnish(database, now, house)
        finally:
            await database.close()

    async def _write_past(self, now: datetime) -> None:
        database = open_database(f"sqlite:///{self.props.database}")
        try:
            rulebook = Rulebook(Mark.DEMO)
            source = str(self.props.rules)
            await rulebook.open(database, load_rules(self.props.rules), source, now)
            await write_history(database, rulebook.current, now)
        finally:
            await database.close()
