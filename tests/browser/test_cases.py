"""The life of a case on the page: remedies, the night, the top of the ladder, topics of a forum."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import answer_prompt, pane, run_until, say, tap
from tests.browser.stage import PATIENCE, running_demo, still_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("cases")) as url:
        yield url


@pytest.fixture
def page(demo: str, browser: Browser) -> Iterator[Page]:
    opened = still_page(browser)
    yield _opened(opened, demo)
    opened.close()


def _opened(page: Page, url: str) -> Page:
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(f"{url}?hints=no")
    expect(page.get_by_test_id("service")).to_be_enabled()
    return page


def test_a_remedy_above_the_limit_is_decided_by_a_supervisor(page: Page) -> None:
    staff, boss = pane(page, "staff"), pane(page, "supervisor")
    page.get_by_test_id("as-customer-1001").click()
    say(page, "customer", "空调坏了一整晚，热得没法睡，要求退房费")
    expect(staff).to_contain_text("空调坏了一整晚")
    tap(page, "staff", "更多")
    tap(page, "staff", "补偿")
    tap(page, "staff", "退款…")
    answer_prompt(page, "888")
    expect(boss).to_contain_text("退款 888 元")
    expect(pane(page, "customer")).not_to_contain_text("888")
    tap(page, "supervisor", "同意")
    expect(pane(page, "customer")).to_contain_text("退款 888 元")


def _sleep_until_night(page: Page) -> None:
    """The bot's machine slept, as after a power cut; nobody was there."""
    told = page.get_by_test_id("clock").inner_text()
    hour = int(re.search(r"(\d+):\d\d", told)[1])  # type: ignore[index]
    url = page.url.split("?")[0]
    slept = page.request.post(f"{url}page/jump", data={"seconds": ((26 - hour) % 24) * 3600})
    assert slept.ok, slept.text()
    expect(page.get_by_test_id("clock")).to_contain_text(re.compile(r"0?[12]:\d\d"))
    expect(page.get_by_test_id("time-next")).to_be_enabled()


def test_an_emergency_at_night_reaches_the_top_at_once(page: Page) -> None:
    page.get_by_test_id("as-customer-1004").click()
    _sleep_until_night(page)
    say(page, "customer", "走廊里有很重的煤气味，有人晕倒了")
    expect(pane(page, "customer")).to_contain_text(re.compile("119|120"))
    expect(pane(page, "staff")).to_contain_text("🚨")
    page.get_by_test_id("as-supervisor-1031").click()
    expect(pane(page, "supervisor")).to_contain_text("请立即到场")
    expect(pane(page, "supervisor")).to_contain_text("煤气味")


def test_what_nobody_takes_reaches_the_top_of_the_ladder(page: Page) -> None:
    page.get_by_test_id("as-customer-1003").click()
    say(page, "customer", "等了兩個小時沒人理我，太過分了")
    page.get_by_test_id("as-supervisor-1031").click()
    run_until(page, "supervisor", re.compile("请您指定一人|件一起说"))


def test_in_a_forum_each_case_has_a_topic_of_its_own(tmp_path: Path, browser: Browser) -> None:
    made = still_page(browser)
    with running_demo(tmp_path, "--topics") as url, closing(made):
        page = _opened(made, url)
        staff = pane(page, "staff")
        page.get_by_test_id("as-customer-1001").click()
        say(page, "customer", "房间里全是烟味，地毯也很脏")
        expect(staff).to_contain_text("房间里全是烟味")
        page.get_by_role("button", name=re.compile(r"#\d+ 投诉")).last.click()
        expect(staff).not_to_contain_text("热得睡不着")
        expect(staff).to_contain_text("房间里全是烟味")
        tap(page, "staff", "我来")
        expect(staff).to_contain_text("小陈 处理中")
        tap(page, "staff", "回复")
        answer_prompt(page, "马上给您换房")
        expect(pane(page, "customer")).to_contain_text("马上给您换房")
