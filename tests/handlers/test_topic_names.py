"""Topics of a house are called in figures and files as the house calls them."""

from dimensions.rules import OwnAspect
from handlers.aspects import dimension_of
from handlers.export_names import cell_name
from handlers.part_names import part_name
from handlers.words import words_of

OWN = (
    OwnAspect(key="garden", dimension="tangibles", name="空中<花园>"),
    OwnAspect(key="泳池", dimension="tangibles"),
)


def test_a_topic_has_its_name_whatever_the_language_and_the_name_is_no_markup() -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        _ = words_of({}, language, OWN)
        assert part_name("aspect:garden", _) == "空中&lt;花园&gt;"
        assert cell_name("aspects", "garden", _) == "空中<花园>"


def test_a_topic_without_a_name_is_called_by_its_key_and_so_is_one_that_is_gone() -> None:
    _ = words_of({}, "en", OWN)
    assert part_name("aspect:泳池", _) == "泳池"
    assert part_name("aspect:pond", _) == "pond"


def test_a_topic_belongs_to_the_dimension_that_the_house_says() -> None:
    _ = words_of({}, "en", OWN)
    assert [dimension_of(key, _) for key in ("garden", "pond", "noise")] == [
        "tangibles",
        "other",
        "tangibles",
    ]
