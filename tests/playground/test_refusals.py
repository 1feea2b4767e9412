"""A bot that does what Telegram forbids is told so in Telegram's words."""

from typing import Any

import pytest

from playground.model import Person, Room
from playground.state import Playground
from tests.playground.conftest import TOKEN, Door

pytestmark = pytest.mark.slow

LONG = "长" * 4097
BUTTON_OF_65_BYTES = {"inline_keyboard": [[{"text": "好", "callback_data": "投" * 21 + "ab"}]]}


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "  \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": LONG}, "message is too long"),
        ({"text": "x", "reply_markup": BUTTON_OF_65_BYTES}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_to_message_id": 999}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "parse_mode": "Markdow"}, "unsupported parse_mode"),
    ],
)
async def test_a_message_that_telegram_would_not_take_is_refused(
    playground: Playground, door: Door, wang: Person, params: dict[str, Any], refusal: str
) -> None:
    await playground.start(wang.id)
    answer = await door.call("sendMessage", chat_id=wang.id, **params)
    assert answer.status == 400
    assert answer.refusal == f"Bad Request: {refusal}"
    assert playground.texts(wang.id) == ["/start"]


async def test_4096_units_and_64_bytes_are_just_allowed(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "投" * 21 + "a"}]]}
    answer = await door.call(
        "sendMessage", chat_id=wang.id, text="😀" * 2048, reply_markup=keyboard
    )
    assert len(answer.result["text"]) == 2048
    too_long = await door.call("sendMessage", chat_id=wang.id, text="😀" * 2048 + "x")
    assert too_long.refusal == "Bad Request: message is too long"


async def test_nobody_is_written_to_who_did_not_start_the_bot(door: Door, wang: Person) -> None:
    unasked = await door.call("sendMessage", chat_id=wang.id, text="您好")
    assert unasked.status == 403
    assert unasked.refusal == "Forbidden: bot can't initiate conversation with a user"
    stranger = await door.call("sendMessage", chat_id=987654, text="您好")
    assert stranger.refusal == "Bad Request: chat not found"


async def test_who_blocked_the_bot_hears_nothing_until_writing_again(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    await playground.block(wang.id)
    refused = await door.call("sendMessage", chat_id=wang.id, text="您好")
    assert (refused.status, refused.refusal) == (403, "Forbidden: bot was blocked by the user")
    await playground.send_text(wang.id, wang.id, "我回来了")
    assert (await door.call("sendMessage", chat_id=wang.id, text="您好")).status == 200
    updates = (await door.call("getUpdates")).result
    changes = [update["my_chat_member"] for update in updates if "my_chat_member" in update]
    assert [one["new_chat_member"]["status"] for one in changes] == ["kicked", "member"]


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(
    playground: Playground, door: Door
) -> None:
    wrong = await door.call("getMe", token="42:WRONG")
    assert (wrong.status, wrong.refusal) == (401, "Unauthorized")
    assert (await door.call("getMe", token="nonsense")).status == 404
    playground.revoke_token(42)
    assert (await door.call("getMe", token=TOKEN)).status == 401


async def test_an_unknown_method_is_not_found_and_the_page_shows_it(
    playground: Playground, door: Door
) -> None:
    answer = await door.call("sendDice", chat_id=1)
    assert (answer.status, answer.refusal) == (404, "Not Found: method not found")
    shown = (await door.page("state"))["unknown_methods"]
    assert [one["method"] for one in shown] == ["sendDice"]


async def test_an_edit_that_changes_nothing_is_refused_and_one_that_does_is_shown(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "a"}]]}
    sent = await door.call("sendMessage", chat_id=wang.id, text="一", reply_markup=keyboard)
    place = {"chat_id": wang.id, "message_id": sent.result["message_id"]}
    same = await door.call("editMessageText", **place, text="一", reply_markup=keyboard)
    assert same.status == 400
    assert "message is not modified" in same.refusal
    changed = await door.call("editMessageText", **place, text="二")
    assert changed.result["text"] == "二"
    assert "reply_markup" not in changed.result
    assert playground.texts(wang.id) == ["/start", "二"]


async def test_what_is_not_there_or_not_the_bots_own_is_not_edited(
    playground: Playground, door: Door, wang: Person
) -> None:
    hers = await playground.start(wang.id)
    missing = await door.call("editMessageText", chat_id=wang.id, message_id=77, text="x")
    assert missing.refusal == "Bad Request: message to edit not found"
    place = {"chat_id": wang.id, "message_id": hers["message_id"]}
    foreign = await door.call("editMessageText", **place, text="x")
    assert foreign.refusal == "Bad Request: message can't be edited"
    sent = await door.call("sendMessage", chat_id=wang.id, text="一")
    place["message_id"] = sent.result["message_id"]
    assert (await door.call("deleteMessage", **place)).result is True
    gone = await door.call("editMessageText", **place, text="二")
    assert gone.refusal == "Bad Request: message to edit not found"
    again = await door.call("deleteMessage", **place)
    assert again.refusal == "Bad Request: message to delete not found"


async def test_a_made_up_press_can_not_be_answered(door: Door) -> None:
    answer = await door.call("answerCallbackQuery", callback_query_id="123")
    assert answer.refusal == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_caption_ends_at_1024(playground: Playground, door: Door, wang: Person) -> None:
    await playground.start(wang.id)
    photo = await playground.send_file(wang.id, wang.id, "photo", b"x")
    file_id = photo["photo"][0]["file_id"]
    params = {"chat_id": wang.id, "photo": file_id}
    assert (await door.call("sendPhoto", **params, caption="字" * 1024)).status == 200
    refused = await door.call("sendPhoto", **params, caption="字" * 1025)
    assert refused.refusal == "Bad Request: message caption is too long"
    unknown = await door.call("sendPhoto", chat_id=wang.id, photo="nonsense")
    assert "wrong remote file identifier" in unknown.refusal


async def test_a_group_refuses_a_bot_that_is_muted_thrown_out_or_never_came(
    playground: Playground, door: Door, chen: Person, group: Room
) -> None:
    async def refusal() -> tuple[int, str]:
        answer = await door.call("sendMessage", chat_id=group.id, text="x")
        return answer.status, answer.refusal

    await playground.mute_bot(chen.id, group.id)
    assert await refusal() == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )
    await playground.remove_bot(chen.id, group.id)
    assert await refusal() == (403, "Forbidden: bot was kicked from the supergroup chat")
    other = playground.add_group("别的群", owner=chen.id)
    foreign = await door.call("sendMessage", chat_id=other.id, text="x")
    assert foreign.refusal == "Forbidden: bot is not a member of the supergroup chat"
    await playground.delete_group(group.id)
    assert await refusal() == (403, "Forbidden: the supergroup chat was deleted")


async def test_a_group_that_became_a_supergroup_names_its_new_id(
    playground: Playground, door: Door, chen: Person
) -> None:
    old = playground.add_group("小群", owner=chen.id, supergroup=False)
    await playground.add_bot_to_group(chen.id, old.id)
    new = await playground.migrate(old.id, chen.id)
    answer = await door.call("sendMessage", chat_id=old.id, text="x")
    assert answer.status == 400
    assert answer.body["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await door.call("sendMessage", chat_id=new.id, text="x")).status == 200
    updates = (await door.call("getUpdates")).result
    notices = [update["message"] for update in updates if "message" in update]
    assert notices[-2]["migrate_to_chat_id"] == new.id
    assert notices[-1]["migrate_from_chat_id"] == old.id
