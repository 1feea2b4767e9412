"""The staff card: what is wrong, with whom, how late it is, and what can be done about it."""

import re
from collections.abc import Mapping
from typing import Any

from complaints.values import (
    LADDER_KINDS,
    UNRESOLVED,
    CaseView,
    Clock,
    Promise,
    RemedyAnswer,
    RemedyState,
    State,
    Words,
)
from dimensions.reading import Kind
from handlers import labels
from handlers.card_menus import answering, menu
from handlers.moments import dated
from handlers.presses import CasePress
from handlers.rendering import Button, Context, Keyboard, Rendered, button, shows
from handlers.safe import escaped, quoted
from people.telling import FaceKind

Facts = Mapping[str, Any]
QUOTE = 400
EVIDENCE = 60
LATEST = 3
# What harms people, their food or their data.
DANGERS = frozenset({"safety", "hygiene", "privacy"})
_SENTENCE = re.compile(r"[。！？!?；;\n]|\.\s")


@shows(FaceKind.CARD)
def card(facts: Facts, context: Context) -> Rendered | None:
    view = context.case
    if view is None:
        return None
    if is_veiled(view, context):
        return _veiled(view, context)
    lines = [_headline(view, context), *_said(view, context), *_evidence(view, context)]
    lines += _files(view, context)
    lines += [_customer(view, context), *deadline(view, context), *_handling(view, context)]
    lines += [*_given(view, context), *_kin(view, context), *offered(view, context)]
    silent = view.case.state is not State.OPEN
    keyboard = menu(facts, view, context) if facts.get("menu") else _card_buttons(view, context)
    return Rendered(text="\n".join(lines), keyboard=keyboard, silent=silent)


def is_veiled(view: CaseView, context: Context) -> bool:
    """A colleague is named: the group learns that there is a case, and not what it says."""
    return view.case.about_id is not None and context.is_group


def _veiled(view: CaseView, context: Context) -> Rendered:
    lines = [_headline(view, context), context._("内容涉及同事，已交主管处理。")]
    lines += deadline(view, context)
    return Rendered(text="\n".join(lines), silent=view.case.state is not State.OPEN)


def _headline(view: CaseView, context: Context) -> str:
    case, _ = view.case, context._
    named = (view.place_name, view.touchpoint, view.team_name)
    where = " · ".join(escaped(name) for name in named if name)
    parts = [
        f"{labels.severity(case, _)} <b>#{case.id}</b> {labels.kind(case.kind, _)}",
        where,
        labels.mark(case, _),
    ]
    if case.round > 1:
        parts.append(_("第 {round} 次打开", round=case.round))
    return " · ".join(part for part in parts if part)


def _said(view: CaseView, context: Context) -> list[str]:
    """The first words and the latest; in between the card says how many more there are.

    Of an emergency the sentence that tells the danger comes before them.
    """
    said = _latest_versions([w for w in view.words if w.sort in {"said", "edited", "comment"}])
    shown = said if len(said) <= LATEST else [said[0], *said[-(LATEST - 1) :]]
    lines = [line for words in shown if (line := _one(words, context))]
    if said and not lines:
        return [_wordless(said, context)]
    hidden = len(said) - len(shown)
    if hidden:
        lines.insert(1, context._("（中间还有 {count} 条）", count=hidden))
    return [*_danger(view, said), *lines]


def _danger(view: CaseView, said: list[Words]) -> list[str]:
    """The sentence with the danger, where the first words don't begin with it."""
    if view.case.kind is not Kind.EMERGENCY:
        return []
    texts = {words.id: words.text or "" for words in said}
    found = [
        one
        for finding in view.findings
        if finding.aspect in DANGERS and finding.polarity == "negative"
        for one in finding.evidence
        if one.words_id in texts
    ]
    if not found or (found[0].words_id == said[0].id and found[0].end <= EVIDENCE):
        return []
    one = found[0]
    text = texts[one.words_id]
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, one.start)), default=0)
    start = max(start, one.start - EVIDENCE)
    after = _SENTENCE.search(text, one.end)
    end = min(after.start() if after else len(text), one.end + EVIDENCE)
    return [f"🚨 “{quoted(text[start:end], QUOTE)}”"]


def _wordless(said: list[Words], context: Context) -> str:
    """Of what was erased not even the chat is left; who only gave scores wrote nothing."""
    if any(words.chat_id is not None for words in said):
        return context._("（客人在问卷里打了低分，没有写字）")
    return context._("（客人要求删除，内容已清除）")


FROM_CUSTOMER = frozenset({"said", "edited", "comment"})


def _files(view: CaseView, context: Context) -> list[str]:
    """「📎 照片 2 · 语音 1」: a count; whoever has the case opens them in private."""
    sent = [w.media for w in view.words if w.file_id and w.media and w.sort in FROM_CUSTOMER]
    counts = {media: sent.count(media) for media in dict.fromkeys(sent)}
    named = [f"{labels.media(media, context._)} {count}" for media, count in counts.items()]
    return [f"📎 {' · '.join(named)}"] if named else []


def _latest_versions(said: list[Words]) -> list[Words]:
    """Of a message that was edited, the version of now in the place of the first."""
    latest: dict[tuple[int | None, int | None], Words] = {}
    for words in said:
        latest[words.chat_id, words.message_id] = words
    return list(latest.values())


def _one(words: Words, context: Context) -> str:
    _ = context._
    media = labels.media(words.media, _) if words.media and not words.text else ""
    text = f"“{quoted(words.text, QUOTE)}”" if (words.text or "").strip() else ""
    edited = _("（已改）") if words.sort == "edited" else ""
    return f"{media}{text}{edited}"


def _evidence(view: CaseView, context: Context) -> list[str]:
    """「回应及时：等了两个小时没人理」, and that a machine says so."""
    _ = context._
    lines = []
    for dimension, findings in labels.grouped(view).items():
        phrases = [quoted(e.text, EVIDENCE) for f in findings for e in f.evidence if e.text]
        led = "、".join(dict.fromkeys(phrases))
        name = labels.dimension(dimension, _)
        lines.append(f"▪️ {name}：{led}" if led else f"▪️ {name}")
    # Without words for it, it is what the customer scored low in a survey.
    scored = view.case.channel == "survey"
    guessed = [f for f in view.findings if f.said_by == "machine" and (f.evidence or not scored)]
    if lines and guessed:
        lines[-1] += _("（机器判断）")
    if view.case.doubtful:
        lines.append(_("语气拿不准，已请客人点选。"))
    return lines


def _customer(view: CaseView, context: Context) -> str:
    _ = context._
    parts = [escaped(view.customer) or _nameless(view, context)]
    if view.earlier_cases:
        parts.append(_("第 {count} 次反映", count=view.earlier_cases + 1))
    if view.last_time:
        names = "、".join(labels.dimension(name, _) for name in view.last_time)
        parts.append(_("上次：{what}", what=names))
    if view.case.chased:
        parts.append(_("催了 {count} 次", count=view.case.chased))
    if view.case.remedy is not None:
        parts.append(_("希望：{what}", what=labels.hope(view.case.remedy, _)))
    return " · ".join(parts)


def _nameless(view: CaseView, context: Context) -> str:
    _ = context._
    if view.case.anonymous:
        return _("客人不愿透露姓名")
    return _("同事代记，客人没留姓名") if view.case.channel == "desk" else _("客人没有留姓名")


def running(view: CaseView) -> Promise | None:
    """The promise that falls due next in this round."""
    open_ones = [
        p
        for p in view.promises
        if p.round == view.case.round and p.is_running and p.clock is not Clock.PROMISE
    ]
    return min(open_ones, key=lambda promise: promise.due_at, default=None)


def _given(view: CaseView, context: Context) -> list[str]:
    """What was promised in words, or what the customer asked for, with the time."""
    _ = context._
    lines = []
    for promise in view.promises:
        if promise.clock is not Clock.PROMISE or not promise.is_running:
            continue
        until = dated(promise.due_at, view.zone, _)
        said = _("🤝 说好了：{until} 前", until=until)
        asked = _("📞 客人请回电：{until} 前", until=until)
        lines.append(late_or_not(asked if promise.who is None else said, promise, context))
    return lines


def deadline(view: CaseView, context: Context) -> list[str]:
    """A clock time and its day: a card may stand for days before anything on it changes."""
    promise, _ = running(view), context._
    if promise is None or view.case.state is State.RESOLVED:
        return []
    until = dated(promise.due_at, view.zone, _)
    what = (
        _("{until} 前答复", until=until)
        if promise.clock is Clock.RESPONSE
        else _("{until} 前办结", until=until)
    )
    return [late_or_not(what, promise, context)]


def late_or_not(what: str, promise: Promise, context: Context) -> str:
    """Without how long: the first level that is told changes the card, and the clock alone never.

    So what it says is true whenever somebody reads it.
    """
    return what if promise.due_at > context.now else f"{context._('⚠️ 已超时')} · {what}"


def _handling(view: CaseView, context: Context) -> list[str]:
    case, _ = view.case, context._
    name = escaped(view.owner_name or "")
    lines = [_("{name} 处理中", name=name)] if case.owner_id else [_("还没人接手")]
    if case.kind not in LADDER_KINDS and case.kind is not Kind.QUESTION and not case.owner_id:
        lines = []
    if case.state is State.WAITING:
        lines = [_("{name} 在等客人补充，计时已停", name=name)]
    elif case.state is State.CONTESTED:
        lines = [_contested(view, context)]
    elif case.state is State.RESOLVED:
        lines = [_resolved(view, context)]
    elif case.state is State.CLOSED:
        lines = [_outcome(view, context)]
    lines += _answers(view, context)
    found = [w for w in view.words if w.sort == "findings"]
    if found:
        lines.append(f"🔎 {escaped(found[-1].by or '')}：{quoted(found[-1].text, 120)}")
    remarks = [w for w in view.words if w.sort == "remark"]
    if remarks:
        lines.append(f"📝 {escaped(remarks[-1].by or '')}：{quoted(remarks[-1].text, 120)}")
    if case.cause is not None:
        lines.append(_("原因：{cause}", cause=labels.cause(case.cause, _)))
    return lines


def _resolved(view: CaseView, context: Context) -> str:
    _, name = context._, escaped(view.owner_name or "")
    if view.hears:
        return _("{name} 已办结，等客人确认", name=name)
    return _("{name} 已办结，请您告诉客人", name=name)


def _answers(view: CaseView, context: Context) -> list[str]:
    """The last call, and what was written last."""
    case, _, lines = view.case, context._, []
    replies = [w for w in view.words if w.sort in {"reply", "resolution", "alternative"}]
    if view.called_at and case.state in UNRESOLVED:
        when = dated(view.called_at, view.zone, _)
        lines.append(_("📞 已去电答复：{when}", when=when))
    return [*lines, *(_answered(said, view, context) for said in replies[-1:])]


def _answered(said: Words, view: CaseView, context: Context) -> str:
    _, line = context._, f"↪️ {escaped(said.by or '')}：{quoted(said.text, 120)}"
    if said.delivered_at:
        return f"{line}（{_('✓ 已送达')}）"
    if view.reached or view.followers:
        return f"{line}（{_('发送中')}）"
    # Whoever called since has told it.
    is_told = view.called_at is not None and view.called_at >= said.at
    return line if is_told else f"{line}（{_('请您告诉客人')}）"


def _kin(view: CaseView, context: Context) -> list[str]:
    """Whether another case leads this one, or others follow it."""
    _ = context._
    lines = []
    if view.case.lead_id is not None:
        lines.append(_("归在 #{number} 一起办。", number=view.case.lead_id))
    if view.followers:
        lines.append(
            _("同一件事另有 {count} 位客人，答复和办结会一起发给他们。", count=view.followers)
        )
    return lines


def offered(view: CaseView, context: Context) -> list[str]:
    """What was offered to make up for it, and how that stands."""
    _ = context._
    stands = {
        RemedyState.PENDING: _("等主管同意"),
        RemedyState.GRANTED: _("已告诉客人") if view.hears else _("请您告诉客人"),
        RemedyState.DECLINED: _("没有同意"),
    }
    answers = {
        RemedyAnswer.ACCEPTED: _("换了办法，客人说可以"),
        RemedyAnswer.REFUSED: _("换了办法，客人不接受"),
    }
    return [
        _(
            "补偿：{what}（{state}）",
            what=labels.sum_of(remedy, _),
            state=answers[remedy.answer] if remedy.answer else stands[remedy.state],
        )
        for remedy in view.remedies
    ]


def _contested(view: CaseView, context: Context) -> str:
    _, due_at = context._, view.case.next_due_at
    if due_at is None:
        return _("客人不接受，待跟进")
    until = dated(due_at, view.zone, _)
    return _("客人不接受，待跟进：{until} 前再联系一次", until=until)


def _outcome(view: CaseView, context: Context) -> str:
    _ = context._
    known = {
        "satisfied": _("✅ 已结：客人满意"),
        "partly": _("✅ 已结：解决了，客人不太满意"),
        "no_answer": _("已结：客人没有回应"),
        "withdrawn": _("已结：客人说不是投诉"),
        "recourse": _("已结：客人没有接受，途径已用尽"),
        "adopted": _("✅ 已采纳，已告诉客人"),
        "not_now": _("已结：暂不采纳，已告诉客人"),
        "merged": _("已并入同一位客人的另一件"),
    }
    if not view.hears:
        known |= {
            "no_answer": _("已结"),
            "adopted": _("✅ 已采纳，请您告诉客人"),
            "not_now": _("已结：暂不采纳，请您告诉客人"),
        }
    case = view.case
    key = (case.handling.value if case.handling else None) or (
        case.outcome.value if case.outcome else ""
    )
    return known.get(key, _("已结"))


def _card_buttons(view: CaseView, context: Context) -> Keyboard:
    case, _ = view.case, context._

    def press(text: str, action: str) -> Button:
        return button(text, CasePress(action=action, case_id=case.id, round=case.round))

    more = press(_("更多"), "more")
    reply = answering(view, context)
    if case.kind is Kind.SUGGESTION and case.state is not State.CLOSED:
        decide = (press(_("采纳"), "adopt"), press(_("暂不"), "notnow"))
        return (decide, (*reply, more))
    match case.state:
        case State.CLOSED:
            return ((more,),)
        case State.RESOLVED:
            again = (press(_("再写一句"), "reply"),) if view.is_answerable else ()
            return ((*again, more),)
        case State.CONTESTED:
            first = (*reply, press(_("已解决"), "resolve"), more)
            return (first, (press(_("途径已用尽"), "usedup"),))
        case State.OPEN:
            return (
                (press(_("我来"), "take"), press(_("转给…"), "hand"), more),
                (*reply, press(_("已解决"), "resolve")),
            )
    first = (*reply, press(_("已解决"), "resolve"), more)
    if case.level > 0:
        return ((press(_("我来处理"), "take"),), first)
    return (first,)
