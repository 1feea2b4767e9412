"""What the signs of how grave a message is are called where people read them."""

from dimensions.reading import Kind
from handlers import labels
from handlers.aspects import aspect
from handlers.words import Words


def sign(name: str, _: Words) -> str:
    """A sign of `dimensions/lexicon/severity.tsv`; one that is not known there keeps its name."""
    first, space, rest = name.partition(" ")
    if space and first == "about":
        thing = _("没说是什么") if rest == "nothing" else aspect(rest, _)
        return _("说到“{thing}”", thing=thing)
    if space and first == "of":
        return _("关于“{thing}”", thing=labels.dimension(rest, _))
    if space and first == "kind":
        return _("整句像“{thing}”", thing=labels.kind(Kind(rest), _))
    return (_of_words(_) | _of_whole(_) | _shown(_)).get(name, name)


def hazard(name: str, _: Words) -> str:
    known = {
        "gas": _("煤气"),
        "fire": _("着火"),
        "electric": _("触电"),
        "injury": _("受伤"),
        "poisoning": _("中毒"),
        "allergy": _("过敏"),
        "privacy": _("隐私"),
        "theft": _("失窃"),
        "violence": _("暴力"),
        "danger": _("有危险"),
        "english": _("英文写的危险"),
    }
    return known.get(name, name)


def _of_words(_: Words) -> dict[str, str]:
    return {
        "letters": _("字面听着多重"),
        "stressed": _("加重的词"),
        "extreme": _("说到极点"),
        "softened": _("说得委婉"),
        "unsure": _("不太肯定"),
        "wishing": _("希望、建议"),
        "only that": _("“就是”“只是”"),
        "why": _("问为什么"),
        "abuse": _("骂人的话"),
        "demand": _("要赔、要投诉"),
        "deceit": _("说受骗"),
        "filth": _("说到脏东西"),
        "never again": _("再也不来"),
        "again and again": _("一次又一次"),
        "hours or days": _("几小时、几天"),
        "minutes": _("几分钟"),
        "money": _("说到钱"),
        "refused": _("不肯处理"),
        "nothing at all": _("一点也没有"),
        "the worst": _("从没这么差"),
        "feeling": _("生气、失望"),
        "exclamation": _("感叹号"),
        "shouting": _("一串感叹号"),
        "question mark": _("问号"),
        "child or old": _("老人、孩子"),
        "good words": _("也有好话"),
    }


def _of_whole(_: Words) -> dict[str, str]:
    return {
        "worst": _("最重的一处"),
        "grave": _("有一处很重"),
        "mildest": _("最轻的一处"),
        "mean blame": _("不满平均多重"),
        "plain blames": _("几处说得明白"),
        "all mild": _("处处都轻"),
        "all wished": _("都只是希望"),
        "things": _("说了几件事"),
        "dimensions": _("牵涉几个方面"),
        "praised": _("有称赞"),
        "praises": _("几处称赞"),
        "praise first": _("先称赞"),
        "praise last": _("最后是称赞"),
        "praising parts": _("称赞占多少"),
        "blaming parts": _("不满占多少"),
        "balance": _("不满多还是称赞多"),
        "length": _("篇幅"),
        "length squared": _("篇幅（长的更算）"),
        "bare": _("只有几个字"),
        "short": _("很短"),
        "long": _("很长"),
        "parts": _("分几段说"),
    }


def _shown(_: Words) -> dict[str, str]:
    return {
        "sign anger": _("发火"),
        "sign insult": _("讽刺"),
        "sign money": _("损失了钱"),
        "sign question": _("在问"),
        "sign repeat": _("不是第一次"),
        "sign request": _("在请求"),
        "sign wish": _("在希望"),
        "sign warning": _("劝别人别来"),
        "sign objection": _("不认结果"),
        "sign name": _("点名夸人"),
        "sign approval": _("推荐给别人"),
    }
