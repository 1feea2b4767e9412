"""Questionnaires as data: questions, what may be answered, and which come after which answer."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from people.languages import LanguageMap

# Keys travel in button data, which holds 64 bytes.
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,15}$")]
DEFAULT_KEY = "satisfaction"
DIMENSIONS: Literal["dimensions"] = "dimensions"


class QuestionKind(StrEnum):
    STARS = "stars"
    NPS = "nps"
    CES = "ces"
    YESNO = "yesno"
    SINGLE = "single"
    MULTIPLE = "multiple"
    POINTS = "points"
    TEXT = "text"
    PHOTO = "photo"


class Measures(StrEnum):
    """What a scored question tells about a dimension, or about the service as a whole."""

    EXPECTATION = "expectation"
    PERCEPTION = "perception"
    CONFIRMATION = "confirmation"
    PROCESS = "process"
    OUTCOME = "outcome"
    WEIGHT = "weight"


class Show(StrEnum):
    """How a scale stands on the buttons."""

    WORDS = "words"
    NUMBERS = "numbers"
    STARS = "stars"


# Answered by a message instead of a button.
WRITTEN = frozenset({QuestionKind.TEXT, QuestionKind.PHOTO})
CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.POINTS})
# A hundred points are given away in portions, a tap each; an answer is the list of who got them.
PORTION, PORTIONS = 20, 5
DETRACTOR = 6
LEAD = "csat"
SCALES: Mapping[QuestionKind, range] = {QuestionKind.NPS: range(11), QuestionKind.CES: range(1, 8)}


class Choice(BaseModel, frozen=True, extra="forbid"):
    key: Key = Field(description="选项的名字，改文字时不变。")
    text: LanguageMap = Field(description="按钮上的文字。")


class Condition(BaseModel, frozen=True, extra="forbid"):
    """Asked only if an earlier answer is within the bounds; all that are given must hold."""

    question: Key = Field(description="看前面哪一题的回答。")
    at_least: int | None = Field(default=None, description="不低于几分。")
    at_most: int | None = Field(default=None, description="不高于几分。")
    one_of: tuple[str, ...] | None = Field(
        default=None, description="回答是其中之一；是非题写 yes 或 no。"
    )

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """`answers` by question: a number, yes/no (or a bool), keys, text; None for skipped."""
        answer = answers.get(self.question)
        if answer is None:
            return False
        return self._bounds_hold(answer) and self._names_hold(answer)

    def _bounds_hold(self, answer: Any) -> bool:
        if self.at_least is None and self.at_most is None:
            return True
        if not isinstance(answer, int):
            return False
        low = answer if self.at_least is None else self.at_least
        high = answer if self.at_most is None else self.at_most
        return low <= answer <= high

    def _names_hold(self, answer: Any) -> bool:
        if self.one_of is None:
            return True
        if isinstance(answer, bool):
            return ("yes" if answer else "no") in self.one_of
        given = answer if isinstance(answer, (list, tuple)) else [str(answer)]
        return not set(given).isdisjoint(self.one_of)


def _words(zh_hans: str, zh_hant: str, en: str) -> dict[str, Any]:
    return {"zh-hans": zh_hans, "zh-hant": zh_hant, "en": en}


USUAL_SCALE = 5
USUAL_LABELS = (
    _words("很不满意", "很不滿意", "Very poor"),
    _words("不满意", "不滿意", "Poor"),
    _words("一般", "普通", "Fair"),
    _words("满意", "滿意", "Good"),
    _words("很满意", "很滿意", "Very good"),
)


class Question(BaseModel, frozen=True, extra="forbid"):
    key: Key = Field(description="题目的名字，改文字时不变；满意度用 csat。")
    kind: QuestionKind = Field(
        description="stars 打分、nps 推荐 0-10、ces 省力 1-7、yesno 是非、single 单选、"
        "multiple 多选、points 分 100 分、text 文字、photo 照片。"
    )
    text: LanguageMap = Field(description="题目的文字。")
    scale: Literal[3, 5, 7] = Field(default=5, description="打分题的最高分。")
    labels: tuple[LanguageMap, ...] = Field(
        default=(),
        description="打分题每个按钮的文字，从最低分写起；五分制不写就用“很不满意”到“很满意”。",
    )
    show: Show = Field(
        default=Show.WORDS,
        description="打分题的按钮：words 用文字、numbers 只写数字、stars 数字加星。",
    )
    choices: Literal["dimensions"] | tuple[Choice, ...] = Field(
        default=(), description="选项；写 dimensions 就用服务的几个方面。"
    )
    dimension: Key | None = Field(default=None, description="这一题讲的是哪个维度。")
    measures: Measures | None = Field(
        default=None,
        description="量的是什么：expectation 期待、perception 感受、confirmation 和预期比、"
        "process 过程、outcome 结果、weight 看重程度。",
    )
    pool: Key | None = Field(
        default=None, description="轮换的组名；同一组的题一起问，一份问卷只问 pick 组。"
    )
    ask_percent: int | None = Field(
        default=None, ge=1, le=100, description="这一题只问百分之几的顾客；不写就都问。"
    )
    skippable: bool = Field(default=True, description="可不可以跳过。")
    when: Condition | None = Field(default=None, description="什么情况下才问。")

    @model_validator(mode="before")
    @classmethod
    def _labelled(cls, value: Any) -> Any:
        if not isinstance(value, dict) or value.get("kind") != QuestionKind.STARS:
            return value
        if value.get("labels") or value.get("scale", USUAL_SCALE) != USUAL_SCALE:
            return value
        return {**value, "labels": USUAL_LABELS}

    @model_validator(mode="after")
    def _consistent(self) -> "Question":
        if self.kind is QuestionKind.POINTS and isinstance(self.choices, str):
            raise PydanticCustomError(
                "points",
                "Points are given to choices that are written out, not to dimensions.",
                {"zh": "points 的选项要一项一项写出来，不能写 dimensions。"},
            )
        if (self.kind in CHOOSING) != bool(self.choices):
            raise PydanticCustomError(
                "choices",
                "Choices belong to the kinds single and multiple, and to no other.",
                {"zh": "单选、多选、分分（single、multiple、points）要写 choices，别的题型不写。"},
            )
        if self.labels and (self.kind is not QuestionKind.STARS or len(self.labels) != self.scale):
            raise PydanticCustomError(
                "labels",
                "Write as many labels as the scale has steps, for the kind stars only.",
                {"zh": "labels 只用于打分题，个数要和 scale 一样。"},
            )
        return self

    def is_asked_at(self, turn: int) -> bool:
        """Spread evenly: 37 and 100 have no divisor in common."""
        return self.ask_percent is None or turn * 37 % 100 < self.ask_percent

    def points(self, given: Any) -> dict[str, int]:
        """What each choice got of the hundred; empty until all of it is given away."""
        if self.kind is not QuestionKind.POINTS or not isinstance(given, list | tuple):
            return {}
        if len(given) != PORTIONS or isinstance(self.choices, str):
            return {}
        return {choice.key: given.count(choice.key) * PORTION for choice in self.choices}

    @property
    def scores(self) -> range:
        """The numbers that may be answered; empty where the answer is no number."""
        if self.kind is QuestionKind.STARS:
            return range(1, self.scale + 1)
        return SCALES.get(self.kind, range(0))

    def lets_down(self, score: float) -> bool:
        """A detractor on the scale of recommending; the middle and below on the others."""
        if self.kind is QuestionKind.NPS:
            return score <= DETRACTOR
        return bool(self.scores) and 2 * score <= self.scores[0] + self.scores[-1]

    def is_below_middle(self, score: float) -> bool:
        return bool(self.scores) and 2 * score < self.scores[0] + self.scores[-1]


class Questionnaire(BaseModel, frozen=True, extra="forbid"):
    key: Key = Field(description="问卷的名字。")
    pick: int | None = Field(
        default=None, ge=1, le=40, description="轮换的题每位顾客问几组；不写就都问。"
    )
    questions: tuple[Question, ...] = Field(min_length=1, max_length=60, description="题目。")

    @model_validator(mode="after")
    def _ordered(self) -> "Questionnaire":
        seen: set[str] = set()
        for index, question in enumerate(self.questions):
            at: list[str | int] = ["questions", index]
            if question.key in seen:
                raise PydanticCustomError(
                    "duplicate_question",
                    "Two questions are named {key}; give one another name.",
                    {
                        "at": [*at, "key"],
                        "key": question.key,
                        "zh": f"有两题都叫 {question.key}，请改一个。",
                    },
                )
            if question.when and question.when.question not in seen:
                raise self._unasked(question, [*at, "when", "question"])
            seen.add(question.key)
        return self

    def _unasked(self, question: Question, at: list[str | int]) -> PydanticCustomError:
        """Why the condition of this question looks at what nobody has been asked yet."""
        assert question.when is not None
        asked = question.when.question
        facts = {"at": at, "key": question.key, "asked": asked}
        if asked in self._leads_to(question.key):
            return PydanticCustomError(
                "condition_loop",
                "{key} waits for the answer to {asked}, which waits for {key}: a loop.",
                {
                    **facts,
                    "zh": f"{question.key} 要等 {asked} 的回答，{asked} 又要等 {question.key}，"
                    "成了死循环；请去掉一个条件。",
                },
            )
        return PydanticCustomError(
            "condition",
            "The condition of {key} looks at {asked}, which isn't asked before it.",
            {**facts, "zh": f"{question.key} 的条件看的是 {asked}，但前面没有问它。"},
        )

    def _leads_to(self, key: str) -> set[str]:
        """Every question whose being asked hangs on this one's answer, itself included."""
        found = {key}
        while more := {
            question.key
            for question in self.questions
            if question.when and question.when.question in found and question.key not in found
        }:
            found |= more
        return found

    @cached_property
    def version(self) -> str:
        """Made of the content, so that answers are never compared over a changed wording."""
        content = json.dumps(self._content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def _content(self) -> dict[str, Any]:
        """What a field that came later leaves out as long as nobody writes it stays the same."""
        content = self.model_dump(mode="json", by_alias=True)
        for question in content["questions"]:
            for name, usual in _LATER.items():
                if question[name] == usual:
                    del question[name]
        if content["pick"] is None:
            del content["pick"]
        return content

    def picked(self, turn: int) -> "Questionnaire":
        """The part of it that is asked at this turn: over many turns each pool comes as often."""
        questions = tuple(q for q in self.questions if q.is_asked_at(turn))
        pools = list(dict.fromkeys(q.pool for q in self.questions if q.pool))
        if self.pick is None or self.pick >= len(pools):
            whole = len(questions) == len(self.questions)
            return self if whole else self.model_copy(update={"questions": questions})
        chosen = {pools[(turn * self.pick + step) % len(pools)] for step in range(self.pick)}
        asked = tuple(q for q in questions if q.pool is None or q.pool in chosen)
        return self.model_copy(update={"questions": asked})

    def lead(self, answers: Mapping[str, Any]) -> Question | None:
        """The one that tells how it went: csat, else the first that everybody is asked to score.

        Where each dimension has a score of its own it is the worst that was given; what somebody
        expects tells nothing about how it went.
        """
        scored = [q for q in self.questions if q.scores and q.when is None]
        scored = [q for q in scored if q.measures is not Measures.EXPECTATION]
        given = [q for q in scored if q.measures is Measures.PERCEPTION and answers.get(q.key)]
        worst = min(given, key=lambda question: answers[question.key], default=None)
        return self.question(LEAD) or worst or next(iter(scored), None)

    def let_down_on(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """The sides of the service that were marked as wrong, or scored below the middle."""
        found: list[str] = []
        for question in self.questions:
            given = answers.get(question.key)
            if question.choices == DIMENSIONS and isinstance(given, list | tuple):
                found += given
            perceived = question.dimension and question.measures is Measures.PERCEPTION
            if perceived and isinstance(given, int) and question.is_below_middle(given):
                found.append(str(question.dimension))
        return tuple(dict.fromkeys(found))

    def asked_under(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions that these answers lead to, as far as can be told by now."""
        return tuple(q for q in self.questions if q.when is None or q.when.holds(answers))

    def before(self, key: str | None, answers: Mapping[str, Any]) -> Question | None:
        """The one to go back to from this one; from behind the last if there is no such."""
        asked = self.asked_under(answers)
        keys = [question.key for question in asked]
        place = keys.index(key) if key in keys else len(keys)
        return asked[place - 1] if place else None

    def after(self, key: str, answers: Mapping[str, Any]) -> Question | None:
        """The one that follows this one, whether it was answered or not."""
        asked = self.asked_under(answers)
        keys = [question.key for question in asked]
        place = keys.index(key) + 1 if key in keys else len(keys)
        return asked[place] if place < len(asked) else None

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def next_question(self, answers: Mapping[str, Any]) -> Question | None:
        """The first to ask that has no entry in `answers`; a skipped one has None there."""
        return next(
            (
                question
                for question in self.questions
                if question.key not in answers
                and (question.when is None or question.when.holds(answers))
            ),
            None,
        )


# Fields that questions got after the first release, with what they are when nobody writes them.
_LATER: Mapping[str, Any] = {
    "show": Show.WORDS.value,
    "dimension": None,
    "measures": None,
    "pool": None,
    "ask_percent": None,
}
