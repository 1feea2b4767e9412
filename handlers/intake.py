"""`POST /services`: where a shop's system tells of services, and gets the link for its customer."""

import hashlib
import hmac
import io
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

import segno
from fastapi import APIRouter, HTTPException, Request, Response, Security
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.responses import Response as AnyResponse

from handlers.intake_bodies import (
    Conflict,
    Problem,
    ServiceAnswer,
    ServiceBody,
    SurveyState,
    new_service,
    require_past,
    unknown_place,
)
from surveys.intake import Taken, take_service
from surveys.links import ServiceLinks
from surveys.rules import SurveyRules
from surveys.values import NewService, Service
from surveys.work import AskingWork

BODY_LIMIT = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What intake is given. `rules` are the newest with their version; `told` wakes the ticks."""

    key: str | None
    links: ServiceLinks
    begin: Callable[[datetime], AbstractAsyncContextManager[AskingWork]]
    now: Callable[[], datetime]
    rules: Callable[[], tuple[int, SurveyRules]]
    bot_username: Callable[[], str | None]
    told: Callable[[], None] = lambda: None
    mark: str = "live"

    def __repr__(self) -> str:
        return "Intake(…)"


class KeyedRoute(APIRoute):
    """Asks for the key before it looks at a body, so that a stranger learns nothing from errors."""

    limit = BODY_LIMIT

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, AnyResponse]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> AnyResponse:
            require_key(request)
            await _require_short(request, self.limit)
            return await handle(request)

        return checked


router = APIRouter(
    route_class=KeyedRoute,
    tags=["services"],
    dependencies=[Security(HTTPBearer(auto_error=False, description="HUIYIN_INTAKE_KEY"))],
    responses={401: {"model": Problem, "description": "The key is missing or wrong."}},
)


def require_key(request: Request) -> None:
    """Compares hashes in constant time; raises HTTPException 401, or 403 when no key is set up."""
    key = intake_of(request).key
    if not key:
        raise HTTPException(403, "Intake is off: set HUIYIN_INTAKE_KEY and restart.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(_digest(given.strip()), _digest(key))
    if scheme.lower() != "bearer" or not same:
        raise HTTPException(
            401,
            "Send the header Authorization: Bearer with HUIYIN_INTAKE_KEY.",
            headers={"WWW-Authenticate": "Bearer"},
        )


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


async def _require_short(request: Request, limit: int) -> None:
    size = 0
    body = bytearray()
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise HTTPException(413, f"The body is too long: at most {limit // 1024} KiB.")
        body += chunk
    # The stream can be read once; Starlette looks here for a body that was read before.
    request._body = bytes(body)  # noqa: SLF001


def intake_of(request: Request) -> Intake:
    intake: Intake = request.app.state.intake
    return intake


@router.post(
    "/services",
    summary="Tell of a service",
    response_model=ServiceAnswer,
    responses={
        409: {"model": Conflict, "description": "Stored, but its survey was sent before."},
        422: {"model": Problem, "description": "A field is missing or wrong; it is named."},
    },
)
async def post_service(body: ServiceBody, request: Request) -> Any:
    """Adds a service or follows a change. The same body again gets the same answer, link included.

    A survey is sent when a service is `finished`: after the delay, in the customer's hours.
    """
    taken, answer = await tell(body, intake_of(request))
    return _conflict(taken, answer) if taken.sent else answer


async def tell(body: ServiceBody, intake: Intake) -> tuple[Taken, ServiceAnswer]:
    """One service in a transaction of its own. Raises WrongField."""
    now = intake.now()
    username = _username(intake)
    rules_id, rules = intake.rules()
    async with intake.begin(now) as work:
        new = await _new_service(work, body, intake, now)
        taken = await take_service(work, new, rules, rules_id, now)
    intake.told()
    return taken, _answer(taken, intake, username)


def _username(intake: Intake) -> str:
    username = intake.bot_username()
    if username is None:
        raise HTTPException(
            503,
            "Telegram hasn't told the bot's name yet, so there is no link: try again soon.",
            headers={"Retry-After": "5"},
        )
    return username


async def _new_service(
    work: AskingWork, body: ServiceBody, intake: Intake, now: datetime
) -> NewService:
    require_past(body, now)
    return new_service(body, await _place(work, body.place), mark=intake.mark)


async def _place(work: AskingWork, name: str | None) -> int:
    if name is None:
        return (await work.people.house()).id
    place = await work.people.place_named(name)
    if place is None:
        raise unknown_place()
    return place.id


def _answer(taken: Taken, intake: Intake, username: str) -> ServiceAnswer:
    service, invitation = taken.service, taken.invitation
    survey = None
    if invitation is not None:
        survey = SurveyState(state=invitation.state.value, due_at=invitation.due_at)
    return ServiceAnswer(
        id=service.external_id,
        status=service.status,
        link=intake.links.url(service, username),
        qr=f"/services/{quote(service.external_id, safe='')}/qr.png",
        survey=survey,
    )


def _conflict(taken: Taken, answer: ServiceAnswer) -> JSONResponse:
    return JSONResponse(conflict_of(taken, answer).model_dump(mode="json"), status_code=409)


def conflict_of(taken: Taken, answer: ServiceAnswer) -> Conflict:
    assert taken.sent is not None
    assert taken.sent.sent_at is not None
    at = taken.sent.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Conflict(
        message=f"改动已记下，但这次服务的问卷已在 {at} 发出，收不回来；顾客和已有的回答不变。",
        detail=f"The change is stored, but the survey about it was sent at {at} already and stays "
        "with its customer.",
        sent=[{"what": "survey", "sent_at": at, "state": taken.sent.state.value}],
        service=answer,
    )


@router.get(
    "/services/{external_id:path}/qr.png",
    summary="The link as a QR code",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, 404: {"description": "No such service."}},
)
async def get_qr(
    external_id: Annotated[str, "The service's id, percent-encoded."], request: Request
) -> Response:
    """A PNG of the link, to be printed or shown; who scans it first is the customer."""
    intake = intake_of(request)
    async with intake.begin(intake.now()) as work:
        service = await work.surveys.service(external_id)
    if service is None:
        raise HTTPException(404, "There is no service with this id.")
    return Response(
        png_of(service, intake), media_type="image/png", headers={"Cache-Control": "no-store"}
    )


def png_of(service: Service, intake: Intake) -> bytes:
    picture = io.BytesIO()
    link = intake.links.url(service, _username(intake))
    segno.make_qr(link, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
