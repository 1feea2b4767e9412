"""What a colleague heard at the desk or on the phone."""

import re
from datetime import datetime

from complaints.book import Work
from complaints.hearing import Voice, open_case
from complaints.terms import Terms
from complaints.values import Case, Said
from dimensions.reading import Kind, Reading
from people.values import Person

# The hundred or so family names that nearly everybody has, in both scripts.
_FAMILY = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘"
    "蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范範金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛"
    "闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔汤湯施洪柯温溫庄莊翁"
)
_SAID = "[说說讲講]|反映|反馈|反饋|投[诉訴]|抱怨|表示|来电|來電|打(?:来|來)?(?:电话|電話)"
# A customer's name at the beginning: 「王女士说空调坏了」, 「昨天李先生投诉早餐」.
_TOLD_BY = re.compile(
    r"(?!.{0,5}(?:前台|前臺|服务|服務|保安|保洁|保潔|销售|銷售|接待|店员|店員|客服|[经經]理|同事))"
    r"(?:[\u4e00-\u9fff]{1,4}?的?|刚才|剛才)??"
    rf"(?P<name>(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|[{_FAMILY}])[^\W\d_a-zA-Z个個衣发髮色]{{0,2}}"
    r"(?:女士|先生|小姐|太太))"
    rf"\s*(?:刚才|剛才|刚刚|剛剛|昨天|今早|在前台)?(?:{_SAID})"
)
_TOLD_BY_IN_LETTERS = re.compile(
    r"(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)\s+"
    r"(?:says|said|complains|complained|reports|reported|called)\b"
)


def told_by(text: str) -> str | None:
    """The customer's name, where it stands before what they said; the words stay as they are."""
    found = _TOLD_BY.match(text) or _TOLD_BY_IN_LETTERS.match(text)
    return found["name"] if found else None


async def log_case(
    work: Work,
    terms: Terms,
    colleague: Person,
    voice: Voice,
    said: Said,
    reading: Reading,
    now: datetime,
) -> Case:
    """What a colleague heard at the desk or on the phone: the same clocks, no receipt.

    `voice.person` stands for the customer, who has no chat with the bot.
    """
    kind = reading.kind if reading.kind not in {Kind.OTHER, Kind.PRAISE} else Kind.COMPLAINT
    case = await open_case(work, terms, voice, said, reading, kind, now, doubtful=False)
    await work.cases.log(case, "logged", now, colleague.id)
    return case
