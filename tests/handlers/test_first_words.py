"""What a customer only wishes is told apart from what happened to them."""

import time

import pytest

from handlers.first_words import LONGEST, tells_nothing


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉", "我要投诉！！", "你好，我要投诉", "投诉", "我想投诉你们", "我要投诉你们酒店",
        "我要投訴！", "在吗？我要投诉", "我要反映一个问题", "有投诉", "我要投诉，快点", "您好",
        "I want to complain", "Hello, I'd like to make a complaint.", "！！！",
    ],
)  # fmt: skip
def test_a_mere_wish_to_complain_tells_nothing(said: str) -> None:
    assert tells_nothing(said)


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉，等了两个小时", "我要投诉前台", "你们酒店太脏了", "空调坏了", "我要退款",
        "投诉几次了都没人理", "I want to complain about the noise", "房间有烟味我要投诉",
        "我要投诉小陈态度差", "谢谢你们把我的房间弄丢了",
    ],
)  # fmt: skip
def test_words_that_say_what_it_is_about_tell_something(said: str) -> None:
    assert not tells_nothing(said)


@pytest.mark.parametrize("pair", ["想要", "要", "我们", "有事", "一个", "i want to ", "投诉"])
def test_words_repeated_to_any_length_take_no_time(pair: str) -> None:
    told = "我" + pair * (LONGEST // len(pair) - 4) + "，太脏了"
    started = time.process_time()
    assert not any(tells_nothing(told) for _ in range(100))
    assert time.process_time() - started < 2
