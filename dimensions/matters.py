"""Whether two complaints speak of one matter: by their aspects, and by the things they name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dimensions.reading import Polarity, Reading

# Of these aspects everything may be wrong: a bed and a window are two matters.
OF_MANY_THINGS = frozenset(
    {
        "facilities", "function", "quality", "accuracy", "described", "room", "environment",
        "general", "looks",
    }
)  # fmt: skip
# That nobody came to see to it is said of the same matter.
OF_THE_HANDLING = "responsiveness"

# Two customers may write one thing in two scripts.
_TRADITIONAL = (
    "業東絲兩個舉義烏樂習書買雲產親儀們價衆優夥會傘傳體餘償儲兒兌蘭關內冊寫馮衝決況淨準涼減幾"
    "鳳劉別劑辦務動區醫華單賣盧滷臥衛廳壓廁釐廂參雙發臺葉號喫後呂聽吳員鹹響脣噴團園圍圖圓聖場"
    "壞塊堅墊牆聲殼壺處備頭夾妝婦媽嬰孫學寶實審宮寬賓寢導壽塵層屜師帳簾帶幹廣慶牀庫應開張彈歸"
    "當錄態總戰戶撲掃揚拋護報擔擇掛撻換據攬攜攝擺搖數鬥斬斷無舊時顯曬機殺雜權條來楊棗槍櫃檸標"
    "欄樹樣橋樁夢檢樓櫻櫥歐氣漢湯沒潑潔灑漿澆測濃潤溫遊溼滯滿灘瀨燈爐燉點燭煙燒燴燙熱燜狀獅獼"
    "豬貓環現電畫暢皁鹽監蓋盜盤礦碼磚礙禮離種積窩筍筆籠篩籤類糉餈紅纖約紀紗納紙紋紐線練組終經"
    "綁絨結繪給絡統續維綿綠縫縮繳網羅腸膚餚膠髒臍腦腳臉臘艙節蘆蘇蘋範藥蓮萵蘿營薩蔥蔣藍蝦蟻螞"
    "蠔螄蠟蠍補襯襪裝褲觀視觸計訂讓議記講許設證識訴診譯試話語說請諾調談謝貝貢財賬貨質購貼貴費"
    "賀賈資賠贈趙車軋轉輪軟載輔輸邊達過運還這進違連選遞遙鄧郵鄭醬採裏針鍾鋼鈕錢鉢鑽鐵鈴銅銀鋪"
    "鏈銷鎖鍋鑼鍵鏡長門間閘鬧閥隊陽陰階陸陳險霧靜韓頁頂項須頌預領頻顏額風飩飯飲飾餃餅餛餡館饋"
    "饃饅饢馬駁駕驗騎魚魷魯鱸鮑鮭鮮鯽鯛鱈鰻雞鴨鵝麥黃龍龜"
)
_SIMPLIFIED = (
    "业东丝两个举义乌乐习书买云产亲仪们价众优伙会伞传体余偿储儿兑兰关内册写冯冲决况净准凉减几"
    "凤刘别剂办务动区医华单卖卢卤卧卫厅压厕厘厢参双发台叶号吃后吕听吴员咸响唇喷团园围图圆圣场"
    "坏块坚垫墙声壳壶处备头夹妆妇妈婴孙学宝实审宫宽宾寝导寿尘层屉师帐帘带干广庆床库应开张弹归"
    "当录态总战户扑扫扬抛护报担择挂挞换据揽携摄摆摇数斗斩断无旧时显晒机杀杂权条来杨枣枪柜柠标"
    "栏树样桥桩梦检楼樱橱欧气汉汤没泼洁洒浆浇测浓润温游湿滞满滩濑灯炉炖点烛烟烧烩烫热焖状狮猕"
    "猪猫环现电画畅皂盐监盖盗盘矿码砖碍礼离种积窝笋笔笼筛签类粽糍红纤约纪纱纳纸纹纽线练组终经"
    "绑绒结绘给络统续维绵绿缝缩缴网罗肠肤肴胶脏脐脑脚脸腊舱节芦苏苹范药莲莴萝营萨葱蒋蓝虾蚁蚂"
    "蚝蛳蜡蝎补衬袜装裤观视触计订让议记讲许设证识诉诊译试话语说请诺调谈谢贝贡财账货质购贴贵费"
    "贺贾资赔赠赵车轧转轮软载辅输边达过运还这进违连选递遥邓邮郑酱采里针钟钢钮钱钵钻铁铃铜银铺"
    "链销锁锅锣键镜长门间闸闹阀队阳阴阶陆陈险雾静韩页顶项须颂预领频颜额风饨饭饮饰饺饼馄馅馆馈"
    "馍馒馕马驳驾验骑鱼鱿鲁鲈鲍鲑鲜鲫鲷鳕鳗鸡鸭鹅麦黄龙龟"
)
_SCRIPT = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_NET = re.compile(r"wi-?fi|无线网?络?|网络|网速|上网|宽带|网")
_LATIN = re.compile(r"[a-z][a-z'-]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
# What is said of anything, and where it stands.
_ANYTHING = re.compile(
    r"[的地得了着过是在有没不无也都还又再很太真好更最我你您他她它这那哪个些一二两三四五六七八九十"
    r"半几多少小大天时分钟点上下里来去到给让把被坏打开关用修换破旧脏冷热凉硬软差慢贵吵臭漏连能会要人]"
    r"|房间|客房|酒店|饭店|餐厅|店里|严重|根本|完全|干净|清楚|舒服"
)
_COMMON = frozenset(
    {
        "the", "was", "were", "and", "are", "not", "very", "too", "has", "had", "have", "been",
        "our", "your", "you", "out", "all", "with", "for", "from", "but", "can", "cannot", "can't",
        "couldn't", "didn't", "doesn't", "don't", "won't", "wasn't", "isn't", "there", "this",
        "that", "they", "room", "hotel", "broken", "bad", "dirty", "cold", "hot", "slow", "down",
        "work", "works", "working", "still",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Blame:
    """One thing complained about, and the words that say so."""

    dimension: str
    aspect: str | None
    words: tuple[str, ...] = ()


def things(text: str) -> frozenset[str]:
    """Pieces of what the words name: pairs of characters, or one that stands alone; Latin words."""
    low = text.lower().translate(_SCRIPT)
    found = {"网"} if _NET.search(low) else set()
    low = _NET.sub(" ", low)
    found |= {word.rstrip("s") for word in _LATIN.findall(low) if word not in _COMMON}
    for run in _HAN.findall(_ANYTHING.sub(" ", low)):
        found |= {run} if len(run) == 1 else {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found)


def blamed(reading: Reading) -> tuple[Blame, ...]:
    """What a text complains about."""
    return tuple(
        Blame(
            dimension=found.dimension,
            aspect=found.aspect,
            words=tuple(span.words for span in found.evidence),
        )
        for found in reading.of(Polarity.NEGATIVE)
    )


def matters(blames: Iterable[Blame]) -> frozenset[str]:
    """What tells these complaints from others; two that share none are two matters."""
    found: set[str] = set()
    for blame in blames:
        if blame.aspect and blame.aspect not in OF_MANY_THINGS:
            found.add(f"aspect {blame.aspect}")
        found |= {f"thing {thing}" for words in blame.words for thing in things(words)}
    return frozenset(found)


def is_another(said: Iterable[Blame], before: Iterable[Blame]) -> bool:
    """Whether what is said now is about something else; where nothing tells, it is not."""
    now = matters(blame for blame in said if blame.dimension != OF_THE_HANDLING)
    then = matters(before)
    return bool(now and then) and not now & then
