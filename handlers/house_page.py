"""The pages on which owners change the house: teams, colleagues, groups, the last changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import labels
from handlers.binding import in_pairs
from handlers.moments import moment
from handlers.presses import HousePress, PlacePress
from handlers.rendering import Button, Context, Rendered, button, says
from handlers.safe import escaped
from handlers.words import Words

Facts = Mapping[str, Any]
NAMELESS = "—"


def teams(facts: Facts, context: Context) -> Rendered:
    _ = context._
    living = [[number, name] for number, name, retired in facts["teams"] if not retired]
    gone = "、".join(escaped(name) for _number, name, retired in facts["teams"] if retired)
    text = _head(facts, _("小组")) + (
        _("点一个小组：改名，或停用。") if living else _("还没有小组。")
    )
    if gone:
        text += "\n" + _("停用的：{names}。要恢复，点“加小组”，写同样的名字。", names=gone)
    buttons = [button(name, HousePress(action="team", id=number)) for number, name in living]
    return Rendered(text=text, keyboard=(*in_pairs(buttons), _back(facts, _)))


def team(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _head(facts, str(facts["name"]))
    press = [
        button(_("改名"), HousePress(action="rename", id=facts["team"], arg="team")),
        button(_("停用"), HousePress(action="retire", id=facts["team"], arg="team")),
    ]
    back = button(_("‹ 返回"), HousePress(action="teams", id=facts["id"]))
    return Rendered(text=text, keyboard=(tuple(press), (back,)))


def crew(facts: Facts, context: Context) -> Rendered:
    _ = context._
    told = _("点一位：改角色，或请他离开。") if facts["crew"] else _("这里还没有人，先请一位。")
    buttons = [
        button(f"{name or NAMELESS} · {labels.role(role, _)}", HousePress(action="one", id=number))
        for number, name, role in facts["crew"]
    ]
    text = _head(facts, _("同事")) + told
    return Rendered(text=text, keyboard=(*((one,) for one in buttons), _back(facts, _)))


def one(facts: Facts, context: Context) -> Rendered:
    _, number = context._, facts["role_id"]
    known = {
        "staff": _("改为同事"),
        "supervisor": _("改为主管"),
        "owner": _("改为负责人"),
    }
    changes = [
        button(known[role], HousePress(action="role", id=number, arg=role))
        for role in facts["others"]
    ]
    leave = (button(_("请他离开"), HousePress(action="leave", id=number)),)
    back = (button(_("‹ 返回"), HousePress(action="crew", id=facts["id"])),)
    text = _head(facts, _person(facts["person"], _))
    return Rendered(text=text, keyboard=(*in_pairs(changes), leave, back))


def groups(facts: Facts, context: Context) -> Rendered:
    _ = context._
    told = _("点一个群：搬到别的店，或不再收。") if facts["groups"] else _("还没有员工群。")
    told += "\n" + _("加一个：把我加进群，在群里点店名。")
    buttons = [
        button(_titled(title, team), HousePress(action="group", id=number))
        for number, title, team in facts["groups"]
    ]
    text = _head(facts, _("员工群")) + told
    return Rendered(text=text, keyboard=(*((one,) for one in buttons), _back(facts, _)))


def group(facts: Facts, context: Context) -> Rendered:
    _, number = context._, facts["group"]
    press = (
        button(_("搬到别的店"), HousePress(action="move", id=number)),
        button(_("不再收"), HousePress(action="unbind", id=number)),
    )
    back = (button(_("‹ 返回"), HousePress(action="groups", id=facts["id"])),)
    text = _head(facts, _titled(facts["title"], facts["team"]))
    return Rendered(text=text, keyboard=(press, back))


def move(facts: Facts, context: Context) -> Rendered:
    _, number = context._, facts["group"]
    buttons = [
        button(name, HousePress(action="moveto", id=number, arg=str(place)))
        for place, name in facts["choices"]
    ]
    text = _head(facts, str(facts["title"])) + _("搬到哪个店？")
    back = (button(_("‹ 返回"), HousePress(action="group", id=number)),)
    return Rendered(text=text, keyboard=(*in_pairs(buttons), back))


def rename(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _(
        "“{name}”改叫什么？请回复这条消息，只写新名字；不改了，发“取消”。",
        name=escaped(facts["name"]),
    )
    return Rendered(text=text, placeholder=_("新名字"))


# --- asked once more


def ask(facts: Facts, context: Context) -> Rendered:
    _, what = context._, facts["what"]
    yes = button(_("确定"), HousePress(action=f"do{what}", id=facts["about"], arg=facts.get("arg")))
    no = _back_button(facts, _("算了"))
    if not facts.get("count") or what != "retire":
        return Rendered(text=_question(facts, _), keyboard=((yes, no),))
    about = facts["about"]
    to = [
        button(_("转给{team}", team=name), HousePress(action="rehome", id=about, arg=str(n)))
        for n, name in facts["teams"]
    ]
    back = button(_("交回店里"), HousePress(action="doretire", id=about, arg="team"))
    return Rendered(text=_question(facts, _), keyboard=(*in_pairs(to), (back, no)))


def _question(facts: Facts, _: Words) -> str:
    place = escaped(facts["place"])
    match facts["what"]:
        case "retire":
            text = _("停用“{name}”？", name=escaped(facts["name"])) + "\n"
            text += _("员工群不再收它的事；以前的事、数字和贴出去的码都还在，随时能恢复。")
            if facts.get("count"):
                text += "\n" + _("它还有 {count} 件没办完，停用后归谁？", count=facts["count"])
            if facts.get("more"):
                text += "\n" + _("还有 {n} 个小组列不下，要转给它们，先交回店里。", n=facts["more"])
            return text
        case "role":
            role = labels.role(facts["arg"], _)
            who = _person(facts["person"], _)
            return _("让{who}做{place}的{role}？", who=who, place=place, role=role)
        case "leave":
            text = _("请{who}离开{place}？", who=_person(facts["person"], _), place=place)
            if facts["count"]:
                text += "\n" + _("手上的 {count} 件会转到您名下。", count=facts["count"])
            return text
        case "moveto":
            to, title = escaped(facts["to"]), escaped(facts["title"])
            return _("让“{title}”以后收{place}的事？", title=title, place=to)
    text = _("让“{title}”不再收{place}的事？", title=escaped(facts["title"]), place=place)
    return text + "\n" + _("新的事会发到上一级的员工群。")


def refused(facts: Facts, context: Context) -> Rendered:
    _ = context._
    known = {
        "house": _("总店不能停用，可以改名。"),
        "has_places": _("下面还有在用的店，请先停用它们。"),
        "open_cases": _("还有 {count} 件没办完，办完再停用。", count=facts.get("count", 0)),
        "last_group": _(
            "这是唯一的员工群，停了就没人收投诉了。请先绑定另一个群，或把它搬到别的店。"
        ),
        "last_owner": _("至少要有一位能联系上的负责人。请先让另一位做负责人。"),
    }
    return Rendered(text=f"✗ {known[facts['why']]}", keyboard=(_back(facts, _),))


# --- done, and what was done


def done(facts: Facts, context: Context) -> Rendered:
    _, change = context._, facts["change"]
    keyboard = ((_back_button(facts, _("‹ 返回"), change),),)
    if change["undone"]:
        text = _("✓ 改回去了。") + f"\n<s>{_told(change, _)}</s>"
        if change["cases"] and change["kind"] == "retired":
            text += "\n" + _("没办完的 {count} 件也还给它了。", count=change["cases"])
        elif change["cases"]:
            text += "\n" + _("手上的 {count} 件也还给本人了。", count=change["cases"])
        return Rendered(text=text, keyboard=keyboard)
    rows = ((undo_of(change, _),), *keyboard) if change["kind"] != "revived" else keyboard
    text = f"✓ {_told(change, _)}"
    if change["cases"] and change["kind"] == "role":
        text += "\n" + _("手上的 {count} 件转到您名下了。", count=change["cases"])
    return Rendered(text=text, keyboard=rows)


def undo_of(change: Facts, _: Words) -> Button:
    return button(_("↩️ 改回去"), HousePress(action="undo", id=change["id"]))


def log(facts: Facts, context: Context) -> Rendered:
    _ = context._
    lines = [f"🏠 <b>{_('最近的改动')}</b>"]
    for change in facts["lines"]:
        at = moment(datetime.fromisoformat(change["at"]), context.now, context.zone, _)
        line = f"{at} {escaped(change['by'] or NAMELESS)}：{_told(change, _)}"
        lines.append(f"<s>{line}</s>" if change["undone"] else line)
    if len(lines) == 1:
        lines.append(_("还没有改过。"))
    undone = [
        c for c in facts["lines"] if not c["undone"] and c["kind"] not in {"added", "revived"}
    ]
    keyboard = ((undo_of(undone[0], _),),) if undone else ()
    back = (button(_("‹ 返回"), PlacePress(action="list")),)
    return Rendered(text="\n".join(lines), keyboard=(*keyboard, back))


def _told(change: Facts, _: Words) -> str:
    """One change as a sentence."""
    names = {key: escaped(change.get(key) or NAMELESS) for key in ("where", "was", "now", "about")}
    kinds = {
        "added": _("加上了“{now}”", **names),
        "renamed": _("“{was}”改名为“{now}”", **names),
        "retired": _("停用了“{now}”", **names),
        "revived": _("恢复了“{now}”", **names),
        "role": _("{about}离开了{where}", **names),
        "group": _("“{about}”不再收{where}的事", **names),
    }
    if change["kind"] == "role" and change["now"]:
        role = labels.role(change["now"], _)
        return _("{about}现在是{where}的{role}", **names, role=role) + "。"
    if change["kind"] == "group" and change.get("to"):
        return _("“{about}”搬到{to}", about=names["about"], to=escaped(change["to"])) + "。"
    return kinds[change["kind"]] + "。"


# --- small parts


def _head(facts: Facts, title: str) -> str:
    return f"🏠 <b>{escaped(facts['place'])} · {escaped(title)}</b>\n"


def _person(person: Facts, _: Words) -> str:
    name = escaped(person["name"] or NAMELESS)
    return f"{name}（{labels.role(person['role'], _)}）"


def _titled(title: str | None, team: str | None) -> str:
    return " · ".join(part for part in (title or NAMELESS, team) if part)


def _back(facts: Facts, _: Words) -> tuple[Button, ...]:
    return (_back_button(facts, _("‹ 返回")),)


def _back_button(facts: Facts, words: str, change: Facts | None = None) -> Button:
    """A place out of use has no page of its own."""
    if change and change["kind"] == "retired" and change["part"] == "place":
        return button(words, PlacePress(action="list"))
    return button(words, PlacePress(action="show", place_id=facts["id"]))


@says("role_now")
def role_now(facts: Facts, context: Context) -> Rendered:
    _, place = context._, escaped(facts["place"])
    if facts["role"] is None:
        return Rendered(text=_("您不再是{place}的同事了，谢谢您一直以来的照应。", place=place))
    role = labels.role(facts["role"], _)
    return Rendered(
        text=_("您现在是{place}的{role}。发 /help 看看能做什么。", place=place, role=role)
    )


@says("unbound")
def unbound(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("这个群以后不再收投诉了。要再收，请负责人在这里发 /bind。"))


@says("nothing_renamed")
def nothing_renamed(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("好的，没有改。"))
