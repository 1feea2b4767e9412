"""Who came back after a complaint, and who without one, in plain words."""

from handlers.moments import day_name
from handlers.numbers import share
from handlers.words import Words
from reports.loyalty import COMPLAINT_DAYS, RETURN_DAYS, Loyalty


def loyalty_lines(view: Loyalty, _: Words) -> list[str]:
    if not view.is_known:
        return [_("服务记录里没有写这个，分不出谁又来了。看全部的，请点“返回”，再点“看全部”。")]
    if not view.complained.n and not view.content.n:
        told_from = view.told_from
        if told_from is not None and told_from > view.whole.now:
            day = day_name(told_from.astimezone(view.whole.period.zone), _)
            return [_("要等服务过了 {days} 天，才知道谁又来了：从 {day} 起看得到。",
                      days=RETURN_DAYS, day=day)]  # fmt: skip
        if view.earlier is None:
            return [_("这段时间没有服务记录，看不出谁回来。")]
        return [_("还看不出谁回来：要等服务过了 {days} 天。请选早一些的时间。", days=RETURN_DAYS)]
    verdict = {True: _("差别不像偶然。"), False: _("还看不出差别。"), None: _("数字还不够。")}
    return [
        _("有过投诉的，又来的 {share}", share=share(view.complained, _)),
        _("没有投诉的，又来的 {share}", share=share(view.content, _)),
        verdict[view.is_different],
        _("投诉指服务后 {complaint} 天内的；又来指 {back} 天内又有一次服务，没过这么久的不算。",
          complaint=COMPLAINT_DAYS, back=RETURN_DAYS),
    ]  # fmt: skip
