"""What a newcomer does after `make demo`, by clicking in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import answer_prompt, pane, run_until, say, tap
from tests.browser.stage import PATIENCE, running_demo, still_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo")) as url:
        yield url


@pytest.fixture
def page(demo: str, browser: Browser) -> Iterator[Page]:
    opened = still_page(browser)
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    opened.goto(f"{demo}?hints=no")
    expect(opened.get_by_test_id("service")).to_be_enabled()
    yield opened
    opened.close()


def test_a_complaint_is_carded_taken_answered_resolved_and_opened_again(page: Page) -> None:
    customer, staff = pane(page, "customer"), pane(page, "staff")
    page.get_by_test_id("chip-complaint").click()
    page.get_by_test_id("send-customer").click()
    expect(customer).to_contain_text("已收到，编号")
    expect(staff).to_contain_text("回应及时：等了两个小时没人理")
    expect(staff).to_contain_text("环境设施：")
    expect(staff).to_contain_text("专业可信：")
    expect(staff).to_contain_text("王*")
    tap(page, "staff", "我来")
    expect(staff).to_contain_text("小陈 处理中")
    tap(page, "staff", "回复")
    answer_prompt(page, "马上给您换一间无烟房。")
    expect(customer).to_contain_text("马上给您换一间无烟房。")
    expect(staff).to_contain_text("✓ 已送达")
    say(page, "customer", "/status")
    expect(customer).to_contain_text("小陈")
    tap(page, "staff", "已解决")
    expect(staff).to_contain_text("只给同事看")
    answer_prompt(page, "前台交班时漏了登记。")
    expect(staff).to_contain_text("是怎么解决的？")
    answer_prompt(page, "已换房，当晚房费已免。")
    expect(customer).to_contain_text("已换房，当晚房费已免。")
    tap(page, "customer", "没解决")
    expect(customer).to_contain_text("这件事还没完")
    expect(staff).to_contain_text("第 2 次打开")


def test_who_is_asked_for_words_can_write_them_at_once(page: Page) -> None:
    """As Telegram does: the field of whom the bot asks answers that message by itself."""
    staff = pane(page, "staff")
    page.get_by_test_id("as-customer-1003").click()
    say(page, "customer", "空调坏了一整晚，热得没法睡")
    expect(staff).to_contain_text("空调坏了一整晚")
    tap(page, "staff", "我来")
    tap(page, "staff", "回复")
    expect(staff.locator(".context-bar")).to_contain_text("请回复这条消息")
    say(page, "staff", "马上派人来修。")
    expect(staff.locator(".context-bar")).to_be_hidden()
    expect(pane(page, "customer")).to_contain_text("马上派人来修。")


def test_what_lies_goes_up_level_by_level_and_the_supervisor_asks_for_figures(page: Page) -> None:
    boss = pane(page, "supervisor")
    run_until(page, "supervisor", re.compile("到时限了|已超时"))
    say(page, "supervisor", "/stats")
    expect(boss).to_contain_text("今天")
    expect(boss.get_by_text("投诉").last).to_be_visible()
    page.get_by_test_id("as-supervisor-1031").click()
    run_until(page, "supervisor", re.compile("请您指定一人|已超时"))


def test_a_service_is_recorded_asked_about_answered_once_and_thanked(page: Page) -> None:
    customer = pane(page, "customer")
    page.get_by_test_id("as-customer-1004").click()
    page.get_by_test_id("service").click()
    expect(page.get_by_test_id("service-request")).to_contain_text("POST /services")
    page.keyboard.press("Escape")
    run_until(page, "customer", re.compile("How was|how was|stay"))
    tap(page, "customer", "Very good")
    expect(customer).to_contain_text(re.compile("[Tt]hank"))
    say(page, "customer", "Breakfast was lovely")
    expect(customer.get_by_text("Breakfast was lovely")).to_have_count(1)


def test_pulling_the_plug_loses_and_doubles_nothing(page: Page) -> None:
    say(page, "customer", "早餐排队太久了")
    page.get_by_test_id("plug").click()
    figures = page.get_by_test_id("plug-result").first
    expect(figures).to_contain_text("丢失")
    expect(figures.locator(".is-bad")).to_have_count(0)


def test_trouble_is_ordered_strikes_and_is_told(page: Page) -> None:
    page.get_by_test_id("backstage").click()
    page.get_by_test_id("fault-rate_limited").click()
    expect(page.get_by_test_id("faults-waiting")).to_contain_text("429")
    page.get_by_test_id("drawer-close").click()
    page.get_by_test_id("new-customer").click()
    expect(pane(page, "customer").get_by_role("heading")).to_contain_text("新客户")
    say(page, "customer", "你好")
    page.get_by_test_id("backstage").click()
    expect(page.get_by_test_id("entry-fault").first).to_contain_text("sendMessage")
    weather = page.get_by_test_id("fault-weather")
    weather.press("Enter")
    expect(weather).to_have_attribute("aria-pressed", "true")
    expect(weather).to_be_focused()
    weather.press("Enter")
    expect(weather).to_have_attribute("aria-pressed", "false")
    for mishap in ("mute", "mend"):
        page.get_by_test_id(f"mishap-{mishap}").press("Enter")
        expect(page.get_by_test_id(f"mishap-{mishap}")).to_be_focused()


def test_it_turns_into_somebody_s_own_shop_and_speaks_english(page: Page) -> None:
    page.get_by_test_id("house").click()
    page.get_by_test_id("house-name-input").fill("老王面馆")
    page.get_by_test_id("house-industry").select_option("restaurant")
    page.get_by_test_id("house-go").click()
    expect(pane(page, "staff")).to_contain_text("老王面馆 · 值班群")
    expect(pane(page, "customer")).to_contain_text("您好，我是老王面馆的回音")
    page.get_by_test_id("lang").click()
    expect(page.get_by_test_id("plug")).to_contain_text("Pull the plug")


def test_on_a_phone_the_tabs_tell_of_what_is_unread(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("chip-complaint").click()
    page.get_by_test_id("send-customer").click()
    expect(page.get_by_test_id("dot-staff")).to_be_visible()
    page.get_by_test_id("tab-staff").press("Enter")
    expect(page.get_by_test_id("dot-staff")).to_have_count(0)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
