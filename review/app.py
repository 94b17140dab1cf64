"""The plain page: the newest visits, what needs a look, and each site's health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config import Config, site_names
from digest.wording import environment
from polling.outlook import Outlook
from storage import beats, gaps, sites, untold, visits
from storage.database import Database, StorageError

SHOWN = 50
SILENT_AFTER = timedelta(minutes=5)

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class SafeHeaders:
    """Every answer, errors too, forbids scripts, frames, sniffing and caching."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        await self.app(scope, receive, send_safely)


def create_app(db: Database, config: Config, now: Callable[[], datetime]) -> ASGIApp:
    """The page over an open database. Reads only."""
    watched = config.sites or site_names()
    outlook = Outlook(db, config.timetable)

    async def page(_: Request) -> Response:
        moment = now()
        health = {row.name: row for row in sites.health(db, moment)}
        html = (
            environment("review")
            .get_template("page.html")
            .render(
                visits=visits.newest(db, SHOWN),
                flags=untold.flags(db)[0][:SHOWN],
                sites=[(name, health.get(name), outlook.next(name, moment)) for name in watched],
                silent={name: outlook.expectation(name, moment).silent_for for name in health},
                gaps=gaps.standing(db),
                now=moment,
                beat=beats.last(db, "daemon"),
            )
        )
        return HTMLResponse(html)

    async def healthz(_: Request) -> Response:
        beat = beats.last(db, "daemon")
        if beat is None or now() - beat > SILENT_AFTER:
            return PlainTextResponse(f"the daemon is silent; its last beat: {beat}\n", 503)
        return PlainTextResponse("ok\n")

    async def unreadable(_: Request, error: Exception) -> Response:
        return PlainTextResponse(f"{error}\n", 503)

    hosts = ["localhost", "127.0.0.1", "[::1]"]
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/healthz", healthz),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        # a page that can be reached under any name could be read through a rebound one
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
        exception_handlers={StorageError: unreadable},
    )
    return SafeHeaders(app)
