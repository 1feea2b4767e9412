"""`/audit`: ten cases that somebody else handled, five yes-or-no questions each, summed up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer, here
from handlers.moments import moment
from handlers.numbers import share
from handlers.presses import CasePress, PressFilter
from handlers.rendering import Context, Keyboard, Rendered, button, shows
from handlers.safe import escaped, quoted
from handlers.sights import may_look, refusal_for, sight_of
from handlers.steps import step
from handlers.words import Words
from handlers.work import Caller, Work
from people.telling import Face, FaceKind
from reports.reviews import QUESTIONS, Tally
from reports.values import Number

router = Router(name="auditing")
YES, NO = "yes", "no"
MOST_STEPS, MOST_SAID = 25, 6


@router.message(F.chat.type == "private", Command("audit"))
async def on_audit(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    if not may_look(caller.person):
        await answer(work, caller, inbox_id, refusal_for(caller.person))
        return
    await _show(work, caller, f"review-{inbox_id}", now)


@router.callback_query(PressFilter(CasePress, "rev"))
async def on_answer(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """`round` of the press is the question, from 1. Only cases of one's own sample count."""
    if not may_look(caller.person) or not caller.chat.is_private or query.message is None:
        return "not_allowed"
    sample = await _sample(work, caller, now)
    if press.case_id not in sample or press.round > len(QUESTIONS) or press.arg not in {YES, NO}:
        return "unknown"
    question = QUESTIONS[press.round - 1]
    is_new = await work.reviews.put(
        press.case_id, caller.person.id, question, now, is_yes=press.arg == YES
    )
    known = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    await _show(work, caller, known or f"review-{inbox_id}", now)
    return None if is_new else "already_answered"


async def _sample(work: Work, caller: Caller, now: datetime) -> tuple[int, ...]:
    sight = await sight_of(work, caller.person)
    places = [place.id for place in sight.all if place.id not in sight.teams]
    return tuple(await work.reviews.sample(caller.person.id, places, now))


async def _show(work: Work, caller: Caller, thing: str, now: datetime) -> None:
    """The next question that is open; at the end how it came out."""
    sample = await _sample(work, caller, now)
    done = await work.reviews.answered(caller.person.id, sample)
    open_ones = [number for number in sample if done.get(number, 0) < len(QUESTIONS)]
    facts: dict[str, Any] = {"person": caller.person.id, "sample": list(sample)}
    if open_ones:
        number = open_ones[0]
        facts |= {"case": number, "question": done.get(number, 0) + 1,
                  "place": sample.index(number) + 1}  # fmt: skip
    await work.telling.face(Face(thing=thing, kind=FaceKind.REVIEW, to=here(caller), facts=facts))


@shows(FaceKind.REVIEW)
def on_review(facts: Mapping[str, Any], context: Context) -> Rendered | None:
    _ = context._
    if not facts["sample"]:
        return Rendered(text=_("近 60 天没有别人办完的事可以看。"))
    if facts.get("question") is None:
        return Rendered(text=_summed_up(context.figures or {}, len(facts["sample"]), _))
    view = context.case
    if view is None:
        return None
    lines = [
        _("第 {place}/{all} 件 · #{number} · {where}", place=facts["place"],
          all=len(facts["sample"]), number=view.case.id, where=escaped(view.place_name)),
        *_story(context),
        "",
        f"<b>{question_words(QUESTIONS[int(facts['question']) - 1], _)}</b>",
    ]  # fmt: skip
    return Rendered(text="\n".join(lines), keyboard=_buttons(facts, _))


def _story(context: Context) -> list[str]:
    view, _ = context.case, context._
    assert view is not None
    speakers = {
        "said": _("客人：{text}"),
        "comment": _("客人：{text}"),
        "reply": _("答复：{text}"),
        "resolution": _("办结：{text}"),
    }
    said = [
        speakers[words.sort].format(text=f"“{quoted(words.text, 160)}”")
        for words in view.words
        if words.sort in speakers and words.text
    ][:MOST_SAID]
    if not any(words.sort in {"said", "comment"} and words.text for words in view.words):
        said.insert(0, _("客人没有写字。"))
    steps = [
        f"{moment(event.at, context.now, view.zone, _)} {step(event.step, _)}"
        f" {escaped(event.person or '')}".rstrip()
        for event in view.events[:MOST_STEPS]
    ]
    return [*said, *steps]


def _buttons(facts: Mapping[str, Any], _: Words) -> Keyboard:
    def to(text: str, said: str) -> Any:
        press = CasePress(
            action="rev", case_id=int(facts["case"]), round=int(facts["question"]), arg=said
        )
        return button(text, press)

    return ((to(_("是"), YES), to(_("否"), NO)),)


def question_words(key: str, _: Words) -> str:
    known = {
        "understood": _("答复说到客人说的事了吗？"),
        "polite": _("语气得体，没有推给客人吗？"),
        "concrete": _("说清了怎么办、什么时候吗？"),
        "kept": _("说的都按时做到了吗？"),
        "closed": _("结案前客人确认过，或者问过客人吗？"),
    }
    return known[key]


def _summed_up(tally: Tally, count: int, _: Words) -> str:
    lines = [_("看完了 {n} 件，谢谢。", n=count)]
    for key in QUESTIONS:
        yes, n = tally.get(key, (0, 0))
        lines.append(f"{question_words(key, _)} {share(Number(n=n, hits=yes), _)}")
    return "\n".join(lines)
