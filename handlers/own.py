"""`/me`: each sees their own figures first, praise included, beside the house and as no ranking."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from dimensions.reading import Kind
from handlers import labels
from handlers.answers import answer
from handlers.figures import title
from handlers.moments import length
from handlers.numbers import joined, share
from handlers.panel_figures import figure_name
from handlers.rendering import Context, Rendered, Shown, renders
from handlers.words import Words
from handlers.work import Caller, Work
from people.telling import Note, NoteKind, To
from people.values import Role
from reports.own import BESIDE, Own

router = Router(name="own")


@router.message(Command("me"))
async def on_me(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    """Only to the person, and only in private: nobody is weighed before the others."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    chat = await work.people.private_chat(caller.person.id)
    if chat is None:
        await answer(work, caller, inbox_id, "only_private")
        return
    note = Note(
        key=f"own-{inbox_id}",
        kind=NoteKind.OWN,
        to=To(chat_id=chat.id),
        facts={"person": caller.person.id},
    )
    await work.telling.note(note)
    if not caller.chat.is_private:
        await answer(work, caller, inbox_id, "only_private")


@renders(NoteKind.OWN)
def on_own(facts: Mapping[str, Any], context: Context) -> Shown:
    found, _ = context.figures, context._
    if not isinstance(found, Own):
        return None
    lines = [title(found.own, context), _("您经手的事：")]
    lines += _own(found, _)
    if not found.is_enough:
        lines.append(_("还不到 30 件，先不和全店比。"))
    for name in found.behind:
        lines.append(
            _("可以多留意：{name}，您手上这类事比别人多。",
              name=labels.dimension(name, _))
        )  # fmt: skip
    lines.append(_("每个人遇到的事难易不同，这里不排名次，也不会发到群里。"))
    return Rendered(text="\n".join(lines))


def _own(found: Own, _: Words) -> list[str]:
    own, whole = found.own, found.whole
    lines = [_("投诉 {n}", n=own["complaints"].n)]
    response = own["first_response"]
    if response.median is not None:
        span = length(timedelta(seconds=response.median), _)
        lines.append(_("首次答复一半在 {span}内", span=span))
    for key in BESIDE:
        if own[key].n:
            said = f"{figure_name(key, _)} {share(own[key], _)}"
            beside = _("全店 {share}", share=share(whole[key], _)) if found.is_told(key) else ""
            lines.append(joined(part for part in (said, beside) if part))
    praise = own.by("heard_by_kind").get(Kind.PRAISE.value)
    if praise is not None:
        lines.append(_("表扬 {n}，谢谢您。", n=praise.n))
    return lines
