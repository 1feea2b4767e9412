"""Who a customer is, in their own hands: their language, their number, a link that isn't theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer
from handlers.customers import plainly
from handlers.presses import PlainPress, PressFilter, ServicePress, pressed_message
from handlers.rendering import Context, Rendered, Shown, button, says
from handlers.safe import escaped
from handlers.spent import take_buttons_of, take_pressed
from handlers.survey_messages import not_me_row
from handlers.surveys import show_survey
from handlers.work import Caller, Work
from people.languages import Language
from people.phones import phone_of
from surveys.asking import thing_of
from surveys.identity import claim, disown
from surveys.linking import greeting_of

router = Router(name="identity")
router.message.filter(F.chat.type == "private")
router.callback_query.filter(F.message.chat.type == "private")

# What somebody may write to be spoken to in a language, and what its button says.
NAMES: Mapping[Language, str] = {
    Language.ZH_HANS: "简体中文",
    Language.ZH_HANT: "繁體中文",
    Language.EN: "English",
}
SPOKEN: Mapping[str, Language] = {
    **dict.fromkeys(("简体中文", "简体", "中文", "chinese"), Language.ZH_HANS),
    **dict.fromkeys(("繁體中文", "繁体中文", "繁體", "繁体", "正體中文"), Language.ZH_HANT),
    **dict.fromkeys(("english", "英文", "英语", "英語", "in english"), Language.EN),
}
ASKING = frozenset({"语言", "語言", "换语言", "換語言", "language"})
BOOKING = frozenset({"绑定", "綁定", "我的预订", "我的預訂", "my booking"})
_ACTIONS = {f"speak_{language.name.lower()}": language for language in Language}


# --- language


@router.message(Command("language"))
@router.message(plainly(ASKING))
async def on_language(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await answer(work, caller, inbox_id, "which_language")


@router.message(plainly(frozenset(SPOKEN)))
async def on_spoken(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await _speak(work, caller, SPOKEN[(message.text or "").strip(" 。.!！").lower()], inbox_id)


@router.callback_query(PressFilter(PlainPress, *_ACTIONS))
async def on_chosen(
    query: CallbackQuery, work: Work, caller: Caller, press: PlainPress, inbox_id: int
) -> None:
    await take_pressed(work, caller, query, inbox_id)
    await _speak(work, caller, _ACTIONS[press.action], inbox_id)


async def _speak(work: Work, caller: Caller, language: Language, inbox_id: int) -> None:
    await work.people.set_language(caller.person.id, language.value)
    await answer(work, caller, inbox_id, "speaking")


@says("which_language")
def which_language(facts: Mapping[str, Any], context: Context) -> Shown:
    rows = tuple(
        (button(NAMES[language], PlainPress(action=action)),)
        for action, language in _ACTIONS.items()
    )
    return Rendered(text=context._("用哪种语言和您说？"), keyboard=rows)


@says("speaking")
def speaking(facts: Mapping[str, Any], context: Context) -> Shown:
    return Rendered(text=context._("好的，之后用简体中文。"))


# --- a number of one's own


@router.message(plainly(BOOKING))
async def on_booking(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await answer(work, caller, inbox_id, "share_number")


@router.message(F.contact)
async def on_contact(
    message: Message, work: Work, caller: Caller, inbox_id: int, now: datetime
) -> None:
    """Only what Telegram says is the sender's own number proves anything."""
    contact = message.contact
    if contact is None or message.from_user is None or contact.user_id != message.from_user.id:
        await answer(work, caller, inbox_id, "not_own_number")
        return
    number = contact.phone_number
    phone = phone_of(number) or phone_of(f"+{number}")
    found = await claim(work, phone, person_id=caller.person.id, now=now) if phone else 0
    await answer(work, caller, inbox_id, "number_found" if found else "number_unknown")


@says("share_number")
def share_number(facts: Mapping[str, Any], context: Context) -> Shown:
    _ = context._
    text = _("点下面的按钮把手机号告诉我，我来对您的预订；只用来核对，处理的同事看不到。")
    return Rendered(text=text, contact=_("告诉您我的手机号"))


@says("not_own_number")
def not_own_number(facts: Mapping[str, Any], context: Context) -> Shown:
    _ = context._
    text = _("这是别人的名片。请点下面的按钮，用您自己的号码。")
    return Rendered(text=text, contact=_("告诉您我的手机号"))


@says("number_found")
def number_found(facts: Mapping[str, Any], context: Context) -> Shown:
    return Rendered(text=context._("对上了。之后关于您的服务，会在这里问您一句。"))


@says("number_unknown")
def number_unknown(facts: Mapping[str, Any], context: Context) -> Shown:
    return Rendered(
        text=context._("没有找到用这个号码登记的服务。有话直接写给我就行，或请前台给您一个链接。")
    )


# --- a link that isn't theirs


@router.callback_query(PressFilter(ServicePress, "notme"))
async def on_not_me(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: ServicePress,
    inbox_id: int,
    now: datetime,
) -> str | None:
    """Once this was said, the buttons of this service are over here."""
    if not await disown(work, press.service_id, person_id=caller.person.id, now=now):
        return await _stay(work, caller, query, press.service_id, inbox_id)
    theirs = [thing_of(one.id) for one in await work.surveys.of_service(press.service_id)]
    await take_pressed(work, caller, query, inbox_id, greeting_of(press.service_id), *theirs)
    for thing in theirs:
        await take_buttons_of(work, caller, thing, inbox_id)
    await answer(work, caller, inbox_id, "not_me")
    return None


async def _stay(
    work: Work, caller: Caller, query: CallbackQuery, service_id: int, inbox_id: int
) -> str:
    """Who has answered is its customer: a survey that waits for them keeps its other buttons."""
    await take_buttons_of(work, caller, greeting_of(service_id), inbox_id)
    service = await work.surveys.service_by_id(service_id)
    if service is None or service.person_id != caller.person.id:
        return "already_done"
    pressed = await work.shown.thing_at(caller.chat.id, pressed_message(query))
    for invitation in await work.surveys.of_service(service_id):
        if thing_of(invitation.id) == pressed:
            await show_survey(work, caller, invitation.id)
    return "answered_before"


@says("not_me")
def not_me(facts: Mapping[str, Any], context: Context) -> Shown:
    return Rendered(text=context._("好的，已经断开，打扰了。请把链接转给本人。"))


@says("service_linked")
def service_linked(facts: Mapping[str, Any], context: Context) -> Shown:
    """The first contact of many customers: what it is for, what is kept, and the way out."""
    _ = context._
    text = _(
        "您好！之后关于{place}这次服务，会在这里问您一句。现在有话也可以直接写给我。\n"
        "我们只留您的回答和您写的话，用来答复您、改进服务；发“隐私”看详情，发“停”就不问了。",
        place=escaped(facts["place"]),
    )
    service = facts.get("service")
    if service is None:
        return Rendered(text=text)
    return Rendered(text=text, keyboard=(not_me_row(service, _),))
