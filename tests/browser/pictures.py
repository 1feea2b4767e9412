"""Takes the pictures of docs/pictures anew, from a demo of its own: `make pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import needs
from tests.browser.stage import PATIENCE, ROOT, opened_browser, running_demo

FOLDER = ROOT / "docs" / "pictures"
LAPTOP, PHONE = (1440, 900), (390, 844)


def take(folder: Path = FOLDER) -> None:
    needs.fonts_for_pictures()
    with (
        tempfile.TemporaryDirectory() as kept,
        running_demo(Path(kept)) as url,
        opened_browser() as browser,
    ):
        page = _open(browser, url, LAPTOP)
        _complain(page)
        page.screenshot(path=folder / "demo.png")
        _open_settings(page)
        page.get_by_test_id("pane-supervisor").screenshot(path=folder / "settings.png")
        phone = _open(browser, url, PHONE)
        phone.get_by_test_id("tab-staff").click()
        _wait_until_still(phone)
        phone.screenshot(path=folder / "phone.png")


def _open(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.goto(f"{url}?hints=no")
    expect(page.get_by_test_id("service")).to_be_enabled()
    return page


def _complain(page: Page) -> None:
    page.get_by_test_id("chip-complaint").click()
    page.get_by_test_id("send-customer").click()
    expect(page.get_by_test_id("pane-customer")).to_contain_text("已收到，编号")
    expect(page.get_by_test_id("pane-staff")).to_contain_text("回应及时：等了两个小时没人理")
    # The words are tinted, and lead to the card, as soon as the page has heard of it.
    legend = page.get_by_test_id("pane-customer").get_by_test_id("legend")
    expect(legend).to_be_visible()
    expect(page.locator(".thread")).to_have_count(0)
    _wait_until_still(page)


def _open_settings(page: Page) -> None:
    page.get_by_test_id("as-supervisor-1031").click()
    page.get_by_test_id("input-supervisor").fill("/settings")
    page.get_by_test_id("send-supervisor").click()
    pane = page.get_by_test_id("pane-supervisor")
    pane.get_by_text("多久答复", exact=True).last.click()
    expect(pane.get_by_text("明确", exact=True)).to_be_visible()
    _wait_until_still(page)


def _wait_until_still(page: Page) -> None:
    page.evaluate("document.fonts.ready")
    expect(page.locator(".toast")).to_have_count(0)


if __name__ == "__main__":
    take()
