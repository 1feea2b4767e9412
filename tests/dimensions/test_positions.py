"""Evidence always stands where it says, in the text as the customer wrote it."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimensions import Reading, Tagger
from dimensions.script import Script

SCRIPT = Script()

# Pieces that change length or vanish on the way to plain text, between words that are found.
PIECES = st.sampled_from(
    [
        "等了两个小时", "沒人理我", "房間有煙味", "態度很差", "网際網路連不上", "滑鼠壞了",
        "印表機壞了", "計程車沒來", "隨身碟", "①㎡", "ＷＩＦＩ", "\x00", "\ud83d",
        "👨\u200d👩\u200d👧",
        "，", "。", "！！", " ", "\n", "\u202e", "\ufeff", "ﬁ", "İ", "不是", "没有", "很好吃",
        "煤气味", "希望", "如果", "但是", "真棒", "ㄅㄆ", "\u0301", "rude staff", "…", "、",
    ]
)  # fmt: skip
MESSAGES = st.lists(PIECES, max_size=24).map("".join)


def every_span_stands(reading: Reading) -> bool:
    spans = [span for finding in reading.dimensions for span in finding.evidence]
    spans += [danger.span for danger in reading.safety]
    return all(
        span.words == reading.text[span.start : span.end] and span.words.strip() for span in spans
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(MESSAGES, st.text(st.characters(codec=None), max_size=80)))
def test_whatever_is_written_is_read_and_its_evidence_stands_where_it_says(
    tagger: Tagger, text: str
) -> None:
    reading = tagger.read(text)
    assert reading.text == text
    assert every_span_stands(reading)
    assert 0 <= reading.severity <= 4
    assert all(0 < finding.score <= 1 and finding.evidence for finding in reading.dimensions)
    json.dumps(reading.as_json())


@settings(max_examples=200, deadline=None)
@given(st.one_of(MESSAGES, st.text(st.characters(codec=None), max_size=80)))
def test_every_plain_letter_knows_where_it_came_from(text: str) -> None:
    plain = SCRIPT.plain(text)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(plain.starts, plain.ends, strict=True)
    )
    assert list(plain.starts) == sorted(plain.starts)


@pytest.mark.parametrize(
    ("text", "plain", "origin"),
    [
        ("印表機壞了", "打印机", "印表機"),
        ("滑鼠壞了", "鼠标", "滑鼠"),
        ("計程車沒來", "出租车", "計程車"),
        ("網際網路連不上", "互联网", "網際網路"),
        ("房間㎡很小", "m2", "㎡"),
    ],
)
def test_a_phrase_that_changes_its_length_is_found_where_it_was_written(
    text: str, plain: str, origin: str
) -> None:
    made = SCRIPT.plain(text)
    at = made.text.index(plain)
    start, end = made.place(at, at + len(plain))
    assert text[start:end] == origin


def test_evidence_behind_emoji_and_invisible_letters_is_not_shifted(tagger: Tagger) -> None:
    text = "😡\u200b👨\u200d👩\u200d👧\x00\ud83d 房間有菸味"
    (finding,) = [f for f in tagger.read(text).dimensions if f.dimension == "tangibles"]
    (span,) = finding.evidence
    assert (span.start, span.end) == (len(text) - 5, len(text))
    assert span.words == "房間有菸味"


@pytest.mark.slow
@pytest.mark.parametrize(
    "pumped",
    [
        "等",
        "不",
        "好",
        "很好吃",
        "真的",
        "没有",
        "態度真的",
        "1",
        "(",
        "等了两个小时没人理我",
        "壞滑鼠",
        "到处是",
        "贵",
        "我要的是面给我饭",
    ],
)
def test_the_longest_message_never_holds_up_the_others(tagger: Tagger, pumped: str) -> None:
    text = (pumped * 4096)[:4096]
    started = time.process_time()
    reading = tagger.read(text)
    assert time.process_time() - started < 1.5
    assert every_span_stands(reading)


def test_a_book_is_read_as_far_as_patience_goes(tagger: Tagger) -> None:
    text = "房间有烟味。" + "到处是灰，" * 14_000
    assert len(text) > 65_536
    started = time.process_time()
    reading = tagger.read(text)
    assert time.process_time() - started < 4
    assert reading.text == text
    assert every_span_stands(reading)
    assert any(finding.dimension == "tangibles" for finding in reading.dimensions)


@pytest.mark.parametrize(
    "text", ["", " ", "。。。", "?!…", "\x00", "\ud800", "\u202e\u202d", "😶", "\n\n"]
)
def test_nothing_said_is_nothing_found(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.dimensions == ()
    assert reading.severity == 0
    assert reading.text == text
