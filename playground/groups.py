"""Making people, bots and groups, and what happens to bots in groups."""

from __future__ import annotations

from telegram import ForumTopicClosed, ForumTopicCreated, ForumTopicReopened

from playground.acting import Acts
from playground.errors import NotPossible
from playground.model import BotAccount, Kept, Person, Room, RoomType, Status, Topic

_FIRST_GROUP = -1001
_SUPERGROUPS = -1_000_000_000_000


class Groups(Acts):
    """All of it may be called again after a restart; what is there already stays as it is."""

    def add_bot(
        self,
        token: str,
        *,
        username: str = "huiyin_bot",
        first_name: str = "回音",
        sees_everything: bool = False,
    ) -> BotAccount:
        """The first bot is the one the page shows."""
        bot_id = int(token.partition(":")[0])
        account = BotAccount(
            id=bot_id,
            token=token,
            username=username,
            first_name=first_name,
            sees_everything=sees_everything,
        )
        self.tokens = {known: bot for known, bot in self.tokens.items() if bot.id != bot_id}
        self.bots[bot_id] = self.tokens[token] = account
        return account

    def revoke_token(self, bot_id: int) -> None:
        """From now on the token answers 401; the bot itself stays."""
        self.tokens = {known: bot for known, bot in self.tokens.items() if bot.id != bot_id}

    def add_person(
        self,
        first_name: str,
        *,
        id: int | None = None,
        last_name: str = "",
        username: str = "",
        language_code: str = "zh-hans",
        role: str = "customer",
        note: str = "",
    ) -> Person:
        person = Person(
            id=id or max([1000, *self.people]) + 1,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            role=role,
            note=note,
        )
        self.keep_person(person)
        return person

    def add_group(
        self,
        title: str,
        *,
        owner: int,
        members: tuple[int, ...] = (),
        chat_id: int | None = None,
        supergroup: bool = True,
        forum: bool = False,
    ) -> Room:
        if chat_id is not None and (0, chat_id) in self.rooms:
            return self.rooms[0, chat_id]
        standing = dict.fromkeys(members, Status.MEMBER) | {owner: Status.CREATOR}
        room = Room(
            id=chat_id or self._free_group_id(supergroup or forum),
            type=RoomType.SUPERGROUP if supergroup or forum else RoomType.GROUP,
            title=title,
            forum=forum,
            members=standing,
        )
        self.keep_room(room)
        return room

    async def join(self, user_id: int, chat_id: int) -> None:
        room = self.group(chat_id)
        if room.has(user_id):
            return
        self.set_status(room, user_id, user_id, Status.MEMBER)
        self.serve_notice(room, user_id, new_chat_members=[self.user(user_id)])

    async def leave(self, user_id: int, chat_id: int) -> None:
        room = self.group(chat_id)
        self.set_status(room, user_id, user_id, Status.LEFT)
        self.serve_notice(room, user_id, left_chat_member=self.user(user_id))

    async def block(self, user_id: int, *, bot: int | None = None) -> None:
        """The person stops the bot; writing to it again takes the block back."""
        room = self.room(user_id, bot)
        if room.blocked:
            return
        room.blocked = True
        self.keep_room(room)
        self.member_changed(room, user_id, room.bot_id, Status.MEMBER, Status.KICKED)

    async def add_bot_to_group(
        self,
        by: int,
        chat_id: int,
        *,
        payload: str | None = None,
        admin: bool = False,
        bot: int | None = None,
    ) -> None:
        """With a payload: what opening `t.me/<bot>?startgroup=<payload>` and choosing does."""
        room, account = self.group(chat_id), self.main_bot(bot)
        if not room.has(account.id):
            wanted = Status.ADMINISTRATOR if admin else Status.MEMBER
            self.set_status(room, by, account.id, wanted)
            self.serve_notice(room, by, new_chat_members=[account.user()])
        if payload is not None:
            await self.send_text(by, chat_id, f"/start@{account.username} {payload}".strip())

    async def remove_bot(self, by: int, chat_id: int, *, bot: int | None = None) -> None:
        room, account = self.group(chat_id), self.main_bot(bot)
        self.set_status(room, by, account.id, Status.KICKED)
        self.serve_notice(room, by, left_chat_member=account.user())

    async def promote_bot(self, by: int, chat_id: int, *, bot: int | None = None) -> None:
        self.set_status(self.group(chat_id), by, self.main_bot(bot).id, Status.ADMINISTRATOR)

    async def demote_bot(self, by: int, chat_id: int, *, bot: int | None = None) -> None:
        self.set_status(self.group(chat_id), by, self.main_bot(bot).id, Status.MEMBER)

    async def mute_bot(self, by: int, chat_id: int, *, bot: int | None = None) -> None:
        self.set_status(self.group(chat_id), by, self.main_bot(bot).id, Status.RESTRICTED)

    async def unmute_bot(self, by: int, chat_id: int, *, bot: int | None = None) -> None:
        self.set_status(self.group(chat_id), by, self.main_bot(bot).id, Status.MEMBER)

    async def delete_group(self, chat_id: int) -> None:
        room = self.group(chat_id)
        room.deleted = True
        self.keep_room(room)

    async def migrate(self, chat_id: int, by: int, *, new_first: bool = False) -> Room:
        """A group becomes a supergroup: another id, both chats told, the old one closed.

        Telegram promises no order between two chats: `new_first` is the other one.
        """
        old = self.group(chat_id)
        if old.type is not RoomType.GROUP:
            raise NotPossible("this chat is a supergroup already")
        new = Room(
            id=self._free_group_id(supergroup=True),
            type=RoomType.SUPERGROUP,
            title=old.title,
            members=dict(old.members),
        )
        self.keep_room(new)
        if new_first:
            self.serve_notice(new, by, migrate_from_chat_id=old.id)
        self.serve_notice(old, by, migrate_to_chat_id=new.id)
        old.moved_to = new.id
        self.keep_room(old)
        if not new_first:
            self.serve_notice(new, by, migrate_from_chat_id=old.id)
        return new

    def open_topic(self, room: Room, by: int, name: str, icon_color: int = 0x6FB9F0) -> int:
        """A topic's id is the id of the message that tells of its making."""
        made = ForumTopicCreated(name=name, icon_color=icon_color)
        kept = self.post(room, self.user(by), forum_topic_created=made, is_topic_message=True)
        thread = int(kept.message["message_id"])
        kept.message = kept.message | {"message_thread_id": thread}
        room.topics[thread] = Topic(name=name, icon_color=icon_color)
        self.change(room, kept)
        self.keep_room(room)
        return thread

    def close_topic(self, room: Room, by: int, thread: int, *, closed: bool = True) -> Kept:
        room.topics[thread].closed = closed
        self.keep_room(room)
        place = {"message_thread_id": thread, "is_topic_message": True}
        if closed:
            return self.serve_notice(room, by, forum_topic_closed=ForumTopicClosed(), **place)
        return self.serve_notice(room, by, forum_topic_reopened=ForumTopicReopened(), **place)

    def set_status(self, room: Room, by: int, whom: int, status: Status) -> None:
        before = room.status(whom)
        if before is status:
            return
        room.members[whom] = status
        self.keep_room(room)
        self.member_changed(room, by, whom, before, status)

    def _free_group_id(self, supergroup: bool) -> int:
        used = [-chat_id for bot_id, chat_id in self.rooms if bot_id == 0]
        if not supergroup:
            return -(max([-_FIRST_GROUP, *(n for n in used if n < -_SUPERGROUPS)]) + 1)
        return -(max([1 - _SUPERGROUPS, *(n for n in used if n > -_SUPERGROUPS)]) + 1)
