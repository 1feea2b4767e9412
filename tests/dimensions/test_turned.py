"""What turns blame or praise round from afar."""

import pytest

from dimensions import Kind, Polarity, Tagger


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    [
        "没觉得价格贵",
        "倒没觉得服务员态度差",
        "不能说房间差",
        "谈不上多难吃",
        "也没有想象中那么吵",
        "没有大家说的那么差",
        "不觉得等得久",
    ],
)
def test_what_is_denied_some_words_before_is_no_blame(tagger: Tagger, text: str) -> None:
    assert not blamed(tagger, text)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("没有一次不迟到的", "responsiveness"),
        ("难道不觉得上菜太慢吗", "responsiveness"),
        ("没觉得贵，就是房间差", "tangibles"),
        ("谈不上性价比", "price"),
        ("没有比别家好吃", "reliability"),
    ],
)
def test_what_only_looks_denied_is_blame(tagger: Tagger, text: str, dimension: str) -> None:
    assert blamed(tagger, text) == {dimension}


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("外面的面比这家好吃多了", "reliability"),
        ("楼下小店的包子都比它新鲜", "reliability"),
        ("对面的房价比它便宜", "price"),
    ],
)
def test_what_others_have_better_is_blame(tagger: Tagger, text: str, dimension: str) -> None:
    reading = tagger.read(text)
    assert blamed(tagger, text) == {dimension}
    assert not reading.of(Polarity.POSITIVE)


def test_nothing_better_than_this_is_praise(tagger: Tagger) -> None:
    assert tagger.read("味道没有比这家更好吃的").kind is Kind.PRAISE


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ("‘", "’"), ("「", "」"), ('"', '"')])
def test_praise_in_quotes_is_blame(tagger: Tagger, opening: str, closing: str) -> None:
    text = f"他们的服务可真{opening}热情{closing}"
    assert blamed(tagger, text) == {"assurance"}
    assert blamed(tagger, "他们的服务可真热情") == set()
