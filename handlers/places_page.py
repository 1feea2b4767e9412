"""The house as its owners see it: its places, their teams, and links for who works there."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers import house_page
from handlers.binding import in_pairs
from handlers.house_page import undo_of
from handlers.presses import HousePress, PlacePress
from handlers.rendering import Button, Context, Rendered, button, link, says, shows
from handlers.safe import escaped
from people.telling import FaceKind
from people.values import Role

Facts = Mapping[str, Any]
LONGEST_NAME = 40


@shows(FaceKind.PLACES)
def places(facts: Facts, context: Context) -> Rendered | None:
    return _PAGES[facts["page"]](facts, context)


def _list(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = f"🏠 <b>{_('门店、小组和同事')}</b>\n" + _("点一家店：加小组，请主管和同事。")
    buttons = [
        button(name, PlacePress(action="show", place_id=number)) for number, name in facts["places"]
    ]
    if facts["retired"]:
        names = "、".join(escaped(name) for _number, name in facts["retired"])
        text += "\n" + _("停用的：{names}", names=names)
    back = [
        button(_("恢复{place}", place=name), HousePress(action="revive", id=number, arg="place"))
        for number, name in facts["retired"]
    ]
    more = (
        (button(_("➕ 加一家店"), PlacePress(action="addplace")),) if facts["may_add"] else (),
        (button(_("最近的改动"), HousePress(action="log", id=facts["house"])),),
    )
    return Rendered(text=text, keyboard=(*in_pairs([*buttons, *back]), *filter(None, more)))


def _place(facts: Facts, context: Context) -> Rendered:
    _, number = context._, facts["id"]
    lines = [f"🏠 <b>{escaped(facts['place'])}</b>"]
    if facts["added"]:
        lines.insert(0, _("✓ 加上了“{name}”。", name=escaped(facts["added"])))
    teams = "、".join(escaped(name) for name in facts["teams"][:50])
    lines.append(_("小组：{teams}", teams=teams) if teams else _("还没有小组。"))
    groups = "、".join(escaped(title) for title in facts.get("groups", ()))
    add_me = _("员工群：把我加进群，在群里点店名。")
    lines.append(f"{_('员工群')}：{groups}" if groups else add_me)
    if facts.get("change"):
        told = _(
            "改名为“{name}”了；规则和别的系统里写的旧名字照样认得。",
            name=escaped(facts["change"]["now"]),
        )
        lines.insert(0, f"✓ {told}")

    def press(action: str, arg: str | None = None) -> PlacePress:
        return PlacePress(action=action, place_id=number, arg=arg)

    def page(words: str, action: str, arg: str | None = None) -> Button:
        return button(words, HousePress(action=action, id=number, arg=arg))

    away = [] if facts["is_house"] else [page(_("停用"), "retire", "place")]
    return Rendered(
        text="\n".join(lines),
        keyboard=(
            (
                button(_("请一位主管"), press("link", Role.SUPERVISOR.value)),
                button(_("请一位同事"), press("link", Role.STAFF.value)),
            ),
            (button(_("➕ 加小组"), press("addteam")), page(_("小组"), "teams")),
            (page(_("同事"), "crew"), page(_("员工群"), "groups")),
            (page(_("改名"), "rename", "place"), *away),
            *(((undo_of(facts["change"], _),),) if facts.get("change") else ()),
            (button(_("‹ 返回"), PlacePress(action="list")),),
        ),
    )


def _new_place(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _("新店叫什么？请回复这条消息，只写店名；不加了，发“取消”。")
    return Rendered(text=text, placeholder=_("例如：城东店"))


def _new_team(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _(
        "{place}的新小组叫什么？请回复这条消息，只写名字；不加了，发“取消”。",
        place=escaped(facts["place"]),
    )
    return Rendered(text=text, placeholder=_("例如：前台"))


_PAGES: Mapping[str, Callable[[Facts, Context], Rendered]] = {
    "list": _list,
    "place": _place,
    "addplace": _new_place,
    "addteam": _new_team,
    "teams": house_page.teams,
    "team": house_page.team,
    "crew": house_page.crew,
    "one": house_page.one,
    "groups": house_page.groups,
    "group": house_page.group,
    "move": house_page.move,
    "rename": house_page.rename,
    "ask": house_page.ask,
    "refused": house_page.refused,
    "done": house_page.done,
    "log": house_page.log,
}


@says("place_link")
def place_link(facts: Facts, context: Context) -> Rendered:
    _ = context._
    sentences = {
        Role.SUPERVISOR: _("把这个链接发给{place}的主管，24 小时内有效，只能用一次："),
        Role.STAFF: _("把这个链接发给{place}的同事，24 小时内有效，只能用一次："),
    }
    head = sentences[Role(facts["role"])].format(place=escaped(facts["place"]))
    return Rendered(text=f"{head}\n{link(context, facts['payload'])}")


@says("nothing_added")
def nothing_added(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("好的，没有加。"))


@says("name_too_long")
def name_too_long(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("名字最多 {most} 个字，请再写一次。", most=LONGEST_NAME))


@says("name_taken")
def name_taken(facts: Facts, context: Context) -> Rendered:
    text = context._("已经有“{name}”了，请换个名字再写一次。", name=escaped(facts["name"]))
    return Rendered(text=text)
