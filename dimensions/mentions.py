"""Works out what each clause says of what: polarity after negation, degree, wish and contrast."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from dimensions.hits import Clause, Hit
from dimensions.lexicon import Entry, Pattern, Role
from dimensions.matching import Matcher, Spelled
from dimensions.turned import Spans, is_quoted, turned
from dimensions.unheeded import unheeded

_TAIL = re.compile(
    r"(?:得|的)?(?:要死|要命|不行|离谱|很|一塌糊涂|不得了|厉害)(?:了)?|(?:死|极|透|爆|坏|惨)(?:我|人)?了?"
    r"|了(?!解)"
)
# Right before a turn of phrase these say that it is not so: "没" of "没有异味".
_UNDOING = ("没", "不", "无", "未", "没有", "不会", "不算", "不至于")
_MILDLY = re.compile(r"有点|有些|稍|略|偏")
_AND = frozenset({"、", "和", "跟", "与", "及", "以及", "还有", " and "})
# Between an opinion and what it is said of.
_OF = frozenset({"的", "之", "地"})
# What stands behind a thing that tells when, not what.
_WHEN = ("的时候", "的时间", "之前", "以后", "之后")
# How many letters may stand between a word and what turns it.
_NEAR, _COMPARED, _JOINED, _LONGEST_GAP = 1, 5, 9, 3
# "服务却差": these stand between a thing and what is said of it.
_WITHIN = frozenset({"却", "倒是"})
# "没想到这么大" is surprised, and denies nothing.
_SURPRISED = ("想到", "料到")
_THAN_THIS = ("比这", "比它", "比你", "比您")
# "没有看到肉丝": what is not seen, got or given is missing too.
_NOT_MET = re.compile(
    r"[看见吃尝找收拿领][到见着]|给?我?(?:给|送|放|配|附|装|加|摆)(?:给|送|我)?|附赠|赠送|提供|准备|配备|摆放"
)
# What may follow where something is missing: "牙刷没有了，".
_LITTLE_ELSE = re.compile(r".?|[了的啊呢呀哦][,。!;…~\s]{1,8}")
# "令人失望的还有羊肉炉": what is named last is what is blamed.
_NAMING = re.compile(r"的(?:还有|是|就是|莫过于|要数|要属|当属)(?:[这那][道个间家里]?|它?们?的)?")
_SHORT_WISH = 16
_GENERAL = "general"
# Whom a wish is told, not what it is about: "希望老板多放点辣椒".
_ADDRESSED = frozenset({"老板", "老板娘", "店家", "店长", "商家", "卖家", "掌柜", "经理", "师傅"})
# An enumeration looks a member up anew each time, which takes longer than what is done with it.
_SUBJECT, _OPINION, _ABSENCE, _WISH = Role.SUBJECT, Role.OPINION, Role.ABSENCE, Role.WISH
_NEGATION, _DEGREE, _MILD, _LINK = Role.NEGATION, Role.DEGREE, Role.MILD, Role.LINK
_CONTRAST = Role.CONTRAST
_TELLING = frozenset({_OPINION, _ABSENCE, _WISH})
_IMAGINING = frozenset({Role.HYPOTHESIS, Role.HEARSAY, Role.QUOTE})
_PASSED = frozenset({_DEGREE, _MILD, _LINK})
# A named tuple's own making takes three times as long.
_made = tuple.__new__
_end_of, _roles_of = attrgetter("end"), attrgetter("roles")
_place_of = attrgetter("start", "end")


class Mention(NamedTuple):
    """One thing said: `aspect` is empty when it is said of nothing in particular."""

    start: int
    end: int
    aspect: str
    polarity: int
    weight: float
    clause: int
    wished: bool = False
    by_pattern: bool = False
    # Said of what an earlier clause names, for want of anything in its own.
    borrowed: bool = False


class _Turn(NamedTuple):
    negations: int
    factor: float
    start: int


def mentions_in(spelled: Spelled, clauses: Sequence[Clause], matcher: Matcher) -> list[Mention]:
    """All that is said in the text, in its order."""
    if not clauses:
        return []
    text = spelled.text
    found: list[Mention] = []
    turns = _Turns(len(text))
    for pattern, start, end in _matches(spelled, matcher):
        turns.cover(start, end, pattern.polarity)
        found += _mentions_of(text, pattern, start, end, clauses)
    for number, clause in enumerate(clauses):
        if not clause.roles.isdisjoint(_TELLING):
            found += _said_in(text, clauses, number, turns)
    roles = frozenset[Role]().union(*map(_roles_of, clauses))
    if not roles.isdisjoint(_IMAGINING):
        found = [mention for mention in found if not _is_imagined(mention, clauses)]
    denied, compared = turned(spelled)
    if denied or compared:
        found = [_turned(mention, denied, compared) for mention in found]
    if _WISH in roles:
        found = [_as_wished(mention, clauses) for mention in found]
    return sorted(found, key=_place_of)


def _turned(mention: Mention, denied: Spans, compared: Spans) -> Mention:
    """What is denied blames nothing; what others have better blames."""
    start, end = mention.start, mention.end
    if mention.polarity < 0 and any(a <= start and end <= b for a, b in denied):
        return mention._replace(polarity=1, weight=min(mention.weight, 1.0))
    if mention.polarity > 0 and any(a < end <= b for a, b in compared):
        return mention._replace(polarity=-1, weight=min(mention.weight, 1.0))
    return mention


class _Turns:
    """Where turns of phrase stand: each knows better than the single words within it."""

    def __init__(self, length: int) -> None:
        self._reach = {polarity: [0] * length for polarity in (-1, 0, 1)}

    def cover(self, start: int, end: int, polarity: int) -> None:
        reach = self._reach[polarity]
        reach[start:end] = [max(other, end) for other in reach[start:end]]

    def silences(self, hit: Hit) -> bool:
        """A word within a turn that means neither: "多少", "延迟退房"."""
        return self._reach[0][hit.start] >= hit.end

    def hide(self, mention: Mention) -> bool:
        """A turn that means neither hides the opinion it holds, one that means the other the
        whole phrase."""
        start, end = mention.start, mention.end
        if self._reach[0][end - 1] >= end:
            return True
        other = self._reach[-mention.polarity]
        return other[end - 1] >= end and other[start] >= end

    def hold(self, mention: Mention) -> bool:
        """A turn that means neither holds all of it; "花生" alone leaves "没有花生" as it is."""
        return self._reach[0][mention.start] >= mention.end


def _matches(spelled: Spelled, matcher: Matcher) -> Iterator[tuple[Pattern, int, int]]:
    found = [*matcher.find(spelled), *unheeded(spelled)]
    kinder = [(start, end) for pattern, start, end in found if pattern.polarity >= 0]
    neither = [(start, end) for pattern, start, end in found if not pattern.polarity]
    blaming = [(start, end) for pattern, start, end in found if pattern.polarity < 0]
    for pattern, start, end in found:
        if pattern.polarity > 0 and _is_within(start, end, blaming):
            continue
        if pattern.polarity < 0 and (
            spelled.text.endswith(_UNDOING, 0, start)
            or (kinder and _is_within(start, end, kinder))
            or (neither and any(a < start < b for a, b in neither))
        ):
            continue
        yield pattern, start, end


def _is_within(start: int, end: int, others: Sequence[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b and end - start < b - a for a, b in others)


def _mentions_of(
    text: str, pattern: Pattern, start: int, end: int, clauses: Sequence[Clause]
) -> list[Mention]:
    number = clause_at(clauses, start)
    aspects = pattern.aspects
    if pattern.yields_to and pattern.yields_to == _spoken_of(clauses, number, end):
        aspects = (pattern.yields_to,)
    mild = _MILDLY.search(text, max(0, start - 2), end) is not None
    weight = min(pattern.weight, 1.0) if mild else pattern.weight
    return [
        _made(Mention, (start, end, aspect, pattern.polarity, weight, number, False, True, False))
        for aspect in aspects
    ]


def _spoken_of(clauses: Sequence[Clause], number: int, end: int) -> str:
    """The aspect of the last subject named before `end`."""
    for clause in reversed(clauses[max(0, number - 2) : number + 1]):
        for hit in reversed(clause.hits):
            if _SUBJECT in hit.roles and hit.end <= end:
                return hit.roles[_SUBJECT][0].aspect
    return ""


def _is_imagined(mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Said under an "if", what others say, or praise that somebody else is quoted with."""
    clause = clauses[mention.clause]
    if clause.roles.isdisjoint(_IMAGINING):
        return False
    if _comes_after(Role.HYPOTHESIS, mention, clause) and not clause.has(Role.WISH):
        return True
    if _comes_after(Role.HEARSAY, mention, clause):
        return True
    return mention.polarity > 0 and _comes_after(Role.QUOTE, mention, clause)


def _comes_after(role: Role, mention: Mention, clause: Clause) -> bool:
    return clause.has(role) and any(
        hit.start <= mention.start and hit.has(role) for hit in clause.hits
    )


def _as_wished(mention: Mention, clauses: Sequence[Clause]) -> Mention:
    """To wish that something were better says that it is not good enough."""
    if _WISH not in clauses[mention.clause].roles:
        return mention
    if mention.by_pattern and (mention.polarity > 0 or mention.weight > 1):
        return mention
    return mention._replace(polarity=-1, weight=1.0, wished=True)


def _said_in(text: str, clauses: Sequence[Clause], number: int, turns: _Turns) -> list[Mention]:
    clause = clauses[number]
    said: list[Mention] = []
    missed: list[Mention] = []
    for at, hit in enumerate(clause.hits):
        roles = hit.roles
        if _OPINION in roles and not (_is_adverb(clause.hits, at) or turns.silences(hit)):
            said += _opinion(text, clauses, number, at)
        elif _ABSENCE in roles:
            missed += _absence(text, clause, number, at)
    if not said and not missed and _WISH in clause.roles:
        said += _bare_wish(clause, number, turns)
    return [m for m in said if not turns.hide(m)] + [m for m in missed if not turns.hold(m)]


def _opinion(text: str, clauses: Sequence[Clause], number: int, at: int) -> list[Mention]:
    clause = clauses[number]
    hit = clause.hits[at]
    own = _subject_of(text, clause, at)
    subject = own or _subject_before(text, clauses, number)
    entry, aspect = _meaning(hit, subject)
    if entry is None:
        return []
    borrowed = own is None and subject is not None and not (entry.aspect or entry.said_of)
    if aspect == _GENERAL and own is not None and 0 <= hit.start - own.end <= _LONGEST_GAP:
        # "这个煎饼也是醉了": a mood beside a thing is about it, if nothing else is blamed.
        aspect, borrowed = own.roles[_SUBJECT][0].aspect, True
    turn = _turn(text, clause.hits, at)
    polarity = entry.polarity if turn.negations % 2 == 0 else -entry.polarity
    if polarity > 0 and is_quoted(text, hit.start, hit.end):
        polarity = -1
    weight = entry.weight * turn.factor
    start, end = _phrase(text, clause, at, turn, subject)
    said = _made(Mention, (start, end, aspect, polarity, weight, number, False, False, borrowed))
    if subject is None or aspect != subject.roles[_SUBJECT][0].aspect:
        return [said]
    listed = _listed_before(text, clause.hits, subject)
    if not listed:
        return [said]
    start = min([start, *(other.start for other in listed)])
    aspects = {other.roles[_SUBJECT][0].aspect: None for other in listed} | {aspect: None}
    return [said._replace(start=start, aspect=each) for each in aspects]


def _listed_before(text: str, hits: Sequence[Hit], subject: Hit) -> list[Hit]:
    """The other subjects of "设施、服务和早餐都很差"."""
    listed: list[Hit] = []
    edge = subject.start
    for hit in reversed([h for h in hits if h.end <= edge][-8:]):
        if _SUBJECT not in hit.roles or text[hit.end : edge] not in _AND:
            break
        listed.append(hit)
        edge = hit.start
    return listed


def _meaning(hit: Hit, subject: Hit | None) -> tuple[Entry | None, str]:
    """The line of the lexicon that fits what the word is said of, and the aspect it gives."""
    entries, about = hit.roles[_OPINION], ""
    if subject is not None:
        thing = subject.roles[_SUBJECT][0]
        about = thing.aspect
        if thing.takes_all:
            return entries[0], about
    for entry in entries:
        if about in entry.said_of:
            return entry, entry.aspect or about
    for entry in entries:
        if not entry.said_of and entry.aspect:
            return entry, entry.aspect
    for entry in entries:
        if not entry.said_of:
            return entry, about
    return None, ""


def _is_adverb(hits: Sequence[Hit], at: int) -> bool:
    """The first word of "好慢" only says how slow."""
    if _DEGREE not in hits[at].roles or at + 1 >= len(hits):
        return False
    after = hits[at + 1]
    return after.start == hits[at].end and _OPINION in after.roles


def _turn(text: str, hits: Sequence[Hit], at: int) -> _Turn:
    """What the words before an opinion do to it, read backwards from it."""
    negations, factor, start = 0, 1.0, hits[at].start
    edge = start
    for hit in reversed(hits[:at]):
        gap, roles = edge - hit.end, hit.roles
        if gap > _COMPARED:
            break
        if _negates(text, hit, gap):
            negations, start = negations + 1, hit.start
        elif gap <= _NEAR and not _PASSED.isdisjoint(roles):
            factor *= 0.5 if _MILD in roles else 1.15 if _DEGREE in roles else 1.0
            start = start if _LINK in roles else hit.start
        else:
            break
        edge = hit.start
    return _Turn(negations, min(factor, 1.3), start)


def _negates(text: str, hit: Hit, gap: int) -> bool:
    """没有 also reaches over what it compares with, "没有如家舒服"; "没有比这更好的" is best."""
    if _ABSENCE in hit.roles:
        return gap <= _COMPARED and not text.startswith((*_THAN_THIS, *_SURPRISED), hit.end)
    return gap <= _NEAR and _NEGATION in hit.roles


def _subject_of(text: str, clause: Clause, at: int) -> Hit | None:
    """What the opinion is said of: just behind it after 的, else the nearest before it.

    "网速慢位置好" blames no place; "上菜的时候有点凉" tells when, and blames no waiting.
    """
    hits, hit = clause.hits, clause.hits[at]
    named = _named_behind(text, hits[at:])
    if named is not None:
        return named
    follows: Hit | None = None
    for behind in hits[at + 1 : at + 3]:
        if _LINK in behind.roles:
            continue
        if _SUBJECT in behind.roles and behind.start - hit.end <= _NEAR:
            follows = behind
        break
    if follows is not None and text[hit.end : follows.start] in _OF:
        return follows
    for other in reversed(hits[:at]):
        if _SUBJECT in other.roles and not text.startswith(_WHEN, other.end):
            return other
        if _CONTRAST in other.roles and other.word not in _WITHIN:
            break
    return follows


def _named_behind(text: str, hits: Sequence[Hit]) -> Hit | None:
    """The thing in "最失望的莫过于这个房间", of which the first of the words is said."""
    naming = _NAMING.match(text, hits[0].end)
    if naming is None:
        return None
    return next((h for h in hits if h.start == naming.end() and _SUBJECT in h.roles), None)


def _subject_before(text: str, clauses: Sequence[Clause], number: int) -> Hit | None:
    for clause in reversed(clauses[max(0, number - 2) : number]):
        if _SUBJECT not in clause.roles:
            continue
        for hit in reversed(clause.hits):
            if _SUBJECT in hit.roles and not text.startswith(_WHEN, hit.end):
                return hit
    return None


def _phrase(
    text: str, clause: Clause, at: int, turn: _Turn, subject: Hit | None
) -> tuple[int, int]:
    """The words a manager would underline: subject, degree, opinion and its particle."""
    hit = clause.hits[at]
    start, end = min(turn.start, hit.start), hit.end
    if subject is not None and clause.start <= subject.start < clause.end:
        if subject.end <= start and start - subject.end <= _JOINED:
            start = _first_of_chain(clause.hits, subject)
        elif subject.start >= end:
            return start, subject.end
    tail = _TAIL.match(text, end, clause.end)
    return start, tail.end() if tail else end


def _first_of_chain(hits: Sequence[Hit], subject: Hit) -> int:
    """Where "前台" of "前台的态度" begins."""
    edge = first = subject.start
    for hit in reversed([h for h in hits if h.end <= edge]):
        if hit.end < edge or not (_SUBJECT in hit.roles or _LINK in hit.roles):
            break
        edge = hit.start
        first = edge if _SUBJECT in hit.roles else first
    return first


def _absence(text: str, clause: Clause, number: int, at: int) -> list[Mention]:
    """Something that should be there is not: "没有吸管", "吸管都没有"."""
    hits, hit = clause.hits, clause.hits[at]
    after = hits[at + 1] if at + 1 < len(hits) else None
    if after is not None and _SUBJECT in after.roles and _is_missed(text, hit, after):
        thing = after.roles[_SUBJECT][0].missing
        opinion_follows = any(_says_of_it(h) for h in hits[at + 2 : at + 4])
        if thing and not opinion_follows:
            return [Mention(hit.start, after.end, thing, -1, 2.0, number)]
    if _LITTLE_ELSE.fullmatch(text, hit.end, clause.end) is None:
        return []
    before = next((h for h in reversed(hits[:at]) if _LINK not in h.roles), None)
    if before is not None and _SUBJECT in before.roles and hit.start - before.end <= 2:
        thing = before.roles[_SUBJECT][0].missing
        if thing:
            return [Mention(before.start, hit.end, thing, -1, 2.0, number)]
    return []


def _says_of_it(hit: Hit) -> bool:
    """ "没有异味很好" is about the smell, "没有餐巾纸烦死了" about its want."""
    return _OPINION in hit.roles and hit.roles[_OPINION][0].aspect != _GENERAL


def _is_missed(text: str, absence: Hit, thing: Hit) -> bool:
    gap = thing.start - absence.end
    if gap > _LONGEST_GAP:
        return False
    return gap <= _NEAR or _NOT_MET.fullmatch(text, absence.end, thing.start) is not None


def _bare_wish(clause: Clause, number: int, turns: _Turns) -> list[Mention]:
    """What is wished for names what it is about: "希望增加素菜"; "希望两点退房" only asks."""
    wishes = (hit for hit in clause.hits if _WISH in hit.roles)
    wish = next((hit for hit in wishes if not turns.silences(hit)), None)
    if wish is None:
        return []
    for hit in clause.hits:
        if _SUBJECT in hit.roles and hit.roles[_SUBJECT][0].aspect != _GENERAL:
            if hit.start == wish.end and hit.word in _ADDRESSED:
                continue
            start = min(wish.start, hit.start)
            whole = clause.end - start <= _SHORT_WISH
            end = clause.end if whole else max(wish.end, hit.end)
            aspect = hit.roles[_SUBJECT][0].aspect
            return [Mention(start, end, aspect, -1, 1.0, number, wished=True)]
    return []


def clause_at(clauses: Sequence[Clause], start: int) -> int:
    return min(bisect_right(clauses, start, key=_end_of), len(clauses) - 1)
