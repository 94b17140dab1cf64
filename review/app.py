"""The review desk as one application: its pages put together, and what guards every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config import Config
from review import (
    adding,
    article_page,
    check,
    deciding,
    digests,
    guard,
    health,
    log,
    log_in,
    pictures,
    queue,
    search,
    visit_page,
)
from review.desk import KEYS_COOKIE, LANGUAGE_COOKIE, Desk, back, text, words_of
from review.problems import is_silent
from review.reader import Reader
from storage.database import Busy, Database, DiskFull, StorageError
from storage.health import beats
from wording.words import LANGUAGES

_YEAR = 365 * 24 * 3600

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


class SafeHeaders:
    """Every answer, errors too, forbids foreign scripts, frames, sniffing and caching."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        await self.app(scope, receive, send_safely)


def create_app(db: Database, config: Config, now: Callable[[], datetime]) -> ASGIApp:
    """The desk over an open database, which belongs to the thread that serves. Raises ConfigError."""
    desk = Desk(db, config, now, Reader(config))
    guard.check(desk)
    hosts = ["localhost", "127.0.0.1", "[::1]", *config.review_names]
    app = Starlette(
        routes=[
            *queue.routes(desk),
            *deciding.routes(desk),
            *visit_page.routes(desk),
            *article_page.routes(desk),
            *adding.routes(desk),
            *log.routes(desk),
            *search.routes(desk),
            *pictures.routes(desk),
            *check.routes(desk),
            *health.routes(desk),
            *log_in.routes(desk),
            *digests.routes(desk),
            Route("/healthz", _healthz(desk)),
            Route("/language/{language}", _speak),
            Route("/keys", _switch_keys, methods=["POST"]),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        # a page that can be reached under any name could be read through a rebound one
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(guard.Guard, desk=desk)],
        exception_handlers={
            DiskFull: _not_kept(desk, "page.full"),
            Busy: _not_kept(desk, "page.busy"),
            StorageError: _unreadable,
            404: _nowhere(desk),
        },
    )
    return SafeHeaders(app)


def _healthz(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def healthz(_: Request) -> Response:
        if is_silent(desk.db, desk.now()):
            beat = beats.last(desk.db, "daemon")
            return PlainTextResponse(f"the daemon is silent; its last beat: {beat}\n", 503)
        return PlainTextResponse("ok\n")

    return healthz


async def _speak(request: Request) -> Response:
    """Another language from now on, on the page that was left."""
    spoken = request.path_params["language"]
    answer = back(_page_left(request))
    if spoken in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, spoken, max_age=_YEAR, httponly=True, samesite="lax")
    return answer


async def _switch_keys(request: Request) -> Response:
    """Single-letter keys on or off from now on (WCAG 2.2, 2.1.4: dictated words would press them)."""
    form = await request.form()
    answer = back(text(form, "back"))
    answer.set_cookie(
        KEYS_COOKIE, "off" if text(form, "keys") == "off" else "on", max_age=_YEAR, httponly=True, samesite="lax"
    )
    return answer


def _page_left(request: Request) -> str:
    here, left = str(request.base_url), request.headers.get("referer", "")
    return left.removeprefix(here.rstrip("/")) if left.startswith(here) else "/"


def _nowhere(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def nowhere(request: Request, _: Exception) -> Response:
        return desk.refuse(request, words_of(request)("page.nowhere"), 404)

    return nowhere


def _not_kept(desk: Desk, why: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Says in the reader's language, and where a script asked on the page itself, that nothing was stored."""

    async def not_kept(request: Request, _: Exception) -> Response:
        words = words_of(request)(why)
        if "hx-request" in request.headers:
            return desk.render(request, "notice.html", 503, notice=words)
        return desk.refuse(request, words, 503)

    return not_kept


async def _unreadable(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", 503)
