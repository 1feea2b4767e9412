"""A robot is believed by the code in its answer, and what it may hold is never exceeded."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels import posting
from channels.addresses import Address, AddressError, Kind, read_address
from channels.outcomes import Refused, Taken, Unclear, Verdict
from channels.robots import call_of, shortened, verdict_of
from channels.sender import Channels
from tests.channels.robot_servers import SECRET, TOKEN, Service, serve

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ROBOTS = [Kind.DINGTALK, Kind.WECOM, Kind.FEISHU]


@pytest.fixture(params=ROBOTS)
async def service(request: pytest.FixtureRequest) -> AsyncIterator[Service]:
    async with serve(request.param) as served:
        yield served


async def send(address: Address, text: str = "【回音】#1027") -> Verdict:
    channels = Channels({"duty": address})
    try:
        return await channels.send("duty", "回音", text, NOW)
    finally:
        await channels.close()


async def test_what_a_robot_takes_counts_as_taken(service: Service) -> None:
    assert await send(service.address) == Taken()
    assert service.taken == ["【回音】#1027"]


async def test_a_refusal_with_http_200_is_a_refusal(service: Service) -> None:
    wrong = replace(service.address, url=service.url.replace(TOKEN, "another"), secret="SECwrong")
    reason = {Kind.DINGTALK: "300001", Kind.WECOM: "93000", Kind.FEISHU: "19021"}[service.kind]
    assert await send(wrong) == Refused(reason=reason)
    assert service.taken == []


@pytest.mark.parametrize(
    ("kind", "code"), [(Kind.DINGTALK, "310000"), (Kind.FEISHU, "19021")], ids=str
)
@pytest.mark.parametrize("secret", [None, "SECwrong"])
async def test_a_wrong_signature_is_named_by_its_code(
    kind: Kind, code: str, secret: str | None
) -> None:
    async with serve(kind) as service:
        assert await send(replace(service.address, secret=secret)) == Refused(reason=code)


async def test_too_fast_is_refused_and_may_be_tried_later(service: Service) -> None:
    service.is_paced = True
    verdicts = [await send(service.address) for _ in range(21)]
    assert verdicts[:20] == [Taken()] * 20
    last = verdicts[20]
    assert isinstance(last, Refused)
    assert last.retry_after is not None
    assert last.retry_after >= 60


async def test_a_proxys_page_and_a_cut_line_leave_it_open(service: Service) -> None:
    service.trouble = "html"
    assert await send(service.address) == Unclear(reason="502")
    service.trouble = "cut"
    assert isinstance(await send(service.address), Unclear)


async def test_a_robot_that_never_answers_is_not_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "ANSWER", 0.1)
    service.trouble = "hang"
    assert await send(service.address) == Unclear(reason="timeout")


async def test_nobody_there_means_that_nothing_was_sent() -> None:
    async with serve(Kind.WECOM) as gone:
        address = gone.address
    verdict = await send(address)
    assert isinstance(verdict, Refused)
    assert verdict.reason == "no connection"
    assert verdict.retry_after is not None


async def test_a_busy_service_is_asked_again_soon() -> None:
    async with serve(Kind.DINGTALK, trouble="busy") as service:
        assert await send(service.address) == Refused(reason="-1", retry_after=5.0)


@pytest.mark.parametrize("kind", ROBOTS)
@pytest.mark.parametrize("body", [None, [], {}, {"ok": True}, {"errcode": "0"}, {"code": True}])
def test_an_answer_without_a_code_proves_nothing(kind: Kind, body: object) -> None:
    assert verdict_of(kind, body) == Unclear(reason="no code")


def test_feishu_says_one_code_for_two_things() -> None:
    often = {"code": 9499, "msg": "too many request", "data": {}}
    assert verdict_of(Kind.FEISHU, often) == Refused(reason="9499", retry_after=60.0)
    assert verdict_of(Kind.FEISHU, {"code": 9499, "msg": "Bad Request"}) == Refused(reason="9499")


def test_a_long_text_is_cut_between_characters() -> None:
    assert len(shortened("投" * 900).encode()) <= 2048
    assert shortened("投" * 900).endswith("投…")
    assert shortened("投诉") == "投诉"


def test_no_address_shows_itself() -> None:
    address = Address(kind=Kind.DINGTALK, url=f"https://example.org/?{TOKEN}", secret=SECRET)
    shown = repr(address) + str(address) + repr(call_of(address, "一", NOW))
    assert TOKEN not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DINGTALK, "oapi.dingtalk.com/robot/send?access_token=1"),
        (Kind.DINGTALK, "http://oapi.dingtalk.com/robot/send?access_token=1"),
        (Kind.DINGTALK, "https://[oapi.dingtalk.com/robot/send?access_token=1"),
        (Kind.FEISHU, "https://open.feishu.cn/hook one two"),
        (Kind.WECOM, "https://qyapi.weixin.qq.com/send?key=1 secret"),
        (Kind.APPRISE, "someone@example.org"),
        (Kind.APPRISE, "dingtalk://token"),
    ],
)
def test_a_wrong_address_gets_a_sentence_that_does_not_quote_it(kind: Kind, text: str) -> None:
    with pytest.raises(AddressError) as caught:
        read_address(kind, text)
    assert str(caught.value).endswith("。")
    assert text.split(maxsplit=1)[0] not in str(caught.value)


def test_an_address_with_its_secret_is_read() -> None:
    read = read_address(Kind.FEISHU, "https://open.feishu.cn/hook/1  secret")
    assert (read.url, read.secret) == ("https://open.feishu.cn/hook/1", "secret")
