"""A supervisor's morning over the chat, by clicking: figures, cases, picture, export."""

import io
import re
from collections.abc import Iterator
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.stage import PATIENCE, opened_browser, running_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo")) as url:
        yield url


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    with opened_browser() as browser:
        opened = browser.new_page(viewport={"width": 1440, "height": 900})
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        opened.goto(f"{demo}?hints=no")
        expect(opened.get_by_test_id("service")).to_be_enabled()
        yield opened


def _pane(page: Page) -> Locator:
    return page.get_by_test_id("pane-supervisor")


def _say(page: Page, words: str) -> None:
    page.get_by_test_id("input-supervisor").fill(words)
    page.get_by_test_id("send-supervisor").click()


def _tap(page: Page, label: str) -> None:
    buttons = _pane(page).get_by_test_id("button")
    buttons.filter(has_text=re.compile(f"^{re.escape(label)}$")).last.click()


def test_a_morning_goes_from_a_figure_to_a_file_that_a_spreadsheet_opens(
    page: Page, demo: str
) -> None:
    chat = _pane(page)
    _say(page, "/digest daily 15")
    expect(chat).to_contain_text("每天 15:00")
    _say(page, "/stats 30d")
    expect(chat.get_by_test_id("button").filter(has_text="选日期").last).to_be_visible()
    _tap(page, "比一比")
    expect(chat).to_contain_text("之前")
    _tap(page, "返回")
    _tap(page, "看明细")
    expect(chat).to_contain_text(re.compile("投诉 \\d+ 件"))
    _tap(page, "返回")
    _tap(page, "图")
    _tap(page, "满意走势")
    picture = chat.locator("img").last
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    _tap(page, "返回")
    _tap(page, "导出")
    _tap(page, "表格")
    expect(chat).to_contain_text("导出好了")
    link = chat.get_by_text(re.compile(r"huiyin-.*\.xlsx")).last
    expect(link).to_be_visible()
    address = link.evaluate("node => (node.closest('a') || node.querySelector('a')).href")
    with urlopen(urljoin(demo, address), timeout=10) as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.read()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "编号"
    assert len(rows) > 10
