"""Kinds of service are called in figures and files as the house calls them."""

from bot.rules import load_rules
from handlers.export_names import cell_name
from handlers.part_names import value_name
from handlers.words import words_of


def test_a_kind_of_service_has_its_name_in_the_language_of_the_reader() -> None:
    services = load_rules("hotel").house.services
    for language, name in (("zh-hans", "用餐"), ("zh-hant", "用餐"), ("en", "meal")):
        _ = words_of(services, language)
        assert value_name("service_type", "meal", _) == name
        assert cell_name("service_type", "meal", _) == name
    assert value_name("service_type", "stay", words_of(services, "zh-hans")) == "住宿"


def test_a_kind_without_a_name_stands_as_it_is_and_names_are_no_markup() -> None:
    _ = words_of(load_rules("hotel").house.services, "zh-hans")
    assert value_name("service_type", "a<b", _) == "a&lt;b"
    assert cell_name("service_type", "spa", _) == "spa"
    assert value_name("service_type", "stay", words_of({}, "zh-hans")) == "stay"
