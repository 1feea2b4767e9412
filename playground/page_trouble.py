"""Trouble that one orders on the page: faults of Telegram and the network, a customer's block."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from playground.errors import NotPossible
from playground.faults import Fault, FaultKind
from playground.mishaps import Mishap, befall
from playground.state import Playground
from playground.weather import Weather


class OrderFault(BaseModel):
    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int = Field(1, ge=1)
    after: int = Field(0, ge=0)
    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 5
    seconds: float = 1.0
    late: bool = False


class OrderWeather(BaseModel):
    """Without a share of calls the sky clears."""

    rate: float = Field(0.0, ge=0, le=1)
    seed: int = 1


class OrderMishap(BaseModel):
    mishap: Mishap
    chat_id: int


class Block(BaseModel):
    as_: int = Field(alias="as")


def trouble_routes(routes: APIRouter, ground: Playground) -> None:
    @routes.get("/faults")
    async def ordered() -> list[dict[str, Any]]:
        return [asdict(fault) for fault in ground.faults.ordered()]

    @routes.post("/faults")
    async def order(body: OrderFault) -> dict[str, bool]:
        ground.faults.order(Fault(**body.model_dump()))
        ground.tell_of_faults()
        return {"ok": True}

    @routes.delete("/faults")
    async def clear() -> dict[str, bool]:
        ground.faults.clear()
        ground.tell_of_faults()
        return {"ok": True}

    @routes.post("/weather")
    async def weather(body: OrderWeather) -> dict[str, bool]:
        """From now on this share of calls is struck, by chance, until it is called off."""
        found = Weather(seed=body.seed, rate=body.rate) if body.rate else None
        ground.faults.weather = found
        ground.tell_of_faults()
        return {"ok": True}

    @routes.post("/mishap")
    async def mishap(body: OrderMishap) -> dict[str, int]:
        try:
            chat_id = await befall(ground, body.mishap, body.chat_id)
        except NotPossible as error:
            raise HTTPException(400, str(error)) from None
        ground.feed.emit("reset", dict)
        return {"chat_id": chat_id}

    @routes.post("/block")
    async def block(body: Block) -> dict[str, bool]:
        """A person blocks the bot; writing to it takes the block back."""
        try:
            await ground.block(body.as_)
        except NotPossible as error:
            raise HTTPException(400, str(error)) from None
        ground.feed.emit("reset", dict)
        return {"ok": True}
