"""What people read about their own data: what is kept, all of it, and that it is gone."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from handlers import labels
from handlers.figures import days_named
from handlers.moments import length, moment
from handlers.notes_customer import notice
from handlers.presses import PlainPress
from handlers.rendering import Context, Deletion, Rendered, Shown, button, renders, says
from handlers.safe import escaped, plain
from people.telling import NoteKind

Facts = Mapping[str, Any]
Row = dict[str, Any]


@says("privacy")
def on_privacy(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _(
        "我们只保存您写的话和发的附件、评分、您的称呼、Telegram 编号、服务单号和扫过的码，"
        "用来答复您、改进服务。处理的同事只看到您称呼的第一个字，看不到您的手机号。"
    )
    ask = button(_("我的数据"), PlainPress(action="mydata"))
    erase = button(_("删除我"), PlainPress(action="eraseask"))
    line = _("到了期限自动清除；想马上清除，发“删除我”。")
    lines = [text, line, *_of_colleagues(facts, context)]
    return Rendered(text="\n".join(lines), keyboard=((ask, erase),))


def _of_colleagues(facts: Facts, context: Context) -> Iterator[str]:
    """What is on record of who works here: done in cases, looked at, taken away."""
    _ = context._
    if not facts.get("works_here"):
        return
    yield _(
        "您是本店同事：您在投诉里办过什么，连同称呼，和那件事一起留着；"
        "看过哪些数字和明细、导出过什么，保存 {span}，发“我的数据”看得到。",
        span=length(context.looks_kept, _),
    )


@says("notice")
def on_notice(facts: Facts, context: Context) -> Rendered:
    text = notice(context)
    if facts.get("works_here"):
        text = context._("您的称呼和您在这里做的，会有记录；发“隐私”看详情。")
    return Rendered(text=text, silent=True)


@says("erase_ask")
def on_erase_ask(facts: Facts, context: Context) -> Rendered:
    _ = context._
    lines = [_("要清除您在这里的全部内容吗？您写的话、附件、称呼和编号都会删掉，找不回来。")]
    if facts["cases"]:
        numbers = "、".join(f"#{number}" for number in facts["cases"])
        lines.append(_("还没办完的 {numbers} 也就不再处理了。", numbers=numbers))
    if facts["works_here"]:
        lines.append(_("您是本店同事：称呼和身份留着，要去掉请找负责人。"))
    sure = button(_("全部清除"), PlainPress(action="erase"))
    keep = button(_("先不清除"), PlainPress(action="erasekeep"))
    return Rendered(text="\n".join(lines), keyboard=((sure,), (keep,)))


@says("erase_kept")
def on_erase_kept(facts: Facts, context: Context) -> Rendered:
    return Rendered(text=context._("好的，都留着。"))


@says("erased")
def on_erased(facts: Facts, context: Context) -> Rendered:
    return Rendered(
        text=context._(
            "都清除了。这个聊天里的消息请您自己删；以后想说什么，直接写给我，就像第一次来。"
        )
    )


@renders(NoteKind.REDACTED)
def on_redacted(facts: Facts, context: Context) -> Shown:
    """A message with their words in somebody else's chat goes; where it can't, its text does."""
    instead = context._("（客人要求删除，内容已清除）")
    return Deletion(message_id=facts["message_id"], instead=instead)


@renders(NoteKind.ERASED)
def on_told(facts: Facts, context: Context) -> Shown:
    """`figures` of the context are the looks: who took away what, and when."""
    _ = context._
    numbers = "、".join(f"#{number}" for number in facts["cases"][:20])
    about = _("（{numbers}）", numbers=numbers) if numbers else ""
    lines = [_("一位客人要求清除自己的内容{about}，已经清除。", about=about)]
    looks = [look for look in context.figures or () if look is not None]
    if looks:
        lines.append(_("这些导出是之前取走的，请一并删掉里面的："))
    for look in looks[-20:]:
        at = moment(look.at, context.now, context.zone, _)
        dates = days_named(str(look.facts["dates"]), context.now.year, _)
        lines.append(f"• {at} · {escaped(look.who or '')} · {dates}")
    lines.append(_("之前的备份里还有，旧备份请按期限删掉。"))
    return Rendered(text="\n".join(lines), silent=True)


@renders(NoteKind.MY_DATA)
def on_my_data(facts: Facts, context: Context) -> Shown:
    """`figures` of the context is the copy; None when the chat is no longer theirs."""
    copy, _ = context.figures, context._
    if copy is None:
        return None
    if facts["form"] == "json":
        body = json.dumps(copy, ensure_ascii=False, indent=1).encode()
        text = _("同样的内容，给程序读的。")
        return Rendered(text=text, document=("my-data.json", body), silent=True)
    text = _("这是我们保存的、关于您的全部内容。照片和语音在这个聊天里。")
    # With its mark, or some programs take Chinese for another encoding.
    body = "\n".join(_lines(copy, context)).encode("utf-8-sig")
    return Rendered(text=text, document=("my-data.txt", body))


def _lines(copy: Mapping[str, list[Row]], context: Context) -> Iterator[str]:
    _ = context._
    headings = {
        "person": _("您"),
        "words": _("说过的话"),
        "cases": _("反映的事"),
        "promises": _("答应的时间"),
        "remedies": _("补偿"),
        "findings": _("机器读出的方面"),
        "services": _("服务"),
        "customer_numbers": _("客户编号"),
        "surveys": _("问卷"),
        "answers": _("回答"),
        "answers_before": _("改过的回答"),
        "codes_scanned": _("扫过的码"),
        "consents": _("看过的隐私说明"),
        "roles": _("身份"),
        "digests": _("简报"),
        "looks": _("看过的数字和导出"),
    }
    for name, rows in copy.items():
        if rows:
            yield f"【{headings.get(name, name)}】"
            for row in rows:
                yield _said(row, context) if name == "words" else _row(row, context)
            yield ""


def _said(row: Row, context: Context) -> str:
    _ = context._
    who = _("您说") if row["is_yours"] else _("同事写")
    media = labels.media(row["media"], _) if row["media"] else ""
    return f"{_at(row['at'], context)} {who}：{media}{plain(row['text'] or '')}"


def _row(row: Row, context: Context) -> str:
    """What is empty says nothing."""
    shown = {key: value for key, value in row.items() if value not in (None, "", [], False)}
    return " · ".join(f"{key}: {_value(value, context)}" for key, value in shown.items())


def _value(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return _at(value, context)
    return json.dumps(value, ensure_ascii=False)


def _at(value: str, context: Context) -> str:
    """An instant as people say it; other texts as they stand."""
    if len(value) < 19 or value[4:5] != "-" or value[10:11] != "T":
        return plain(value)
    try:
        return moment(datetime.fromisoformat(value), context.now, context.zone, context._)
    except ValueError:
        return plain(value)
