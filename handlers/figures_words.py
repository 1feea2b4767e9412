"""The words with which supervisors ask: which view of the figures is meant, and what says nothing.

Everything is written in simplified script here; what people write is turned into it first.
"""

import re
from collections.abc import Sequence

# What supervisors write in traditional script, as far as it stands in the words below.
SIMPLER = str.maketrans(
    "們個這週過時總圖報勢趨開單辦沒處滿訴戶統計數據樣況麼嗎幾導類級團員現標達讓說務裡誰較對與並還關題來後從經錄變強壞問麗裏點間給幫覽評價"
    "載業種產嚴揚進請細組別結積壓門發決頭復覆畫購選爲績體會張兩煩準線網頁當諾兌羣薦為簡曆於條唄長",
    "们个这周过时总图报势趋开单办没处满诉户统计数据样况么吗几导类级团员现标达让说务里谁较对与并还关题来后从经录变强坏问丽里点间给帮览评价"
    "载业种产严扬进请细组别结积压门发决头复复画购选为绩体会张两烦准线网页当诺兑群荐为简历于条呗长",
)
# What else stands in the names of places.
IN_NAMES = str.maketrans(
    "東場館樓園廣華灣飯廳鎮區馬陽雲禮島龍鳳興橋車", "东场馆楼园广华湾饭厅镇区马阳云礼岛龙凤兴桥车"
)
# Words that make a short message of a supervisor's a question for figures.
ABOUT = (
    "怎么样", "如何", "情况", "服务满意度", "服务满意率", "满意度", "满意率", "满意", "投诉量",
    "投诉率", "投诉数", "投诉", "客诉", "数字", "数据", "统计", "报表", "多少件", "多少条",
    "多少个", "多少", "表扬", "按时率", "按时", "及时率", "准时", "回答率", "回复率", "评分",
    "打分", "得分", "分数", "平均分", "均分", "好评", "评价", "问卷", "业绩", "表现",
    "how was", "how is", "how are we doing", "how did we do", "how many", "what happened",
    "complaints", "satisfaction", "figures", "numbers", "stats",
)  # fmt: skip
# Of these and the views, those that nobody needs to complain or to praise.
ASKING = (
    "怎么样", "如何", "情况", "服务满意度", "服务满意率", "满意度", "满意率", "投诉量", "投诉率",
    "投诉数", "数字", "数据", "统计", "报表", "多少", "按时率", "及时率", "回答率", "回复率",
    "均分", "业绩", "比", "vs",
    "的投诉", "how was", "how is", "figures", "numbers", "stats",
)  # fmt: skip
# Words that say nothing by themselves, between the others.
FILLING = (
    "请问", "麻烦", "帮我", "给我", "查一下", "查查", "查", "看一下", "看一看", "看看", "看下",
    "看", "有没有", "有多少", "有几件", "几件", "几个", "几条", "几起", "多不多", "多吗", "最多的",
    "最多", "最少", "高不高", "高吗", "好吗", "好不好", "还行吗", "都", "有", "的", "了", "吗",
    "呢", "是", "率", "一下", "咋样", "行不行", "行不", "呀", "啊", "吧", "呗", "嘛", "哈", "哦",
    "啦", "什么", "整体", "总体", "现在", "目前", "当前", "还", "全部",
    "所有", "发我", "发一下", "please", "show me", "show", "the", "of", "in", "at", "for",
    "any", "on", "there", "were", "we",
)  # fmt: skip
# Two places, or two periods, beside each other.
CONNECT = (
    "比起来", "比一比", "比一下", "相比", "对比", "比较", "比", "和", "跟", "与", "同", "对",
    "versus", "compared with", "compared to", "compare", "vs.", "vs", "against", "and", "、",
    ",", "，",
)  # fmt: skip
WHICH_IS_BETTER = (
    "哪个更好", "哪家更好", "哪个好", "哪家好", "谁更好", "谁好", "哪家强", "哪个强", "差多少",
    "差在哪", "有什么不同", "有什么差别", "哪家多", "哪个多", "谁多", "哪家投诉多", "哪个投诉多",
)  # fmt: skip

VIEWS: dict[str, Sequence[str]] = {
    "places": (
        "各家店", "每家店", "每个店", "各门店", "各个店", "各店", "哪家店", "哪个店", "哪家",
        "分店", "按店", "门店", "which place", "which shop", "which branch", "by place", "by shop",
        "places",
    ),
    "teams": (
        "各班组", "各个班组", "按班组", "哪个班组", "各部门", "按部门", "哪个部门", "which team",
        "by team", "teams",
    ),
    "types": (
        "按类型", "按服务", "各类服务", "哪类服务", "by type",
    ),
    "products": ("按产品", "各产品", "哪个产品", "哪种产品", "by product"),
    "groups": ("按客人", "按客群", "各类客人", "会员等级", "by customer group"),
    "industries": ("按行业", "各行业", "by industry"),
    "acts": ("改进措施", "改进了什么", "改了什么", "整改", "改进", "improvements"),
    "others": ("和别家比", "和同行比", "别家", "同行", "行业平均", "benchmark"),
    "looks": ("谁看过", "谁导出过", "谁看了", "谁导出", "who looked"),
    "aspects": ("按方面", "各方面", "by aspect"),
    "staff": ("服务的同事", "按服务的同事"),
    "split": ("分开看", "tell apart"),
    "cal": ("选日期", "选一天", "挑日期", "选时间", "日历", "pick a day", "calendar"),
    "versus": ("两家店比一比", "两家店比", "两家比", "两个店比", "compare two places"),
    "how": ("怎么算的", "怎么算", "how counted"),
    "channels": (
        "按来路", "按渠道", "各渠道", "哪个渠道", "渠道", "by channel", "channels",
    ),
    "causes": (
        "投诉原因", "什么原因", "按原因", "原因", "为什么投诉", "causes",
    ),
    "severe": (
        "严重程度", "严重吗", "按严重程度", "严重的", "severity",
    ),
    "people": (
        "经手同事", "员工表现", "同事表现", "各人", "按人", "按同事", "按员工", "同事", "员工",
        "by person", "staff", "谁最差", "谁最好", "谁做得最好", "谁做得好", "谁投诉最多",
        "谁的投诉最多", "谁被投诉最多", "谁最慢", "谁最快",
    ),
    "issues": (
        "主要是什么", "主要问题", "什么问题", "哪些问题", "的问题", "哪方面", "哪些方面", "按问题",
        "都投诉什么", "投诉什么", "投诉啥", "抱怨什么", "最不满意什么", "最不满什么", "不满意什么",
        "complain about", "complain of", "top issues", "issues",
    ),
    "trend": (
        "走势图", "走势", "趋势图", "趋势", "变化", "曲线", "trend",
    ),
    "late": (
        "超时的", "超时", "逾期", "过期", "没按时", "late", "overdue",
    ),
    "standing": (
        "没办完的", "没办完", "没处理完", "没处理", "还没办", "没结", "未结", "未处理", "待办",
        "还没回复", "没回复", "积压", "没人管", "没完", "现在没办完", "open cases",
    ),
    "reopened": (
        "重新打开", "重开", "又打开", "返工", "reopened",
    ),
    "unhappy": (
        "处理不满意", "没解决", "不满意处理", "unhappy",
    ),
    "low": (
        "低分", "差评", "打分低", "不满意的", "不满意", "low scores",
    ),
    "targets": (
        "目标", "达标", "完成率", "targets",
    ),
    "export": (
        "导出", "导一份", "下载", "报告", "月报", "周报", "日报", "excel", "表格", "export",
        "report",
    ),
    "pics": (
        "图表", "画图", "画张图", "出图", "图", "charts", "pictures",
    ),
    "loyalty": (
        "回头客", "谁又来了", "谁回来了", "又来了", "又来", "复购", "流失", "came back",
    ),
    "servqual": (
        "期望和感受", "期望", "expectations",
    ),
    "more": (
        "更多数字", "推荐度", "一次解决", "承诺兑现", "平均要多久", "平均多久", "平均多长时间",
        "回复速度", "处理速度", "nps", "how fast", "how quickly",
    ),
    "cases": (
        "明细", "哪些投诉", "投诉有哪些", "清单", "列表", "有哪些", "cases",
    ),
    "compare": (
        "比一比", "对比一下", "比较一下", "变好了", "变差了", "变好", "变差", "进步", "退步",
        "getting better", "getting worse",
    ),
}  # fmt: skip
# Longer words first: 「不满意的」 is no 「满意」; 「有哪些」 may stand behind any of them.
KNOWN = sorted(
    ((word, view) for view, words in VIEWS.items() for word in words),
    key=lambda pair: (pair[1] == "cases", -len(pair[0]), pair[0]),
)


def simpler(said: str) -> str:
    return said.lower().translate(SIMPLER)


def as_named(said: str) -> str:
    """In simplified script as far as names go; each letter stays where it is."""
    return simpler(said).translate(IN_NAMES)


def view_in(said: str) -> tuple[str | None, str]:
    """The view that is named, if one is, and what else is said."""
    for word, view in KNOWN:
        if word in said:
            return view, without([known for known, _ in KNOWN], said)
    return None, said


def without(words: Sequence[str], said: str) -> str:
    """Latin words as a whole only."""
    for word in sorted(words, key=len, reverse=True):
        bare = re.escape(word)
        said = re.sub(rf"\b{bare}\b" if word.isascii() and word.isalpha() else bare, " ", said)
    return said
