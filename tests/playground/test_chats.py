"""Groups, topics, albums, files and everything else that a chat can hold."""

import aiohttp
import pytest
from telegram import Message

from playground.model import Person, Room
from playground.state import Playground
from tests.playground.conftest import TOKEN, Door

pytestmark = pytest.mark.slow


async def test_a_topic_is_opened_written_in_closed_and_opened_again(
    playground: Playground, door: Door, chen: Person
) -> None:
    room = playground.add_group("论坛", owner=chen.id, forum=True)
    await playground.add_bot_to_group(chen.id, room.id)
    plain = await door.call("createForumTopic", chat_id=room.id, name="投诉 1027")
    assert "not enough rights" in plain.refusal
    await playground.promote_bot(chen.id, room.id)
    topic = (await door.call("createForumTopic", chat_id=room.id, name="投诉 1027")).result
    place = {"chat_id": room.id, "message_thread_id": topic["message_thread_id"]}
    sent = (await door.call("sendMessage", **place, text="卡片")).result
    assert sent["is_topic_message"]
    assert sent["message_thread_id"] == topic["message_thread_id"]
    assert (await door.call("closeForumTopic", **place)).result is True
    closed = await door.call("sendMessage", **place, text="卡片")
    assert closed.refusal == "Bad Request: TOPIC_CLOSED"
    assert "TOPIC_NOT_MODIFIED" in (await door.call("closeForumTopic", **place)).refusal
    assert (await door.call("reopenForumTopic", **place)).result is True
    assert (await door.call("sendMessage", **place, text="卡片")).status == 200


async def test_a_supergroup_without_topics_has_none_to_open(
    playground: Playground, door: Door, chen: Person, group: Room
) -> None:
    await playground.promote_bot(chen.id, group.id)
    refused = await door.call("createForumTopic", chat_id=group.id, name="x")
    assert refused.refusal == "Bad Request: the chat is not a forum"


async def test_a_bot_learns_how_it_came_into_a_group(
    playground: Playground, door: Door, chen: Person
) -> None:
    room = playground.add_group("值班", owner=chen.id)
    await playground.add_bot_to_group(chen.id, room.id, payload="b-123")
    updates = (await door.call("getUpdates")).result
    assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert updates[1]["message"]["new_chat_members"][0]["id"] == 42
    assert updates[2]["message"]["text"] == "/start@huiyin_bot b-123"
    member = await door.call("getChatMember", chat_id=room.id, user_id=chen.id)
    assert member.result["status"] == "creator"
    admins = (await door.call("getChatAdministrators", chat_id=room.id)).result
    assert [one["user"]["id"] for one in admins] == [chen.id]
    assert (await door.call("leaveChat", chat_id=room.id)).result is True
    assert (await door.call("getChat", chat_id=room.id)).status == 403


async def test_everything_a_person_can_send_is_a_message_that_python_telegram_bot_reads(
    playground: Playground, door: Door, wang: Person
) -> None:
    me = wang.id
    await playground.start(me)
    for kind in ("photo", "voice", "document", "sticker", "audio", "video"):
        await playground.send_file(me, me, kind, b"content")
    await playground.send_location(me, me, 30.25, 120.16)
    await playground.send_contact(me, me, "+8613900000000")
    first = playground.messages(me)[0]["message_id"]
    await playground.forward(me, me, first, me)
    album = await playground.send_album(me, me, [("photo", b"1"), ("photo", b"2")], caption="看")
    assert len({one["media_group_id"] for one in album}) == 1
    updates = (await door.call("getUpdates")).result
    read = [Message.de_json(update["message"], None) for update in updates]
    assert [str(message.message_id) for message in read] == [
        str(message["message_id"]) for message in playground.messages(me)
    ]
    forwarded = updates[9]["message"]
    assert forwarded["forward_origin"]["sender_user"]["id"] == me
    assert forwarded["text"] == "/start"


async def test_a_bot_copies_what_a_person_sent_without_naming_them(
    playground: Playground, door: Door, wang: Person, group: Room
) -> None:
    await playground.start(wang.id)
    photo = await playground.send_file(wang.id, wang.id, "photo", b"pixels", caption="烟味")
    source = {"from_chat_id": wang.id, "message_id": photo["message_id"]}
    copied = (await door.call("copyMessage", chat_id=group.id, **source)).result
    shown = playground.message(group.id, copied["message_id"])
    assert shown
    assert shown["photo"] == photo["photo"]
    assert shown["caption"] == "烟味"
    assert "王女士" not in str(shown)
    named = (await door.call("forwardMessage", chat_id=group.id, **source)).result
    assert named["forward_origin"]["sender_user"]["first_name"] == "王女士"


async def test_an_album_and_an_upload_arrive_with_their_files(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("chat_id", str(wang.id))
    form.add_field("media", '[{"type":"photo","media":"attach://a","caption":"<b>图</b>",'
                   '"parse_mode":"HTML"},{"type":"document","media":"attach://b"}]')  # fmt: skip
    form.add_field("a", b"one", filename="a.png", content_type="image/png")
    form.add_field("b", b"two", filename="账单.pdf", content_type="application/pdf")
    async with door.http.post(f"{door.url}/bot{TOKEN}/sendMediaGroup", data=form) as answer:
        photo, document = (await answer.json())["result"]
    assert photo["caption_entities"][0]["type"] == "bold"
    assert document["document"]["file_name"] == "账单.pdf"
    file_id = document["document"]["file_id"]
    path = (await door.call("getFile", file_id=file_id)).result["file_path"]
    async with door.http.get(f"{door.url}/file/bot{TOKEN}/{path}") as answer:
        assert await answer.read() == b"two"
    async with door.http.get(f"{door.url}/file/bot42:WRONG/{path}") as answer:
        assert answer.status == 404


async def test_a_bot_changes_captions_pictures_and_keyboards(
    playground: Playground, door: Door, wang: Person
) -> None:
    await playground.start(wang.id)
    photo = await playground.send_file(wang.id, wang.id, "photo", b"1")
    other = await playground.send_file(wang.id, wang.id, "photo", b"2")
    ids = [one["photo"][0]["file_id"] for one in (photo, other)]
    sent = (await door.call("sendPhoto", chat_id=wang.id, photo=ids[0], caption="一")).result
    place = {"chat_id": wang.id, "message_id": sent["message_id"]}
    assert (await door.call("editMessageCaption", **place, caption="二")).result["caption"] == "二"
    media = {"type": "photo", "media": ids[1], "caption": "三"}
    changed = (await door.call("editMessageMedia", **place, media=media)).result
    assert (changed["photo"][0]["file_id"], changed["caption"]) == (ids[1], "三")
    keyboard = {"inline_keyboard": [[{"text": "看", "url": "https://example.com"}]]}
    await door.call("editMessageReplyMarkup", **place, reply_markup=keyboard)
    shown = playground.message(wang.id, sent["message_id"])
    assert shown
    assert shown["reply_markup"] == keyboard


async def test_a_reaction_of_the_bot_shows_and_an_unknown_one_is_refused(
    playground: Playground, door: Door, wang: Person
) -> None:
    said = await playground.start(wang.id)
    place = {"chat_id": wang.id, "message_id": said["message_id"]}
    given = [{"type": "emoji", "emoji": "👍"}]
    assert (await door.call("setMessageReaction", **place, reaction=given)).result is True
    assert playground.reactions(wang.id, said["message_id"]) == {42: ["👍"]}
    wrong = [{"type": "emoji", "emoji": "🧦"}]
    refused = await door.call("setMessageReaction", **place, reaction=wrong)
    assert refused.refusal == "Bad Request: REACTION_INVALID"


async def test_commands_are_kept_by_scope_and_language(door: Door) -> None:
    customer = [{"command": "status", "description": "查进度"}]
    staff = [{"command": "cases", "description": "案件"}]
    scope = {"type": "chat", "chat_id": -100}
    await door.call("setMyCommands", commands=customer)
    await door.call("setMyCommands", commands=staff, scope=scope, language_code="zh")
    assert (await door.call("getMyCommands")).result == customer
    kept = (await door.call("getMyCommands", scope=scope, language_code="zh")).result
    assert kept == staff
    shown = (await door.page("state"))["commands"]
    assert shown == {"default": customer, "chat:-100:zh": staff}


async def test_a_forged_press_and_an_anonymous_admin_can_be_played(
    playground: Playground, door: Door, chen: Person, group: Room
) -> None:
    sent = (await door.call("sendMessage", chat_id=group.id, text="卡片")).result
    kept = playground.kept_message(group, sent["message_id"])
    assert kept
    playground.press_data(chen.id, group, kept, "c:1:made-up")
    await playground.send_text(chen.id, group.id, "/stats", anonymous=True)
    updates = (await door.call("getUpdates")).result[-2:]
    assert updates[0]["callback_query"]["data"] == "c:1:made-up"
    assert updates[1]["message"]["from"]["id"] == 1087968824
    assert updates[1]["message"]["sender_chat"]["id"] == group.id


async def test_two_bots_in_one_playground_do_not_hear_each_others_private_chats(
    playground: Playground, door: Door, wang: Person
) -> None:
    playground.add_bot("77:OTHER", username="other_bot")
    await playground.start(wang.id)
    await playground.send_text(wang.id, wang.id, "给另一个", bot=77)
    mine = (await door.call("getUpdates")).result
    other = (await door.call("getUpdates", token="77:OTHER")).result
    assert [update["message"]["text"] for update in mine] == ["/start"]
    assert [update["message"]["text"] for update in other] == ["给另一个"]


async def test_waiting_for_what_never_comes_says_what_was_awaited(
    playground: Playground, wang: Person
) -> None:
    with pytest.raises(TimeoutError, match="永远不来"):
        await playground.wait_for_message(wang.id, "永远不来", seconds=0.05)
