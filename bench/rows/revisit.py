"""A day later, with about one article in fifty new: what is asked for again, against all of it and a plain poller."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import feedparser

from bench.harness import ROOT, Figure, Row, Size, ours
from crawler.facts import Feed
from crawler.run import site_class
from newsroom.outlets import outlets
from newsroom.publication import WIB
from newsroom.remote import RemoteNewsroom
from newsroom.server import gateway_at

START, DAYS, A_DAY = date(2026, 3, 1), 51, 38
FIRST = datetime.combine(START + timedelta(days=DAYS - 2), time(9), WIB)
LATER = FIRST + timedelta(days=1)
LISTS = ("listing", "feed", "sitemap")
# Counts are the same however busy the machine is, so that worlds need not be played one after the other.
AT_ONCE = 2
_open = build_opener(ProxyHandler({})).open


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the sites: requests, those answered with a body, and the bytes of these."""

    requests: int
    bodies: int
    bytes: int
    pages: frozenset[str]

    @classmethod
    def of(cls, seen: Sequence[Mapping[str, object]]) -> Asked:
        bodies = [one for one in seen if one["status"] == 200 and one["kind"] != "robots"]
        pages = frozenset(str(one["url"]) for one in bodies if one["kind"] == "article")
        return cls(len(seen), len(bodies), sum(int(str(one["bytes"])) for one in seen), pages)


def measure(size: Size) -> Row:
    """Each run is of a world of its own: in one world the counts are the same each time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        worlds = list(pool.map(_world, range(1, size.pairs + 1)))
    first, again, poller, new = zip(*worlds, strict=True)
    fed = [len(poll.pages - whole.pages) for poll, whole in zip(poller, first, strict=True)]
    figures = [
        Figure("revisit.bodies", "requests answered with a body, each new article", "1 is the least there can be",
               [one.bodies / n for one, n in zip(again, new, strict=True)], wanted=1.3, better="less"),
        Figure("revisit.saved", "bytes saved", "a full recrawl",
               [100 * (1 - one.bytes / whole.bytes) for one, whole in zip(again, first, strict=True)], "%", wanted=90),
        Figure("revisit.recrawl", "requests each new article", "a full recrawl",
               [one.requests / whole.requests for one, whole in zip(again, first, strict=True)], better="less"),
        Figure("revisit.poller", "requests each new article", "a feed poller without memory",
               [one.requests / n / (poll.requests / max(1, found))
                for one, n, poll, found in zip(again, new, poller, fed, strict=True)], better="less"),
        Figure("revisit.found", "new articles found", "a feed poller without memory",
               [n / max(1, found) for n, found in zip(new, fed, strict=True)]),
    ]  # fmt: skip
    told = [
        f"world {number}: {len(whole.pages)} articles known, {n} new; {one.requests} requests and "
        f"{one.bytes / 1e6:.1f} MB, a full recrawl {whole.requests} and {whole.bytes / 1e6:.1f} MB, "
        f"the poller {poll.requests} and {poll.bytes / 1e6:.1f} MB for {found} new ones"
        for number, (whole, one, poll, n, found) in enumerate(zip(first, again, poller, new, fed, strict=True), start=1)
    ]
    return Row("revisit", "python -m bench revisit", "new article", figures, told=told)


def _world(seed: int) -> tuple[Asked, Asked, Asked, int]:
    """What the first reading of everything asked, the one a day later, and a poller then; how many were new."""
    with tempfile.TemporaryDirectory() as name, newsroom(seed) as web:
        database = Path(name) / "news.db"
        ours("revisit", web.base_url, database, FIRST.isoformat(), START.isoformat())
        first = len(web.requests())
        round_ = ours("revisit", web.base_url, database, LATER.isoformat())
        second = len(web.requests())
        poll(web.base_url, LATER)
        seen = web.requests()
    return Asked.of(seen[:first]), Asked.of(seen[first:second]), Asked.of(seen[second:]), round_["new"]


def poll(base_url: str, now: datetime) -> None:
    """Every feed that the demo's sites have, and every article in it: what a script without a database does."""
    gateway = gateway_at(base_url, now)
    for name in outlets():
        for feed in (source.url for source in site_class(name).facts.sources if isinstance(source, Feed)):
            for entry in feedparser.parse(_read(gateway, feed)).entries:
                _read(gateway, entry.link)


def _read(gateway: str, url: str) -> bytes:
    with contextlib.suppress(HTTPError), _open(gateway.format(url=url), timeout=30) as answer:
        body: bytes = answer.read()
        return body
    return b""


@contextlib.contextmanager
def newsroom(seed: int) -> Iterator[RemoteNewsroom]:
    """A honest web: nothing goes wrong, so that only what is asked differs."""
    command = [sys.executable, "-m", "newsroom", "serve", "--port", "0", "--seed", str(seed), "--start", str(START)]
    command += ["--days", str(DAYS), "--per-day", str(A_DAY), "--honest"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RemoteNewsroom(process.stdout.readline().strip())
        finally:
            process.terminate()
