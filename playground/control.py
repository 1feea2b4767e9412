"""What the demo can do besides the chats: run time, pull the plug. The demo implements it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class Control(Protocol):
    """The answers go to the page as they are; PAGE_API.md tells their fields."""

    async def agenda(self) -> dict[str, Any]: ...

    async def run(
        self, *, seconds: float | None, until: datetime | None, to_next: bool
    ) -> dict[str, Any]: ...

    async def jump(self, seconds: float) -> dict[str, Any]: ...

    async def plug(self) -> dict[str, Any]: ...

    async def service(self, user_id: int, place: str | None) -> dict[str, Any]: ...

    async def move_in(self, *, name: str, industry: str, place: str) -> None: ...

    async def traces(self) -> list[dict[str, Any]]: ...

    def bot_running(self) -> bool: ...
