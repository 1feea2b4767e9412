"""What is said while somebody practises: the made-up customer, and a kind colleague at the end."""

from collections.abc import Mapping
from typing import Any

from complaints.practising import Impression
from handlers.practice_cases import made_up
from handlers.presses import PlainPress
from handlers.rendering import Button, Context, Rendered, button, says
from handlers.safe import escaped
from handlers.words import Words

Facts = Mapping[str, Any]


def _to(label: str, action: str) -> Button:
    return button(label, PlainPress(action=f"prac_{action}"))


@says("practice_new")
def on_new(facts: Facts, context: Context) -> Rendered:
    _ = context._
    made = made_up(str(facts["industry"]), _)
    said = made[int(facts["number"]) % len(made)].said
    lines = [
        _("🎓 <b>练习</b> · 客人是编的，不计入任何数字，写的话也不保存。"),
        f"“{escaped(said)}”",
        _("30 分钟内答复，还没人接手。"),
    ]
    return Rendered(text="\n".join(lines),
                    keyboard=((_to(_("我来"), "take"), _to(_("不练了"), "off")),))  # fmt: skip


@says("practice_taken")
def on_taken(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("🎓 练习 · 您接手了。想对客人说什么，直接写。"))


@says("practice_take_first")
def on_take_first(facts: Facts, context: Context) -> Rendered:
    text = context._("🎓 练习 · 先点“我来”，同事才知道有人管。")
    return Rendered(text=text, keyboard=((_to(context._("我来"), "take"),),))


@says("practice_done_first")
def on_done_first(facts: Facts, context: Context) -> Rendered:
    text = context._("🎓 练习 · 事情办好以后，点“已解决”。")
    return Rendered(text=text, keyboard=((_to(context._("已解决"), "done"),),))


@says("practice_says")
def on_says(facts: Facts, context: Context) -> Rendered:
    """The customer's turn."""
    _ = context._
    known = {
        "cold": _("您这么说，我更生气了。到底打算怎么办？"),
        "vague": _("那具体怎么办？什么时候能好？"),
        "calm": _("好，那我等你们。"),
    }
    if facts["again"]:
        text = _("🎓 练习 · 客人：“{said}”\n再写一句试试。", said=known[str(facts["mood"])])
        return Rendered(text=text)
    said = known[str(facts["mood"])] if facts["mood"] == "calm" else _("行吧，我再等等看。")
    text = _("🎓 练习 · 客人：“{said}”\n假定事情办好了，点“已解决”。", said=said)
    return Rendered(text=text, keyboard=((_to(_("已解决"), "done"),),))


@says("practice_resolve")
def on_resolve(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("🎓 练习 · 是怎么解决的？这句话客人会看到。"))


@says("practice_over")
def on_over(facts: Facts, context: Context) -> Rendered:
    text = context._("练习结束，什么都没有记下来。想再练，发“练习”。")
    return Rendered(text=text, keyboard=((_to(context._("再练一件"), "next"),),))


@says("practice_end")
def on_end(facts: Facts, context: Context) -> Rendered:
    _, found = context._, Impression(**facts["found"])
    is_content = found.calms and facts["told"]
    said = _("解决了，满意") if is_content else _("解决了，不太满意")
    lines = [_("🎓 练习 · 客人选了“{said}”。", said=said), *_good(found, _)]
    hints = _hints(found, _, told=bool(facts["told"]))
    lines += hints or [_("这样答复，客人心里踏实。")]
    return Rendered(text="\n".join(lines),
                    keyboard=((_to(_("再练一件"), "next"), _to(_("不练了"), "off")),))  # fmt: skip


def _good(found: Impression, _: Words) -> list[str]:
    known = (
        (found.is_sorry, _("道了歉")),
        (found.is_about_it, _("说到了客人的事")),
        (found.has_deed, _("说了怎么办")),
        (found.has_time, _("给了时间")),
    )
    good = [words for is_there, words in known if is_there]
    return [_("做得好：{good}。", good="、".join(good))] if good else []


def _hints(found: Impression, _: Words, *, told: bool) -> list[str]:
    """At most two, the most helpful first: nobody learns five things at once."""
    known = (
        (found.is_cold, _("下次可以：多写半句，先接住情绪，不说谁对谁错。")),
        (not found.has_deed, _("下次可以：写清打算怎么办，比如“这就给您换”。")),
        (not found.has_time, _("下次可以：给个时间，比如“20 分钟内”，给了就要做到。")),
        (not found.is_about_it, _("下次可以：把客人说的那件事说一遍，他就知道您看了。")),
        (not found.is_sorry, _("下次可以：先说一声抱歉，不等于认错。")),
        (not told, _("下次可以：办结时写清做了什么，客人才好确认。")),
    )
    return [words for is_missing, words in known if is_missing][:2]
