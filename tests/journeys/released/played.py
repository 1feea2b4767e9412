"""Plays the morning that is kept for a step of the tables (`python -m` with this module).

It is run once, by the version that is about to be released; what stands there is never rewritten.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from dimensions.tagger import Tagger
from storage import schema
from tests.journeys.house import ALEX, GROUP, LIN, STAFF_CHEN, WANG, House, open_house
from tests.ports import free_port

FOLDER = Path(__file__).parent
STAY = {
    "id": "stay-1",
    "status": "finished",
    "finished_at": "2030-03-05T08:00:00+08:00",
    "customer": {"id": "guest-7"},
    "place": "西湖店",
}


async def play(house: House) -> None:
    """Two complaints, one of them taken and answered, and a survey that was asked."""
    await house.say(WANG, "等了两个小时没人理我，房间还有烟味，太差了，我要投诉！")
    await house.press(STAFF_CHEN, "我来", "", GROUP)
    await house.press(STAFF_CHEN, "回复", "", GROUP)
    await house.answer(STAFF_CHEN, "马上给您换房，真对不起。", "回复这条", GROUP)
    await house.say(LIN, "早餐的粥是凉的，服务员态度很差，我要投诉！")
    _, told = await house.post("/services", STAY)
    await house.playground.start(ALEX, told["link"].split("start=")[1])
    await house.settle()
    await house.pass_time(hours=3)


async def played() -> str:
    """As SQL."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "huiyin.sqlite3"
        async with open_house(f"sqlite+aiosqlite:///{file}", Tagger.load(), free_port()) as house:
            await play(house)
        with closing(sqlite3.connect(file)) as opened:
            return "\n".join(opened.iterdump()) + "\n"


def main() -> None:
    target = FOLDER / f"{schema.newest()}.sql"
    if target.exists():
        raise SystemExit(f"{target.name} is kept already.")
    target.write_text(asyncio.run(played()), encoding="utf-8")


if __name__ == "__main__":
    main()
