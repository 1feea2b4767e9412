"""What people do in their Telegram apps, and what bots come to hear of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    Contact,
    Location,
    MessageOriginUser,
    ReactionTypeEmoji,
)

from playground.errors import NotPossible
from playground.ground import Ground, new_id
from playground.markup import found_in, utf16
from playground.media import as_content, stored
from playground.members import chat_member
from playground.model import (
    ANONYMOUS_ADMIN_ID,
    IN_CHARGE,
    Kept,
    Press,
    Room,
    Status,
)
from playground.privacy import sees

TEXT_LIMIT = 4096


class Acts(Ground):
    """Each act is done as the person `user_id`; `bot` picks among several private chats."""

    async def send_text(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        bot: int | None = None,
    ) -> dict[str, Any]:
        """A text longer than 4096 goes out as several messages, as apps do; the first returns."""
        if not text.strip():
            raise NotPossible("an empty message cannot be sent")
        room = self._room_of(user_id, chat_id, bot)
        sent = [
            self._say(
                room,
                user_id,
                reply_to=reply_to,
                thread=thread,
                anonymous=anonymous,
                text=part,
                entities=found_in(part),
            )
            for part in _parts(text)
        ]
        return sent[0].message

    async def start(
        self, user_id: int, payload: str | None = None, *, bot: int | None = None
    ) -> dict[str, Any]:
        """What opening `t.me/<bot>?start=<payload>` and pressing Start does."""
        text = f"/start {payload}" if payload else "/start"
        return await self.send_text(user_id, user_id, text, bot=bot)

    async def send_file(
        self,
        user_id: int,
        chat_id: int,
        kind: str,
        content: bytes,
        *,
        name: str = "",
        mime: str = "",
        caption: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        bot: int | None = None,
        album: str | None = None,
        seconds: int = 3,
        emoji: str = "🙂",
    ) -> dict[str, Any]:
        """`kind`: photo, voice, document, sticker, audio or video."""
        room = self._room_of(user_id, chat_id, bot)
        file = stored(self, kind, content, name=name, mime=mime, seconds=seconds)
        said = _caption(caption)
        kept = self._say(
            room,
            user_id,
            reply_to=reply_to,
            thread=thread,
            media_group_id=album,
            **as_content(kind, file, emoji),
            **said,
        )
        return kept.message

    async def send_album(
        self,
        user_id: int,
        chat_id: int,
        items: list[tuple[str, bytes]],
        *,
        caption: str | None = None,
        thread: int | None = None,
        bot: int | None = None,
    ) -> list[dict[str, Any]]:
        """Each item is (kind, content); the caption stands under the first, as apps do it."""
        album = new_id()
        return [
            await self.send_file(
                user_id,
                chat_id,
                kind,
                content,
                caption=caption if nth == 0 else None,
                thread=thread,
                album=album,
                bot=bot,
            )
            for nth, (kind, content) in enumerate(items)
        ]

    async def send_location(
        self,
        user_id: int,
        chat_id: int,
        latitude: float,
        longitude: float,
        *,
        thread: int | None = None,
        bot: int | None = None,
    ) -> dict[str, Any]:
        where = Location(latitude=latitude, longitude=longitude)
        room = self._room_of(user_id, chat_id, bot)
        return self._say(room, user_id, thread=thread, location=where).message

    async def walk(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        latitude: float,
        longitude: float,
        *,
        bot: int | None = None,
    ) -> dict[str, Any]:
        """Who shows where they go changes that message at every step."""
        room = self._room_of(user_id, chat_id, bot)
        kept = self._own_message(room, message_id, user_id)
        where = Location(latitude=latitude, longitude=longitude, live_period=28_800)
        kept.message |= {"location": where.to_dict(), "edit_date": kept.message["date"] + 1}
        self._tell_bots(room, "edited_message", kept)
        return kept.message

    async def send_contact(
        self,
        user_id: int,
        chat_id: int,
        phone: str,
        *,
        of: int | None = None,
        thread: int | None = None,
        bot: int | None = None,
    ) -> dict[str, Any]:
        """One's own contact, or that of the person `of`."""
        whom = self.people[of or user_id]
        contact = Contact(phone_number=phone, first_name=whom.first_name, user_id=whom.id)
        room = self._room_of(user_id, chat_id, bot)
        return self._say(room, user_id, thread=thread, contact=contact).message

    async def forward(
        self,
        user_id: int,
        from_chat: int,
        message_id: int,
        chat_id: int,
        *,
        bot: int | None = None,
    ) -> dict[str, Any]:
        source = self._message(self.room(from_chat, bot), message_id)
        room = self._room_of(user_id, chat_id, bot)
        origin = MessageOriginUser(
            date=datetime.fromtimestamp(source.message["date"], UTC),
            sender_user=self.user(source.author),
        )
        kept = self._say(room, user_id, extra=copied(source.message), forward_origin=origin)
        return kept.message

    async def edit(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        text: str,
        *,
        bot: int | None = None,
    ) -> dict[str, Any]:
        room = self._room_of(user_id, chat_id, bot)
        kept = self._own_message(room, message_id, user_id)
        self.rewrite(room, kept, text, [entity.to_dict() for entity in found_in(text)])
        self._tell_bots(room, "edited_message", kept)
        return kept.message

    async def delete(
        self, user_id: int, chat_id: int, message_id: int, *, bot: int | None = None
    ) -> None:
        """Bots hear nothing of a deletion, at Telegram either."""
        room = self._room_of(user_id, chat_id, bot)
        kept = self._message(room, message_id)
        if kept.author != user_id and not room.private and room.status(user_id) not in IN_CHARGE:
            raise NotPossible("only one's own messages can be deleted")
        self.remove(room, kept)

    async def react(
        self, user_id: int, chat_id: int, message_id: int, emoji: str, *, bot: int | None = None
    ) -> None:
        """An empty emoji takes the reaction back."""
        room = self._room_of(user_id, chat_id, bot)
        kept = self._message(room, message_id)
        before = kept.reactions.get(user_id, [])
        self.put_reaction(room, kept, user_id, [emoji] if emoji else [])
        told = {
            "chat": kept.message["chat"],
            "message_id": message_id,
            "date": self.clock.timestamp(),
            "user": self.user(user_id).to_dict(),
            "old_reaction": [ReactionTypeEmoji(given).to_dict() for given in before],
            "new_reaction": [ReactionTypeEmoji(emoji).to_dict()] if emoji else [],
        }
        for account in self.bots_in(room):
            self.enqueue(account.id, "message_reaction", room.id, told)

    async def press(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        button: str | tuple[int, int],
        *,
        bot: int | None = None,
    ) -> str:
        """Presses the button with this label, data, or (row, column); returns the query's id."""
        room = self._room_of(user_id, chat_id, bot)
        kept = self._message(room, message_id)
        pressed = _button(kept, button)
        if "callback_data" not in pressed:
            raise NotPossible(f"the button {pressed['text']} opens a link and tells no bot")
        return self.press_data(user_id, room, kept, pressed["callback_data"])

    def press_data(self, user_id: int, room: Room, kept: Kept, data: str) -> str:
        """A press with any data at all: what a forged client could send."""
        author = self.bots.get(kept.author)
        if author is None:
            raise NotPossible("the message is not a bot's")
        press = Press(
            id=new_id(),
            bot_id=author.id,
            user_id=user_id,
            at=self.clock.now().timestamp(),
        )
        self.keep_press(press)
        query = CallbackQuery(
            id=press.id, from_user=self.user(user_id), chat_instance=str(room.id), data=data
        )
        told = query.to_dict() | {"message": kept.message}
        self.enqueue(author.id, "callback_query", room.id, told)
        return press.id

    def rewrite(self, room: Room, kept: Kept, text: str, entities: list[dict[str, Any]]) -> None:
        """A new text (or caption), the old one kept for the page to show."""
        words, marks = "text", "entities"
        if "text" not in kept.message:
            words, marks = "caption", "caption_entities"
        date = kept.message.get("edit_date", kept.message["date"])
        kept.versions.append({"text": kept.text(), "date": date})
        message = {name: value for name, value in kept.message.items() if name != marks}
        message |= {words: text, "edit_date": self.clock.timestamp()}
        kept.message = message | ({marks: entities} if entities else {})
        self.change(room, kept)

    def remove(self, room: Room, kept: Kept) -> None:
        kept.deleted = True
        self.change(room, kept, "deleted")

    def put_reaction(self, room: Room, kept: Kept, user_id: int, emoji: list[str]) -> None:
        kept.reactions = {who: given for who, given in kept.reactions.items() if who != user_id}
        if emoji:
            kept.reactions[user_id] = emoji
        self.change(room, kept, "reaction")

    def member_changed(self, room: Room, by: int, whom: int, before: Status, after: Status) -> None:
        """Bots hear of themselves in `my_chat_member`, of others only when they asked to."""
        person = self.people.get(room.id) if room.private else None
        told = ChatMemberUpdated(
            chat=room.chat(person),
            from_user=self.user(by),
            date=self.clock.now(),
            old_chat_member=chat_member(self.user(whom), before),
            new_chat_member=chat_member(self.user(whom), after),
        ).to_dict()
        if whom in self.bots:
            self.enqueue(whom, "my_chat_member", room.id, told)
        for account in self.bots_in(room):
            if account.id != whom and room.status(account.id) in IN_CHARGE:
                self.enqueue(account.id, "chat_member", room.id, told)

    def serve_notice(self, room: Room, by: int, **content: Any) -> Kept:
        """A line such as "somebody joined", which every bot in the chat hears."""
        kept = self.post(room, self.user(by), **content)
        self._tell_bots(room, "message", kept, everyone=True)
        return kept

    def _say(
        self,
        room: Room,
        user_id: int,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        extra: dict[str, Any] | None = None,
        **content: Any,
    ) -> Kept:
        if room.private:
            self._open_dialogue(room)
        more = dict(extra or {})
        if reply_to is not None:
            replied = self._message(room, reply_to).message
            more["reply_to_message"] = without_reply(replied)
            thread = thread or replied.get("message_thread_id")
        if thread and room.forum:
            more |= {"message_thread_id": thread, "is_topic_message": True}
        if anonymous:
            content["sender_chat"] = room.chat(None)
        author = self.user(ANONYMOUS_ADMIN_ID if anonymous else user_id)
        kept = self.post(room, author, extra=more, **content)
        self._tell_bots(room, "message", kept)
        return kept

    def _open_dialogue(self, room: Room) -> None:
        """Writing to a bot starts it, and takes a block back."""
        if room.started and not room.blocked:
            return
        was_blocked = room.blocked
        room.started, room.blocked = True, False
        self.keep_room(room)
        if was_blocked:
            self.feed.emit("reset", dict)
            self.member_changed(room, room.id, room.bot_id, Status.KICKED, Status.MEMBER)

    def _tell_bots(self, room: Room, kind: str, kept: Kept, *, everyone: bool = False) -> None:
        for account in self.bots_in(room):
            if account.id != kept.author and (everyone or sees(account, room, kept.message)):
                self.enqueue(account.id, kind, room.id, kept.message)

    def _room_of(self, user_id: int, chat_id: int, bot: int | None) -> Room:
        room = self.room(chat_id, bot)
        if room.private and user_id != chat_id:
            raise NotPossible("this is another person's private chat")
        if not room.private and (room.deleted or room.moved_to or not room.has(user_id)):
            raise NotPossible("this person is not in that chat")
        return room

    def _message(self, room: Room, message_id: int) -> Kept:
        kept = self.kept_message(room, message_id)
        if kept is None:
            raise NotPossible(f"there is no message {message_id} in chat {room.id}")
        return kept

    def _own_message(self, room: Room, message_id: int, user_id: int) -> Kept:
        kept = self._message(room, message_id)
        if kept.author != user_id:
            raise NotPossible("only one's own messages can be edited")
        return kept


def without_reply(message: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name != "reply_to_message"}


_OWN = frozenset(
    {
        "message_id", "date", "chat", "from", "edit_date", "reply_to_message", "forward_origin",
        "message_thread_id", "is_topic_message", "media_group_id", "sender_chat", "reply_markup",
    }
)  # fmt: skip


def copied(message: dict[str, Any]) -> dict[str, Any]:
    """The content of a message, without what ties it to its place and sender."""
    return {name: value for name, value in message.items() if name not in _OWN}


def _caption(caption: str | None) -> dict[str, Any]:
    return {"caption": caption, "caption_entities": found_in(caption)} if caption else {}


def _parts(text: str) -> list[str]:
    if utf16(text) <= TEXT_LIMIT:
        return [text]
    step = TEXT_LIMIT // 2
    return [text[at : at + step] for at in range(0, len(text), step)]


def _button(kept: Kept, wanted: str | tuple[int, int]) -> dict[str, Any]:
    rows = kept.message.get("reply_markup", {}).get("inline_keyboard", [])
    if isinstance(wanted, tuple):
        row, column = wanted
        if row < len(rows) and column < len(rows[row]):
            return dict(rows[row][column])
        raise NotPossible("there is no button there any more")
    for key in ("text", "callback_data"):
        for row_of in rows:
            for button in row_of:
                if button.get(key) == wanted:
                    return dict(button)
    shown = [button["text"] for row_of in rows for button in row_of]
    raise NotPossible(f"there is no button {wanted}; there are {shown}")
