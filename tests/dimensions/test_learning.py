"""What staff corrected is learnt at night, and used only where it reads better than before."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from rich.console import Console
from sqlalchemy import func, insert, select, update

from bot.clock import Clock
from bot.learning import Learner, is_due
from bot.mistakes import UnfitFile
from bot.retagging import read_all_anew
from bot.training import readable
from dimensions import Tagger
from dimensions.corpus import corpus_rows
from dimensions.learned import OWN_SCHEME, Aspect, Model
from dimensions.linear import fitted_scorer
from dimensions.marks import marks_of
from dimensions.reading import Reading
from dimensions.second import Advisor
from storage.columns import FIRST_CASE_NUMBER
from storage.corrections import corrected_cases, newest_correction
from storage.engine import Database
from storage.jobs import JobRows, claim
from storage.models import ModelRows
from storage.rows import insert_id
from storage.tables import cases, events, findings, persons, places, rule_versions, words

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
# A house word that the reader can't know: here a "鲸鱼" is a humming ventilator.
NEW_WORD = "鲸鱼在弹竖琴"


async def corrected(database: Database, said: list[str], dimension: str) -> None:
    """One corrected case for each of these, as a person left it."""
    async with database.writing() as connection:
        person = await insert_id(connection, insert(persons).values(created_at=NOW))
        place = await insert_id(
            connection, insert(places).values(name="西湖店", zone="Asia/Shanghai", created_at=NOW)
        )
        rules = await insert_id(
            connection,
            insert(rule_versions).values(fingerprint="x", body={}, source="x", added_at=NOW),
        )
        for at, text in enumerate(said):
            case = await insert_id(
                connection,
                insert(cases).values(
                    person_id=person, place_id=place, rules_id=rules, kind="complaint",
                    opened_at=NOW, round_at=NOW, heard_at=NOW,
                ),
            )  # fmt: skip
            moment = NOW + timedelta(minutes=at)
            for row in (
                insert(words).values(
                    person_id=person, case_id=case, sort="said", text=text, at=moment
                ),
                insert(findings).values(
                    case_id=case, dimension=dimension, polarity="negative", evidence=[], at=moment
                ),
                insert(events).values(
                    case_id=case, step="corrected", facts={"what": "dimension"}, at=moment
                ),
            ):
                await connection.execute(row)


@pytest.fixture
def fresh(tagger: Tagger) -> Iterator[Tagger]:
    """The tagger of all tests, which forgets afterwards what it was taught."""
    yield tagger
    tagger.advise = None


@pytest.mark.slow
async def test_a_word_of_the_house_is_learnt_from_what_staff_corrected(
    database: Database, fresh: Tagger
) -> None:
    await corrected(database, [f"{NEW_WORD}，第{at}晚了" for at in range(60)], "tangibles")
    before = {f.dimension for f in fresh.read(NEW_WORD).dimensions if f.polarity == "negative"}
    assert "tangibles" not in before
    learner = Learner(
        database, Clock(), fresh, [row for row in corpus_rows() if row["source"] == "degrees"][:60]
    )
    outcome = await learner.learn()
    assert outcome is not None
    assert outcome.is_used
    assert outcome.score > (outcome.score_before or 0)
    reading = fresh.read(f"前台很好，{NEW_WORD}")
    (found,) = [f for f in reading.dimensions if f.dimension == "tangibles"]
    assert [span.words for span in found.evidence] == [NEW_WORD]
    assert reading.text[found.evidence[0].start : found.evidence[0].end] == NEW_WORD
    assert await learner.learn() is None


async def test_too_few_corrections_teach_nothing(database: Database, fresh: Tagger) -> None:
    await corrected(database, ["鲸鱼在弹竖琴"] * 5, "tangibles")
    assert await Learner(database, Clock(), fresh).learn() is None
    async with database.reading() as connection:
        assert not await is_due(connection, NOW)
        assert await newest_correction(connection) == (5, NOW + timedelta(minutes=4))
        assert len(await corrected_cases(connection)) == 5


async def one_in_use(database: Database, tagger: Tagger) -> None:
    marks = [marks_of(tagger, NEW_WORD), marks_of(tagger, "房间很好")]
    scorer = fitted_scorer(marks * 9, [True, False] * 9)
    model = Model(aspects={"tangibles": Aspect(mentioned=scorer, negative=scorer)}, rows=18)
    async with database.writing() as connection:
        await ModelRows(connection).add(
            OWN_SCHEME, model.as_json(), rows=18, held_back=3, score=0.9, score_before=0.8,
            is_used=True, now=NOW,
        )  # fmt: skip


async def test_going_back_to_what_ships_is_followed_while_the_bot_runs(
    database: Database, fresh: Tagger
) -> None:
    await one_in_use(database, fresh)
    learner = Learner(database, Clock(), fresh)
    await learner.follow()
    assert "tangibles" in {f.dimension for f in fresh.read(NEW_WORD).dimensions}
    async with database.writing() as connection:
        await ModelRows(connection).set_aside(OWN_SCHEME)
    await learner.follow()
    assert fresh.advise is None


async def test_an_owner_who_changes_it_twice_at_once_gets_the_last(
    database: Database, fresh: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is slow to be read must not take the place of what was chosen after it."""
    await one_in_use(database, fresh)
    learner = Learner(database, Clock(), fresh)
    slow, is_let_go = threading.Event(), threading.Event()

    def held(kept: Any) -> Any:
        if not slow.is_set():
            slow.set()
            is_let_go.wait(20)
        return readable(kept)

    monkeypatch.setattr("bot.learning.readable", held)
    first = asyncio.create_task(learner.follow())
    await asyncio.to_thread(slow.wait, 20)
    async with database.writing() as connection:
        await ModelRows(connection).set_aside(OWN_SCHEME)
    second = asyncio.create_task(learner.follow())
    await asyncio.wait([second], timeout=0.3)
    is_let_go.set()
    await asyncio.gather(first, second)
    assert fresh.advise is None
    assert learner.used is None


def test_advice_leaves_what_it_is_not_sure_of(tagger: Tagger) -> None:
    scorer = fitted_scorer([frozenset({1}), frozenset({2})] * 9, [True, False] * 9)
    model = Model(aspects={"price": Aspect(mentioned=scorer, negative=scorer)}, rows=18)
    reading = tagger.read_alone("房间有烟味")
    assert Advisor(tagger=tagger, model=model).advise(reading.text, reading) == reading


async def test_old_words_are_read_anew_and_what_a_person_corrected_stays(
    database: Database, tagger: Tagger
) -> None:
    await corrected(database, ["房间有烟味", "房间有烟味", "早餐很难吃"], "price")
    async with database.writing() as connection:
        await connection.execute(events.delete().where(events.c.case_id != FIRST_CASE_NUMBER))
        await connection.execute(
            update(findings).values(
                words_id=select(words.c.id)
                .where(words.c.case_id == findings.c.case_id)
                .scalar_subquery()
            )
        )
    quiet = Console(quiet=True)
    once = await read_all_anew(database, tagger, Clock(), quiet)
    assert (once.read, once.changed) == (2, 2)
    again = await read_all_anew(database, tagger, Clock(), quiet)
    assert (again.read, again.changed, again.resumed) == (2, 0, False)
    async with database.reading() as connection:
        found = await connection.execute(
            select(findings.c.case_id, findings.c.dimension)
            .where(findings.c.withdrawn_at.is_(None))
            .order_by(findings.c.case_id)
        )
    first = FIRST_CASE_NUMBER
    assert [tuple(row) for row in found] == [
        (first, "price"), (first + 1, "tangibles"), (first + 2, "reliability"),
    ]  # fmt: skip


class Stopping:
    """A reader whose program is stopped after so many texts."""

    def __init__(self, tagger: Tagger, texts: int) -> None:
        self.tagger, self.left = tagger, texts

    def read(self, text: str) -> Reading:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return self.tagger.read(text)


async def said(database: Database, texts: list[str]) -> None:
    async with database.writing() as connection:
        person = await insert_id(connection, insert(persons).values(created_at=NOW))
        rows = [{"person_id": person, "sort": "said", "text": text, "at": NOW} for text in texts]
        await connection.execute(insert(words), rows)


@pytest.mark.slow
async def test_reading_anew_goes_on_where_it_stopped(database: Database, tagger: Tagger) -> None:
    await said(database, ["房间有烟味"] * 230)
    quiet = Console(quiet=True)
    stopping = cast("Tagger", Stopping(tagger, 210))
    with pytest.raises(KeyboardInterrupt):
        await read_all_anew(database, stopping, Clock(), quiet, "rules 1")
    counting = Stopping(tagger, 1_000)
    done = await read_all_anew(database, cast("Tagger", counting), Clock(), quiet, "rules 1")
    assert (done.read, done.resumed) == (230, True)
    assert 1_000 - counting.left == 30
    async with database.reading() as connection:
        kept = await connection.scalar(select(func.count()).select_from(findings))
    assert kept == 230


@pytest.mark.slow
async def test_another_reader_begins_anew_and_two_at_once_do_not(
    database: Database, tagger: Tagger
) -> None:
    await said(database, ["房间有烟味"] * 130)
    quiet = Console(quiet=True)
    with pytest.raises(KeyboardInterrupt):
        await read_all_anew(database, cast("Tagger", Stopping(tagger, 120)), Clock(), quiet, "a")
    done = await read_all_anew(database, tagger, Clock(), quiet, "b")
    assert (done.read, done.resumed) == (130, False)
    async with database.writing() as connection:
        number = await JobRows(connection).start("retag", {"reader": "b"}, NOW)
        await claim(connection, number, "somebody", Clock().now())
    with pytest.raises(UnfitFile, match="正在重读"):
        await read_all_anew(database, tagger, Clock(), quiet, "b")
