"""The HTTP server: http://127.0.0.1:PORT/{original url} answers as that site would at the newsroom's time."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import unquote

from newsroom.faults import Rates
from newsroom.log import RequestLog
from newsroom.publication import WIB
from newsroom.web import Web
from newsroom.wire import Answer, send
from newsroom.world import World

_CONTROL = "/_newsroom/"
_AT = "/_at/"
_STAMP = "%Y%m%dT%H%M%SZ"
_MOST_BODY = 65536


class Newsroom:
    """The stand-in web with a clock that the caller sets. `start()` and `stop()`, or use it in a `with`.

    `now` must be aware. Every method may be called from any thread.
    """

    def __init__(self, world: World, now: datetime, *, rates: Rates | None = None, port: int = 0) -> None:
        self.web = Web(world, rates or Rates())
        self.log = RequestLog()
        self._clock = _local(now)
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def now(self) -> datetime:
        return self._clock

    @now.setter
    def now(self, moment: datetime) -> None:
        """Raises ValueError for a time without a zone."""
        self._clock = _local(moment)

    @property
    def base_url(self) -> str:
        """http://127.0.0.1:PORT. Raises RuntimeError before `start`."""
        if self._server is None:
            raise RuntimeError("the newsroom is not started: call start() first")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def gateway(self) -> str:
        """The value for the configuration's `gateway`."""
        return f"{self.base_url}/{{url}}"

    def misbehave(self, pattern: str, fault: str, *, times: int | None = None) -> None:
        """Addresses that match `pattern` (* and ? as in a shell) show `fault` from now on, `times` times or always.

        Raises newsroom.web.UnknownFault.
        """
        self.web.misbehave(pattern, fault, now=self.now, times=times)

    def behave(self) -> None:
        self.web.behave()

    def start(self) -> Newsroom:
        """Serve in a background thread. Raises OSError when the port is taken."""
        self._server = _Server(("127.0.0.1", self._port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    def __enter__(self) -> Newsroom:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        return self.web.answer(url, headers, self.now)

    def control(self, name: str, order: Mapping[str, object]) -> dict[str, object]:
        """What the control endpoint does: clock, fault, behave, log. Raises ValueError for an order not understood."""
        found: dict[str, object] = {}
        if name == "clock":
            if "now" in order:
                self.now = datetime.fromisoformat(str(order["now"]))
        elif name == "fault":
            times = order.get("times")
            if times is not None and not isinstance(times, int):
                raise ValueError(f"times must be a whole number, not {times!r}")
            self.misbehave(str(order.get("pattern", "")), str(order.get("fault", "")), times=times)
        elif name == "behave":
            self.behave()
        elif name == "log":
            found["requests"] = [asdict(seen) for seen in self.log.seen()]
        else:
            raise ValueError(f"unknown order {name!r}; the newsroom takes clock, fault, behave and log")
        return found | {"now": self.now.isoformat()}


def _local(moment: datetime) -> datetime:
    """The same moment in WIB, the time that the sites' pages are written in."""
    if moment.tzinfo is None:
        raise ValueError(f"the newsroom's clock needs a time zone: {moment.isoformat()}")
    return moment.astimezone(WIB)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away in the middle is none of the server's business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        if self.path.startswith(_CONTROL):
            self._write(self._control())
        else:
            self.close_connection = True
            self._write(Answer(405, (("Allow", "GET, HEAD"), ("Connection", "close"))))

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in the newsroom's log, not written to stderr."""

    def _serve(self) -> None:
        newsroom = self.server.newsroom
        if self.path.startswith(_CONTROL):
            self._write(self._control())
            return
        now, path = stated(self.path) or (newsroom.now, self.path)
        url = original(path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        with newsroom.log.request(url, headers.get("user-agent", ""), now) as entry:
            answer = newsroom.web.answer(url, headers, now)
            newsroom.log.answered(entry, answer.status, len(answer.body), answer.kind, answer.mark)
            self._write(answer)

    def _control(self) -> Answer:
        name = self.path.removeprefix(_CONTROL).partition("?")[0]
        try:
            length = min(int(self.headers.get("Content-Length") or 0), _MOST_BODY)
            order = json.loads(self.rfile.read(length) or b"{}")
            found = self.server.newsroom.control(name, order if isinstance(order, dict) else {})
        except ValueError as error:
            return Answer(400, (("Content-Type", "text/plain; charset=utf-8"),), f"{error}\n".encode())
        return Answer(200, (("Content-Type", "application/json"),), json.dumps(found).encode())

    def _write(self, answer: Answer) -> None:
        try:
            keep = send(answer, self.wfile.write, head=self.command == "HEAD")
        except OSError:
            keep = False
        if not keep:
            self.close_connection = True


def stated(path: str) -> tuple[datetime, str] | None:
    """The time that a path states in front of the original URL (`gateway_at`), and the rest of it."""
    lead, found, rest = path.removeprefix(_AT).partition("/")
    if not found or not path.startswith(_AT):
        return None
    try:
        return datetime.strptime(lead, _STAMP).replace(tzinfo=UTC).astimezone(WIB), rest
    except ValueError:
        return None


def gateway_at(base_url: str, now: datetime) -> str:
    """A gateway behind which it is `now`, whatever the newsroom's own clock says: for runs side by side."""
    return f"{base_url}{_AT}{now.astimezone(UTC):{_STAMP}}/{{url}}"


def original(path: str) -> str:
    """The original URL in a request's path, also when its slashes were collapsed or its colon was escaped."""
    url = path.lstrip("/")
    if "%3a" in url[:8].lower():
        url = unquote(url) if "%2f" in url[:14].lower() else unquote(url[:8]) + url[8:]
    scheme, found, rest = url.partition(":/")
    return f"{scheme}://{rest.lstrip('/')}" if found else url
