"""`POST /services/batch`: many services in one call, each taken or refused by itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field, ValidationError

from handlers.intake import KeyedRoute, conflict_of, intake_of, tell
from handlers.intake_bodies import (
    Conflict,
    Problem,
    ServiceAnswer,
    ServiceBody,
    WrongField,
    problem_of,
)

MOST = 500
ServiceLike = dict[str, Any]


class LongRoute(KeyedRoute):
    limit = 1024 * 1024


class Told(BaseModel, frozen=True):
    """What became of one service: just one of the three is there."""

    position: int = Field(description="Where it stands in what was sent, from 0.")
    service: ServiceAnswer | None = None
    conflict: Conflict | None = Field(default=None, description="Stored, but asked about before.")
    problem: Problem | None = Field(default=None, description="Not stored, and why.")


class BatchAnswer(BaseModel, frozen=True):
    taken: int
    refused: int
    results: list[Told]


router = APIRouter(
    route_class=LongRoute,
    tags=["services"],
    dependencies=[Security(HTTPBearer(auto_error=False, description="HUIYIN_INTAKE_KEY"))],
    responses={401: {"model": Problem, "description": "The key is missing or wrong."}},
)


@router.post(
    "/services/batch",
    summary="Tell of many services",
    response_model=BatchAnswer,
    response_model_exclude_none=True,
    responses={422: {"model": Problem, "description": "The body is no list of services."}},
)
async def post_batch(
    services: Annotated[list[ServiceLike], Body(min_length=1, max_length=MOST)], request: Request
) -> BatchAnswer:
    """Up to 500 services. One that is wrong is refused by itself; sending all again is safe."""
    results = [await _told(n, body, request) for n, body in enumerate(services)]
    refused = sum(result.problem is not None for result in results)
    return BatchAnswer(taken=len(results) - refused, refused=refused, results=results)


async def _told(position: int, given: ServiceLike, request: Request) -> Told:
    try:
        taken, answer = await tell(ServiceBody.model_validate(given), intake_of(request))
    except WrongField as error:
        return Told(position=position, problem=error.problem)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = problem_of([{**first, "loc": ("body", *first["loc"])}])
        return Told(position=position, problem=problem)
    if taken.sent:
        return Told(position=position, conflict=conflict_of(taken, answer))
    return Told(position=position, service=answer)
