"""What is asked where no rules say otherwise: how it went, and one tap for each side of it."""

from typing import Any

from surveys.instruments import COMMENT, Texts
from surveys.questionnaires import DEFAULT_KEY, LEAD, Questionnaire

SIDES: dict[str, Texts] = {
    "tangibles": (
        "环境和设施怎么样？",
        "環境和設施怎麼樣？",
        "How were the place and its facilities?",
    ),
    "reliability": (
        "说好的事，做得怎么样？",
        "說好的事，做得怎麼樣？",
        "How well did we keep our word?",
    ),
    "responsiveness": (
        "有事找我们，回应得怎么样？",
        "有事找我們，回應得怎麼樣？",
        "How promptly did we respond?",
    ),
    "assurance": (
        "同事的专业和礼貌，您满意吗？",
        "同事的專業和禮貌，您滿意嗎？",
        "How did you find our people's competence and courtesy?",
    ),
    "empathy": (
        "对您的照顾，您满意吗？",
        "對您的照顧，您滿意嗎？",
        "How well did we look after what you needed?",
    ),
}


def default_questionnaire() -> Questionnaire:
    """One tap for satisfaction, one for each side, and a free word: SERVPERF beside CSAT."""
    whole = {
        "key": LEAD,
        "kind": "stars",
        "skippable": False,
        "text": _map("这次服务怎么样？", "這次服務怎麼樣？", "How did it go?"),
    }
    sides = [
        {
            "key": f"p_{side}",
            "kind": "stars",
            "dimension": side,
            "measures": "perception",
            "show": "stars",
            "text": _map(*said),
        }
        for side, said in SIDES.items()
    ]
    return Questionnaire.model_validate(
        {"key": DEFAULT_KEY, "questions": [whole, *sides, dict(COMMENT)]}
    )


def _map(zh_hans: str, zh_hant: str, en: str) -> dict[str, Any]:
    return {"zh-hans": zh_hans, "zh-hant": zh_hant, "en": en}
