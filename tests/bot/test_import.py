"""A table of services is taken row by row, whatever it looks like; again, it changes nothing."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console
from sqlalchemy import func, select

from bot.clock import Clock
from bot.import_report import RefusedRows, Report, Seen
from bot.importing import Import, import_services
from bot.mistakes import NotUnderstood, UnfitFile
from bot.rulebook import Rulebook
from bot.table_files import open_table
from handlers.import_rows import Columns
from storage.engine import Database
from storage.tables import customer_refs, invitations, names, services
from surveys.values import InvitationState, Skip
from tests.surveys.shop import DAY, HOUR, NOON, SHORT, asking, open_shop

HEAD = "编号,客户编号,结束时间,门店,手机\n"
SHANGHAI = ZoneInfo("Asia/Shanghai")


async def run(
    database: Database, file: Path, zone: ZoneInfo | None = SHANGHAI, hours: int = 0
) -> tuple[Report, list[str]]:
    """What was reported, and the lines of the file of refused rows."""
    rulebook = Rulebook()
    assert await rulebook.join(database)
    refused_file = file.with_suffix(".refused.csv")
    refused_file.unlink(missing_ok=True)
    with open_table(file) as table:
        refused = RefusedRows(refused_file, table.head)
        going = Import(
            database=database,
            version=rulebook.current,
            now=NOON + hours * HOUR,
            columns=Columns.read(table.head, zone),
            refused=refused,
        )
        try:
            report = await going.take(table, lambda place, report: None)
        finally:
            refused.close()
    told = refused_file.read_text("utf-8-sig").splitlines()[1:] if refused_file.exists() else []
    return report, told


async def count(database: Database, table: Any) -> int:
    async with database.reading() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


def written(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    file = folder / "services.csv"
    file.write_bytes((head + "".join(f"{row}\n" for row in rows)).encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
async def test_a_table_is_read_in_the_encoding_it_comes_in(
    encoding: str, database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    file = written(tmp_path, "1,g-1,2026-11-20 11:30,西湖店,13800000000", encoding=encoding)
    report, refused = await run(database, file)
    assert (report.new, refused) == (1, [])
    async with database.reading() as connection:
        service = (await connection.execute(select(services))).one()
        invitation = (await connection.execute(select(invitations))).one()
        phone = await connection.scalar(select(names.c.phone))
    assert (service.place_id, service.finished_at) == (2, NOON - HOUR / 2)
    assert (invitation.state, invitation.next_due_at) == ("planned", NOON + 1.5 * HOUR)
    assert phone == "+8613800000000"


async def test_the_row_is_the_unit_and_each_refused_one_says_why(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    file = written(
        tmp_path,
        "1,g-1,2026-11-20 11:00,西湖店,",
        "2,g-2,2026-02-30 11:00,西湖店,",
        "3,g-3,2026-11-20,西湖店,",
        "4,g-4,2027-11-20 11:00,西湖店,",
        "5,g-5,2026-11-20 11:00,东湖店,",
        ",g-6,2026-11-20 11:00,西湖店,",
        "1,g-7,2026-11-20 11:00,西湖店,",
        "8,g-8,2026-11-20 11:00,西湖店,not a phone",
        "=1+1,g-9,2026-11-20 11:00:61,西湖店,",
        '"10"x,g-10,2026-11-20 11:00,西湖店,',
        "11,g-11,2026-11-20 11:00,西湖店,",
        '"12,g-12',
    )
    report, refused = await run(database, file)
    assert (report.new, report.refused) == (2, 10)
    reasons = ("正确", "只有日期", "将来", "没有这个门店", "编号：缺", "前面已", "手机：", "正确")
    for line, reason in zip(refused, (*reasons, "引号", "引号"), strict=True):
        assert reason in line
    numbers = [line.split(",")[5] for line in refused]
    assert numbers == ["3", "4", "5", "6", "7", "8", "9", "10", "11", "13"]
    assert refused[7].startswith("'=1+1")


async def test_the_same_table_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    await open_shop(database)
    rows = [f"{n},g-{n % 7},2026-11-20 11:00,西湖店,1380000000{n % 7}" for n in range(60)]
    file = written(tmp_path, *rows)
    first, _ = await run(database, file)
    again, _ = await run(database, file, hours=3)
    assert (first.new, again.new, again.changed, again.same) == (60, 0, 0, 60)
    assert (await count(database, services), await count(database, customer_refs)) == (60, 7)
    assert await count(database, invitations) == 60


async def test_a_changed_row_is_followed(database: Database, tmp_path: Path) -> None:
    await open_shop(database)
    await run(database, written(tmp_path, "1,g-1,2026-11-20 11:00,西湖店,"))
    report, _ = await run(database, written(tmp_path, "1,g-1,2026-11-20 11:30,西湖店,"))
    assert report.changed == 1
    async with database.reading() as connection:
        invitation = (await connection.execute(select(invitations))).one()
    assert invitation.due_at == NOON + 1.5 * HOUR


async def test_one_customer_is_one_however_the_telephone_is_spelt(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    spelt = [
        "13800000000",
        "+86 138 0000 0000",
        "138-0000-0000",
        "008613800000000",
        "８６13800000000",
    ]
    rows = [f"{n},{phone},2026-11-20 11:00,西湖店," for n, phone in enumerate(spelt)]
    report, _ = await run(database, written(tmp_path, *rows))
    assert report.new == 5
    assert await count(database, customer_refs) == 1


async def test_a_row_without_a_telephone_leaves_the_one_that_was_told(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    table = tmp_path / "phones.csv"
    head = "id,customer,phone,finished_at"
    rows = ["1,g-1,13800000000,2026-11-20 11:00", "2,g-1,,2026-11-20 11:10"]
    table.write_text("\n".join([head, *rows]), encoding="utf-8")
    report, _ = await run(database, table)
    assert report.new == 2
    async with database.reading() as connection:
        assert await connection.scalar(select(names.c.phone)) == "+8613800000000"


async def test_history_is_kept_and_nobody_is_asked_about_it(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    await run(database, written(tmp_path, "1,g-1,2025-11-20 11:00,西湖店,"))
    async with database.reading() as connection:
        invitation = (await connection.execute(select(invitations))).one()
    assert (invitation.state, invitation.reason) == (
        InvitationState.SKIPPED.value,
        Skip.TOO_LATE.value,
    )
    assert invitation.next_due_at is None


async def test_an_imported_service_begins_what_is_asked_now_and_then_as_a_told_one_does(
    database: Database, tmp_path: Path
) -> None:
    now_and_then = {"questionnaire": "satisfaction", "every": "90d"}
    await open_shop(database, asking(*SHORT, recurring=now_and_then))
    rows = ("1,g-1,2026-11-20 11:30,西湖店,", "2,g-1,2026-11-20 11:40,西湖店,")
    old = "3,g-2,2026-10-01 11:40,西湖店,"
    await run(database, written(tmp_path, *rows, old))
    again = select(invitations).where(invitations.c.wave.startswith("again"))
    async with database.reading() as connection:
        [planned] = (await connection.execute(again)).all()
    assert planned.due_at == NOON - HOUR / 2 + 90 * DAY
    assert (planned.state, planned.next_due_at) == ("planned", planned.due_at)
    await run(database, written(tmp_path, *rows, "4,g-1,2026-11-20 11:50,西湖店,"))
    async with database.reading() as connection:
        assert len((await connection.execute(again)).all()) == 1


async def test_a_time_without_a_zone_is_refused_unless_one_is_named(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    rows = ["1,g-1,2026-11-20 11:00,,", "2,g-2,2026-11-20T11:00:00+08:00,,"]
    report, [refused] = await run(database, written(tmp_path, *rows), zone=None)
    assert (report.new, report.refused) == (1, 1)
    assert "--zone" in refused


async def test_a_clock_time_that_does_not_exist_or_comes_twice_is_refused(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    rows = ["1,g-1,2026-03-29 02:30,,", "2,g-2,2026-10-25 02:30,,"]
    report, refused = await run(database, written(tmp_path, *rows), zone=ZoneInfo("Europe/Berlin"))
    assert report.refused == 2
    assert "没有这个钟点" in refused[0]
    assert "有两次" in refused[1]


@pytest.mark.parametrize(
    ("never", "zone"),
    [("0001-01-01 00:00:00", "Asia/Shanghai"), ("9999-12-31 23:59:59", "America/New_York")],
)
async def test_the_end_of_all_time_is_refused_and_the_other_rows_are_taken(
    database: Database, tmp_path: Path, never: str, zone: str
) -> None:
    await open_shop(database)
    rows = ["1,g-1,2026-11-20 02:00,,", f"2,g-2,{never},,", "3,g-3,2026-11-20 02:00,,"]
    report, [refused] = await run(database, written(tmp_path, *rows), zone=ZoneInfo(zone))
    assert (report.new, report.refused) == (2, 1)
    assert "不是真的日期" in refused


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("编号,手机\n", "customer"),
        ("编号,单号,客户编号,结束时间\n", "留一列"),
        ("id,customer\n", "finished_at"),
    ],
)
def test_wrong_columns_are_told_before_anything_is_written(head: str, says: str) -> None:
    with pytest.raises(Exception, match=says):
        Columns.read(head.strip().split(","))


def test_what_has_come_before_is_known_however_much_it_was() -> None:
    seen = Seen()
    assert all(seen.add(f"order-{n}") for n in range(5000))
    assert not any(seen.add(f"order-{n}") for n in range(5000))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "odd.csv").write_bytes(b"\x80\x81\xff\x00")
    for name in ("empty.csv", "odd.csv", "none.csv"):
        with pytest.raises(UnfitFile), open_table(tmp_path / name):
            pass


def sheet(path: Path, *rows: str) -> Path:
    """A small Excel file: `=45981.5` is a date, digits are a number, the rest is text."""
    cells = "".join(f"<row>{''.join(map(cell_of, row.split(',')))}</row>" for row in rows)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    link = f'<Relationship Id="a" Type="{rels}/%s" Target="%s"/>%s</Relationships>'
    link = f"<Relationships {package}>{link}"
    style = f'<Relationship Id="b" Type="{rels}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": link % ("officeDocument", "xl/workbook.xml", ""),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{rels}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": link % ("worksheet", "worksheets/1.xml", style),
        "xl/styles.xml": f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/worksheets/1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    with ZipFile(path, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return path


def cell_of(text: str) -> str:
    if text.startswith("="):
        return f'<c s="1"><v>{text[1:]}</v></c>'
    if text.isdigit():
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


async def test_an_excel_file_is_taken_with_its_dates_and_telephones(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    # Day 46346 of the spreadsheet's own count is 2026-11-20.
    row = "1001,13800000000,=46346.479166666664,西湖店,13800000000"
    file = sheet(tmp_path / "services.xlsx", HEAD.strip(), row, row.replace("1001", "1002"))
    report, refused = await run(database, file)
    assert (report.new, refused) == (2, [])
    async with database.reading() as connection:
        service = (await connection.execute(select(services))).first()
    assert service is not None
    assert (service.external_id, service.customer_ref) == ("1001", "+8613800000000")
    assert service.finished_at == NOON - HOUR / 2


def test_a_file_that_only_is_called_a_sheet_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "1,2,3,4,5").rename(tmp_path / "services.xlsx")
    with pytest.raises(UnfitFile, match="另存为"), open_table(file):
        pass


async def test_a_customers_marks_are_columns_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(database)
    head = "编号,客户编号,结束时间,标记:level,标记：城市\n"
    rows = ["1,g-1,2026-11-20 11:30,vip,杭州", "2,g-2,2026-11-20 11:30,,"]
    report, refused = await run(database, written(tmp_path, *rows, head=head))
    assert (report.new, refused) == (2, [])
    async with database.reading() as connection:
        found = await connection.execute(select(services.c.attributes).order_by(services.c.id))
        marks = [row.attributes for row in found]
    assert marks == [{"level": "vip", "城市": "杭州"}, None]


async def test_the_command_says_what_became_of_the_rows(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_shop(database)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", database_url.replace("+aiosqlite", ""))
    file = written(tmp_path, "1,g-1,2026-11-20 11:30,西湖店,", "2,g-2,never,西湖店,")
    console = Console(file=io.StringIO(), width=200)
    refused = await import_services(console, file, "Asia/Shanghai", Clock())
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    assert refused == 1
    assert "新增 1 · 更新 0 · 没有变化 0 · 没有收下 1" in said
    assert "services.refused.csv" in said
    with pytest.raises(NotUnderstood, match="--zone"):
        await import_services(console, file, "Asia/Nowhere", Clock())


async def test_another_house_without_rules_is_told_to_begin(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYIN_DATABASE_URL", database_url.replace("+aiosqlite", ""))
    file = written(tmp_path, "1,g-1,2026-11-20 11:30,西湖店,")
    with pytest.raises(NotUnderstood, match="huiyin run"):
        await import_services(Console(quiet=True), file, None, Clock())
