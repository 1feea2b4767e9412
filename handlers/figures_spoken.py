"""What people put around a question for figures, and what makes it a guest's question.

Everything is written in simplified script here; what people write is turned into it first.
"""

import re

from calendars.periods import Period
from handlers.figures_words import ABOUT, simpler, view_in, without

# 「compare A with B」, 「is A better than B」 and their like.
_BESIDE_IN_LETTERS = (
    (re.compile(r"\bhow (?:do|does|did) (.*?\S) compared? (?:with|to|against)\b"), r"\1 vs"),
    (re.compile(r"\bcompared? (.*?\S) (?:with|to|against)\b"), r"\1 vs"),
    (
        re.compile(r"^(?:is|are|was|were) (.*?)\b(?:better|worse|higher|lower|more|fewer) than\b"),
        r"\1 vs",
    ),
    (
        re.compile(r"\b(this|last) (week|month|year) (vs|versus) (this|last)(?=\W*$)"),
        r"\1 \2 \3 \4 \2",
    ),
)
_JOINED = re.compile(r"[和跟与同比]")
_TAKEN = re.compile(r"[把拿将](?=.+[和跟与同比])|是不是")
# How much the one differs, at the end.
_HOW_MUCH = re.compile(
    r"(?:差多少|差在哪里?|有(?:什么|何)(?:不同|不一样|差别|区别|变化)"
    r"|哪个(?:月|周|星期)?(?:投诉|客诉)?更?[好差多少])(?=[了吗呢?？。！\s]*$)"
)
# 「是不是比上个月差」; without a question it is told, and not asked.
_ASKS_WHETHER = re.compile(r"是不是|吗|[?？]")
_WHETHER = re.compile(r"(?<=[月周天年期前])[更要]?[好差多少高低](?:一?[些点])?(?=[了吗?？\s]*$)")

# Only what asks may have more around it: whoever tells of guests tells what happened.
_ASKS = re.compile(r"多少|几|哪|谁|什么|怎么|如何|吗|呢|最|平均|[?？]")
_ASKS_IN_LETTERS = re.compile(
    r"\s*(?:what|which|how|any|is|are|do|does|did|has|have|show|can|could|please)\b"
)
_AROUND = re.compile(r"客人|顾客|哪些|被|给了?(?=[差好]评)|(?<=多少)人|(?<=几个)人|填了?|回答了?")
# How many guests there were is no figure of ours.
_HOW_MANY_GUESTS = re.compile(
    r"(?:多少|几[个位名]?)(?:客人|顾客|人)(?:入住|来|到店)?(?=[了呢吗?？。！\s]*$)"
    r"|\bhow many (?:guests?|customers?|people)\b"
)
_AROUND_AVERAGE = re.compile(r"处理|回复|答复|解决|办好?|能|[需会]?要|花")
_AVERAGE = re.compile(r"平均\s*多\s*(?:久|长时间|快)")
_WHO_IS_SLOW = re.compile(r"谁(?:处理|回复|答复|解决|办)得?最([慢快])")
_OF = re.compile(r"(?<=[a-z])['’]s\b")
_AROUND_IN_LETTERS = re.compile(
    r"\b(?:guests?|customers?|people|do|does|did|is|are|was|have|has|had|get|got|what|our|us|it|to|"
    r"right now|now|so far|the most|most|reply|respond|answer|a)\b"
)
# What is counted where it stands alone, and how something went where nothing names it.
_HOW_MANY = ("多少件", "多少条", "多少个", "多少", "how many")
_ASKS_HOW = re.compile(r"好吗|好不好|高吗|高不高|行吗|行不|咋样|填|回?答")

# Whether something is there, as guests ask; 「多吗」 and 「好吗」 ask how it went.
_IS_THERE = re.compile(
    r"有没有|有.*[吗么嘛没?？]|有$|\b(?:any|is there|are there|do (?:we|you|they) have)\b"
)
_HOW_IT_WENT = re.compile(r"好吗|好不好|多[吗不]|高[吗不]|最[多少]|行[吗不]|咋样|呢|\bhow\b")
# Nobody looks for these: whoever asks whether there are any asks how it went.
_TROUBLES = frozenset(
    {"noise", "smell", "wait", "accuracy", "described", "unanswered", "honesty", "privacy",
     "hygiene", "promise", "safety"}
)  # fmt: skip
# Views that are named by what a guest may look for.
_OF_THINGS = frozenset({"places", "people"})


def as_compared(said: str) -> str:
    """Two times beside each other in the plainest words: 「上个月跟这个月差多少」."""
    for pattern, plain in _BESIDE_IN_LETTERS:
        said = pattern.sub(plain, said)
    if not _JOINED.search(said):
        return said
    plain = _HOW_MUCH.sub(" ", _TAKEN.sub(" ", said))
    return _WHETHER.sub(" ", plain) if _ASKS_WHETHER.search(said) else plain


def as_asked(said: str) -> str:
    """A whole sentence without what says nothing in it: 「哪个班组被客人投诉最多」.

    「昨天有多少客人」 stays whole: without its guests nothing would be left but a time.
    """
    plain = _without_what_is_around(said)
    return plain if _ASKS_HOW.search(said) or _names_something(plain) else said


def _names_something(plain: str) -> bool:
    if view_in(plain)[0] is not None:
        return True
    return without(tuple(word for word in ABOUT if word not in _HOW_MANY), plain) != plain


def _without_what_is_around(said: str) -> str:
    said = _OF.sub(" ", said)
    if _HOW_MANY_GUESTS.search(said) and without(ABOUT, said) == said:
        return said
    if _ASKS_IN_LETTERS.match(said):
        return _AROUND_IN_LETTERS.sub(" ", said)
    if not _ASKS.search(said):
        return said
    said = _AROUND.sub(" ", _WHO_IS_SLOW.sub(r"谁最\1", said))
    if "平均" not in said:
        return said
    return _AVERAGE.sub("平均多久", _AROUND_AVERAGE.sub(" ", said))


def asks_whether_there_is(said: str, period: Period, view: str, cut: str) -> bool:
    """「今天有热水吗」, 「lunch today?」: a guest's question, and none of figures.

    The time has to be running: who asks whether there was something asks how it went.
    """
    plain = simpler(said)
    is_of_thing = view in _OF_THINGS and not cut
    if without(ABOUT, plain) != plain or _HOW_IT_WENT.search(plain):
        return False
    if is_of_thing:
        return _IS_THERE.search(plain) is not None
    if not cut or view_in(plain)[0] is not None or cut.removeprefix("a") in _TROUBLES:
        return False
    if period.key in {"today", "week", "month", "year"} and _IS_THERE.search(plain):
        return True
    return period.key == "today" and cut.startswith("a") and plain.rstrip().endswith(("?", "？"))
