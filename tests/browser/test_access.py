"""Whoever uses a keyboard or a screen reader, and whoever has no network, gets the whole page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.stage import PATIENCE, running_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a screen reader would say of each thing that can be used, by the rules of names.
NAMELESS = """() => [...document.querySelectorAll(
  'button, a[href], input, textarea, select, [role=button], [role=menuitem], section, [role=log]')]
  .filter(one => one.checkVisibility({checkVisibilityCSS: true}))
  .filter(one => {
    const by = one.getAttribute('aria-labelledby');
    const label = one.getAttribute('aria-label') || (by && document.getElementById(by)?.innerText)
      || one.labels?.[0]?.innerText || one.title || '';
    const inside = ['SECTION', 'DIV', 'INPUT', 'TEXTAREA'].includes(one.tagName)
      ? '' : one.innerText;
    return !(label + inside).trim();
  }).map(one => one.outerHTML.slice(0, 160))"""

# WCAG 1.4.3: 4.5 to 1, or 3 to 1 for large letters. Backgrounds are laid over one another.
FAINT = """() => {
  const rgba = text => { const n = (text.match(/[\\d.]+/g) || []).map(Number);
    const whole = text.startsWith('color(') ? 255 : 1;
    return [n[0] * whole, n[1] * whole, n[2] * whole, n.length > 3 ? n[3] : 1]; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
  const behind = one => { const layers = [];
    for (let at = one; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none' && layers.length === 0) return null;
      layers.push(rgba(style.backgroundColor)); if (layers.at(-1)[3] === 1) break; }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const light = c => { const l = c.map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    const text = [...one.childNodes].filter(n => n.nodeType === 3 && n.data.trim());
    const how = {checkOpacity: true, checkVisibilityCSS: true};
    if (!text.length || !one.checkVisibility(how)) continue;
    if (one.closest('[aria-hidden=true], [disabled], [hidden], .unseen')) continue;
    const style = getComputedStyle(one), ground = behind(one);
    if (!ground) continue;
    const ink = over(rgba(style.color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5))
      found.push(`${ratio.toFixed(2)} ${one.className} ${one.innerText.slice(0, 30)}`);
  }
  return found; }"""

FOCUSED = """() => { const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return { test: one.dataset.testid || one.className || one.tagName,
    pane: one.closest('[data-testid^=pane-]')?.dataset.testid || '',
    shown: box.width > 0 && box.height > 0,
    ringed: style.outlineStyle !== 'none' || style.boxShadow !== 'none' }; }"""

# What a hint hides: lists of messages that are seen, and whether the newest still is.
COVERED = """() => {
  const hint = document.querySelector('[data-testid=hint]').getBoundingClientRect();
  const hides = (list) => {
    const box = list.getBoundingClientRect();
    const beside = box.bottom <= hint.top + 1 || box.top >= hint.bottom - 1
      || box.right <= hint.left || box.left >= hint.right;
    const left = list.scrollHeight - list.scrollTop - list.clientHeight;
    return list.offsetParent && (!beside || left > 2);
  };
  return [...document.querySelectorAll('.scroller')].filter(hides).map((one) => one.ariaLabel);
}"""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def page(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, asked: list[str]
) -> Iterator[Page]:
    """With a complaint in it, so that there is a card to look at."""
    with running_demo(tmp_path_factory.mktemp("access")) as url:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.emulate_media(reduced_motion="reduce")
        page.on("request", lambda request: asked.append(_host(request)))
        page.goto(f"{url}?hints=no")
        expect(page.get_by_test_id("service")).to_be_enabled(timeout=PATIENCE)
        page.get_by_test_id("chip-complaint").click()
        page.get_by_test_id("send-customer").click()
        expect(page.get_by_test_id("pane-staff")).to_contain_text("我来", timeout=PATIENCE)
        yield page


def _host(request: Request) -> str:
    return request.url.split("/")[2].split(":")[0]


def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    assert page.evaluate(NAMELESS) == []


def test_messages_are_logs_that_are_read_out(page: Page) -> None:
    for pane in ("customer", "staff", "supervisor"):
        log = page.get_by_test_id(f"pane-{pane}").get_by_role("log")
        expect(log).to_have_count(1)
        assert log.get_attribute("aria-label")
    assert page.locator("html").get_attribute("lang")
    expect(page.get_by_role("main")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_timeout(300)
    assert page.evaluate(FAINT) == []


def test_the_keyboard_reaches_every_pane_and_is_always_seen(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate("document.activeElement.blur()")
    seen: list[Any] = []
    panes = {"pane-customer", "pane-staff", "pane-supervisor"}
    for _ in range(300):
        page.keyboard.press("Tab")
        # A message that is drawn anew loses the focus for one press.
        if focused := page.evaluate(FOCUSED):
            seen.append(focused)
        if panes <= {one["pane"] for one in seen}:
            break
    assert panes <= {one["pane"] for one in seen}
    assert [one for one in seen if not (one["shown"] and one["ringed"])] == []


def test_a_complaint_is_taken_with_the_keyboard_alone(page: Page) -> None:
    take = page.get_by_test_id("pane-staff").get_by_role("button", name="我来").last
    take.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("pane-staff")).to_contain_text("处理中", timeout=PATIENCE)


def test_it_is_there_within_a_second_and_asks_nobody_else(page: Page, asked: list[str]) -> None:
    page.reload()
    expect(page.get_by_test_id("service")).to_be_enabled(timeout=PATIENCE)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < 1000
    assert set(asked) == {"127.0.0.1"}


@pytest.mark.parametrize("width", [390, 1440])
def test_hints_lie_over_no_message_and_are_read_by_keyboard(page: Page, width: int) -> None:
    assert page.context.browser is not None
    newcomer = page.context.browser.new_page(viewport={"width": width, "height": 844})
    newcomer.goto(page.url.split("?")[0])
    hint = newcomer.get_by_test_id("hint")
    newcomer.get_by_test_id("hint-next").focus(timeout=PATIENCE)
    for nth in range(1, 5):
        expect(hint).to_contain_text(f"{nth} / 4")
        expect(newcomer.get_by_test_id("hint-next")).to_be_focused()
        assert newcomer.evaluate(COVERED) == []
        newcomer.keyboard.press("Enter")
    expect(hint).to_be_hidden()
    newcomer.close()


@pytest.mark.parametrize(("width", "height"), [(780, 437), (667, 375)])
def test_where_one_writes_is_in_sight_on_a_low_screen(page: Page, width: int, height: int) -> None:
    """With a hint, the legend and a message that is answered, all at once."""
    assert page.context.browser is not None
    newcomer = page.context.browser.new_page(viewport={"width": width, "height": height})
    newcomer.goto(page.url.split("?")[0])
    expect(newcomer.get_by_test_id("hint")).to_be_visible(timeout=PATIENCE)
    customer = newcomer.get_by_test_id("pane-customer")
    expect(customer.get_by_test_id("legend")).to_be_attached()
    customer.get_by_test_id("message").last.focus()
    customer.get_by_test_id("message").last.get_by_role("button", name="回复").dispatch_event(
        "click"
    )
    expect(customer.locator(".context-bar")).to_be_visible()
    field = newcomer.get_by_test_id("input-customer").bounding_box()
    chat = customer.locator(".list").bounding_box()
    assert field is not None
    assert field["y"] + field["height"] <= height
    assert chat is not None
    assert chat["height"] >= 24
    newcomer.close()


def test_as_whom_one_acts_is_in_sight_however_many_there_are(page: Page) -> None:
    for guest in (5, 6, 7):
        page.get_by_test_id("new-customer").click()
        expect(page.get_by_test_id("pane-customer")).to_contain_text(f"新客户{guest}")
    row = page.get_by_test_id("people-customer").bounding_box()
    chosen = page.get_by_test_id("people-customer").locator("[aria-pressed=true]")
    expect(chosen).to_contain_text("新客户7")
    stands = chosen.bounding_box()
    assert row is not None
    assert stands is not None
    assert row["x"] <= stands["x"]
    assert stands["x"] + stands["width"] <= row["x"] + row["width"]
    page.get_by_test_id("as-customer-1001").click()


def test_a_field_that_was_narrow_for_a_while_takes_one_line_again(page: Page) -> None:
    field = page.get_by_test_id("input-customer")
    before = field.bounding_box()
    page.set_viewport_size({"width": 780, "height": 437})
    for name in ("1002", "1001"):
        page.get_by_test_id(f"as-customer-{name}").click()
        expect(field).to_be_visible()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.set_viewport_size({"width": 1440, "height": 900})
    after = field.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] == before["height"]
