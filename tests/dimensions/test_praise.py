"""Content customers are not taken for angry ones: cheers, fears that did not come true, mending."""

import pytest

from dimensions import Kind, Polarity, Tagger


@pytest.mark.parametrize(
    "text",
    [
        "太好了！！！",
        "挺好的，会再来",
        "超讚，無限回購",
        "还是老味道",
        "没想到这么快",
        "半小时不到就送来了",
        "不差",
        "用了小半年，一点毛病没有",
        "沒有一道菜不好吃",
        "知道我咳嗽特意換成了溫水",
    ],
)
def test_a_cheer_is_praise_and_no_blame_is_heard_in_it(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.PRAISE
    assert not reading.of(Polarity.NEGATIVE)


def test_what_was_mended_at_once_is_nobodys_fault_and_what_was_not_is(tagger: Tagger) -> None:
    assert tagger.read("空调坏了，师傅十分钟就到，很客气").kind is Kind.PRAISE
    assert tagger.read("空调坏了，说马上来人，等了两个小时也没修好").kind is Kind.COMPLAINT
    assert tagger.read("空调坏了，很快修好，可是晚上又坏了").kind is Kind.COMPLAINT


def test_praise_of_nothing_in_particular_counts_when_a_text_is_weighed(tagger: Tagger) -> None:
    assert tagger.praise_in_general("不错，就是送餐有些慢") > 0.5
    assert tagger.praise_in_general("送餐有些慢") == 0
