"""The short words over a pressed button."""

from handlers import labels
from handlers.safe import cut, masked, plain
from handlers.words import Words

REMEMBERED = "remembered "
# Of the customer's words over a button.
QUOTED = 24


def toast(what: str, _: Words) -> str:
    """At most 200 characters, as Telegram takes them; empty for what needs no word."""
    if what.startswith(REMEMBERED):
        return _of_a_dimension(what.removeprefix(REMEMBERED), _)[:200]
    return (_of_what_was_done(_) | _of_what_was_not(_)).get(what, "")[:200]


def remembered(dimension: str, about: str, *, stands: bool) -> str:
    """What to tell whoever corrected which dimension a case, by these words, is about."""
    words = cut(" ".join(masked(plain(about)).split()), QUOTED)
    return f"{REMEMBERED}{'is' if stands else 'not'} {dimension} {words}"


def _of_a_dimension(what: str, _: Words) -> str:
    stands, dimension, words = what.split(" ", 2)
    name = labels.dimension(dimension, _)
    if words and stands == "is":
        return _("已记住：“{words}”属于{dimension}。").format(words=words, dimension=name)
    if words:
        return _("已记住：“{words}”不算{dimension}。").format(words=words, dimension=name)
    if stands == "is":
        return _("已记住：这件属于{dimension}。").format(dimension=name)
    return _("已记住：这件不算{dimension}。").format(dimension=name)


def _of_what_was_done(_: Words) -> dict[str, str]:
    return {
        "taken": _("好的，归您了。"),
        "handed": _("已转交，会私下告诉同事。"),
        "remembered": _("已记住。"),
        "offered": _("已告诉客人。"),
        "approved": _("已同意，会告诉客人。"),
        "hoped": _("记下了。"),
        "files_sent": _("已私下发给您。"),
        "will_tell": _("好的，改了会告诉您。"),
        "taken_back": _("已撤回。"),
        "gathered": _("好的，一起办：答复会发给每一位。"),
        "merged": _("已合并。"),
        "unveiled": _("已公开给同事。"),
        "handed_to_team": _("已转给小组。"),
        "kept": _("记下了，已告诉客人。"),
        "resolved": _("已告诉客人。"),
        "sent": _("已发给客人。"),
        "called": _("记下了：已去电答复。"),
        "noted": _("已记在卡片上。"),
        "not_sent": _("好的，没有发给任何人。"),
        "untold": _("记下了。这位客人收不到消息，请您打电话或当面告诉客人。"),
        "thanks": _("谢谢！"),
        "noted_complaint": _("明白，按投诉处理。"),
    }


def _of_what_was_not(_: Words) -> dict[str, str]:
    return {
        "not_a_colleague": _("对方现在不能接手，请选别的同事。"),
        "not_your_words": _("请让写这句话的同事来点。"),
        "not_your_case": _("这件事在别的同事手上，请他转，或请主管转。"),
        "take_it_first": _("请先点“我来”接手，再看附件。"),
        "write_me_first": _("请先私下给我发一句话，我才能把附件发给您。"),
        "nothing_to_take_back": _("没有可以撤回的话。"),
        "too_late_to_take_back": _("已超过 48 小时，撤不回来了。"),
        "milder": _("突发事件不能并进别的事，请反过来并。"),
        "under_way": _("这句还在路上，或不确定送到没有，现在撤不了。"),
        "unheard": _(
            "这位客人收不到消息，请打电话或当面说：说上话了点“已去电”，办好了点“已当面/电话处理”或“已解决”。"
        ),
        "write_to_them": _("这位客人收得到消息，请点“回复”。"),
        "not_the_same": _("不是同一位客人的事，不能合并；可以“一起办”。"),
        "above_your_limit": _("超过了您的额度，请更高一级决定。"),
        "chased": _("已经替您催了。"),
        "findings_first": _("请先写一句查到了什么，再办结。"),
        "used_up": _("已结案，会告诉客人。"),
        "hidden": _("好的，同事都看不到您的称呼了。"),
        "set_apart": _("好的，另开一件。"),
        "not_owner": _("这一步请负责人来点，谢谢！"),
        "changed_since": _("这里后来又变了，没有动。请发 /settings 再看一眼。"),
        "unknown": _("这个按钮已经失效了。"),
        "unknown_case": _("没有这件事。"),
        "not_allowed": _("这个功能只给本店同事用。同事请向负责人要加入链接。"),
        "not_yours": _("这是别人的问卷。"),
        "old_round": _("这是之前的卡片，请看最新的一张。"),
        "closed": _("已经办结了。"),
        "taken_by_other": _("已经有同事接手了。"),
        "already_yours": _("已经在您手上了。"),
        "already_done": _("已经处理过了。"),
        "answered_since": _("这件后来答复过了，这句没有发。还要发，请再点一次“回复”。"),
        "answered_before": _("您在这里回答过，所以断不开了。真不是您的话，请直接写给我。"),
        "not_your_figures": _("这些数字要由带来的人或负责人来删。"),
        "already_answered": _("已经记下了。"),
        "about_you": _("这是您自己的事，请让别的同事处理。"),
        "survey_late": _("这份问卷已经结束了。"),
        "survey_closed": _("这份问卷已经结束了。"),
    }
