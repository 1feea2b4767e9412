"""What people do in the crash sweep: each scenario prepares in peace and acts in danger."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, time, timedelta

from handlers.presses import HousePress
from playground.cast import DEMO_CAST
from trials.lives import Life
from trials.world import GROUP, OWNER, STAFF, World

CHEN = STAFF[0]
SUPERVISOR = DEMO_CAST.supervisor.id
PATIENCE = 15.0


class Interrupted(Exception):
    """The process has died under the act, which is what it was there for."""


class Scene:
    """One customer's story; in danger it ends with the life in which it is played."""

    def __init__(self, here: World) -> None:
        self.here = here
        self.life: Life | None = None
        self.user = 0
        self.group = 0
        self._newest = 0

    async def complain(self) -> None:
        self.user = await self.here.complains()

    async def serve(self) -> None:
        """A shop's system tells it until it is heard."""

        async def heard() -> bool:
            self.user = await self.here.tells_of_a_service()
            return bool(self.user)

        await self.until(heard, "a service")

    async def say(self, who: int, words: str, room: int = 0) -> None:
        await self.here.playground.send_text(who, room or who, words)

    async def press(self, who: int, room: int, label: str, containing: str = "") -> None:
        """Waits until there is such a button under a message that says this."""
        messages = self.here.playground.messages(room)
        self._newest = messages[-1]["message_id"] if messages else 0
        await self.until(lambda: self.here.presses(who, room, label, containing), label)

    async def sees(self, room: int, words: str, *, times: int = 1) -> None:
        async def shown() -> bool:
            return sum(words in text for text in self.here.playground.texts(room)) >= times

        await self.until(shown, words)

    async def press_on_card(self, label: str) -> None:
        await self.press(CHEN, GROUP, label, f"等了{self.user}分钟")

    async def answer(self, who: int, words: str, to: str, room: int = GROUP) -> None:
        """Replies to what was asked after the last press."""

        async def replied() -> bool:
            for message in reversed(self.here.playground.messages(room)):
                number = message["message_id"]
                if to in str(message.get("text", "")) and number > self._newest:
                    await self.here.playground.send_text(who, room, words, reply_to=number)
                    return True
            return False

        await self.until(replied, to)

    async def until(self, act: Callable[[], Awaitable[bool]], what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await act():
                if self.life is not None and await self.life.is_over():
                    raise Interrupted(what)
                await asyncio.sleep(0.02)


Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`before` is done in peace; the process is down while a span in it passes."""

    name: str
    before: tuple[Act | timedelta | time, ...] = ()
    act: Act | None = None
    # Whether the start itself finds something to do, so that danger begins with it.
    from_start: bool = False
    # A command of `huiyin` that runs instead of the bot, given once more after each death.
    command: Callable[[Scene], tuple[str, ...]] | None = None
    # Whether another system is to be told of everything.
    hooked: bool = False


async def _chase(scene: Scene) -> None:
    await scene.say(scene.user, f"已经过了{scene.user}秒，空调也坏了，吵得睡不着")


async def _take(scene: Scene) -> None:
    await scene.press_on_card("我来")


async def _reply(scene: Scene) -> None:
    await scene.press_on_card("回复")
    await scene.answer(CHEN, "马上换房，请稍等。", "内容会发给客人")


async def _resolve(scene: Scene) -> None:
    await scene.press_on_card("已解决")
    await scene.answer(CHEN, "已换房，很抱歉。", "怎么解决的")


async def _confirm(scene: Scene) -> None:
    await scene.press(scene.user, scene.user, "解决了，满意")


async def _refund(scene: Scene) -> None:
    for label in ("更多", "补偿", "退款…"):
        await scene.press_on_card(label)
    await scene.answer(CHEN, "88", "多少元")


async def _asked(scene: Scene) -> None:
    await scene.sees(scene.user, "点一下就好")


async def _reminded(scene: Scene) -> None:
    await scene.sees(scene.user, "点一下就好", times=2)


async def _escalated(scene: Scene) -> None:
    await scene.sees(GROUP, f"等了{scene.user}分钟", times=2)


async def _rate(scene: Scene) -> None:
    await scene.press(scene.user, scene.user, "满意")


async def _export(scene: Scene) -> None:
    await scene.say(OWNER, "/export 7d")
    await scene.press(OWNER, OWNER, "表格")


async def _erase(scene: Scene) -> None:
    await scene.say(scene.user, "删除我")
    await scene.press(scene.user, scene.user, "全部清除")
    scene.here.forget(scene.user)


async def _figures(scene: Scene) -> None:
    await scene.say(SUPERVISOR, "/stats")


async def _change_a_promise(scene: Scene) -> None:
    await scene.say(OWNER, "/settings")
    wanted = "30 分钟" if scene.here.chance.random() < 0.5 else "2 小时"
    for label in ("多久答复", "明确", wanted):
        await scene.press(OWNER, OWNER, label)


def _import(scene: Scene) -> tuple[str, ...]:
    """A table with services that nobody has heard of."""
    file = scene.here.folder / "services.csv"
    begun = len(scene.here.told.services)
    numbers = [f"row-{begun + nth}" for nth in range(3)]
    ended = scene.here.playground.clock.now().isoformat()
    rows = [f"{number},guest-{number},{ended},westlake" for number in numbers]
    file.write_text("\n".join(["编号,客户编号,结束时间,门店", *rows]), encoding="utf-8")
    scene.here.told.services += numbers
    return ("import", str(file))


async def _take_off_the_list(scene: Scene) -> None:
    """The owner presses 「不再收」 of the newest group, which would else be tried now and then."""
    ground, here = scene.here.playground, scene.here
    number, room = await here.newest_binding(), ground.room(OWNER)
    await scene.say(OWNER, "/help")

    async def pressed() -> bool:
        said = [k for k in ground.kept[room.key].values() if k.message["from"]["is_bot"]]
        if said:
            press = HousePress(action="dounbind", id=number).packed()
            ground.press_data(OWNER, room, said[-1], press)
        return bool(said)

    async def is_off() -> bool:
        return await here.newest_binding() != number

    await scene.until(pressed, "help")
    await scene.until(is_off, "unbound")


async def _plain_group(scene: Scene) -> None:
    """One at a time: were all of them told of every case, each death would cost more."""
    ground = scene.here.playground
    bot = ground.main_bot().id
    for room in list(ground.rooms.values()):
        if room.title == "夜班" and room.moved_to is None and room.has(bot):
            await _take_off_the_list(scene)
            await ground.remove_bot(OWNER, room.id)
    group = ground.add_group("夜班", owner=OWNER, members=(CHEN,), supergroup=False)
    await ground.add_bot_to_group(OWNER, group.id)
    await scene.say(OWNER, f"/bind@{ground.main_bot().username}", group.id)
    scene.group = group.id


async def _migrate(scene: Scene) -> None:
    await scene.here.playground.migrate(scene.group, OWNER)
    await scene.complain()
    scene.here.waiting_guest = scene.user


async def _close_the_last(scene: Scene) -> None:
    """The card of each open case follows into the new group: of more cases than one, more points.

    What was complained of in the round before is resolved first, so that the story comes to an end.
    """
    if not scene.here.waiting_guest:
        return
    scene.user, scene.here.waiting_guest = scene.here.waiting_guest, 0
    # Whoever wrote just now hears the outcome at night too.
    for act in (_take, _chase, _resolve, _confirm):
        await act(scene)
        await scene.here.quiet()


async def _go_along(scene: Scene) -> None:
    await scene.press(CHEN, GROUP, "是同一件事，一起办")


COMPLAIN, SERVE = Scene.complain, Scene.serve
OVERDUE = timedelta(minutes=31)
ASKED, REMINDED = timedelta(hours=2, minutes=1), timedelta(hours=25)
# Until it is nine in the house, when customers may be asked and supervisors read.
MORNING = time(1, tzinfo=UTC)

SCENARIOS = (
    Scenario(name="start", from_start=True),
    Scenario(name="complaint", act=COMPLAIN),
    Scenario(name="chase", before=(COMPLAIN,), act=_chase),
    Scenario(name="take", before=(COMPLAIN,), act=_take),
    Scenario(name="reply", before=(COMPLAIN, _take), act=_reply),
    Scenario(name="resolve", before=(COMPLAIN, _take), act=_resolve),
    Scenario(name="confirm", before=(COMPLAIN, _take, _resolve), act=_confirm),
    Scenario(name="remedy", before=(COMPLAIN, _take), act=_refund),
    Scenario(
        name="escalation", before=(MORNING, COMPLAIN, OVERDUE), act=_escalated, from_start=True
    ),
    Scenario(name="service", act=SERVE),
    Scenario(name="survey", before=(MORNING, SERVE, ASKED), act=_asked, from_start=True),
    Scenario(name="answer", before=(MORNING, SERVE, ASKED, _asked), act=_rate),
    Scenario(
        name="reminder",
        before=(MORNING, SERVE, ASKED, _asked, REMINDED),
        act=_reminded,
        from_start=True,
    ),
    Scenario(name="export", before=(COMPLAIN,), act=_export),
    Scenario(name="erasure", before=(COMPLAIN,), act=_erase),
    Scenario(name="incident", before=(COMPLAIN, COMPLAIN, COMPLAIN), act=_go_along),
    Scenario(name="settings", act=_change_a_promise),
    Scenario(name="figures", before=(COMPLAIN,), act=_figures),
    Scenario(name="import", command=_import),
    Scenario(name="migration", before=(_close_the_last, _plain_group), act=_migrate),
    Scenario(name="hook", act=COMPLAIN, hooked=True),
    Scenario(name="digest", before=(COMPLAIN, MORNING), from_start=True),
)
