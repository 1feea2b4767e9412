"""What is taken away says what the chat says, with typed cells, and can't do any harm."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from bot.drawing import rasterized
from bot.exporting import Order, write_export
from bot.pdf_sheets import document
from handlers.report_blocks import Heading, Table
from handlers.report_sheets import sheets
from handlers.words import words_in
from reports.exports import ANSWERS, CASES, SHEETS, Form, harmless
from reports.rules import Targets
from reports.svg import FONT
from storage import exporting
from storage.engine import Database
from storage.exporting import Source
from storage.figures import scope_of
from storage.panel import load_panel
from storage.people import PeopleRows
from storage.tables import cases, names, places
from tests.reports.counted import LI as OTHER
from tests.reports.house import CHEN, HOUSE, NOW, WEST, furnish, made_up, write

FACTS: dict[str, Any] = {
    "what": "figures", "key": "60d", "dates": "2026-09-22..2026-11-20", "places": [HOUSE],
}  # fmt: skip


async def export(database: Database, form: Form, path: Path, **facts: Any) -> int:
    order = Order(form=form, facts=FACTS | facts, words=words_in("zh-hans"), targets=Targets())

    async def progress(done: int, total: int) -> None:
        assert 0 < done <= total

    return await write_export(database, order, path, NOW, progress)


@pytest.fixture
async def furnished(database: Database) -> Database:
    await furnish(database)
    await write(database, made_up(4))
    return database


async def test_a_spreadsheet_holds_a_row_a_case_and_a_row_an_answer(
    furnished: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    written = await export(furnished, Form.XLSX, path)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["投诉与反馈", "问卷答案", "说明"]
    cases = book.get_sheet_by_name("投诉与反馈").to_python()
    answers = book.get_sheet_by_name("问卷答案").to_python()
    assert len(cases[0]) == len(CASES.columns)
    assert len(answers[0]) == len(ANSWERS.columns)
    assert written == len(cases) + len(answers) - 2
    assert len(cases) - 1 == len([c for c in made_up(4).cases if c["mark"] != "test"])
    _check_scales(answers)
    assert {"等候", "气味"} <= {row[cases[0].index("具体是什么")] for row in cases[1:]}
    opened = cases[0].index("提出时间")
    assert isinstance(cases[1][0], float)
    assert all(isinstance(row[opened], date) for row in cases[1:])
    assert {row[cases[0].index("类别")] for row in cases[1:]} <= {
        "投诉", "异议", "突发事件", "表扬", "咨询",
    }  # fmt: skip


def _check_scales(rows: list[list[Any]]) -> None:
    """Beside a score stands how high it could have been, beside anything else nothing."""
    score, scale = (rows[0].index(name) for name in ("分数", "分制（最低–最高）"))
    assert {"1–5", "1–7", ""} <= {row[scale] for row in rows[1:]}
    assert not [row for row in rows[1:] if row[score] == "" and row[scale]]
    tops = [(row[score], row[scale]) for row in rows[1:] if row[5] == "csat" and row[scale]]
    assert all(1 <= given <= int(asked[-1]) for given, asked in tops)


async def test_the_rows_are_those_behind_the_figure(furnished: Database, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    await export(furnished, Form.XLSX, path, places=[WEST], cut="vx")
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("投诉与反馈").to_python()[1:]
    async with furnished.reading() as connection:
        panel = await load_panel(connection, FACTS | {"places": [WEST]}, NOW, Targets())
    assert panel is not None
    kinds = {"投诉", "异议", "突发事件"}
    gone = {"客人撤回", "并入另一件"}
    counted = [row for row in rows if row[4] in kinds and row[12] not in gone]
    assert 0 < len(counted) <= panel.whole["complaints"].n


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [1, 2, 7])
async def test_however_the_rows_are_cut_none_is_missing_or_twice(
    furnished: Database, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    async with furnished.reading() as connection:
        house = await PeopleRows(connection).place(HOUSE)
        scope = await scope_of(connection, (house,), FACTS["dates"], NOW)
    source = Source(database=furnished, scope=scope)
    whole = [[row async for rows in source.rows(sheet) for row in rows] for sheet in SHEETS]
    monkeypatch.setattr(exporting, "CHUNK", chunk)
    for sheet, uncut in zip(SHEETS, whole, strict=True):
        cut = [rows async for rows in source.rows(sheet)]
        assert max(map(len, cut)) <= chunk
        assert [row for rows in cut for row in rows] == uncut
        assert len(uncut) == await source.count(sheet) > 7


async def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(
    furnished: Database, tmp_path: Path
) -> None:
    async with furnished.writing() as connection:
        await connection.execute(
            places.update().where(places.c.id == WEST).values(name='=HYPERLINK("x")')
        )
    path = tmp_path / "out.zip"
    await export(furnished, Form.CSV, path)
    with zipfile.ZipFile(path) as packed:
        assert sorted(packed.namelist()) == ["README.txt", "answers.csv", "cases.csv"]
        text = packed.read("cases.csv").decode("utf-8")
    assert text.startswith("\ufeff编号,门店")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert '\'=HYPERLINK("x")' in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@"}]


def test_what_a_spreadsheet_would_take_for_a_formula_becomes_words() -> None:
    for risky in ("=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1", "\u3000=1"):
        assert harmless(risky) == f"'{risky}"
    assert harmless("1027 西湖店") == "1027 西湖店"


async def test_in_a_spreadsheet_a_formula_is_only_words(
    furnished: Database, tmp_path: Path
) -> None:
    async with furnished.writing() as connection:
        await connection.execute(places.update().values(name="=1+1"))
    path = tmp_path / "out.xlsx"
    await export(furnished, Form.XLSX, path)
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            assert b"<f>" not in packed.read(name), name


@pytest.mark.slow
async def test_the_report_of_a_month_stands_alone_and_hides_small_groups(
    furnished: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.html"
    await export(furnished, Form.HTML, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert text.count("<svg") == 5
    assert "少于 5" in text
    assert not re.search(r"少于 5</td><td>\d+%</td></tr>", text)
    assert "期望和感受：感受减期望" in text
    assert "Newcombe" in text


@pytest.mark.slow
def test_the_report_is_a_pdf_of_whole_sheets_too() -> None:
    rows = tuple((f"{number} 店", "1") for number in range(50))
    drawn = sheets([Heading(text="十一月", level=1), Table(head=("店", "投诉"), rows=rows)], FONT)
    made = document([rasterized(sheet, width=600) for sheet in drawn], "十一月")
    assert made.startswith(b"%PDF-1.4")
    assert made.endswith(b"%%EOF\n")
    count = int(re.search(rb"/Count (\d+)", made)[1])  # type: ignore[index]
    assert count == made.count(b"/Subtype /Image") >= 2
    table = int(re.search(rb"startxref\n(\d+)", made)[1])  # type: ignore[index]
    places = [int(at) for at in re.findall(rb"(\d{10}) 00000 n", made[table:])]
    assert all(made[at:].startswith(b"%d 0 obj" % n) for n, at in enumerate(places, 1))
    assert len(made) < 1_000_000


def test_what_is_too_long_for_a_sheet_goes_on_on_the_next_with_its_head() -> None:
    rows = tuple((f"{number}", "1") for number in range(100))
    drawn = sheets([Heading(text="很长", level=1), Table(head=("店", "投诉"), rows=rows)], "x")
    assert len(drawn) == 3
    assert all(">投诉<" in sheet for sheet in drawn)
    assert ">1/3<" in drawn[0]
    assert sum(sheet.count(">99<") for sheet in drawn) == 1


def test_words_and_names_of_customers_are_in_no_export() -> None:
    """The columns are named one by one, and none of them is about a customer."""
    names = {column.key for sheet in (CASES, ANSWERS) for column in sheet.columns}
    assert not names & {"name", "phone", "customer", "person_id", "words", "text", "comment"}


@pytest.mark.slow
async def test_who_has_a_handful_of_rows_is_not_named(furnished: Database, tmp_path: Path) -> None:
    async with furnished.writing() as connection:
        rows = await connection.execute(
            select(cases.c.id)
            .where(cases.c.owner_id == CHEN, cases.c.mark != "test")
            .where(cases.c.opened_at.between(NOW - timedelta(days=58), NOW))
        )
        others = ~cases.c.id.in_([number for (number,) in rows][:4])
        of_chen = cases.c.owner_id == CHEN
        await connection.execute(update(cases).where(of_chen, others).values(owner_id=OTHER))
        await connection.execute(
            names.insert(),
            [{"person_id": CHEN, "name": "小陈"}, {"person_id": OTHER, "name": "小李"}],
        )
    path = tmp_path / "out.xlsx"
    await export(furnished, Form.XLSX, path)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("投诉与反馈").to_python()
    owners = [row[sheet[0].index("经手同事")] for row in sheet[1:]]
    assert "小陈" not in owners
    assert {"小李", "不到 5 条，不写明"} <= set(owners)
