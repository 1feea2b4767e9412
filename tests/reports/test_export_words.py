"""Answers are taken away as the customer read them, in the language of who takes them away."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.exporting import Order, write_export
from handlers.words import words_in
from reports.exports import Form
from reports.rules import Targets
from storage.engine import Database
from storage.tables import rule_versions
from surveys.questionnaires import Question
from surveys.values import CASE_QUESTION
from tests.reports.counted import House
from tests.reports.house import GUEST, HOUSE, NOW, WEST, furnish, write

RULES = 9
BED, FOOD = ({"key": "bed", "text": {"zh-hans": "床", "en": "Bed"}},
             {"key": "food", "text": {"zh-hans": "早餐", "en": "Breakfast"}})  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    {"key": "csat", "kind": "stars", "text": {"zh-hans": "住得怎么样？", "en": "How was it?"}},
    {"key": "p_empathy", "kind": "stars", "text": "贴心吗？", "show": "stars"},
    {"key": "nps", "kind": "nps", "text": "会推荐吗？"},
    {"key": "again", "kind": "yesno", "text": "还会来吗？"},
    {"key": "reason", "kind": "multiple", "text": "主要是哪方面？", "choices": "dimensions"},
    {"key": "best", "kind": "single", "text": "最喜欢什么？", "choices": [BED, FOOD]},
    {"key": "weights", "kind": "points", "text": "分 100 分", "choices": [BED, FOOD]},
]
# question -> (what was kept, question in words, answer in words, key of what was picked)
GIVEN: dict[str, tuple[Any, str, str, str]] = {
    "csat": (4, "住得怎么样？", "满意", ""),
    "p_empathy": (3, "贴心吗？", "", ""),
    "nps": (9, "会推荐吗？", "", ""),
    "again": (False, "还会来吗？", "否", "no"),
    "reason": (
        ["responsiveness", "price"],
        "主要是哪方面？",
        "等太久、价格",
        "responsiveness price",
    ),
    "best": ("food", "最喜欢什么？", "早餐", "food"),
    "weights": (
        ["bed", "bed", "food", "food", "food"],
        "分 100 分",
        "床 · 40 分、早餐 · 60 分",
        "bed bed food food food",
    ),
    "w_bed": (40, "分 100 分 · 床", "", ""),
    CASE_QUESTION: (1001, "要请值班经理处理吗？", "请处理", "1001"),
    "long_gone": ("old", "long_gone", "old", "old"),
}
SCORED = {"csat", "p_empathy", "nps", "w_bed"}


async def furnished(database: Database) -> None:
    await furnish(database)
    asked = [Question(**one).model_dump(mode="json", by_alias=True) for one in QUESTIONS]
    body = {"surveys": {"questionnaires": {"satisfaction": {"questions": asked}}}}
    async with database.writing() as connection:
        version = {"id": RULES, "fingerprint": "9", "body": body, "source": "test"}
        await connection.execute(insert(rule_versions).values(**version, added_at=NOW))
    at = NOW - timedelta(hours=2)
    invitation = {
        "id": 1, "service_id": 1, "person_id": GUEST, "place_id": WEST, "version": "1",
        "questionnaire": "satisfaction", "rules_id": RULES, "state": "done", "mark": "live",
        "planned_at": at, "due_at": at, "sent_at": at, "delivered_at": at, "first_answer_at": at,
        "completed_at": at, "wave": "1", "service_type": "room", "staff": None, "product": None,
        "customer_group": None, "industry": "hotel",
    }  # fmt: skip
    answers = [
        {"invitation_id": 1, "question": question, "value": kept,
         "score": float(kept) if question in SCORED else None, "first_at": at, "changed_at": at}
        for question, (kept, *_) in GIVEN.items()
    ]  # fmt: skip
    await write(database, House(invitations=[invitation], answers=answers))


async def rows_in(database: Database, language: str, folder: Path) -> list[dict[str, str]]:
    facts = {"what": "figures", "key": "7d", "dates": "2026-11-14..2026-11-20", "places": [HOUSE]}
    order = Order(form=Form.CSV, facts=facts, words=words_in(language), targets=Targets())

    async def progress(done: int, total: int) -> None:
        """Nobody waits here."""

    await write_export(database, order, folder / "out.zip", NOW, progress)
    with zipfile.ZipFile(folder / "out.zip") as packed:
        text = packed.read("answers.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
async def test_an_answer_says_what_was_asked_and_what_was_picked_in_words(
    database: Database, tmp_path: Path
) -> None:
    await furnished(database)
    rows = await rows_in(database, "zh-hans", tmp_path)
    told = {row["题目代号"]: (row["题目"], row["答案"], row["答案代号"]) for row in rows}
    assert told == {question: tuple(words) for question, (_, *words) in GIVEN.items()}
    assert [row["分数"] for row in rows if row["题目代号"] == "nps"] == ["9"]
    in_english = {row["Question"]: row["Answer"] for row in await rows_in(database, "en", tmp_path)}
    assert in_english["How was it?"] == "Good"
    assert in_english["最喜欢什么？"] == "Breakfast"
    assert in_english["主要是哪方面？"] == "Took too long, Price"
