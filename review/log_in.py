"""Logging in and out, and the administrator's page of people."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk, back, is_ours, text
from review.guard import COOKIE, feed_key, seat_cookie, seat_hash
from review.passwords import is_right
from review.throttle import Throttle
from storage.desk import people

# Each check of a password takes 64 MiB for a moment.
AT_ONCE = 2


def routes(desk: Desk) -> Sequence[BaseRoute]:
    if not desk.config.asks_for_log_in:
        return []
    door = _Door(desk)
    return [
        Route("/log-in", door.page, methods=["GET"]),
        Route("/log-in", door.log_in, methods=["POST"]),
        Route("/log-out", door.log_out, methods=["POST"]),
        Route("/people", door.people, methods=["GET"]),
        Route("/people/{person:id}/end", door.end, methods=["POST"]),
    ]


class _Door:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.throttle = Throttle()
        self.checks = asyncio.Semaphore(AT_ONCE)

    async def page(self, request: Request) -> Response:
        return self.desk.render(request, "log_in.html", wrong=False, wait=None, next=_local(request))

    async def log_in(self, request: Request) -> Response:
        desk, now = self.desk, self.desk.now()
        form = await request.form()
        name, password = text(form, "name")[:200], text(form, "password")
        address = request.client.host if request.client else ""
        if wait := self.throttle.wait(address, name, now):
            minutes = math.ceil(wait.total_seconds() / 60)
            answer = desk.render(request, "log_in.html", 429, wrong=False, wait=minutes, next=_local(request))
            answer.headers["retry-after"] = str(math.ceil(wait.total_seconds()))
            return answer
        known = people.password_of(desk.db, name)
        # counted before the check, so that a crowd of tries at once is no way around
        self.throttle.failed(address, name, now)
        async with self.checks:
            is_known = await asyncio.to_thread(is_right, known[1] if known else None, password)
        if known is None or not is_known:
            return desk.render(request, "log_in.html", 403, wrong=True, wait=None, next=_local(request))
        self.throttle.succeeded(address, name)
        cookie = secrets.token_urlsafe(32)
        with desk.db.write():
            people.log_in(desk.db, known[0], seat_hash(cookie), desk.now())
        answer = back(text(form, "next"))
        answer.headers["set-cookie"] = seat_cookie(cookie, request)
        return answer

    async def log_out(self, request: Request) -> Response:
        with self.desk.db.write():
            people.log_out(self.desk.db, seat_hash(request.cookies.get(COOKIE, "")))
        answer = back("/log-in")
        answer.headers["set-cookie"] = seat_cookie(secrets.token_urlsafe(32), request)
        return answer

    async def people(self, request: Request) -> Response:
        return self.desk.render(request, "people.html", people=people.everyone(self.desk.db))

    async def end(self, request: Request) -> Response:
        """End every log-in of a person; removing one is the command line's."""
        number = request.path_params["person"]
        if all(person.person_id != number for person in people.everyone(self.desk.db)):
            return PlainTextResponse("there is no such person\n", 404)
        with self.desk.db.write():
            people.end_all(self.desk.db, number)
        return back("/people")


def feed_address(desk: Desk, request: Request, path: str) -> str:
    """A feed's path with the key of who asks, where a log-in is asked for."""
    known = people.password_of(desk.db, request.state.person) if desk.config.asks_for_log_in else None
    return f"{path}{'&' if '?' in path else '?'}key={feed_key(known[1])}" if known else path


def _local(request: Request) -> str:
    asked = request.query_params.get("next", "/")
    return asked if is_ours(asked) else "/"
