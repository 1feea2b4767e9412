"""What people do on the page of chats, for the journeys in a real browser."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 12


def pane(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"pane-{name}")


def say(page: Page, chat: str, words: str) -> None:
    page.get_by_test_id(f"input-{chat}").fill(words)
    page.get_by_test_id(f"send-{chat}").click()
    # What has gone to the server stands in the chat; then the next step may follow.
    expect(page.get_by_test_id(f"input-{chat}")).to_have_value("")


def tap(page: Page, chat: str, label: str) -> None:
    """A button that the bot laid under a message; the page's own tools may be called the same."""
    buttons = pane(page, chat).get_by_test_id("button")
    buttons.filter(has_text=re.compile(f"^{re.escape(label)}$")).last.click()


def answer_prompt(page: Page, words: str) -> None:
    """Replies to the bot's newest request in the group, as its text asks for."""
    asked = pane(page, "staff").get_by_test_id("message").filter(has_text="请回复这条消息").last
    asked.hover()
    asked.get_by_role("button", name="回复", exact=True).click()
    say(page, "staff", words)


def run_until(page: Page, chat: str, words: str | re.Pattern[str]) -> None:
    """Presses "forward" until it is said there; each time the page says when it is done."""
    for _ in range(MOST_STEPS):
        if pane(page, chat).get_by_text(words).count():
            return
        forward = page.get_by_test_id("time-next")
        expect(forward).to_be_enabled()
        before = page.get_by_test_id("clock").inner_text()
        forward.click()
        expect(page.get_by_test_id("clock")).not_to_have_text(before)
        expect(forward).to_be_enabled()
    expect(pane(page, chat).get_by_text(words).first).to_be_visible()
