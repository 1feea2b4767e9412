"""The page's own calls, under `/page/`: what PAGE_API.md promises."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from playground.control import Control
from playground.errors import NotPossible
from playground.media import KINDS, sample_voice
from playground.model import Room
from playground.page_trouble import trouble_routes
from playground.state import Playground

_SHOWN = 200
_QUIET_SECONDS = 15.0


@dataclass(kw_only=True)
class Scene:
    """What the program around the playground adds to the page, and changes as it goes on.

    `stage` is a sentence in each language as long as something is being made ready.
    """

    chips: list[dict[str, Any]] = field(default_factory=list)
    zone: str = "Asia/Shanghai"
    house: dict[str, Any] = field(default_factory=dict)
    industries: list[dict[str, Any]] = field(default_factory=list)
    stage: dict[str, str] | None = None


class Send(BaseModel):
    as_: int = Field(alias="as")
    chat_id: int
    text: str
    reply_to: int | None = None
    message_thread_id: int | None = None


class Edit(BaseModel):
    as_: int = Field(alias="as")
    chat_id: int
    message_id: int
    text: str


class PressButton(BaseModel):
    as_: int = Field(alias="as")
    chat_id: int
    message_id: int
    row: int = Field(ge=0)
    col: int = Field(ge=0)


class React(BaseModel):
    as_: int = Field(alias="as")
    chat_id: int
    message_id: int
    emoji: str = ""


class Start(BaseModel):
    as_: int = Field(alias="as")
    payload: str | None = None


class Join(BaseModel):
    as_: int = Field(alias="as")
    chat_id: int


class NewPerson(BaseModel):
    first_name: str = Field(min_length=1)
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    role: str = "customer"
    note: str = ""


class Run(BaseModel):
    seconds: float | None = Field(None, ge=0)
    until: datetime | None = None
    next: bool = False


class Jump(BaseModel):
    seconds: float = Field(ge=0)


class Service(BaseModel):
    user_id: int
    place: str | None = None


class MoveIn(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    industry: str = Field(min_length=1, max_length=20)
    place: str = Field("", max_length=40)


def page_routes(ground: Playground, control: Control | None, scene: Scene) -> APIRouter:
    routes = APIRouter(prefix="/page")
    _looking(routes, ground, control, scene)
    _acting(routes, ground)
    _attaching(routes, ground)
    trouble_routes(routes, ground)
    if control is not None:
        _controlling(routes, control)
    return routes


def _looking(routes: APIRouter, ground: Playground, control: Control | None, scene: Scene) -> None:
    @routes.get("/state")
    async def state() -> dict[str, Any]:
        return state_of(ground, control, scene)

    @routes.get("/events")
    async def events(
        request: Request, last_event_id: Annotated[str | None, Header()] = None
    ) -> StreamingResponse:
        after = int(last_event_id) if last_event_id and last_event_id.isdigit() else None
        stream = _stream(ground, after)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    @routes.get("/file/{file_id}")
    async def file(file_id: str) -> Response:
        found = ground.files.get(file_id)
        if found is None:
            raise HTTPException(404, "there is no such file")
        # A customer's document is somebody else's content: shown as itself, never run.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return Response(ground.content_of(found), media_type=found.mime, headers=headers)


def _acting(routes: APIRouter, ground: Playground) -> None:
    @routes.post("/send")
    async def send(body: Send) -> dict[str, Any]:
        with possible():
            message = await ground.send_text(
                body.as_,
                body.chat_id,
                body.text,
                reply_to=body.reply_to,
                thread=body.message_thread_id,
            )
        return for_page(ground, message)

    @routes.post("/edit")
    async def edit(body: Edit) -> dict[str, Any]:
        with possible():
            message = await ground.edit(body.as_, body.chat_id, body.message_id, body.text)
        return for_page(ground, message)

    @routes.post("/press")
    async def press(body: PressButton) -> dict[str, bool]:
        with possible():
            await ground.press(body.as_, body.chat_id, body.message_id, (body.row, body.col))
        return {"ok": True}

    @routes.post("/react")
    async def react(body: React) -> dict[str, bool]:
        with possible():
            await ground.react(body.as_, body.chat_id, body.message_id, body.emoji)
        return {"ok": True}

    @routes.post("/start")
    async def start(body: Start) -> dict[str, Any]:
        with possible():
            return for_page(ground, await ground.start(body.as_, body.payload))

    @routes.post("/join")
    async def join(body: Join) -> dict[str, bool]:
        with possible():
            await ground.join(body.as_, body.chat_id)
        return {"ok": True}

    @routes.post("/person")
    async def person(body: NewPerson) -> dict[str, Any]:
        return asdict(ground.add_person(**body.model_dump()))


def _attaching(routes: APIRouter, ground: Playground) -> None:
    @routes.post("/attach")
    async def attach(request: Request) -> Any:
        async with request.form() as form:
            files = [
                (part.filename or "", part.content_type or "", await part.read())
                for part in form.getlist("file")
                if isinstance(part, UploadFile)
            ]
            values = {name: value for name, value in form.items() if isinstance(value, str)}
        with possible():
            sent = await _attached(ground, values, files)
        shown = [for_page(ground, message) for message in sent]
        return shown if values.get("kind") == "album" else shown[0]


def _controlling(routes: APIRouter, control: Control) -> None:
    @routes.get("/agenda")
    async def agenda() -> dict[str, Any]:
        return await control.agenda()

    @routes.post("/run")
    async def run(body: Run) -> dict[str, Any]:
        return await control.run(seconds=body.seconds, until=body.until, to_next=body.next)

    @routes.post("/jump")
    async def jump(body: Jump) -> dict[str, Any]:
        return await control.jump(body.seconds)

    @routes.post("/plug")
    async def plug() -> dict[str, Any]:
        return await control.plug()

    @routes.post("/service")
    async def service(body: Service) -> dict[str, Any]:
        return await control.service(body.user_id, body.place)

    @routes.post("/house")
    async def move_in(body: MoveIn) -> dict[str, bool]:
        with possible():
            await control.move_in(name=body.name, industry=body.industry, place=body.place)
        return {"ok": True}

    @routes.get("/traces")
    async def traces() -> list[dict[str, Any]]:
        return await control.traces()


class possible:  # noqa: N801  (it reads as a sentence where it stands)
    """What no Telegram app would allow answers 400 with its sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, NotPossible):
            raise HTTPException(400, str(error)) from None


def state_of(ground: Playground, control: Control | None, scene: Scene) -> dict[str, Any]:
    bot = ground.main_bot()
    rooms = [room for room in ground.rooms.values() if room.bot_id in (0, bot.id)]
    return {
        "now": ground.clock.now().isoformat(),
        "zone": scene.zone,
        "bot": {
            "id": bot.id,
            "username": bot.username,
            "first_name": bot.first_name,
            "running": control.bot_running() if control else True,
        },
        "people": [asdict(person) for person in ground.people.values()],
        "chats": [_chat(ground, room) for room in rooms],
        "messages": {room.id: _newest(ground, room) for room in rooms},
        "commands": _commands(ground, bot.id),
        "unknown_methods": list(ground.unknown_methods),
        "control": control is not None,
        "chips": scene.chips,
        "house": scene.house,
        "industries": scene.industries,
        "stage": scene.stage,
        "faults": [asdict(fault) for fault in ground.faults.ordered()],
        "weather": ground.faults.weather.rate if ground.faults.weather else 0,
    }


def for_page(ground: Playground, message: dict[str, Any]) -> dict[str, Any]:
    room = ground.room(message["chat"]["id"])
    kept = ground.kept_message(room, message["message_id"])
    return kept.for_page() if kept else message


def _chat(ground: Playground, room: Room) -> dict[str, Any]:
    person = ground.people.get(room.id) if room.private else None
    return {
        "id": room.id,
        "type": room.type,
        "title": person.first_name if person else room.title,
        "is_forum": room.forum,
        "blocked": room.private and room.blocked,
        "members": [room.id] if room.private else [user for user in room.members if room.has(user)],
        "topics": [
            {"message_thread_id": thread, "name": topic.name, "closed": topic.closed}
            for thread, topic in room.topics.items()
        ],
    }


def _newest(ground: Playground, room: Room) -> list[dict[str, Any]]:
    kept = ground.kept.get(room.key, {})
    return [kept[nth].for_page() for nth in sorted(kept)[-_SHOWN:]]


def _commands(ground: Playground, bot_id: int) -> dict[str, Any]:
    found = {}
    for key, commands in ground.commands.items():
        scope, _, rest = key.partition("|")
        place, _, rest = rest.partition("|")
        language, _, bot = rest.partition("|")
        if bot == str(bot_id):
            found[":".join(part for part in (scope, place, language) if part)] = commands
    return found


async def _attached(
    ground: Playground, values: dict[str, str], files: list[tuple[str, str, bytes]]
) -> list[dict[str, Any]]:
    kind = values.get("kind", "")
    as_, chat_id = _number(values, "as"), _number(values, "chat_id")
    caption, thread = values.get("caption") or None, _thread(values)
    if kind == "location":
        place = _decimal(values, "latitude", 30.25), _decimal(values, "longitude", 120.16)
        return [await ground.send_location(as_, chat_id, *place, thread=thread)]
    if kind == "contact":
        phone = values.get("phone_number", "+8657100000000")
        return [await ground.send_contact(as_, chat_id, phone, thread=thread)]
    if kind == "album":
        items = [("photo" if "image" in mime else "document", body) for _, mime, body in files]
        if not items:
            raise NotPossible("an album needs files")
        return await ground.send_album(as_, chat_id, items, caption=caption, thread=thread)
    return [await _one_file(ground, kind, as_, chat_id, values, files)]


async def _one_file(
    ground: Playground,
    kind: str,
    as_: int,
    chat_id: int,
    values: dict[str, str],
    files: list[tuple[str, str, bytes]],
) -> dict[str, Any]:
    if kind not in KINDS:
        raise NotPossible(f"the playground cannot attach a {kind or 'thing without a kind'}")
    if not files and kind == "voice":
        files = [("voice.wav", "audio/wav", sample_voice())]
    if not files:
        raise NotPossible(f"a {kind} needs a file")
    name, mime, content = files[0]
    return await ground.send_file(
        as_,
        chat_id,
        kind,
        content,
        name=name,
        mime=mime,
        caption=values.get("caption") or None,
        thread=_thread(values),
        seconds=int(_decimal(values, "duration", 3)),
        emoji=values.get("emoji", "🙂"),
    )


def _decimal(values: dict[str, str], name: str, usual: float) -> float:
    try:
        return float(values.get(name, usual))
    except ValueError:
        raise NotPossible(f"{name} must be a number") from None


def _thread(values: dict[str, str]) -> int | None:
    return _number(values, "message_thread_id") if "message_thread_id" in values else None


def _number(values: dict[str, str], name: str) -> int:
    try:
        return int(values[name])
    except (KeyError, ValueError):
        raise NotPossible(f"{name} must be a number") from None


async def _stream(ground: Playground, after: int | None) -> AsyncIterator[str]:
    """New events as they come; a comment line now and then shows that the line is open."""
    last = ground.feed.newest if after is None else after
    yield ": open\n\n"
    while not ground.closing.is_set():
        events = ground.feed.since(last)
        if events is None:
            last = ground.feed.newest
            yield f"id: {last}\nevent: reset\ndata: {{}}\n\n"
            continue
        for event in events:
            last = event.id
            yield f"id: {event.id}\nevent: {event.name}\ndata: {json.dumps(event.data())}\n\n"
        if not events:
            try:
                async with asyncio.timeout(_QUIET_SECONDS):
                    await ground.feed.changed()
            except TimeoutError:
                yield ": still here\n\n"
