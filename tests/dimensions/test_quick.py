"""What makes reading quick changes nothing that is read."""

import math
import re
from functools import cache
from itertools import islice
from time import thread_time

import jieba
import pytest

from dimensions import Tagger
from dimensions.corpus import corpus_rows
from dimensions.lexicon import Lexicon
from dimensions.matching import Sieve, spelled
from dimensions.needs import needs_of
from dimensions.openings import opened, opening_of
from dimensions.scheme import Scheme
from dimensions.script import Script, _fold
from dimensions.words import Words, _counted

TEXTS = [row["text"] for row in corpus_rows()]
FEW = TEXTS[::29]


def meets(regex: re.Pattern[str], atoms: set[str]) -> bool:
    return all(not need.isdisjoint(atoms) for need in needs_of(regex.pattern))


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("等了?很久|半天", ["等很久", "等了很久", "半天"]),
        ("(?:不|没)[一-龟]{0,3}好(?=吃)", ["不好吃", "没什么好吃"]),
        (r"\d{1,2}点|[abc]{2,9}", ["12点", "abcabc"]),
        ("(?<!很)贵(?!宾)了{0,4}", ["贵", "太贵了了"]),
        ("(?:一点|.)(?:都|也)不", ["一点都不", "饭也不"]),
        (".*|无所谓", ["什么都行", ""]),
    ],
)
def test_where_a_pattern_matches_what_it_needs_stands(source: str, texts: list[str]) -> None:
    regex = re.compile(source)
    for text in texts:
        assert regex.search(text)
        assert meets(regex, spelled(text).atoms)


def test_a_pattern_is_passed_over_where_one_of_its_needs_is_missing() -> None:
    regex = re.compile("(?:等|排队)[^,]{0,6}(?:小时|半天)")
    sieve = Sieve([needs_of(regex.pattern)])
    assert sieve.passing(spelled("等了两个小时").atoms) == [0]
    for text in ("等了很久", "两小时到家", "小等一时", ""):
        assert sieve.passing(spelled(text).atoms) == []


def found_by_all(tagger: Tagger, text: str) -> list[tuple[str, int, int]]:
    """Every pattern that has a cue in a sentence, tried there."""
    found = []
    patterns, by_cue = tagger.lexicon.patterns, cued(tagger)
    for start, end in spelled(text).sentences:
        letters = {"", *text[start:end]}
        for number in sorted({n for letter in letters for n in by_cue.get(letter, ())}):
            source = patterns[number].source
            matches = as_written(source).finditer(text, start, end)
            spans = (match.span() for match in matches)
            found += [(source, *span) for span in spans if span[1] > span[0]]
    return found


@cache
def cued(tagger: Tagger) -> dict[str, list[int]]:
    """The numbers of patterns by each of their cues; by no letter those that have none."""
    by_cue: dict[str, list[int]] = {}
    for number, pattern in enumerate(tagger.lexicon.patterns):
        for cue in pattern.cues or {""}:
            by_cue.setdefault(cue, []).append(number)
    return by_cue


@cache
def as_written(source: str) -> re.Pattern[str]:
    return re.compile(source)


def found_by_letters(tagger: Tagger, text: str) -> list[tuple[str, int, int]]:
    found = tagger._patterns.find(spelled(text))
    return [(pattern.source, start, end) for pattern, start, end in found]


def test_no_turn_of_phrase_is_passed_over(tagger: Tagger) -> None:
    for text in map(tagger.plain, FEW):
        assert found_by_letters(tagger, text) == found_by_all(tagger, text)


@pytest.mark.slow
def test_no_turn_of_phrase_is_passed_over_in_the_whole_corpus(tagger: Tagger) -> None:
    for text in map(tagger.plain, TEXTS):
        assert found_by_letters(tagger, text) == found_by_all(tagger, text)


@pytest.mark.slow
def test_no_sign_of_severity_is_passed_over(tagger: Tagger) -> None:
    signs, sieve = tagger._judge._severity._tried
    for text in map(tagger.plain, TEXTS):
        shown = {n for n, (_, sign) in enumerate(signs) if sign.search(text)}
        assert shown <= set(sieve.passing(spelled(text).atoms))


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        ("(?<!很)(?:贵|太?慢)了", "太慢贵"),
        (r"(?:^|,)(?:\d{1,2}|[一-三])点", r",\d一-三"),
        ("(?:没|不)?好", "不好没"),
    ],
)
def test_a_pattern_looks_first_at_the_letters_it_may_begin_with(source: str, begins: str) -> None:
    letters = "".join(sorted(re.findall(r"\\d|.-.|.", begins)))
    assert opened(source, opening_of(source)) == f"(?=[{letters}])(?:{source})"


@pytest.mark.parametrize(
    "source", ["好吃", "[好难]吃", "(?:好|难)吃", "好?", ".好", "(?i)a?b", "[^好]"]
)
def test_a_pattern_that_begins_plainly_or_with_anything_stays_as_it_is(source: str) -> None:
    assert opened(source, opening_of(source)) == source


def test_letters_of_both_scripts_are_learnt_and_others_are_not() -> None:
    script = Script()
    for _ in range(2):
        assert not script.is_traditional("服务很好，下次再来")
        assert script.is_traditional("服務很好")
        assert script.is_traditional("答覆很慢")
        assert not script.is_traditional("乾隆")
        assert script.is_traditional("乾的")
    assert script.plain("答覆，瞭解，藉口").text == "答复,了解,借口"


@pytest.mark.parametrize("text", ["手机被打坏了", "拉鏈拉坏了，還不換", "毛坏子", "打壞了"])
def test_what_is_broken_is_no_clay(text: str) -> None:
    assert "坏" in Script().plain(text).text
    assert "坯" not in Script().plain(text).text


def test_the_letters_of_two_tables_are_added_up_in_one_go(tagger: Tagger) -> None:
    ear, severity = tagger.ear, tagger._judge._severity
    assert ear is not None
    for text in map(tagger.plain, FEW):
        letters = spelled(text)
        grave = math.fsum(severity.letters.get(atom, 0.0) for atom in letters.atoms)
        assert ear.sound(letters).beside == pytest.approx(grave)
        weights = [ear.weights[mark] for mark in letters.atoms & ear.weights.keys()]
        scales = [ear.scales[mark] for mark in letters.atoms & ear.scales.keys()]
        content = math.fsum(each[-1] for each in weights) / (math.hypot(*scales) or 1.0)
        assert ear.sound(letters).odds["content"] == pytest.approx(ear.bias[-1] + content)


def test_letters_are_folded_as_one_by_one() -> None:
    script = Script()
    for text in [*FEW, "ＡＢｃ１２．５元…", "ﷺ㎏½ﬁ", "a\u0301\u200b\r\n\x00\ud800\u202e", ""]:
        plain = script.plain(text)
        if not plain.traditional:
            assert plain.text == "".join(map(_fold, text))
        assert len(plain.starts) == len(plain.ends) == len(plain.text)
        for start, end in zip(plain.starts, plain.ends, strict=True):
            assert 0 <= start < end <= len(text)


def test_a_traditional_text_is_converted_alike_in_one_piece_and_in_many() -> None:
    script = Script()
    for text in [t for t in TEXTS if script.plain(t).traditional]:
        pieces = re.split(r"(?<=[,.。!?;:、\s])(?=[^,.。!?;:、\s])", script.plain(text).text)
        given = re.split(r"(?<=[，,.。！!？?；;：:、\s])(?=[^，,.。！!？?；;：:、\s])", text)
        assert "".join(script.plain(piece).text for piece in given) == "".join(pieces)


@pytest.mark.slow
def test_words_are_those_of_jieba() -> None:
    """Without its guessing of names, and where words stand side by side in one likely way."""
    plain = jieba.Tokenizer()
    words = Words()
    alike = [words.cut(t) == list(plain.cut(t, HMM=False)) for t in map(str.lower, TEXTS)]
    assert sum(alike) / len(alike) > 0.99


@pytest.mark.slow
def test_the_dictionary_says_what_jieba_reads_in_it() -> None:
    plain = jieba.Tokenizer()
    assert _counted(plain.get_dict_file()) == plain.gen_pfdict(plain.get_dict_file())


def test_another_reader_is_made_of_the_tables_that_were_read_once() -> None:
    one, other = Tagger.load(), Tagger.load()
    assert one is not other
    assert one.lexicon is other.lexicon
    assert one.ear is other.ear


PUMPED = ["不不好", "很差，", "等了", "（", "1:", "ﷺ", "臺後來", "没有人", "( [{", "\ud800", "a "]


def fastest(tagger: Tagger, text: str) -> float:
    """Seconds of this thread's own time: what else the machine does hardly counts."""
    times = []
    for _ in range(5):
        started = thread_time()
        tagger.read(text)
        times.append(thread_time() - started)
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize("pumped", PUMPED)
def test_four_times_the_text_takes_about_four_times_as_long(tagger: Tagger, pumped: str) -> None:
    short, long = (pumped * 2_000)[:2_000], (pumped * 8_000)[:8_000]
    assert fastest(tagger, long) < 8 * fastest(tagger, short) + 0.01


@pytest.mark.slow
def test_what_no_message_has_tried_is_not_compiled_and_all_of_it_can_be() -> None:
    lexicon = Lexicon.load(Scheme.load())
    every = [*lexicon.patterns, *lexicon.hints, *lexicon.hazards, *lexicon.signs.values()]
    assert not any("regex" in vars(pattern) for pattern in every)
    assert all(pattern.source in pattern.regex.pattern for pattern in every)


def test_the_signs_of_a_pattern_are_few(tagger: Tagger) -> None:
    """Most sentences try fewer than one in a hundred and fifty: that makes them quick."""
    patterns, tried, sentences = tagger._patterns, 0, 0
    for text in map(tagger.plain, islice(FEW, 20)):
        for _, _, numbers in patterns._sieve.passing_each(spelled(text)):
            tried += len(numbers)
            sentences += 1
    assert tried / sentences < len(patterns._patterns) / 150
