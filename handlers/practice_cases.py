"""Made-up customers for new colleagues, a few of each industry; nobody ever said these."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.words import Words


@dataclass(frozen=True, kw_only=True)
class Made:
    """`about`: words, separated by "|", of which an answer to the matter has one."""

    said: str
    about: str


def made_up(industry: str, _: Words) -> Sequence[Made]:
    known = {"hotel": _hotel, "restaurant": _restaurant, "retail": _retail, "telecom": _telecom}
    return known.get(industry, _general)(_)


def _hotel(_: Words) -> Sequence[Made]:
    return (
        Made(
            said=_("我住 508，热水一直忽冷忽热，洗到一半全是凉水，打了前台两次也没人上来。"),
            about="热水|熱水|水|508|房|hot water|shower|room",
        ),
        Made(
            said=_("隔壁半夜一点还在唱歌，我明早六点要赶飞机，你们到底管不管？"),
            about="隔壁|吵|安静|安靜|声|聲|唱|换房|換房|房|nois|quiet|next door|room",
        ),
        Made(
            said=_("退房时说我少了一条浴巾要赔八十，我根本没动过那条浴巾。"),
            about="浴巾|赔|賠|八十|80|towel|charge",
        ),
    )


def _restaurant(_: Words) -> Sequence[Made]:
    return (
        Made(
            said=_("点了四十分钟，旁边后来的两桌都吃完了，我们的鱼还没上，催了三遍。"),
            about="鱼|魚|菜|上|厨房|廚房|桌|fish|dish|kitchen|table",
        ),
        Made(
            said=_("汤里捞出一根头发，服务员看了一眼说捞掉就行，这谁还敢喝？"),
            about="汤|湯|头发|頭髮|soup|hair",
        ),
        Made(
            said=_("我备注了不要香菜、孩子过敏，端上来还是撒了一层。"),
            about="香菜|过敏|過敏|备注|備註|菜|coriander|allerg|note",
        ),
    )


def _retail(_: Words) -> Sequence[Made]:
    return (
        Made(
            said=_("买的杯子到手就裂了，客服让我等，三天没人回。"),
            about="杯|裂|破|碎|cup|mug|crack|broken",
        ),
        Made(
            said=_("页面写的次日达，今天第五天了还停在“已揽收”，东西是给我妈过生日的。"),
            about="快递|快遞|物流|包裹|发货|發貨|到|生日|parcel|deliver|birthday|shipping",
        ),
        Made(
            said=_("退货一周了，钱还没退回来，每次问都说在审核。"),
            about="退款|退货|退貨|钱|錢|审核|審核|refund|return|money",
        ),
    )


def _telecom(_: Words) -> Sequence[Made]:
    return (
        Made(
            said=_("这个月多扣了我三十块，说是我自己开的彩铃，我从来没开过。"),
            about="三十|30|扣|费|費|彩铃|彩鈴|charge|fee|ringtone|bill",
        ),
        Made(
            said=_("宽带断了两天，报修说师傅会联系，到现在一个电话都没有。"),
            about="宽带|寬頻|网|網|师傅|師傅|断|斷|broadband|internet|technician|line",
        ),
    )


def _general(_: Words) -> Sequence[Made]:
    return (
        Made(
            said=_("约好上午十点，我等到十一点半才有人理我，一句解释都没有。"),
            about="等|十点|十點|约|約|预约|預約|wait|appointment|ten",
        ),
        Made(
            said=_("打电话问个事，被转了四次，最后直接挂断了。"),
            about="电话|電話|转|轉|挂|掛|问|問|call|phone|transfer",
        ),
    )
