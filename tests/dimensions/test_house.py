"""A house where one stays: its things are no goods, and its answer is not the customer's word."""

import pytest

from dimensions import Tagger
from dimensions.house import own_words
from dimensions.reading import Kind, Polarity


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    [
        "入住以后发现柜子掉漆了",
        "酒店房间的窗框很斑驳",
        "住在这里，房间里一股难闻的味道",
        "退房那天抽屉里还有别人留下的烟头",
        "宾馆的电蚊香不管用，床也小",
        "房间的床边没有垃圾袋",
    ],
)
def test_in_a_house_things_are_its_own_and_no_goods(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"tangibles"}


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("酒店房间还行，早餐难吃", "reliability"),
        ("入住后发现网络不能用", "reliability"),
        ("入住那天餐厅的菜里有蟑螂", "assurance"),
        ("买的柜子掉漆了", "reliability"),
    ],
)
def test_dishes_and_goods_stay_what_they_are(tagger: Tagger, text: str, dimension: str) -> None:
    assert dimension in blamed(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "感谢您的点评，关于隔音差的问题，酒店会逐步改造",
        "空调声音大的问题已经处理，欢迎您再次光临",
        "因服务不周给您带来的不便，我们深表歉意",
    ],
)
def test_an_answer_of_the_house_blames_nothing(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).kind is Kind.OTHER
    assert own_words(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "客服就一句给您带来不便，然后没下文",
        "我等了三天，等来一句感谢您的反馈",
        "希望您能处理一下，空调坏了",
    ],
)
def test_a_customer_who_tells_what_was_answered_still_complains(tagger: Tagger, text: str) -> None:
    assert own_words(text) == text
    assert tagger.read(text).kind in {Kind.COMPLAINT, Kind.SUGGESTION}
