"""A sample of cases for an auditor: every step with its time, drawn by chance, no customer."""

import json
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import func, insert, select, update

from bot.auditing import export_audit, page_of
from bot.clock import ShiftedClock
from bot.mistakes import NotUnderstood, UnfitFile
from storage.audit import trails
from storage.engine import Database
from storage.tables import cases, events, names, words
from tests.reports.house import CHEN, GUEST, NOW, furnish, made_up, write

NAME, SAID = "王小明一二三", "空调坏了两个小时没人理"


@pytest.fixture
async def url(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    await furnish(database)
    await write(database, made_up(5))
    async with database.writing() as connection:
        theirs = update(cases).where(cases.c.id == 1001).values(person_id=GUEST)
        await connection.execute(theirs)
        await connection.execute(insert(names).values(person_id=GUEST, name=NAME))
        await connection.execute(insert(names).values(person_id=CHEN, name="小陈"))
        kept = {"person_id": GUEST, "case_id": 1001, "sort": "said", "text": SAID, "at": NOW}
        await connection.execute(insert(words).values(**kept))
        for number, person in ((1, GUEST), (2, CHEN), (3, None)):
            step = {"step": f"step {number}", "at": NOW + timedelta(minutes=number)}
            facts = {"level": number, "text": SAID, "words": 7}
            made = insert(events).values(case_id=1001, person_id=person, facts=facts, **step)
            await connection.execute(made)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", database_url)
    return database_url


async def drawn(file: Path | None = None, **asked: Any) -> str:
    clock = ShiftedClock()
    clock.move_to(NOW)
    told = StringIO()
    wanted: dict[str, Any] = {"sample": 5, "seed": 7, "period": "all", "place": None} | asked
    await export_audit(Console(file=told, width=200), file, clock=clock, **wanted)
    return told.getvalue()


async def test_every_step_is_told_and_no_customer(url: str, database: Database) -> None:
    async with database.reading() as connection:
        (found,) = await trails(connection, [1001])
        all_steps = await connection.scalar(
            select(func.count()).select_from(events).where(events.c.case_id == 1001)
        )
    assert len(found["trail"]) == all_steps
    last = [step for step in found["trail"] if step["step"].startswith("step ")]
    assert [step["by"] for step in last] == ["customer", "小陈", "system"]
    assert last[0]["at"] == "2026-11-20T07:21:00Z"
    assert last[0]["level"] == 1
    for text in (json.dumps(found, ensure_ascii=False), page_of([found])):
        assert NAME not in text
        assert SAID[:4] not in text


async def test_the_same_seed_draws_the_same_and_another_others(
    url: str, tmp_path: Path, database: Database
) -> None:
    files = [tmp_path / f"{n}.jsonl" for n in range(3)]
    for file, seed in zip(files, (7, 7, 8), strict=True):
        told = await drawn(file, seed=seed)
        assert f"--seed {seed}" in told
    first, again, other = [file.read_text() for file in files]
    assert first == again != other
    lines = [json.loads(line) for line in first.splitlines()]
    assert len({line["case"] for line in lines}) == 5
    async with database.reading() as connection:
        marks = await connection.execute(
            select(cases.c.mark).where(cases.c.id.in_([line["case"] for line in lines]))
        )
        assert {mark for (mark,) in marks} == {"live"}


async def test_a_page_is_for_its_owner_alone_and_asks_nothing_of_the_network(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "audit.html"
    await drawn(file, sample=1000)
    page = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert page.count("<h2>#") > 5
    assert "http" not in page
    assert "src=" not in page


async def test_what_cannot_be_asked_or_written_gets_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="胡说"):
        await drawn(period="胡说")
    with pytest.raises(NotUnderstood, match="西湖店"):
        await drawn(place="没有的店")
    with pytest.raises(UnfitFile, match="换一个地方"):
        await drawn(tmp_path / "nowhere" / "audit.jsonl")
