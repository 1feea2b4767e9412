"""Everything that Huiyin serves over HTTP: webhook, intake, health, metrics and their manual."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException

from handlers.intake import Intake
from handlers.intake import router as services
from handlers.intake_batch import router as batches
from handlers.intake_bodies import Problem, WrongField, problem_of
from handlers.manual import manual_page
from handlers.metrics import CONTENT_TYPE, Metrics

log = logging.getLogger("huiyin.web")

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name
UPDATE_LIMIT = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """`receive` keeps an update's raw bytes and returns once they are committed.

    It raises ValueError for bytes that are no update.
    """

    secret: str
    receive: Callable[[bytes], Awaitable[None]]

    def __repr__(self) -> str:
        return "Webhook(…)"


async def _no_problems() -> Sequence[str]:
    return ()


async def _none_silent() -> Mapping[str, int]:
    return {}


async def _no_figures() -> Mapping[str, float]:
    return {}


async def _no_hooks() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Insight:
    """`problems`: sentences for an operator, none when ready. `figures`: names and numbers.

    `findings`: what is not as it must be, by kind, with how many of it there are.
    `hooks`: how other systems take what they are told, by name.
    `silent`: channels by name with how many alerts they did not take since they took one last.
    """

    problems: Callable[[], Awaitable[Sequence[str]]] = _no_problems
    figures: Callable[[], Awaitable[Mapping[str, float]]] = _no_figures
    silent: Callable[[], Awaitable[Mapping[str, int]]] = _none_silent
    findings: Callable[[], Awaitable[Mapping[str, int]]] = _none_silent
    hooks: Callable[[], Awaitable[Mapping[str, Any]]] = _no_hooks
    metrics: Metrics = field(default_factory=Metrics)


def create_web(
    *, intake: Intake, webhook: Webhook | None = None, insight: Insight | None = None
) -> FastAPI:
    # The usual pages at /docs load their programs from the network, which a house may not have.
    app = FastAPI(title="回音 Huiyin", version="1", docs_url=None, redoc_url=None)
    app.state.intake = intake
    app.include_router(services)
    app.include_router(batches)
    _say_what_is_wrong(app)
    _serve_insight(app, insight or Insight())
    if webhook is not None:
        _serve_webhook(app, webhook)

    @app.get("/docs", include_in_schema=False)
    async def get_manual() -> HTMLResponse:
        return HTMLResponse(manual_page(app.openapi()))

    return app


def _say_what_is_wrong(app: FastAPI) -> None:
    """Every refusal has the same shape: a field where there is one, and a sentence."""

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        problem = problem_of(error.errors())
        return _refuse(problem, 400 if problem.field is None else 422)

    @app.exception_handler(WrongField)
    async def on_wrong_field(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, WrongField)
        return _refuse(error.problem, 422)

    @app.exception_handler(AnyHTTPException)
    async def on_refused(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AnyHTTPException)
        problem = Problem(
            field=None,
            message=_CHINESE.get(error.status_code, "请求没有成功。"),
            detail=error.detail,
        )
        return _refuse(problem, error.status_code, error.headers)


_CHINESE = {
    401: "密钥不对：请在 Authorization 头里写 Bearer 和 HUIYIN_INTAKE_KEY。",
    403: "这个接口没有启用：请设置 HUIYIN_INTAKE_KEY 再重启。",
    404: "没有这个地址，或没有这次服务。",
    405: "这个地址不支持这种请求方法。",
    413: "内容太长。",
    503: "还没准备好，请稍后再试。",
}


def _refuse(
    problem: Problem, status: int, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(problem.model_dump(), status_code=status, headers=headers)


def _serve_insight(app: FastAPI, insight: Insight) -> None:
    known = set[str]()

    @app.middleware("http")
    async def count(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await go_on(request)
        route = getattr(request.scope.get("route"), "path", "unknown")
        insight.metrics.count_request(request.method, route, response.status_code)
        return response

    @app.get("/health", tags=["operating"], summary="Is the program alive?")
    async def get_health() -> dict[str, Any]:
        body: dict[str, Any] = {"status": "ok"}
        silent, findings = await insight.silent(), await insight.findings()
        if silent:
            body |= {"alerts": sum(silent.values()), "silent_channels": sorted(silent)}
        if findings:
            body["findings"] = dict(findings)
        if hooks := await insight.hooks():
            body["hooks"] = dict(hooks)
        return body

    @app.get("/ready", tags=["operating"], summary="Can it work? If not, what is missing?")
    async def get_ready() -> JSONResponse:
        problems = list(await insight.problems())
        status = "ready" if not problems else "not ready"
        body = {"status": status, "problems": problems}
        return JSONResponse(body, status_code=503 if problems else 200)

    async def figures() -> Mapping[str, float]:
        """Each kind of finding is named once there was one, so that it can go down again."""
        found = await insight.findings()
        known.update(found)
        standing = {f"audit_{kind}": float(found.get(kind, 0)) for kind in sorted(known)}
        return {**await insight.figures(), "audit_findings": float(len(found)), **standing}

    @app.get("/metrics", tags=["operating"], summary="Figures for Prometheus")
    async def get_metrics() -> Response:
        return Response(insight.metrics.text(await figures()), media_type=CONTENT_TYPE)


def _serve_webhook(app: FastAPI, webhook: Webhook) -> None:
    @app.post(WEBHOOK_PATH, include_in_schema=False)
    async def post_update(request: Request) -> Response:
        """200 only once the update is kept: any other answer makes Telegram send it again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, webhook.secret.encode()):
            # Whoever has no secret learns nothing, not even what this is.
            return Response(status_code=401)
        raw = await _update(request)
        try:
            await webhook.receive(raw)
        except ValueError:
            raise HTTPException(400, "This is no update.") from None
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram has to send it again
            # The error's own text might quote what a customer wrote.
            log.warning("An update could not be kept (%s).", type(error).__name__)
            raise HTTPException(503, "The update could not be kept; send it again.") from None
        return Response(status_code=200)


async def _update(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > UPDATE_LIMIT:
            raise HTTPException(413, "An update is at most 1 MiB long.")
    return bytes(body)
