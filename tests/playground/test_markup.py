"""Telegram's HTML: what it makes of it, and what it refuses."""

import pytest
from telegram import MessageEntity

from playground.errors import Refused
from playground.markup import found_in, parse_html, trimmed


def shown(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    formatted = trimmed(parse_html(source))
    return formatted.text, [(one.type, one.offset, one.length) for one in formatted.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &#33;&#x4e2d;", 'a <b> & "c" !中', []),
        ("&nbsp; & &", "&nbsp; & &", []),
        ("<b>粗</b>x<i>斜</i>", "粗x斜", [("bold", 0, 1), ("italic", 2, 1)]),
        ("😀<b>中😀</b>", "😀中😀", [("bold", 2, 3)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<u>a</u><s>b</s><code>c</code>", "abc", [
            ("underline", 0, 1), ("strikethrough", 1, 1), ("code", 2, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("  <b> a </b> ", "a", [("bold", 0, 1)]),
        ("<B>a</B><b></b>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_markup_becomes_text_and_entities_counted_in_utf16(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert shown(source) == (text, entities)


def test_a_link_keeps_its_address_and_code_its_language() -> None:
    link = parse_html('<a href="https://example.com/?a=1&amp;b=2">看</a>').entities[0]
    assert (link.type, link.url) == ("text_link", "https://example.com/?a=1&b=2")
    pre = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert [(one.type, one.language) for one in pre] == [(MessageEntity.PRE, "python")]


def test_a_link_to_a_person_is_a_mention_of_them() -> None:
    named = parse_html('问<a href="tg://user?id=1011">小陈</a>').entities[0]
    assert (named.type, named.offset, named.length, named.url) == ("text_mention", 1, 2, None)
    assert named.user is not None
    assert (named.user.id, named.user.first_name) == (1011, "小陈")


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<b>粗", 'Can\'t find end tag corresponding to start tag "b"'),
        ("中<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_markup_is_refused_with_the_byte_where_it_went_wrong(source: str, refusal: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {refusal}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /stats@huiyin_bot", [("bot_command", 3, 17)]),
        ("请看 @huiyin_bot", [("mention", 3, 11)]),
        ("见 https://example.com/a，谢谢", [("url", 2, 21)]),
        ("写信到 a.b@example.com", [("email", 4, 15)]),
        ("1/2 和/或", []),
    ],
)
def test_commands_and_mentions_are_found_without_markup(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert [(one.type, one.offset, one.length) for one in found_in(text)] == found
