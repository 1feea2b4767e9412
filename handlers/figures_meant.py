"""A colleague's question for figures that nothing else understood: asked back, and no case.

Their words are kept until they choose, so that they can still complain as a customer does.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import Message

from calendars.periods import parse_period
from complaints.values import LADDER_KINDS
from dimensions.reading import Kind, Reading
from handlers.answers import answer
from handlers.aspects import aspect
from handlers.figures import days_named
from handlers.figures_asked import is_long, places_in
from handlers.figures_nearest import nearest
from handlers.figures_words import simpler
from handlers.kpis_asked import asks_of_guests
from handlers.numbers import joined
from handlers.parts_asked import topic_in
from handlers.presses import CasePress, FiguresPress
from handlers.rendering import Button, Context, Rendered, Shown, button, says
from handlers.said import said_of
from handlers.settings import TOPIC as HOURS
from handlers.sights import may_look, sight_of
from handlers.words import Words
from handlers.work import Caller, Work
from people.values import Role
from reports.cuts import code_of

router = Router(name="figures_meant")
# What can be counted, and the words that ask for it; both have to stand there.
COUNTED = re.compile(
    r"投诉|客诉|抱怨|表扬|满意|评分|打分|得分|分数|均分|好评|差评|按时|及时率|准时|超时|逾期|回答率"
    r"|打了?[\d一二三四五]分|(?:退|赔|补偿)了?.*多少钱|平均(?:分|要?多)|回复率|没办完|未结|数据|统计|报表"
    r"|\b(?:complain\w*|satisf\w*|scores?|ratings?|praise|on time|late|overdue|figures|numbers)\b"
)
ASKING = re.compile(
    r"[?？]|多少|几[件个单次位条家份天人]|多不多|高不高|怎么样|如何|有没有|哪|谁|吗|呢|什么"
    r"|趋势|走势|统计|汇总|排名|对比"
    r"|\bcomplaints? (?:about|on|in|for) .*\b(?:today|yesterday|last|this)\b"
    r"|\b(?:how (?:many|much|often|is|are|was|were)|what|which|who)\b"
)
# Whoever says "I" tells of themselves; "we" is the house.
OWN_STORY = re.compile(r"我(?!们)|\b(?:i|my|me)\b")
# Whom the answer is for, which tells nothing: 「帮我查一下」, but not 「前台给我的房间」.
FOR_ME = re.compile(
    r"[帮给]我(?=再?(?:[查看找列拉数算]|统计|汇总|导出|[说讲发]?一?[下个份]|说说|讲讲|[今昨前本这]))"
    r"|我[想要](?:再?[查看]|知道|了解|问)|发给?我|告诉我"
    r"|\b(?:can|may) i (?:see|know)\b|\bi(?:'d like| would like| want| need) to (?:see|know|ask)\b"
    r"|(?:^|[,.!?，。！？]\s*|\b(?:please|you|and) )(?:show|tell|send) me\b"
)

# How a case stands, which whoever has one of their own asks of that: 「投诉有结果了吗」.
HOW_IT_STANDS = re.compile(
    r"处理|解决|办[完好理]|结果|进展|进度|到哪|怎么样|如何|什么情况|[有没]人|多久|几天|什么时候|何时|还要"
    r"|[不没]理|[次遍]了|\bhow many times (?:do|must|have|should) we\b"
    r"|\b(?:when|how long|news|update\w*|anybody|anyone|someone|handl\w+|resolv\w+|status)\b"
)
# What counts cases of more than one, however its words sound besides. 「几件事都没做好」 and
# 「投诉几次了」 count nothing.
COUNTS = re.compile(
    r"几(?:件(?!事)|个(?!小时|月|人[都也没不])|次(?![了都也没])|[单位条家份])|多少(?![天次遍])|(?<!效)率"
    r"|满意度|评分|均分|分数|好评|差评|统计|报表"
    r"|\b(?:how many(?! times)|how often|rate|scores?|ratings?|figures)\b"
)
# Whoever complained more than once and tells that nobody cares does so again; what became of the
# complaints of customers is a question.
IN_VAIN = re.compile(
    r"投诉(?:了[几多好数\d一二两三四五六七八九十]{1,3}[次遍回]"
    r"|[几多好数\d一二两三四五六七八九十]{1,3}[次遍回](?:了|[\s,，、]))[^。！!]{0,8}"
    r"(?:[不没]理|没人|没用|谁[来会]?[管理]|[不没](?:管|处理|解决|回))"
)
OF_OTHERS = re.compile(r"客人|顾客|客户|用户|旅客|他|她")
# Whoever names a time asks about it: 「昨天投诉了几次，没人管的有几件」.
OF_A_TIME = re.compile(
    r"[今昨前]天|[今去]年|[本这上]个?(?:周|星期|礼拜|月|季)|\d[日月号]|最近|近\S?天"
)


def sounds_like_figures(said: str, reading: Reading) -> bool:
    """Danger is never taken for a question."""
    if is_long(said) or reading.kind is Kind.EMERGENCY:
        return False
    plain = simpler(said)
    if said.startswith("/") or OWN_STORY.search(FOR_ME.sub(" ", plain)):
        return False
    return asks_of_guests(plain) or bool(COUNTED.search(plain) and ASKING.search(plain))


class MeansFigures(Filter):
    """Lets a colleague's words through that sound so, unless they are in the midst of something.

    A new version does so as well, but where what it changes was heard as a customer's.
    """

    async def __call__(
        self, message: Message, work: Work, caller: Caller, reading: Reading, now: datetime
    ) -> bool:
        if not caller.person.is_at_least(Role.STAFF):
            return False
        if not message.text or not sounds_like_figures(message.text, reading):
            return False
        if not may_look(caller.person) and _complains_again(message.text, reading):
            return False
        if _asks_how_it_stands(message.text) and await work.cases.live_of(caller.person.id):
            return False
        if message.edit_date is not None:
            return not await _is_a_customers(message, work, caller)
        if message.reply_to_message is not None:
            return False
        running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
        return running is None or running.topic == HOURS


def _asks_how_it_stands(said: str) -> bool:
    plain = simpler(said)
    if asks_of_guests(plain):
        return False
    return bool(HOW_IT_STANDS.search(plain)) and not COUNTS.search(plain)


def _complains_again(said: str, reading: Reading) -> bool:
    plain = simpler(said)
    told = reading.kind in LADDER_KINDS and not reading.doubtful
    if OF_OTHERS.search(plain) or OF_A_TIME.search(plain):
        return False
    return told and bool(IN_VAIN.search(plain))


async def _is_a_customers(message: Message, work: Work, caller: Caller) -> bool:
    """Whether it stands in a case, or was a comment in a survey."""
    case_id = await work.cases.words_of_message(caller.chat.id, message.message_id)
    return case_id is not None or await work.sayings.is_comment(caller.chat.id, message.message_id)


@router.edited_message(F.chat.type == "private", MeansFigures())
@router.message(F.chat.type == "private", MeansFigures())
async def on_question(
    message: Message, work: Work, caller: Caller, reading: Reading, now: datetime, inbox_id: int
) -> None:
    said = said_of(message, caller)
    assert said is not None
    await work.consents.agreed(caller.person.id, now)
    words_id = await work.cases.add_words(person_id=caller.person.id, sort="asked", said=said)
    own = await work.cases.live_of(caller.person.id)
    facts: dict[str, Any] = {"words": words_id, "own": None if own is None else own.id}
    if may_look(caller.person):
        facts |= await _nearest(said.text or "", work, caller, reading, now)
    await answer(work, caller, inbox_id, "figures_meant", **facts)


async def _nearest(
    said: str, work: Work, caller: Caller, reading: Reading, now: datetime
) -> dict[str, Any]:
    """The place, the period and the topic that come nearest to what was asked."""
    sight = await sight_of(work, caller.person)
    named, rest = places_in(said, sight.all)
    zone = named[0].zone if named else sight.zone
    period = parse_period(nearest(rest, now, zone), now, zone)
    topics = {finding.aspect for finding in reading.dimensions}
    topic = topics.pop() if len(topics) == 1 else await topic_in(work, said)
    return {
        "key": period.key,
        "dates": period.dates,
        "place": named[0].id if named else 0,
        "place_name": named[0].name if named else None,
        "aspect": topic,
    }


@says("figures_meant")
def figures_meant(facts: Mapping[str, Any], context: Context) -> Shown:
    _ = context._
    as_customer = _as_customer(facts, _)
    if "key" not in facts:
        text = _(
            "您像是在问数字，没有记成投诉。数字由主管看；您自己的发 /me，没办完的在群里发 /cases。"
        )
        return Rendered(text=text, keyboard=((as_customer,),))
    place, key = int(facts["place"]), str(facts["key"])
    cut = code_of("aspect", facts["aspect"]) if facts["aspect"] else ""
    named = [facts["place_name"], _period(facts, context)]
    topic = [aspect(facts["aspect"], _)] if cut else []
    show = FiguresPress(action="show", period=key, place_id=place, cut=cut)
    issues = FiguresPress(action="issues", period=key, place_id=place)
    first = button(joined(part for part in (*named, *topic) if part), show)
    text = _("您像是在问数字，没有记成投诉。要看的是不是这个？也可以发 /stats。")
    return Rendered(text=text, keyboard=((first, button(_("按问题"), issues)), (as_customer,)))


def _as_customer(facts: Mapping[str, Any], _: Words) -> Button:
    """Into the case of their own that was open when they asked, or as a case."""
    own = facts.get("own")
    text = _("我是顾客，加到 #{number}", number=own) if own else _("我是顾客，要投诉")
    arg = str(own) if own else None
    return button(text, CasePress(action="complain", case_id=facts["words"], round=1, arg=arg))


def _period(facts: Mapping[str, Any], context: Context) -> str:
    return _usual(context._).get(str(facts["key"])) or days_named(
        str(facts["dates"]), context.now.year, context._
    )


def _usual(_: Words) -> dict[str, str]:
    return {"today": _("今天"), "yesterday": _("昨天"), "7d": _("7天"), "30d": _("30天")}
