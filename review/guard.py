"""The door of the desk: every path is closed to who is not known, and nothing changes without the form's own token.

On loopback nobody logs in, and a request still needs the token: any page that the browser shows could send a form here.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config import ConfigError
from review.desk import Desk, words_of
from storage.database import Busy, DiskFull
from storage.desk import people
from storage.desk.people import Role

COOKIE = "seat"
# What anybody may ask for: they tell nothing.
OPEN = ("/log-in", "/healthz", "/static/")
FOR_ADMINISTRATORS = ("/people",)
MAX_FORM = 256 * 1024
MAX_FIELDS = 500
_SAFE = ("GET", "HEAD")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Seat:
    """Who asks: `name` signs decisions; `token` is what the forms of this browser carry. None: not logged in."""

    name: str | None
    role: Role | None
    token: str


def check(desk: Desk) -> None:
    """Raises ConfigError where others could reach the page and nobody, or no name of the page, is known."""
    config = desk.config
    if not config.asks_for_log_in:
        return
    where = f"the review page answers on {config.review_host}"
    if not any(person.removed is None for person in people.everyone(desk.db)):
        raise ConfigError(
            f"{where} and asks people to log in, but there are none: "
            "make one with `jujugan user add NAME --role administrator`"
        )
    if not config.is_on_loopback and not config.review_names:
        raise ConfigError(
            f'{where}: set review.names to the names that browsers call it by, such as names = ["desk.example.org"]'
        )


def seat_hash(cookie: str) -> str:
    """What is stored of a cookie: who reads the database cannot log in with it."""
    return sha256(cookie.encode()).hexdigest()


def feed_key(person_hash: str) -> str:
    """What stands for a log-in in the address of a feed; another password makes another key."""
    return hmac.new(person_hash.encode(), b"feed", sha256).hexdigest()[:32]


class Guard:
    """Around the whole application, so that a page is closed until it is listed as open."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk
        self.asks = desk.config.asks_for_log_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        cookie = request.cookies.get(COOKIE, "")
        fresh = "" if len(cookie) >= 32 else secrets.token_urlsafe(32)
        seat = self._seat(request, cookie or fresh)
        scope.setdefault("state", {}).update(person=seat.name, role=seat.role, token=seat.token)
        refusal = self._closed(request, seat)
        if refusal is None and request.method not in _SAFE:
            body = await _form(request)
            refusal = body if isinstance(body, Response) else _forged(request, body, seat.token)
            if isinstance(body, bytes):
                receive = _again(body, receive)
        await (refusal or self.app)(scope, receive, _giving(fresh, request, send))

    def _seat(self, request: Request, cookie: str) -> Seat:
        token = hmac.new(cookie.encode(), b"form", sha256).hexdigest()
        if not self.asks:
            return Seat("editor", "administrator", token)
        db, now = self.desk.db, self.desk.now()
        person = people.logged_in(db, seat_hash(cookie), now)
        if person is None:
            return Seat(self._reader(request), None, token)
        if people.is_to_note(person, now):
            # whoever is logged in may go on reading where nothing can be written
            with suppress(DiskFull, Busy), db.write():
                people.note_use(db, seat_hash(cookie), now)
        return Seat(person.name, person.role, token)

    def _reader(self, request: Request) -> str | None:
        """Whose key a feed's address bears: feed readers cannot log in."""
        key = request.query_params.get("key", "")
        if request.method not in _SAFE or not request.url.path.endswith(".atom") or not key:
            return None
        named = [(one.name, people.password_of(self.desk.db, one.name)) for one in people.everyone(self.desk.db)]
        keys = ((name, feed_key(known[1])) for name, known in named if known)
        return next((name for name, right in keys if hmac.compare_digest(right.encode(), key.encode())), None)

    def _closed(self, request: Request, seat: Seat) -> Response | None:
        path = request.url.path
        if any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN):
            return None
        if seat.name is None:
            if request.method in _SAFE and not request.headers.get("hx-request"):
                asked = f"{path}?{request.url.query}" if request.url.query else path
                return RedirectResponse(f"/log-in?next={quote(asked)}", 303)
            return _refusal(request, "log_in_first", 403)
        is_reserved = any(path == one or path.startswith(f"{one}/") for one in FOR_ADMINISTRATORS)
        if is_reserved and seat.role != "administrator":
            return _refusal(request, "for_administrators", 403)
        return None


def _refusal(request: Request, why: str, status: int) -> Response:
    return PlainTextResponse(f"{words_of(request)(f'people.{why}')}\n", status)


async def _form(request: Request) -> bytes | Response:
    """The body of a form, or why it is none."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        return _refusal(request, "no_form", 415)
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_FORM:
                return _refusal(request, "form_too_large", 413)
    except ClientDisconnect:
        return _refusal(request, "form_not_whole", 400)
    return bytes(body)


def _forged(request: Request, body: bytes, token: str) -> Response | None:
    origin = request.headers.get("origin")
    is_foreign = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if is_foreign or (origin is not None and _host(origin) != request.headers.get("host")):
        return _refusal(request, "form_of_another", 403)
    try:
        given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=MAX_FIELDS).get("token", [""])[-1]
    except ValueError:
        return _refusal(request, "form_too_many", 413)
    if not hmac.compare_digest(given.encode(), token.encode()):
        return _refusal(request, "form_too_old", 403)
    return None


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for the page behind the door."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return parts.pop() if parts else await receive()

    return replayed


def _giving(cookie: str, request: Request, send: Send) -> Send:
    """Gives a browser its seat with the first answer."""

    async def giving(message: Message) -> None:
        if cookie and message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if not any(value.startswith(f"{COOKIE}=") for value in headers.getlist("set-cookie")):
                headers.append("set-cookie", seat_cookie(cookie, request))
        await send(message)

    return giving


def seat_cookie(value: str, request: Request) -> str:
    """Lax, not Strict: who comes from a mail's link is to find the page open."""
    secure = "; Secure" if request.url.scheme == "https" else ""
    return f"{COOKIE}={value}; Path=/; Max-Age={int(people.LASTS.total_seconds())}; HttpOnly; SameSite=Lax{secure}"
