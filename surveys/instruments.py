"""Questionnaires that every house may use by name: the five dimensions, short and in full.

The order is that of the classic instrument (tangibles 1-4, reliability 5-9, responsiveness 10-13,
assurance 14-17, empathy 18-22); the sentences are our own.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

Texts = tuple[str, str, str]

# One side of a service each, as a customer would say it: simplified, traditional, English.
ITEMS: tuple[tuple[str, tuple[Texts, ...]], ...] = (
    (
        "tangibles",
        (
            ("设备跟得上时代", "設備跟得上時代", "the equipment is up to date"),
            ("环境看着舒服", "環境看著舒服", "the surroundings are pleasant"),
            ("员工穿着整洁", "員工穿著整潔", "the staff look neat"),
            (
                "单子、菜单、说明一看就懂",
                "單子、菜單、說明一看就懂",
                "what is printed is easy to read",
            ),
        ),
    ),
    (
        "reliability",
        (
            ("答应的事按时做到", "答應的事準時做到", "what is promised is done in time"),
            (
                "出了问题真心想解决",
                "出了問題真心想解決",
                "problems are met with a will to solve them",
            ),
            ("第一次就做对", "第一次就做對", "it is right the first time"),
            ("说几点就是几点", "說幾點就是幾點", "the time that was named is kept"),
            ("账单和记录没有差错", "帳單和紀錄沒有差錯", "bills and records are free of mistakes"),
        ),
    ),
    (
        "responsiveness",
        (
            ("说清楚什么时候能好", "說清楚什麼時候能好", "one is told when it will be done"),
            ("很快就有人招呼", "很快就有人招呼", "somebody attends to one quickly"),
            ("员工乐意帮忙", "員工樂意幫忙", "the staff are glad to help"),
            ("再忙也会回应", "再忙也會回應", "nobody is too busy to respond"),
        ),
    ),
    (
        "assurance",
        (
            ("员工的表现让人放心", "員工的表現讓人放心", "the staff inspire confidence"),
            (
                "花钱和留信息都安心",
                "花錢和留資訊都安心",
                "paying and leaving one's details feels safe",
            ),
            ("员工一直有礼貌", "員工一直有禮貌", "the staff are polite throughout"),
            ("问什么都答得上来", "問什麼都答得上來", "questions get competent answers"),
        ),
    ),
    (
        "empathy",
        (
            ("关照到每一位客人", "關照到每一位客人", "each customer gets attention"),
            ("营业时间方便", "營業時間方便", "the hours are convenient"),
            ("有人专门照应我", "有人專門照應我", "somebody looks after me in person"),
            ("替客人着想", "替客人著想", "the customer's good comes first"),
            ("懂得我要什么", "懂得我要什麼", "what I need is understood"),
        ),
    ),
)
SIDES: Mapping[str, Texts] = {
    "tangibles": ("环境和设施", "環境和設施", "the place and its facilities"),
    "reliability": ("说到做到", "說到做到", "keeping our word"),
    "responsiveness": ("回应及时", "回應及時", "prompt response"),
    "assurance": ("专业、让人放心", "專業、讓人放心", "competence and trust"),
    "empathy": ("贴心关照", "貼心關照", "personal care"),
}
COMMENT: Mapping[str, Any] = {
    "key": "comment",
    "kind": "text",
    "text": {
        "zh-hans": "还想说点什么？直接写，或者跳过。",
        "zh-hant": "還想說點什麼？直接寫，或者跳過。",
        "en": "Anything else? Just write it, or skip.",
    },
}


def _map(zh_hans: str, zh_hant: str, en: str) -> dict[str, str]:
    return {"zh-hans": zh_hans, "zh-hant": zh_hant, "en": en}


def _framed(frame: Texts, said: Texts) -> dict[str, str]:
    return _map(*(form.format(said=words) for form, words in zip(frame, said, strict=True)))


def short_form() -> dict[str, Any]:
    """One tap a dimension, one comparison with what was expected, process beside outcome."""
    frame = ("“{said}”做得怎么样？", "「{said}」做得怎麼樣？", "How did we do: {said}?")
    sides = [
        {
            "key": f"p_{side}",
            "kind": "stars",
            "text": _framed(frame, said),
            "dimension": side,
            "measures": "perception",
        }
        for side, said in SIDES.items()
    ]
    return {"questions": [*sides, _confirmation(), *_two_ratings(), dict(COMMENT)]}


def _confirmation() -> dict[str, Any]:
    choices = {
        "better": ("比预期好", "比預期好", "Better than expected"),
        "as": ("和预期差不多", "和預期差不多", "As expected"),
        "worse": ("不如预期", "不如預期", "Worse than expected"),
    }
    return {
        "key": "confirmation",
        "kind": "single",
        "text": _map("和您预期的比呢？", "和您預期的比呢？", "Compared with what you expected?"),
        "choices": [{"key": key, "text": _map(*said)} for key, said in choices.items()],
        "measures": "confirmation",
    }


def _two_ratings() -> Iterator[dict[str, Any]]:
    asked = {
        "process": ("过程让您满意吗？", "過程讓您滿意嗎？", "How was the way it was handled?"),
        "outcome": ("结果让您满意吗？", "結果讓您滿意嗎？", "How was what came of it?"),
    }
    for key, said in asked.items():
        yield {"key": key, "kind": "stars", "text": _map(*said), "measures": key}


def expectation() -> dict[str, Any]:
    """Before the service, one tap: a dimension each, in turn over customers."""
    frame = (
        "来之前，您对“{said}”有多高的期待？",
        "來之前，您對「{said}」有多高的期待？",
        "Before you come: how much do you expect of us in {said}?",
    )
    labels = [
        ("没什么要求", "沒什麼要求", "Little"),
        ("一般就好", "一般就好", "Some"),
        ("不错就行", "不錯就行", "A fair amount"),
        ("比较高", "比較高", "Much"),
        ("非常高", "非常高", "Very much"),
    ]
    return {
        "pick": 1,
        "questions": [
            {
                "key": f"e_{side}",
                "kind": "stars",
                "text": _framed(frame, said),
                "labels": [_map(*label) for label in labels],
                "dimension": side,
                "measures": "expectation",
                "pool": side,
            }
            for side, said in SIDES.items()
        ],
    }


def full_form() -> dict[str, Any]:
    """The 22 pairs on seven points, four of them for each customer, in turn."""
    expected = (
        "好的服务应当做到“{said}”吗？（1 无所谓，7 必须）",
        "好的服務應當做到「{said}」嗎？（1 無所謂，7 必須）",
        "In a good service, {said}. How much does that matter? (1 not at all, 7 a must)",
    )
    perceived = (
        "这次做到“{said}”了吗？（1 完全没有，7 完全做到）",
        "這次做到「{said}」了嗎？（1 完全沒有，7 完全做到）",
        "This time, {said}. Is that so? (1 not at all, 7 entirely)",
    )
    numbered = [(side, said) for side, sides in ITEMS for said in sides]
    questions = [
        {
            "key": f"{letter}_{side[:3]}_{number}",
            "kind": "stars",
            "scale": 7,
            "show": "numbers",
            "text": _framed(frame, said),
            "dimension": side,
            "measures": measures,
            "pool": f"item{number}",
        }
        for number, (side, said) in enumerate(numbered, start=1)
        for letter, frame, measures in (
            ("e", expected, "expectation"),
            ("p", perceived, "perception"),
        )
    ]
    return {"pick": 4, "questions": [*questions, dict(COMMENT)]}


def weights() -> dict[str, Any]:
    """A hundred points for the five dimensions, in five portions: a tap each, nothing to type."""
    question = {
        "key": "weights",
        "kind": "points",
        "measures": "weight",
        "text": _map(
            "如果有 100 分，您会怎么分给这几方面？最看重的多给，点一下给 20 分。",
            "如果有 100 分，您會怎麼分給這幾方面？最看重的多給，點一下給 20 分。",
            "If you had 100 points for these, who would get them? A tap gives 20.",
        ),
        "choices": [{"key": side, "text": _map(*said)} for side, said in SIDES.items()],
    }
    return {"questions": [question]}


def pulse() -> dict[str, Any]:
    """While the service still runs; who is short of something writes what."""
    choices = {
        "fine": ("都好，谢谢", "都好，謝謝", "All fine, thanks"),
        "missing": ("还缺点什么", "還缺點什麼", "Something is missing"),
    }
    return {
        "questions": [
            {
                "key": "fine",
                "kind": "single",
                "skippable": False,
                "text": _map("还缺什么吗？", "還缺什麼嗎？", "Is there anything you need?"),
                "choices": [{"key": key, "text": _map(*said)} for key, said in choices.items()],
            },
            {
                "key": "missing",
                "kind": "text",
                "when": {"question": "fine", "one_of": ["missing"]},
                "text": _map(
                    "缺什么？直接写，马上转给同事。",
                    "缺什麼？直接寫，馬上轉給同事。",
                    "What is it? Just write, and it goes to the staff at once.",
                ),
            },
        ],
    }


@cache
def instruments() -> Mapping[str, dict[str, Any]]:
    """By the name under which rules may use them."""
    return {
        "servqual_short": short_form(),
        "servqual": full_form(),
        "expectation": expectation(),
        "pulse": pulse(),
        "weights": weights(),
    }
