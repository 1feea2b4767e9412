"""What stands behind 「怎么算的」: every figure's definition in one plain sentence."""

from handlers.words import Words


def how_counted(zone: str, _: Words) -> str:
    return "\n".join(
        [
            _("<b>怎么算的</b>"),
            _("日子按门店所在地切（{zone}），时长按自然时间。", zone=zone),
            *_asking(_),
            *_hearing(_),
            _("不到 30 份的写明“样本少”，只作参考。测试数据从不计入。"),
        ]
    )


def _asking(_: Words) -> list[str]:
    return [
        _(
            "<b>回答</b>：答完的（留言可以不写）÷ 送达的，按送达那天算。"
            "没答完的、送达不明的另列，不算进去。"
        ),
        _(
            "<b>满意</b>：打 4、5 分的 ÷ 全部打分（7 分制是 5–7 分，3 分制是 3 分），"
            "按第一次打分那天算。"
        ),
    ]  # fmt: skip


def _hearing(_: Words) -> list[str]:
    return [
        _(
            "<b>投诉</b>：这段时间提出或重新打开的投诉、异议和突发事件，一件只算一次；"
            "客人撤回的和合并的不算。"
        ),
        _(
            "<b>按时</b>：这段时间到期的处理时限里，按时办好的 ÷ 全部到期的，"
            "还没办完的也算在内；等客人回话的时间不算。"
        ),
        _(
            "<b>首次答复</b>：从提出（或重新打开）到同事第一次答复，"
            "取正中间那一件；自动回执不算。"
        ),
        _("<b>处理满意</b>：客人确认时选“满意”的 ÷ 全部确认的，按办好那天算。"),
        _("<b>现在没办完、超时</b>：此刻的情形，与所选时间无关。"),
    ]  # fmt: skip
