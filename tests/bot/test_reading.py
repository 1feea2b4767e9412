"""Whatever characters come, what is read of them can be written again."""

import json
from typing import Any

from aiogram import Bot

from bot.reading import read_update
from playground.cast import DEMO_TOKEN


def read(text: str) -> Any:
    person = {"id": 7, "is_bot": False, "first_name": "名\ud83d"}
    chat = {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text}
    raw = json.dumps({"update_id": 1, "message": message}).encode()
    return read_update(raw, Bot(DEMO_TOKEN)).message


def test_half_a_character_is_replaced_one_for_one() -> None:
    read_one = read("/visit 13800000000\ud83d\0 🚨")
    assert read_one.text == "/visit 13800000000\ufffd\ufffd 🚨"
    assert read_one.from_user.full_name == "名\ufffd"
    assert read_one.text.encode()
