"""How an answer to a made-up customer reads: what is in it, and what would hurt."""

import re
from dataclasses import dataclass
from datetime import datetime

from complaints.vows import promised_by

SORRY = re.compile(r"抱歉|對不起|对不起|不好意思|歉意|sorry|apologi[sz]e", re.IGNORECASE)
DEED = re.compile(
    r"换|換|修|退|补|補|送|安排|上门|上門|过去|過去|处理|處理|查|核|重做|重新|催|联系|聯繫|联络|清理|"
    r"打扫|打掃|调|調|免|减|減|chang|replac|fix|repair|refund|send|bring|check|clean|arrang|redo",
    re.IGNORECASE,
)
SOON = re.compile(
    r"马上|馬上|立刻|立即|现在就|現在就|这就|這就|\d{1,4}\s*(?:分|小时|小時|点|點|min|hour|天|日)|"
    r"[一二两兩三四五六七八九十半]\s*(?:分钟|分鐘|小时|小時|个小时|點|点|刻|天)|"
    r"right away|at once|now",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"您自己|你自己|你应该|您应该|您應該|怎么不早|怎麼不早|不是我们的|不是我們的|跟我们没关系|跟我們沒關係|规定就|規定就|"
    r"没办法|沒辦法|不可能|别的客人都|別的客人都|就这样|就這樣|your own fault|not our|calm down",
    re.IGNORECASE,
)
SHORT = 5


@dataclass(frozen=True, kw_only=True)
class Impression:
    """What a customer would find in an answer; `is_cold` is what makes them angrier."""

    is_sorry: bool
    is_about_it: bool
    has_deed: bool
    has_time: bool
    is_cold: bool

    @property
    def calms(self) -> bool:
        return self.has_deed and self.has_time and not self.is_cold

    def joined(self, later: "Impression") -> "Impression":
        """Over two answers: what was good once is there, and what hurt was said."""
        return Impression(
            is_sorry=self.is_sorry or later.is_sorry,
            is_about_it=self.is_about_it or later.is_about_it,
            has_deed=self.has_deed or later.has_deed,
            has_time=self.has_time or later.has_time,
            is_cold=self.is_cold or later.is_cold,
        )


def impression_of(text: str, about: str, local: datetime) -> Impression:
    """`about` are the words, separated by "|", one of which an answer to the matter has in it."""
    plain = text.strip()
    return Impression(
        is_sorry=SORRY.search(plain) is not None,
        is_about_it=re.search(about, plain, re.IGNORECASE) is not None,
        has_deed=DEED.search(plain) is not None,
        has_time=SOON.search(plain) is not None or promised_by(plain, local) is not None,
        is_cold=BLAME.search(plain) is not None or len(plain) < SHORT,
    )
