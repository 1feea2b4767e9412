"""What is sent home: its faults are no room's, its price falls, its seller answers by rote."""

import pytest

from dimensions import Kind, Polarity, Tagger


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    ["网购的沙发，坐垫旧得发黄", "刚买的衣柜，抽屉卡住了", "书桌装上才发现椅子是松的"],
)
def test_furniture_that_was_bought_is_no_rooms(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"reliability"}


@pytest.mark.parametrize("text", ["酒店买的沙发旧得发黄", "房间里的椅子是松的"])
def test_furniture_of_a_house_stays_the_houses(tagger: Tagger, text: str) -> None:
    assert "tangibles" in blamed(tagger, text)


def test_what_is_worn_smells_of_nothing_to_eat(tagger: Tagger) -> None:
    assert blamed(tagger, "裤子上味道怪怪的") == {"tangibles"}


def test_what_is_eaten_smells_of_its_taste(tagger: Tagger) -> None:
    assert blamed(tagger, "茶叶泡出来一股怪味") == {"reliability"}


@pytest.mark.parametrize(
    "text",
    ["前天刚付款，今早就打折了", "199拍的，隔天卖129", "收到才三天，同款直降两百"],
)
def test_a_price_that_fell_after_one_paid_is_blamed(tagger: Tagger, text: str) -> None:
    assert "price" in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    ["除了亲亲抱歉，客服不会别的", "翻来覆去就那几句", "问了半天给我粘贴一大段"],
)
def test_answers_by_rote_show_no_care(tagger: Tagger, text: str) -> None:
    assert "empathy" in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    ["吊牌剪了就不给退", "七天无理由也不让退", "没有开箱视频就不赔"],
)
def test_rules_against_taking_goods_back_are_rigid(tagger: Tagger, text: str) -> None:
    assert "empathy" in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    ["标5斤，自己一称才4斤1两", "写的256g，实际可用只有200", "六本书只到了五本"],
)
def test_less_of_it_than_was_written_is_blamed(tagger: Tagger, text: str) -> None:
    assert "reliability" in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    ["核桃都发霉了还卖，能吃吗", "奶瓶裂了，不知道还能不能用", "扣子一扯就掉，孩子吞了怎么办！"],
)
def test_who_asks_bitterly_complains(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).kind not in {Kind.QUESTION, Kind.OTHER}


@pytest.mark.parametrize("text", ["师傅一分钱没多收", "石榴籽小，又大又甜", "还没拆，先收着"])
def test_words_of_want_that_shops_hear_as_praise_or_news_blame_nobody(
    tagger: Tagger, text: str
) -> None:
    assert not blamed(tagger, text)


@pytest.mark.parametrize(
    "text", ["勺子上全是霉，别再点了", "馄饨感觉不干净", "盖饭有点脏，吃着不踏实"]
)
def test_dirt_of_what_was_brought_to_eat_is_the_kitchens(tagger: Tagger, text: str) -> None:
    assert "assurance" in blamed(tagger, text)
    assert "tangibles" not in blamed(tagger, text)


@pytest.mark.parametrize("text", ["餐厅里很脏，菜还行", "吃饭的桌子不干净"])
def test_dirt_of_a_place_where_one_sits_stays_the_places(tagger: Tagger, text: str) -> None:
    assert "tangibles" in blamed(tagger, text)


def test_what_washes_a_face_is_no_floor(tagger: Tagger) -> None:
    assert blamed(tagger, "这瓶卸妆水清洁不太好") == {"reliability"}


@pytest.mark.parametrize(
    "text",
    [
        "粥全洒袋子里了，叫人怎么吃",
        "汤漏光了，米饭都是湿的",
        "汤都洒了，配送太差",
        "全洒了，都没汤了",
    ],
)
def test_what_spilling_did_blames_nothing_besides(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"tangibles"}


def test_what_tastes_bad_and_was_spilled_is_blamed_for_both(tagger: Tagger) -> None:
    assert blamed(tagger, "汤都洒了，面也难吃") == {"reliability", "tangibles"}
