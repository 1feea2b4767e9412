"""On which scale each question was asked, under every version of the rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rules import all_versions
from surveys.questionnaires import SCALES, USUAL_SCALE, QuestionKind

# (version of the rules, questionnaire, question) to its lowest and highest score.
Scales = Mapping[tuple[int, str, str], str]


async def scales_asked(connection: AsyncConnection) -> Scales:
    return {
        (rules_id, name, key): scale
        for rules_id, body in await all_versions(connection)
        for name, questionnaire in body.get("surveys", {}).get("questionnaires", {}).items()
        for question in questionnaire.get("questions", ())
        for key, scale in _scales_of(question)
    }


def _scales_of(question: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A hundred points are an answer for each side that may have got some of them."""
    kind, key = QuestionKind(question["kind"]), str(question["key"])
    if kind is QuestionKind.POINTS:
        for choice in question.get("choices", ()):
            yield f"w_{choice['key']}", _between(0, 100)
    elif kind is QuestionKind.STARS:
        yield key, _between(1, int(question.get("scale") or USUAL_SCALE))
    elif kind in SCALES:
        yield key, _between(SCALES[kind][0], SCALES[kind][-1])


def _between(low: int, high: int) -> str:
    """Not with a hyphen: a spreadsheet would make a date of it."""
    return f"{low}–{high}"
