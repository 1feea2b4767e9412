"""How long a first reply takes, how many are open and the like, asked in everyday words.

Everything is written in simplified script here; what people write is turned into it first.
"""

import re
from dataclasses import dataclass

from handlers.figures_words import FILLING, without

FIRST_RESPONSE, RESOLUTION = "first_response", "resolution"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The view that shows it, and the figure that comes first there.

    `rest` is what else was said: nothing or a time, unless they tell of something.
    """

    view: str
    figure: str
    rest: str
    is_of_guests: bool


@dataclass(frozen=True, kw_only=True)
class _Way:
    """Each of the `needed` stands somewhere."""

    view: str
    needed: tuple[re.Pattern[str], ...]
    figure: str = ""


def _words(*patterns: str) -> re.Pattern[str]:
    """Letters as whole words only."""
    bounded = (rf"\b(?:{each})\b" if each.isascii() else each for each in patterns)
    return re.compile("|".join(bounded))


_HOW_LONG = _words(
    r"多快|多久|多长时间|多少时间|多少?分钟|几分钟|多少个?小时|几个?小时|[几多]少?天|快不快|够快|快吗"
    r"|[快慢]不[快慢]|慢吗|及时不及时|及不及时|及时吗|时间|时长|速度|用时|耗时",
    r"how (?:fast|long|quickly|quick|soon|slow|slowly|promptly)",
    r"times?|speed|are (?:we|our staff) (?:quick|fast|slow|prompt)",
)
_REPLY = _words(
    r"首次(?:答复|回复|响应)?|首响|第一[次句]?(?:答复|回复|回应|回)|[答回]复|回[应话信]|响应|回得|搭理|(?:有人)?接手"
    r"|有人[管理回接]|回(?=[客顾用]|\s|$)|(?<=[久间])才?回",
    r"reply|replies|replied|respond(?:s|ed|ing)?|responses?|answer(?:s|ed|ing)?|hears? back",
    r"get(?:s|ting)? back|react(?:s|ion)?",
)
_RESOLVE = _words(
    r"解决|处理[完好]?|办[完好]?结?|了结|结[案束]|搞定|弄好|完[成结]",
    r"resolv(?:e|es|ed|ing)|resolution|clos(?:e|es|ed|ing)|settled?|solved?|handl(?:e|es|ed|ing)",
    r"deal with|dealt with|finish(?:ed)?|(?:cases?|complaints?) takes?",
)
_OPINION = _words(
    r"满不满意|满意不满意|满意[吗么]|满意程度|开心[吗么]|开不开心|高兴[吗么]|高不高兴|喜不喜欢|喜欢(?=.*[吗么])"
    r"|[打给]了?[我咱]?们?[打评]?(?:几|多少)分|我们多少分|口碑|(?:觉得|感觉|对|看)(?=[我咱]们)",
    r"(?:how )?(?:happy|satisfied|pleased)|(?:think|feel) (?:of|about)|like us|rate us",
    r"scores?|ratings?|csat|satisfaction",
)
_SURVEY = _words(
    r"问卷|调查表?|评价表|[答收回]了?(?:多少|几)份|回收率|参与率|填写率|答题率",
    r"surveys?|questionnaires?|response rate",
)
_FILLED = _words(
    r"[答填回收做写]了?完?|回收率?|参与率?|填写率|答题率|[送发]出?去?了?|收[回到]了?",
    r"answer(?:s|ed|ing)?|fill(?:s|ed)?(?: in| out)?|complet(?:e|es|ed)|c[ao]me back|returned",
    r"respond(?:s|ed)?|response rate|sent|send|take part|took part",
)
_HOW_MANY = _words(
    r"多少|几成?|有没有|[吗么率?？]|哪些|比例",
    r"how many|how much|what|which|share|rate|percentage|percent|does|do|did|any",
)
_OPEN = _words(
    r"没有?(?:办[完好结]?|处理[完好]?|解决|关闭?|结[案束]?|搞定|弄[完好]|完成?)|未[办处完解关结][理成决结]?|在(?:办|处理)"
    r"|还?[剩欠]下?着?(?=[几多])|手[上头里]|待处理|悬着|挂着",
    r"(?:cases?|complaints?)(?: is| are)?(?: still| currently)? open|open (?:cases|complaints)",
    r"(?:how many|what|what's|which)(?: is| are)?(?: still| currently)? open",
    r"pending|outstanding|unresolved|unsolved|unfinished|backlog",
    r"(?:not|isn't|aren't)(?: yet)? (?:done|closed|resolved|finished|solved|handled)",
)
_WHICH = _words(
    r"多少|几|哪些?|什么|啥|[吗么?？]",
    r"cases?|complaints?|how many|what's|what|which|anything|any|backlog",
)
_WAYS = (
    _Way(view="more", figure=FIRST_RESPONSE, needed=(_HOW_LONG, _REPLY)),
    _Way(view="more", figure=RESOLUTION, needed=(_HOW_LONG, _RESOLVE)),
    _Way(view="standing", needed=(_OPEN, _WHICH)),
    _Way(view="figures", needed=(_SURVEY, _FILLED, _HOW_MANY)),
    _Way(view="figures", needed=(_OPINION,)),
)
# What stands around these, and says nothing more.
_AROUND = _words(
    r"现在|目前|当前|我们|咱们|大家|店里|员工|同事|团队|客人们?|顾客们?|客户|旅客|用户|一般|通常|平均|大概|大约|平时|普遍|正常|整体"
    r"|能够?|可以|会|[需得]?要|需|得|才|就|被|[每一两]?[件个次条位份]|投诉|客诉|案[子件]|事情?|之?后|以后|等|花|用"
    r"|给|对|让|他们|人|做|最近|这边|怎么样|如何|咋样|服务|评价|觉得|还|都|有|在|着|什么|哪些|多少|几",
    r"guests?|customers?|clients?|people|cases?|complaints?|staff|team|someone|somebody|service",
    r"do|does|did|we|our|us|it|takes?|took|to|a|an|the|is|are|was|were|be|been|have|has|having",
    r"what's|whats|what|which|how|many|any|anything|until|till|before|for|on|at|in|of|from|with|by",
    r"average|usually|normally|typically|typical|generally|mean|median|overall|still|yet|there|so",
    r"currently|now|right|far|wait|get|gets|them|they|their|first|guests'|customers'|and|feel",
)
_GUESTS = _words(
    r"客人|顾客|客户|旅客|用户|一般|通常|平均|平时",
    r"guests?|customers?|clients?|average|usually|normally|typically|generally",
)
_YOU = _words(r"你们|您们", r"you|your")
# Whoever tells of waiting tells of themselves.
_WAITED = re.compile(r"[我咱]们?\S*等|等了|\bwe\b.*\bwait")
_ASKS = _words(
    r"多[久快长少]|几|吗|哪|什么|怎么|如何|平均|[?？]|不[快慢]",
    r"how|what|which|do|does|is|are|any",
)


_PASSED_ON = _words(
    r"[客人户]问|告诉[客顾用旅]", r"(?:guest|customer|client)s? (?:asks?|asked|wants?)|tell the"
)
_COUNTS = _words(
    r"几[件个次条位份单家]|多少|总共|一共|哪些|平均", r"how many|which|all|average|rate"
)


def kpi_in(said: str) -> Asked | None:
    is_of_guests = _GUESTS.search(said) is not None
    if _WAITED.search(said):
        return None
    for way in _WAYS:
        if all(each.search(said) for each in way.needed):
            rest = _YOU.sub(" ", said) if is_of_guests else said
            for words in (*way.needed, _AROUND):
                rest = words.sub(" ", rest)
            rest = without(FILLING, rest).strip(" ,，、。.？?！!：:")
            return Asked(view=way.view, figure=way.figure, rest=rest, is_of_guests=is_of_guests)
    return None


def asks_of_guests(said: str) -> bool:
    """Whether it asks for one of these of guests in general, whatever else is said.

    What a guest asked a colleague, who passes it on, is asked of one case.
    """
    if _PASSED_ON.search(said):
        return False
    found = kpi_in(said)
    return found is not None and found.is_of_guests and _ASKS.search(said) is not None


def asks_of_one(said: str) -> bool:
    """Whether it may be about a case of one's own: 「有人在处理吗」, but not 「几件没办完」."""
    if _COUNTS.search(said) or asks_of_guests(said):
        return False
    return kpi_in(said) is not None
