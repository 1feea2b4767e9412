"""Two complaints are one matter, or two."""

import pytest

from dimensions.matters import blamed, is_another, matters
from dimensions.tagger import Tagger


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("房间Wi-Fi连不上", "早餐的粥是凉的"),
        ("床太硬了，睡不好", "电视打不开"),
        ("电视打不开", "窗户打不开"),
        ("電視打不開", "早餐太貴"),
        ("早餐太贵了", "隔壁很吵，没法睡"),
        ("The Wi-Fi is down", "The breakfast was cold"),
    ],
)
def test_what_names_another_thing_of_another_aspect_is_another_matter(
    tagger: Tagger, before: str, now: str
) -> None:
    assert is_another(blamed(tagger.read(now)), blamed(tagger.read(before)))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("房间Wi-Fi连不上", "网还是很慢"),
        ("房间Wi-Fi连不上", "还是没人来修"),
        ("床太硬了，睡不好", "床还是太硬，没有人来换"),
        ("空调坏了", "空调不制冷"),
        ("電視打不開", "电视还是坏的"),
        ("房间有烟味", "走廊也有一股烟味"),
        ("房间Wi-Fi连不上", "房间是 812"),
        ("The Wi-Fi is down", "the wifi is still not working"),
    ],
)
def test_what_names_the_same_thing_or_how_it_is_handled_is_the_same_matter(
    tagger: Tagger, before: str, now: str
) -> None:
    assert not is_another(blamed(tagger.read(now)), blamed(tagger.read(before)))


def test_things_of_one_dimension_are_matters_of_their_own(tagger: Tagger) -> None:
    bed, tv, window = (
        matters(blamed(tagger.read(text)))
        for text in ("床太硬了，睡不好", "房间电视坏了", "窗户关不严，漏风")
    )
    assert not bed & tv
    assert not tv & window
    assert not bed & window
