"""Praise is full of words that also blame; what is meant is believed, and so is what is short."""

import hashlib
import json
from pathlib import Path

import pytest

from dimensions import Polarity, TableError, Tagger
from dimensions.doubt import FEWEST, Doubt, sounds
from dimensions.own import load_tagger
from dimensions.reading import Kind
from dimensions.reviews import labelled_pieces, reviews_in
from dimensions.rules import Understanding
from tests.dimensions.telling import explained

CALM = {"complaint": 0.0, "content": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        "水煮鱼麻麻辣辣，鱼片嫩，豆芽脆，环境也雅致，很喜欢",
        "咖啡微苦，配这块蛋糕刚刚好，窗边的位子很安静，喜欢这里",
        "羊肉粉酸酸辣辣，汤浓，店里装修雅致，服务热情，很喜欢，推荐",
    ],
)
def test_praise_with_words_that_blame_is_praise(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.PRAISE
    assert not reading.of(Polarity.NEGATIVE)
    assert tagger.not_believed(text)
    assert reading.doubtful, "whoever did complain is asked"
    assert any("没当不满算" in line for line in explained(text, tagger))


@pytest.mark.parametrize(
    "text",
    [
        "和老同学小聚，店面不大，但是布置得温馨",
        "羊肉炖得酥烂，汤越煮越香，实在吃不下了",
        "烤红薯很甜，糍粑外酥里软",
        "服务员提醒我们别点多了，以免浪费",
    ],
)
def test_words_of_the_table_that_mean_no_blame(tagger: Tagger, text: str) -> None:
    assert not tagger.read(text).of(Polarity.NEGATIVE)
    assert not tagger.not_believed(text)


@pytest.mark.parametrize(
    "text",
    [
        "房间不像别家那么干净",
        "这家菜不像别家那么干净新鲜",
        "菜实在吃不下去",
        "真的吃不下去，浪费钱",
        "量很大，难吃得吃不完",
        "店面不大，脏得很",
        "西瓜不太甜，水也少",
    ],
)
def test_the_same_words_still_blame(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).of(Polarity.NEGATIVE)


@pytest.mark.parametrize(
    "text",
    [
        "房间有烟味，前台等了半小时没人理",
        "菜很好吃，老板也热情，就是面里吃出一根头发",
        "态度不好",
    ],
)
def test_what_is_meant_is_believed(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    "blame",
    [
        {"words": [{"aspect": "taste", "says": "bad", "words": ["配红茶"]}]},
        {"patterns": [{"aspect": "taste", "says": "bad", "patterns": ["配*红茶"]}]},
    ],
)
def test_an_operators_own_blame_is_believed(tagger: Tagger, blame: dict[str, object]) -> None:
    text = "蛋糕配红茶刚刚好，窗边的位子很安静，味道很好，服务周到，喜欢这里，下次还来"
    assert not tagger.read(text).of(Polarity.NEGATIVE)
    own = load_tagger(Understanding.model_validate(blame), tagger)
    assert [finding.aspect for finding in own.read(text).of(Polarity.NEGATIVE)] == ["taste"]


def test_praise_in_an_operators_words_is_doubted_as_before(tagger: Tagger) -> None:
    rules = {"words": [{"aspect": "taste", "says": "good", "words": ["酸得开胃"]}]}
    own = load_tagger(Understanding.model_validate(rules), tagger)
    assert not own.read("酸汤肥牛酸得开胃，肥牛嫩，粉丝吸满了汤，环境也雅致").of(Polarity.NEGATIVE)


def test_only_what_is_long_enough_and_most_unlikely_is_doubted() -> None:
    doubt = Doubt(weights={"praised": -2.0, "sounds content": -3.0}, base=0.0, cut=-1.5)
    assert doubt.outweighs(FEWEST, {"praised": 1.0, "grave": 0.0}, CALM)
    assert not doubt.outweighs(FEWEST - 1, {"praised": 1.0, "grave": 0.0}, CALM)
    assert not doubt.outweighs(FEWEST, {"praised": 0.5, "grave": 0.0}, CALM)
    assert doubt.outweighs(FEWEST, {"praised": 0.5, "grave": 0.0}, CALM | {"content": 3.0})
    assert not doubt.outweighs(FEWEST, {"praised": 1.0, "grave": 1.0}, CALM)
    assert sounds({"complaint": -3.0, "content": 0.0})["sounds blaming"] == 0.0


@pytest.mark.parametrize("rows", ["base\t0\n", "cut\t-1\n", "base\t0\ncut\tfar\n"])
def test_a_table_that_makes_no_sense_is_refused_by_name(tmp_path: Path, rows: str) -> None:
    table = tmp_path / "doubt.tsv"
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(TableError, match=r"doubt\.tsv"):
        Doubt.load(table)


def test_a_piece_is_found_in_its_review_alone(tmp_path: Path) -> None:
    review = "菜 都好。\n就是等得久了些"
    mark = hashlib.sha256("".join(review.split()).encode()).hexdigest()[:12]
    table, reviews = tmp_path / "pieces.tsv", tmp_path / "reviews.jsonl"
    table.write_text(f"{mark}\t4\t11\tc1\tS\t-\n{'0' * 12}\t0\t2\tp0\t-\tR\n", encoding="utf-8")
    lines = [{"text": review}, {"text": "别处的", "src": "elsewhere"}]
    reviews.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    texts = reviews_in([reviews])
    assert texts == [review]
    (piece,) = labelled_pieces(texts, table)
    assert piece["text"] == "就是等得久了些"
    assert (piece["kind"], piece["severity"]) == ("complaint", 1)
    assert piece["negative"] == ["responsiveness"]
