"""A supervisor's morning over the chat, by clicking: digest, warning, cases, picture, export."""

import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from bot.demo_house import ZONE
from reports.digests import NOON
from tests.browser.acting import pane, say
from tests.browser.stage import PATIENCE, opened_browser, running_demo, still_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Days that are over on which the guests of the first shop are not content any more.
BAD_DAYS = 4
PANEL = re.compile(r"（30 天）.*送达 \d+", re.DOTALL)
RATINGS = """
SELECT answers.id, answers.first_at FROM answers
JOIN invitations ON invitations.id = answers.invitation_id
JOIN places ON places.id = invitations.place_id
WHERE answers.question = 'csat' AND places.name = '西湖店' ORDER BY answers.first_at
"""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    with running_demo(tmp_path) as url:
        _fall(tmp_path / "demo" / "huiyin.sqlite3", _now(url))
        # The opening scene runs the time on, and what moved was looked at then: once a day.
        with urlopen(Request(urljoin(url, "/page/plug"), method="POST"), timeout=60) as answer:
            assert answer.status == 200
        yield url


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    with opened_browser() as browser:
        opened = still_page(browser)
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        opened.goto(f"{demo}?hints=no")
        expect(opened.get_by_test_id("service")).to_be_enabled()
        yield opened


def test_a_morning_goes_from_the_digest_to_a_file_that_a_spreadsheet_opens(
    page: Page, demo: str
) -> None:
    _read_the_digest(page, _now(demo))
    _follow_the_warning(page)
    _compare(page)
    _look_at_a_picture(page)
    _take_a_table_away(page, demo)


def _read_the_digest(page: Page, now: datetime) -> None:
    # Before noon a day's digest is of the day before.
    hour = max((now + timedelta(minutes=5)).hour + 1, NOON)
    say(page, "supervisor", f"/digest daily {hour}")
    expect(_message(page, "您会收到")).to_contain_text(f"每天 {hour}:00")
    for _ in range(hour - now.hour):
        page.get_by_test_id("time-1h").click()
    digest = f"今天 0:00–{hour}:00 · 回音酒店"
    _tap(page, digest, "看数字")
    expect(_message(page, re.compile(r"送达 \d+"))).to_contain_text("今天")


def _follow_the_warning(page: Page) -> None:
    """From what moved to the ratings behind it, page by page, and to a complaint of those days."""
    warning = re.compile("西湖店：满意从 .* 起变差了。平常 80%，这几天 0%")
    _tap(page, warning, "看明细")
    _tap(page, re.compile(r"打分不满意 \d+ 份.*第 1/", re.DOTALL), "下一页")
    _tap(page, re.compile(r"打分不满意 \d+ 份.*第 2/", re.DOTALL), "全部投诉")
    cases = _message(page, re.compile(r"西湖店\s*投诉 \d+ 件"))
    number = cases.get_by_test_id("button").filter(has_text=re.compile(r"^#\d+$")).first
    label = number.inner_text()
    number.click()
    expect(_message(page, re.compile(rf"{label}\s*投诉 · 西湖店.*演示", re.DOTALL))).to_be_visible()


def _compare(page: Page) -> None:
    say(page, "supervisor", "/stats 30d")
    _tap(page, PANEL, "比一比")
    _tap(page, re.compile(r"（30 天）.*之前", re.DOTALL), "返回")
    expect(_message(page, PANEL)).to_be_visible()
    say(page, "supervisor", "西湖店和东站店比")
    expect(_message(page, "客人多少不同，件数不比好坏")).to_be_visible()


def _look_at_a_picture(page: Page) -> None:
    _tap(page, PANEL, "图")
    _tap(page, "要哪张图？", "满意走势")
    picture = pane(page, "supervisor").get_by_test_id("message").locator("img[src*='/file/']").last
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900


def _take_a_table_away(page: Page, demo: str) -> None:
    _tap(page, "要哪张图？", "返回")
    _tap(page, PANEL, "导出")
    _tap(page, re.compile("导出 .* 的什么？"), "表格")
    expect(_message(page, "导出好了")).to_be_visible()
    link = _message(page, re.compile(r"huiyin-.*\.xlsx")).locator("a.file")
    address = link.get_attribute("href") or ""
    with urlopen(urljoin(demo, address), timeout=10) as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.read()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "编号"
    assert len(rows) > 10


def _message(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The newest one that says it."""
    return pane(page, "supervisor").get_by_test_id("message").filter(has_text=words).last


def _tap(page: Page, words: str | re.Pattern[str], label: str) -> None:
    """The button under the message that says it, as soon as it says it."""
    buttons = _message(page, words).get_by_test_id("button")
    buttons.filter(has_text=re.compile(f"^{re.escape(label)}$")).click()


def _now(demo: str) -> datetime:
    with urlopen(urljoin(demo, "/demo/now"), timeout=10) as answer:
        return datetime.fromisoformat(json.load(answer)["now"]).astimezone(ZoneInfo(ZONE))


def _fall(database: Path, now: datetime) -> None:
    """Four of five were content in the first shop, day after day; of the last days nobody was."""
    bad_from = (now - timedelta(days=BAD_DAYS)).replace(hour=0, minute=0, second=0)
    since = bad_from.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S")
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        found = connection.execute(RATINGS).fetchall()
        scores = [1 if at >= since or nth % 5 == 0 else 5 for nth, (_, at) in enumerate(found)]
        connection.executemany(
            "UPDATE answers SET score = ?, value = ? WHERE id = ?",
            [(score, str(score), row[0]) for score, row in zip(scores, found, strict=True)],
        )
