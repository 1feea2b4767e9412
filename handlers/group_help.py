"""`/help` in a group: what works there for whoever asks, in a few lines."""

from collections.abc import Mapping
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.answers import answer
from handlers.rendering import Context, Rendered, Shown, says
from handlers.safe import escaped
from handlers.staff import GROUPS
from handlers.work import Caller, Work
from people.values import RANK, Role

router = Router(name="group_help")


@router.message(GROUPS, Command("help"))
async def on_help(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    roles = [grant.role for grant in caller.person.grants]
    highest = max(roles, key=RANK.__getitem__, default=None)
    facts: dict[str, Any] = {"role": None if highest is None else highest.value}
    binding = await work.people.binding_of(caller.chat.id, caller.thread_id)
    if binding is not None:
        facts["place"] = (await work.people.place(binding.place_id)).name
    await answer(work, caller, inbox_id, "group_help", **facts)


@says("group_help")
def group_help(facts: Mapping[str, Any], context: Context) -> Shown:
    _, role = context._, facts["role"]
    if role is None:
        text = _(
            "我在群里只帮本店同事办事；您有事要说，请私下写给我：{link}",
            link=f"https://t.me/{context.bot_username}",
        )
        return Rendered(text=text, silent=True)
    if "place" not in facts:
        text = _(
            "这个群还不是员工群：负责人在这里发 /bind 就行；您能用的命令，请私下给我发 /help。"
        )
        return Rendered(text=text, silent=True)
    lines = [
        _("这里是{place}的员工群，可以发：", place=escaped(facts["place"])),
        _("/cases 没办完的事 · /log 文字 代客人记一件 · /case 1001 一件事的经过"),
        _("/handover 交班 · /off 下班，/on 回来 · /me 自己的数字，私下发给您"),
    ]
    if role != Role.STAFF.value:
        lines.append(_("/stats 数字，私下发给您"))
    lines.append(_("卡片上点“我来”接手，点“回复”答复客人。其余的请私下给我发 /help。"))
    return Rendered(text="\n".join(lines), silent=True)
