"""Every sentence is there in every language."""

import re
from functools import cache

import pytest

from handlers import catalogue
from handlers.words import words_in

PLACEHOLDER = re.compile(r"\{(\w+)\}")
sentences = cache(catalogue.sentences)


@pytest.mark.parametrize("folder", ["zh_Hant", "en"])
def test_every_sentence_has_its_translation(folder: str) -> None:
    known = catalogue.read(folder)
    assert [s for s in sentences() if not known.get(s)] == []


@pytest.mark.parametrize("folder", ["zh_Hant", "en"])
def test_a_translation_fills_in_the_same_values(folder: str) -> None:
    for sentence, translation in catalogue.read(folder).items():
        assert set(PLACEHOLDER.findall(translation)) == set(PLACEHOLDER.findall(sentence)), sentence


@pytest.mark.parametrize("folder", catalogue.FOLDERS)
def test_a_catalogue_holds_no_sentence_that_nobody_says(folder: str) -> None:
    assert set(catalogue.read(folder)) == set(sentences())


def test_a_reader_of_english_reads_english() -> None:
    assert words_in("en")("谢谢！") == "Thank you! "


def test_an_unknown_language_reads_english_and_an_unknown_chinese_reads_simplified() -> None:
    assert words_in("fr")("我来") == "I take it"
    assert words_in("zh-SG")("我来") == "我来"
    assert words_in("zh-TW")("我来") == "我來"
