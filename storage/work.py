"""The unit of work: one connection, one transaction, the books of every room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.actions import ActionRows
from storage.arriving import Arriving
from storage.cases import CaseRows
from storage.codes import CodeRows
from storage.consents import ConsentRows
from storage.dialogues import DialogueRows, ShownRows
from storage.digests import DigestRows
from storage.engine import Database
from storage.erasing import ErasingRows
from storage.hooking import HookedCases, HookedSurveys, HookRows
from storage.housekeeping import HousekeepingRows
from storage.jobs import JobRows
from storage.kin import KinRows
from storage.looks import LookRows
from storage.memory import Absence, HouseMemory
from storage.models import ReadingVersions
from storage.others import OtherRows
from storage.people import PeopleRows
from storage.remedies import AssessingRows, RemedyRows
from storage.reviews import ReviewRows
from storage.rules import RuleRows
from storage.sayings import SayingRows
from storage.surveys import SurveyRows
from storage.telling import TellingRows
from storage.topics import TopicRows
from storage.ways_out import ChannelRows


class UnitOfWork:
    """Implements handlers.work.Work; it lives as long as its transaction."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, house: HouseMemory | None = None
    ) -> None:
        self.connection = connection
        self.now = now
        absence = Absence()
        if house is not None:
            house.refresh(now)
        self.people = PeopleRows(connection, house)
        self.housekeeping = HousekeepingRows(connection, self.people, now)
        self.arriving = Arriving(connection, self.people, absence)
        self.cases, self.surveys = CaseRows(connection, absence), SurveyRows(connection, absence)
        if house is not None and house.hooks:
            hooks = HookRows(connection, now, house.hooks, house.hook_events)
            self.cases = HookedCases(connection, absence, hooks)
            self.surveys = HookedSurveys(connection, absence, hooks)
        self.codes = CodeRows(connection, absence)
        self.sayings = SayingRows(connection, absence)
        self.assessing = AssessingRows(connection)
        self.remedies = RemedyRows(connection)
        self.versions = RuleRows(connection, now)
        self.readings = ReadingVersions(connection)
        self.kin = KinRows(connection)
        self.actions = ActionRows(connection)
        self.topics = TopicRows(connection, now)
        self.channels = ChannelRows(connection)
        self.jobs = JobRows(connection)
        self.reviews = ReviewRows(connection)
        self.looks = LookRows(connection)
        self.others = OtherRows(connection)
        self.consents = ConsentRows(connection, absence)
        self.erasing = ErasingRows(connection)
        self.digests = DigestRows(connection)
        self.telling = TellingRows(connection, now)
        self.dialogues = DialogueRows(connection, absence)
        self.shown = ShownRows(connection)


@asynccontextmanager
async def begin_work(database: Database, now: datetime) -> AsyncIterator[UnitOfWork]:
    """All of it is committed when the block ends, none of it when it raises."""
    async with database.writing() as connection:
        yield UnitOfWork(connection, now, database.house)
