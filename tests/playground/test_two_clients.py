"""Two libraries that know nothing of the playground hold the same conversation with it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from playground.model import Person
from playground.state import Playground
from tests.playground.bots import aiogram_bot, ptb_bot
from tests.playground.conftest import Door

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x07\x00\x00\x00\x05\x08\x06\x00\x00\x00"
    + bytes(range(64))
)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("bot", [aiogram_bot, ptb_bot], ids=["aiogram", "ptb"])
async def test_an_ordinary_bot_talks_with_a_person(
    bot: Callable[..., AbstractAsyncContextManager[None]],
    webhook: bool,
    playground: Playground,
    door: Door,
    wang: Person,
) -> None:
    async with bot(door.url, webhook=webhook):
        await playground.start(wang.id, "abc")
        hello = await playground.wait_for_message(wang.id, "您好 & 欢迎")
        assert [entity["type"] for entity in hello["entities"]] == ["bold"]

        press = await playground.press(wang.id, wang.id, hello["message_id"], "好的")
        assert (await playground.wait_for_answer(press)).text == "收到"
        changed = await playground.wait_for_message(wang.id, "按了 ok:1")
        assert changed["message_id"] == hello["message_id"]
        assert "reply_markup" not in changed

        said = await playground.send_text(wang.id, wang.id, "房间有烟味")
        echo = await playground.wait_for_message(wang.id, "您说：房间有烟味")
        assert echo["reply_to_message"]["message_id"] == said["message_id"]

        await playground.edit(wang.id, wang.id, said["message_id"], "走廊有烟味")
        await playground.wait_for_message(wang.id, "您改成：走廊有烟味")

        await playground.send_file(wang.id, wang.id, "photo", PNG, caption="看")
        copy = await playground.wait_for_message(wang.id, "原样奉还")
        stored = playground.files[copy["document"]["file_id"]]
        assert playground.content_of(stored) == PNG
        assert stored.name == "copy.png"
        await playground.wait_until_heard()
