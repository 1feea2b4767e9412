"""Kinds of telling, each in words of several trades, beside what only looks like them."""

import math

import pytest

from dimensions import Polarity, Tagger
from dimensions.ear import COLUMNS, marks_of


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    [
        "2个半小时的配送时间，真行",
        "两小时，够我自己做一桌菜了",
        "俩小时送到的",
        "办个挂失折腾了快一个钟头",
        "心情都等没了",
        "維修耗時三個星期",
        "窗口只有一个人，后面排着二十几个人",
        "报修是周一，今天都周五了",
        "投诉过好几次，一点用都没有",
    ],
)
def test_time_that_is_only_told_is_time_that_was_lost(tagger: Tagger, text: str) -> None:
    assert "responsiveness" in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "三十分钟的配送时间很准",
        "看了三个小时的展，很值",
        "从车站过去要两个小时吗",
        "早餐八点才去吃也来得及",
    ],
)
def test_time_that_nobody_waited_is_no_blame(tagger: Tagger, text: str) -> None:
    assert "responsiveness" not in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "注明去冰，结果大半杯冰块",
        "交代牛肉麵不要辣，湯頭整碗紅的",
        "明确写了微糖，还是甜得发齁",
        "登记的是素餐，发到手里一盒红烧肉",
        "忌口写了花生，酱里还有花生碎",
    ],
)
def test_a_wish_that_was_not_kept_is_wrong_and_careless(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"reliability", "empathy"}


def test_a_wish_that_was_kept_is_praise(tagger: Tagger) -> None:
    reading = tagger.read("备注不要香菜，果然一根都没有，很贴心")
    assert [finding.dimension for finding in reading.of(Polarity.POSITIVE)] == ["empathy"]


@pytest.mark.parametrize(
    "text",
    [
        "12点必须退房，一分钟都不能延",
        "收货地址写错一个字，不能改地址",
        "护照不认，只认身份证",
        "過了兩點就不收單，差一分鐘也不行",
        "非本人不办，老人躺在医院怎么来",
    ],
)
def test_a_rule_that_knows_no_person_is_want_of_care(tagger: Tagger, text: str) -> None:
    assert "empathy" in blamed(tagger, text)


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("店員臉很臭", {"assurance"}),
        ("龍鬚糖不太好吃", {"reliability"}),
        ("一次比一次少", {"reliability"}),
        ("一次比一次贵", {"price"}),
        ("房间门坏了", {"tangibles"}),
        ("宫保鸡丁没有花生", {"reliability"}),
        ("土豆肉丝没有看到肉丝", {"reliability"}),
        ("卫生间只能容一个人转身", {"tangibles"}),
        ("毛巾太硬", {"tangibles"}),
        ("三星都不如，失望", {"reliability", "tangibles"}),
        ("没有取得办学资质就收费招生", {"assurance"}),
    ],
)
def test_a_thing_lends_its_dimension_to_what_is_said_of_it(
    tagger: Tagger, text: str, dimensions: set[str]
) -> None:
    assert blamed(tagger, text) == dimensions


@pytest.mark.parametrize(
    ("text", "blamed", "praised"),
    [
        ("网速比较慢位置很好", {"function"}, {"convenience"}),
        ("服务很差环境不错", {"attitude"}, {"environment"}),
        ("差的服务，不错的环境", {"attitude"}, {"environment"}),
        # It tells when, not what.
        ("结账的时候太麻烦", {""}, set()),
    ],
)
def test_an_opinion_keeps_to_the_thing_before_it(
    tagger: Tagger, text: str, blamed: set[str], praised: set[str]
) -> None:
    assert tagger.aspects_said(text, -1) == blamed
    assert tagger.aspects_said(text, 1) == praised


def test_what_the_house_answered_is_not_the_customers_word(tagger: Tagger) -> None:
    said = "房间很干净。"
    answer = "酒店回复2024年5月3日：尊敬的客人，隔音差的问题我们会改进"
    assert blamed(tagger, said + answer) == set()
    assert blamed(tagger, "隔音差。" + answer) == {"tangibles"}
    assert "empathy" in blamed(tagger, "客服回复：爱买不买")
    assert blamed(tagger, said + answer + "。补充点评：早餐特别难吃") == {"reliability"}


def test_a_wish_within_words_that_mean_neither_wishes_for_nothing(tagger: Tagger) -> None:
    assert tagger.aspects_said("我们会继续提高服务质量，", -1) == set()
    assert tagger.aspects_said("希望提高服务质量，", -1) == {"attitude"}


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("这样的酒店怎么能评上五星", {"described", "facilities"}),
        ("毛巾弄脏了，居然要交80清洗费", {"fees"}),
        ("前台把我们撂在一边", {"care", "unanswered"}),
        ("说好回电话给我，结果又没打", {"promise", "unanswered"}),
        ("院子大，出入很方便", set()),
    ],
)
def test_what_a_house_is_blamed_for_is_told_by_its_turn(
    tagger: Tagger, text: str, aspects: set[str]
) -> None:
    assert tagger.aspects_said(text, -1) == aspects


def test_a_wave_in_brackets_is_one_of_their_letters(tagger: Tagger) -> None:
    reading = tagger.read("下单半小时就送到了~")
    assert [finding.dimension for finding in reading.of(Polarity.POSITIVE)] == ["responsiveness"]
    assert not any("[^。!?;\\n]\\" in p.regex.pattern for p in tagger.lexicon.patterns)


def test_marks_are_added_up_as_one_by_one(tagger: Tagger) -> None:
    ear = tagger.ear
    assert ear is not None
    marks = [mark for mark in marks_of("等了两个小时，前台还说不归他管") if mark in ear.scales]
    length = math.sqrt(sum(ear.scales[mark] ** 2 for mark in marks))
    odds = ear.odds("等了两个小时，前台还说不归他管")
    for at, name in enumerate(COLUMNS):
        total = sum(ear.weights[mark][at] for mark in marks)
        assert math.isclose(odds[name], ear.bias[at] + total / length, abs_tol=1e-9)


def test_a_long_tale_is_heard_beside_the_blame_that_was_read(tagger: Tagger) -> None:
    text = (
        "房间的空调是坏的。打电话给总台，小姑娘说她也没有办法，让我自己想想办法，"
        "后来我下楼去找她，她低着头玩手机，问什么都说不知道，连个值班的人都不肯叫，"
        "第二天一早就换了别家住。"
    )
    ear, tagger.ear = tagger.ear, None
    try:
        before = blamed(tagger, text)
    finally:
        tagger.ear = ear
    assert before <= blamed(tagger, text)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("办过户花了快一个小时", "responsiveness"),
        ("checkout 25分钟", "responsiveness"),
        ("整整三个小时！！", "responsiveness"),
        ("客服说会反馈，然后就没了下文", "responsiveness"),
        ("洗衣机只送到楼下", "empathy"),
        ("骑手让我自己下楼拿", "empathy"),
        ("根本不为用户考虑", "empathy"),
        ("要了两双筷子，没给", "empathy"),
        ("护手霜味道太冲", "tangibles"),
        ("走廊里的味道怪怪的", "tangibles"),
        ("衣柜里爬出来一只小强", "tangibles"),
        ("房价和门市一样", "price"),
        ("怎么扣了那么多话费", "price"),
        ("问店员保质期都说不清楚", "assurance"),
        ("对顾客一点都不尊重", "assurance"),
        ("面膜敷完脸上刺痛", "assurance"),
        ("早上的包子中午又热了端上来", "assurance"),
        ("怎么只给了两片姜", "reliability"),
        ("客服说我们欠了费", "reliability"),
        ("自己用锅又热了一遍", "reliability"),
        ("司机拒载", "reliability"),
    ],
)
def test_what_is_told_without_a_word_of_blame_is_blame(
    tagger: Tagger, text: str, dimension: str
) -> None:
    assert dimension in blamed(tagger, text)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("办入住只花了两分钟，快", "responsiveness"),
        ("点了2分凉皮", "responsiveness"),
        ("被它的外表骗了", "assurance"),
        ("帮我把账号强制下线", "assurance"),
        ("洗澡水很热", "tangibles"),
        ("鱼皮黏糊糊的", "tangibles"),
        ("不值得买", "price"),
        ("用了头皮不痒了", "assurance"),
        ("房间地上有蟑螂", "assurance"),
    ],
)
def test_what_only_looks_like_such_blame_is_none(tagger: Tagger, text: str, dimension: str) -> None:
    assert dimension not in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "前台说马上来修，结果等到半夜都没人来",
        "空调坏了，前台说马上来修，等了一个多小时",
        "说马上处理，三天过去了还没动静",
        "客服答应两天内退款，到现在没消息",
    ],
)
def test_what_was_to_come_at_once_and_did_not_is_a_promise_broken(
    tagger: Tagger, text: str
) -> None:
    assert {"reliability", "responsiveness"} <= blamed(tagger, text)
    assert not tagger.read(text).of(Polarity.POSITIVE)


def test_what_was_to_come_at_once_and_came_is_praise(tagger: Tagger) -> None:
    assert blamed(tagger, "前台说马上来修，五分钟就修好了，点赞") == set()
