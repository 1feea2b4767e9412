"""What befalls chats while people go on: blocked, muted, thrown out, closed, turned super."""

import random
from collections import Counter

from playground.cast import DEMO_CAST
from playground.mishaps import Mishap, befall
from playground.model import RoomType
from trials.world import FIRST, GROUP, OWNER, STAFF, World

# A second staff group, since one that is closed never comes back.
SECOND = "夜班"
# Each of them stays bound when it is gone, and is looked at every ten minutes.
MOST_OPENED = 3
OF_GROUPS = (Mishap.MUTE, Mishap.KICK, Mishap.MEND)


class Misfortune:
    """Each time it comes, one chat fares ill or is put right; `befell` counts what it was."""

    def __init__(self, here: World, chance: random.Random) -> None:
        self.befell = Counter[str]()
        self._here, self._chance = here, chance
        self._second: int | None = None
        self._blocking: list[int] = []

    async def comes(self) -> None:
        deed = self._chance.choice((self._a_customer, self._the_group, self._the_second))
        self.befell[await deed()] += 1

    async def ends(self) -> None:
        """Whoever looks after the groups lets the bot in again; customers stay as they are."""
        for group in self._groups():
            await self._mended(group)

    async def _a_customer(self) -> str:
        """One of the last blocks the bot, or one who did writes again."""
        ground = self._here.playground
        if self._blocking and self._chance.random() < 0.5:
            user = self._blocking.pop()
            await ground.send_text(user, user, "/status")
            return "unblock"
        known = [who for who in ground.people if who > FIRST][-8:]
        if not known:
            return "nothing"
        user = self._chance.choice(known)
        await befall(ground, Mishap.BLOCK, user)
        self._blocking.append(user)
        return str(Mishap.BLOCK)

    async def _the_group(self) -> str:
        mishap = self._chance.choice(OF_GROUPS)
        if mishap is Mishap.MEND:
            await self._mended(GROUP)
        else:
            await befall(self._here.playground, mishap, GROUP)
        return str(mishap)

    async def _the_second(self) -> str:
        """Opened and bound as a plain group; then it turns super, and at last is deleted."""
        ground = self._here.playground
        if self._second is None and self.befell["open"] == MOST_OPENED:
            return await self._the_group()
        if self._second is None:
            people = (*STAFF, DEMO_CAST.supervisor.id)
            group = ground.add_group(SECOND, owner=OWNER, members=people, supergroup=False)
            self._second = group.id
            await self._mended(group.id)
            return "open"
        if ground.group(self._second).type is RoomType.GROUP:
            self._second = await befall(ground, Mishap.MIGRATE, self._second)
            return str(Mishap.MIGRATE)
        await befall(ground, Mishap.CLOSE, self._second)
        self._second = None
        return str(Mishap.CLOSE)

    async def _mended(self, group: int) -> None:
        """The bot may write again, and the owner says whose group it is."""
        ground = self._here.playground
        await befall(ground, Mishap.MEND, group)
        await ground.send_text(OWNER, group, f"/bind@{ground.main_bot().username}")

    def _groups(self) -> list[int]:
        return [GROUP] if self._second is None else [GROUP, self._second]
