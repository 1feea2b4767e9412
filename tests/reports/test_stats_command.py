"""`huiyin stats` tells the same figures as the chat, and what to write instead of nonsense."""

import asyncio
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from sqlalchemy import insert, update

from bot.stats import DATED, SAID_OF
from calendars.periods import parse_period
from storage.engine import open_database
from storage.tables import findings, rule_versions
from tests.command import huiyin
from tests.reports.house import furnish, made_up, write

pytestmark = pytest.mark.slow


@pytest.fixture
async def url(sqlite_url: str) -> str:
    database = open_database(sqlite_url)
    await furnish(database)
    await write(database, made_up(5))
    await database.close()
    return sqlite_url


def stats(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return huiyin("stats", *arguments, HUIYIN_DATABASE_URL=url, COLUMNS="100")


def test_a_table_names_the_place_the_days_and_their_zone(url: str) -> None:
    shown = stats(url, "2026-11-01..2026-11-20", "--place", "西湖店")
    assert shown.returncode == 0, shown.stderr
    assert "西湖店 · 2026-11-01..2026-11-20（Asia/Shanghai）" in shown.stdout
    for word in ("问卷送达", "满意", "首次答复", "处理按时", "样本少", "现在没办完"):
        assert word in shown.stdout
    assert "\x1b[" not in shown.stdout


def test_the_title_stays_in_one_piece_above_a_table_that_is_narrower(url: str) -> None:
    shown = huiyin(
        "stats",
        "2026-11-01..2026-11-20",
        "--place",
        "西湖店",
        HUIYIN_DATABASE_URL=url,
        COLUMNS="80",
    )
    title, *table = shown.stdout.splitlines()
    assert title == "西湖店 · 2026-11-01..2026-11-20（Asia/Shanghai）"
    assert max(map(cell_len, table)) <= 80


def test_json_is_the_figures_with_what_each_is_out_of(url: str) -> None:
    shown = stats(url, "2026-11", "--json")
    assert shown.returncode == 0, shown.stderr
    told = json.loads(shown.stdout)
    assert told["period"]["zone"] == "Asia/Shanghai"
    assert told["places"] == [{"id": 1, "name": "回音酒店"}]
    assert set(told["figures"]["csat"]) == {"n", "hits", "share", "small_sample"}
    assert told["figures"]["complaints"]["n"] > 0


def test_nonsense_ends_with_one_sentence_and_status_two(url: str) -> None:
    for arguments, hint in (
        (("yesteday",), "huiyin stats yesterday"),
        (
            ("today", "--place", "南山店"),
            "没有叫“南山店”的门店，现有：回音酒店、西湖店、东站店、咖啡角。",
        ),
    ):
        shown = stats(url, *arguments)
        assert shown.returncode == 2
        assert hint in shown.stderr.replace("\n", "")
        assert "Traceback" not in shown.stderr


def test_a_look_at_figures_makes_no_database(tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite3"
    shown = stats(f"sqlite:///{file}", "today")
    assert shown.returncode == 2
    assert "没有数据库文件" in shown.stderr
    assert not file.exists()


def test_a_month_is_taken_away_as_a_file(url: str, tmp_path: Path) -> None:
    for name, hint in (
        ("out.xlsx", "已写好"),
        ("out.pdf", "已写好"),
        ("out.txt", "结尾不认得"),
    ):
        out = str(tmp_path / name)
        done = huiyin("export", "figures", out, "--period", "2026-11", HUIYIN_DATABASE_URL=url)
        assert hint in done.stdout + done.stderr
        assert (tmp_path / name).exists() == (hint == "已写好")


IN_ENGLISH = ("today", "yesterday", "week", "last-month", "7d", "2026-11", "2026-11-01..2026-11-20")
IN_CHINESE = ("今天", "昨天", "本周", "上月", "7天", "2026-11", "2026-11-01..2026-11-20")


@pytest.mark.parametrize(
    ("language", "forms", "example"),
    [
        ("en_US.UTF-8", IN_ENGLISH, "huiyin stats 7d."),
        ("zh_CN.UTF-8", IN_CHINESE, "huiyin stats 7d。"),
        ("", IN_CHINESE, "huiyin stats 7d。"),
    ],
)
def test_a_period_that_nobody_knows_is_told_with_those_that_are(
    url: str, language: str, forms: tuple[str, ...], example: str
) -> None:
    shown = huiyin("stats", "foo", HUIYIN_DATABASE_URL=url, LC_ALL=language)
    assert shown.returncode == 2
    told = shown.stderr.replace("\n", "")
    for form in (*forms, example):
        assert form in told
    for other in {*IN_ENGLISH, *IN_CHINESE} - {*forms, "7d"}:
        assert other not in told


def test_what_was_asked_in_chinese_is_put_right_in_chinese(url: str) -> None:
    assert "可以写：huiyin stats 昨天。" in stats(url, "昨天昨天").stderr.replace("\n", "")


def test_every_form_that_is_told_is_understood() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    for key, said in SAID_OF.items():
        assert parse_period(said, now, "UTC").key == key
    for form in DATED:
        assert parse_period(form, now, "UTC").key in {form, "2026-11"}


@pytest.mark.parametrize("period", ["2099-12", "2099-12-01", "2099", "2099-01-01..2099-02-01"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh_CN.UTF-8", "还没有到：今天是 20"), ("en_US.UTF-8", "is still to come: today is 20")],
)
def test_a_time_that_is_still_to_come_has_no_zeros(
    url: str, period: str, language: str, sentence: str
) -> None:
    for arguments in ((period,), (period, "--json")):
        shown = huiyin("stats", *arguments, HUIYIN_DATABASE_URL=url, LC_ALL=language)
        assert (shown.returncode, shown.stdout) == (2, "")
        assert sentence in shown.stderr.replace("\n", "")


async def test_what_to_look_at_first_is_called_as_the_house_calls_it(url: str) -> None:
    own = {"aspects": [{"key": "garden", "dimension": "tangibles", "name": "空中花园"}]}
    version = {"id": 99, "fingerprint": "own", "body": {"understanding": own}, "source": "own",
               "added_at": datetime(2026, 11, 1, tzinfo=UTC)}  # fmt: skip
    database = open_database(url)
    async with database.writing() as connection:
        await connection.execute(insert(rule_versions).values(version))
        await connection.execute(update(findings).values(aspect="garden"))
    await database.close()
    shown = await asyncio.to_thread(stats, url, "2026-11")
    assert "最该看：空中花园" in shown.stdout, shown.stderr
