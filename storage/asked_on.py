"""What each question said and on which scale it was asked, under every version of the rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from people.languages import LanguageMap
from reports.exports import Own, Part, Wording
from storage.rules import all_versions
from surveys.questionnaires import DIMENSIONS, PORTION, SCALES, USUAL_SCALE, QuestionKind, Show
from surveys.values import CASE_QUESTION

# (an answer in words, the key of what was picked)
Told = tuple[Wording | str | None, str | None]
NOTHING: Told = (None, None)
# Of one question; a list of what was marked may be any of many.
MOST_KNOWN = 10_000


@dataclass(frozen=True, kw_only=True)
class AskedOn:
    """`choices` are the words of what could be picked, by the key that is kept of it."""

    scale: str | None = None
    wording: Wording | None = None
    choices: Mapping[str, Part] = field(default_factory=dict)
    is_of_sides: bool = False
    is_points: bool = False
    _known: dict[str, Told] = field(default_factory=dict, repr=False)

    def told(self, value: Any) -> Told:
        """A number that had no words on its button is told by the score alone."""
        if value is None or isinstance(value, dict):
            return NOTHING
        shown = " ".join(value) if isinstance(value, list) else str(value)
        found = self._known.get(shown)
        if found is None:
            found = self._told(value, shown)
            if len(self._known) < MOST_KNOWN:
                self._known[shown] = found
        return found

    def _told(self, value: Any, shown: str) -> Told:
        if isinstance(value, bool):
            return Wording(parts=(Own.YES if value else Own.NO,)), "yes" if value else "no"
        picked = Counter(value if isinstance(value, list) else [shown])
        key = None if isinstance(value, int | float) else shown
        known = dict.fromkeys(picked) if self.is_of_sides else self.choices
        if not picked or not known.keys() >= picked.keys():
            return (None if key is None else shown), key
        parts = tuple(known[one] or one for one in picked)
        points = tuple(count * PORTION for count in picked.values()) if self.is_points else ()
        return Wording(parts=parts, points=points), key


class Offer(AskedOn):
    """Whether somebody should look after it: the answer is the number of the case, or no."""

    def told(self, value: Any) -> Told:
        return (WANTED, str(value)) if value else (UNWANTED, None)


# (version of the rules, questionnaire, question) to how it was asked.
Asked = Mapping[tuple[int, str, str], AskedOn]
UNKNOWN = AskedOn()
OFFER = Offer(wording=Wording(parts=(Own.OFFER,)))
WANTED, UNWANTED = Wording(parts=(Own.WANTED,)), Wording(parts=(Own.UNWANTED,))


async def questions_asked(connection: AsyncConnection) -> Asked:
    return {
        (rules_id, name, key): asked
        for rules_id, body in await all_versions(connection)
        for name, questionnaire in body.get("surveys", {}).get("questionnaires", {}).items()
        for question in questionnaire.get("questions", ())
        for key, asked in _Written(question).asked()
    }


def asked_on(asked: Asked, rules_id: int, questionnaire: str, question: str) -> AskedOn:
    if question == CASE_QUESTION:
        return OFFER
    return asked.get((rules_id, questionnaire, question), UNKNOWN)


@dataclass(frozen=True)
class _Written:
    """A question as a version of the rules holds it; an older one lacks what came later."""

    body: Mapping[str, Any]

    def asked(self) -> Iterator[tuple[str, AskedOn]]:
        """A hundred points are an answer more for each side that may have got some of them."""
        text = _text(self.body)
        yield (
            str(self.body["key"]),
            AskedOn(
                scale=self._scale(),
                wording=_wording(text),
                choices=self._choices(),
                is_of_sides=self.body.get("choices") == DIMENSIONS,
                is_points=self._kind is QuestionKind.POINTS,
            ),
        )
        if self._kind is QuestionKind.POINTS:
            for choice in self.body.get("choices", ()):
                wording = _wording(text, _text(choice))
                yield f"w_{choice['key']}", AskedOn(scale=_between(0, 100), wording=wording)

    @cached_property
    def _kind(self) -> QuestionKind:
        return QuestionKind(self.body["kind"])

    def _scale(self) -> str | None:
        if self._kind is QuestionKind.STARS:
            return _between(1, int(self.body.get("scale") or USUAL_SCALE))
        if self._kind in SCALES:
            return _between(SCALES[self._kind][0], SCALES[self._kind][-1])
        return None

    def _choices(self) -> dict[str, Part]:
        """Of a scale, the words that stood on its buttons."""
        if self._kind is QuestionKind.STARS:
            if self.body.get("show", Show.WORDS.value) != Show.WORDS.value:
                return {}
            labels = self.body.get("labels") or ()
            return {str(score): _map(label) for score, label in enumerate(labels, start=1)}
        choices = self.body.get("choices") or ()
        if choices == DIMENSIONS:
            return {}
        return {str(one["key"]): _text(one) or str(one["key"]) for one in choices}


def _map(text: Any) -> LanguageMap:
    return LanguageMap.model_validate(text)


def _text(body: Mapping[str, Any]) -> LanguageMap | None:
    return _map(body["text"]) if body.get("text") else None


def _wording(*texts: LanguageMap | None) -> Wording | None:
    parts = tuple(text for text in texts if text is not None)
    return Wording(parts=parts) if parts else None


def _between(low: int, high: int) -> str:
    """Not with a hyphen: a spreadsheet would make a date of it."""
    return f"{low}–{high}"
