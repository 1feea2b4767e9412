"""An operator's own aspects and words are read beside ours, and what can't be used is told."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from rich.console import Console

from bot.checking import check_rules
from bot.mistakes import UnfitFile
from bot.rules import load_rules
from bot.tagging import tag_file
from dimensions import TableError, Tagger
from dimensions.corpus import corpus_rows
from dimensions.own import load_tagger, problems_of_examples, problems_of_words, set_aside
from dimensions.rules import Understanding
from tests.dimensions.telling import explained

RULES = """extends: hotel
understanding:
  aspects:
    - {key: 泳池, dimension: 泳池, name: 泳池}
  words:
    - {aspect: 泳池, says: subject, words: [儿童池]}
    - {aspect: noise, says: bad, words: [火车头]}
    - {aspect: attitude, says: good, words: [像自家人]}
  examples:
    - {text: 空调像火车头, negative: [noise, tangibles]}
    - {text: 儿童池太小了, negative: [泳池]}
"""
OWN = Understanding.model_validate(
    {
        "aspects": [{"key": "泳池", "dimension": "泳池", "name": "泳池"}],
        "words": [
            {"aspect": "泳池", "says": "subject", "words": ["儿童池"]},
            {"aspect": "泳池", "says": "bad", "words": ["浑汤"]},
            {"aspect": "noise", "says": "bad", "words": ["火车头"]},
            {"aspect": "attitude", "says": "good", "words": ["像自家人"]},
        ],
        "examples": [{"text": "水成了浑汤", "negative": ["泳池"], "positive": ["price"]}],
    }
)


@pytest.fixture(scope="module")
def own(tagger: Tagger) -> Tagger:
    return load_tagger(OWN, tagger)


def test_own_words_and_a_dimension_of_their_own_are_read(own: Tagger, tagger: Tagger) -> None:
    text = "空调像火车头，儿童池里是浑汤"
    blamed = {f.dimension for f in own.read(text).dimensions if f.polarity == "negative"}
    assert blamed == {"tangibles", "泳池"}
    assert "泳池" not in {f.dimension for f in tagger.read(text).dimensions}
    praised = own.read("前台像自家人").dimensions
    assert [(f.dimension, f.polarity) for f in praised] == [("assurance", "positive")]


def test_what_ships_is_read_as_before(own: Tagger, tagger: Tagger) -> None:
    for text in ("房间有烟味", "等了两个小时没人理", "早餐很好吃", "几点退房"):
        assert own.read(text) == tagger.read(text)


def test_no_word_of_an_operator_splits_a_common_one(tagger: Tagger) -> None:
    plain = tagger.cutter
    taught = plain.taught(["兴服", "师酒", "梯房", "务高", "堂老"])
    for text in ("高兴服务员来了", "老师酒店", "电梯房间", "服务高兴", "大堂老师"):
        assert taught.cut(text) == plain.cut(text)


def test_examples_that_are_not_read_as_they_should_are_told(own: Tagger) -> None:
    (problem,) = problems_of_examples(OWN, own)
    assert str(problem) == "例句“水成了浑汤”应读出称赞 price，现在读出的是什么也没有。"


def test_a_word_of_no_known_aspect_is_told(tagger: Tagger) -> None:
    wrong = Understanding.model_validate(
        {"words": [{"aspect": "noisy", "says": "bad", "words": ["火车头"]}]}
    )
    assert "没有“noisy”这个方面" in str(next(iter(problems_of_words(wrong, tagger))))
    with pytest.raises(TableError, match="noisy"):
        load_tagger(wrong, tagger)


def test_a_word_that_tears_a_common_one_is_told_with_the_sentence(tagger: Tagger) -> None:
    own = Understanding.model_validate(
        {"words": [{"aspect": "noise", "says": "bad", "words": ["要投诉", "火车头", "像自家人"]}]}
    )
    (problem,) = problems_of_words(own, tagger)
    assert problem.zh.startswith("“要投诉”会拆开常用词“我要”，例如“")
    assert "我要投诉" in problem.zh
    assert "“我要”" in problem.en


def test_only_the_words_that_harm_are_set_aside(tagger: Tagger) -> None:
    own = Understanding.model_validate(
        {
            "words": [
                {"aspect": "noise", "says": "bad", "words": ["要投诉", "火车头"]},
                {"aspect": "noise", "says": "terrible", "words": ["要投诉"]},
            ]
        }
    )
    usable, (problem,) = set_aside(own, tagger)
    assert [line.words for line in usable.words] == [("火车头",)]
    assert "要投诉" in problem.zh
    assert set_aside(usable, tagger) == (usable, [])


@pytest.mark.parametrize(
    "raw",
    [
        {"words": [{"aspect": "noise", "says": "bad", "words": ["吵"]}]},
        {"words": [{"aspect": "noise", "says": "bad", "words": ["两个 词"]}]},
        {"words": [{"aspect": "noise", "says": "shout", "words": ["火车头"]}]},
        {"aspects": [{"key": "A B", "dimension": "price"}]},
        {"aspects": [{"key": "a", "dimension": "price"}, {"key": "a", "dimension": "price"}]},
    ],
)
def test_what_is_written_wrongly_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Understanding.model_validate(raw)


def test_reasons_name_the_words_and_what_own_words_change(own: Tagger, tagger: Tagger) -> None:
    told = "\n".join(explained("空调像火车头", own, tagger))
    assert "火车头" in told
    assert "因为您加的词，多了：环境设施·噪音（tangibles/noise）不满" in told
    assert "轻重来自" in told


def test_rules_saved_on_windows_are_checked_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "huiyin.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + RULES.replace("\n", "\r\n").encode())
    monkeypatch.setenv("HUIYIN_CONFIG", str(file))
    texts = tmp_path / "texts.txt"
    texts.write_text("空调像火车头\n", encoding="utf-8")
    tag_file(texts, explain=False)
    assert '"dimension": "tangibles"' in capsys.readouterr().out


@pytest.mark.slow
def test_a_check_reads_the_examples_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.yaml"
    file.write_text(RULES, encoding="utf-8")
    check_rules(Console(quiet=True), str(file))
    file.write_text(RULES.replace("[泳池]", "[price]"), encoding="utf-8")
    with pytest.raises(UnfitFile, match="1 处要改"):
        check_rules(Console(quiet=True), str(file))


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["hotel", "restaurant", "retail", "telecom"])
def test_the_words_of_each_trade_are_read_as_its_examples_say(preset: str, tagger: Tagger) -> None:
    understanding = load_rules(preset).understanding
    assert understanding.examples
    assert list(problems_of_words(understanding, tagger)) == []
    assert list(problems_of_examples(understanding, load_tagger(understanding, tagger))) == []


def test_what_holds_no_own_word_and_no_own_turn_is_read_as_it_ships(tagger: Tagger) -> None:
    """What a check leaves out when it looks for readings that changed."""
    words = [{"aspect": "noise", "says": "bad", "words": ["空调", "快递", "服务员", "等了"]}]
    turns = [{"aspect": "wait", "says": "good", "patterns": ["（没|不）给"]}]
    own = Understanding.model_validate({"words": words, "patterns": turns})
    taught = load_tagger(own, tagger)
    texts = [str(row["text"]) for row in corpus_rows()][::9]
    left_out = [text for text in texts if not taught.may_differ(text)]
    assert len(texts) / 2 < len(left_out) < len(texts)
    assert not [text for text in left_out if taught.read_alone(text) != tagger.read_alone(text)]
    said = ["空調像火車頭", "又沒給發票", "火车票", "发票给了"]
    assert [taught.may_differ(text) for text in said] == [True, True, False, False]
