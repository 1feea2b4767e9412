"""What customers write works nowhere: no markup, no mention, no turned writing, no numbers."""

import time

import pytest

from handlers.safe import escaped, plain, quoted
from people.values import masked


@pytest.mark.parametrize("text", ["<b>", "</a>", "a<b", "&lt;", "<script>", "<tg-spoiler>"])
def test_markup_is_only_text(text: str) -> None:
    shown = escaped(text)
    assert "<" not in shown
    assert "&" not in shown.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "")


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("@all_staff", "@all_staff"),
        ("https://evil.example", "https://"),
        ("tg://user?id=1", "tg://"),
        ("evil.com", "evil.com"),
        ("/stats", "/stats"),
    ],
)
def test_mentions_links_and_commands_of_theirs_are_dead(text: str, live: str) -> None:
    assert live not in escaped(text)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\0", "\x1b", "\ud83d"])
def test_signs_that_rearrange_a_card_are_gone(sign: str) -> None:
    assert plain(f"a{sign}b") == "ab"


@pytest.mark.parametrize(
    "secret",
    ["13912345678", "+86 139 1234 5678", "110101199003077578", "6222021234567890123", "a.b@c.cn"],
)
def test_numbers_of_theirs_are_masked_on_a_card(secret: str) -> None:
    assert secret not in quoted(f"我的号码是{secret}，请回电", 100)
    assert "请回电" in quoted(f"我的号码是{secret}，请回电", 100)


@pytest.mark.parametrize(
    "text", ["长" * 4096, "1" * 4096, "a." * 2048, "长" * 4095 + "@", "a@" * 2048]
)
def test_a_long_text_of_theirs_holds_up_nobody(text: str) -> None:
    """Each card with it is made anew at every change, in the one thread that serves everybody."""

    def milliseconds() -> float:
        began = time.process_time()
        quoted(text, 200)
        return (time.process_time() - began) * 1000

    assert min(milliseconds() for _ in range(3)) < 25


@pytest.mark.parametrize(
    ("name", "seen"), [("王小明", "王*"), (" Ada", "A*"), ("", ""), (None, "")]
)
def test_staff_see_the_first_character_of_a_name(name: str | None, seen: str) -> None:
    assert masked(name) == seen
