"""Pages of real size (50 to 105 KB) of the newsroom's sites, made once and served as fast as a socket takes them.

    python -m bench.pages COUNT FILE

FILE gets one JSON object a page (url, site, title, body); the server's address is printed once it answers. It sends
what the newsroom would, but prepared: what is measured is the one who asks.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bench.harness import ROOT
from crawler.page.pages import whole
from crawler.run import site_class
from newsroom.faults import NONE
from newsroom.publication import WIB
from newsroom.web import Web
from newsroom.world import Plan, build

START, DAYS = date(2026, 3, 1), 20
NOW = datetime.combine(START + timedelta(days=DAYS + 1), time(8), WIB)
# Of what a plan publishes about this share is of today's layouts, on one page, and still there in the end.
_USABLE = 0.8


@dataclass(frozen=True, slots=True)
class Page:
    """One article's page; `body` is the text that its truth gives, a paragraph a line."""

    url: str
    site: str
    title: str
    body: str
    html: bytes


def pages(count: int) -> list[Page]:
    """So many articles of the demo's sites, oldest first, of today's layouts and each on one page."""
    world = build(Plan(start=START, days=DAYS, per_day=int(count / DAYS / _USABLE) + 1, visits=count // 40))
    web = Web(world, NONE)
    found = []
    for piece in world.publications:
        if piece.archive or piece.pages > 1:
            continue
        url = whole(piece.url, site_class(piece.site).facts)
        answer = web.answer(url, {"user-agent": "Mozilla/5.0 (compatible; bench)"}, NOW)
        if answer.status == 200:
            version = piece.version(NOW)
            found.append(Page(url, piece.site, version.title, "\n".join(version.paragraphs), answer.body))
    assert len(found) >= count, f"only {len(found)} pages of {count}: lower _USABLE"
    return found[:count]


class _Server(asyncio.Protocol):
    """HTTP/1.1 with keep-alive over prepared answers; whatever it does not know is 404."""

    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self.answers = answers
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.read += data
        while b"\r\n\r\n" in self.read:
            head, _, self.read = self.read.partition(b"\r\n\r\n")
            self.transport.write(self.answers.get(head.split(b" ", 2)[1], _NOT_FOUND))


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
_HEAD = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"


async def _serve(answers: Mapping[bytes, bytes]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Server(answers), "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def served(count: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server in a process of its own, and the file that tells of its pages."""
    told = folder / "pages.jsonl"
    command = [sys.executable, "-m", "bench.pages", str(count), str(told)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), told
        finally:
            process.terminate()


def main(count: int, file: Path) -> None:
    made = pages(count)
    with file.open("w", encoding="utf-8") as out:
        for page in made:
            out.write(json.dumps({"url": page.url, "site": page.site, "title": page.title, "body": page.body}) + "\n")
    asyncio.run(_serve({b"/" + page.url.encode(): _HEAD % len(page.html) + page.html for page in made}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
