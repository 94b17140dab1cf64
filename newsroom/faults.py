"""What goes wrong on the wire of an ordinary web, each fault by name, and how often in the demo's world.

Faults of articles hit one URL for good; faults of sources hit all feeds, sitemaps and listings of a site for a day.
Those that heal do so at the second request. hostile.py has the ones that are meant to hurt.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from newsroom.outlets.dates import http_date
from newsroom.wire import Answer
from newsroom.world import World


@dataclass(frozen=True, slots=True)
class Rates:
    """How much goes wrong: shares (0 to 1) of articles, of a site's days, of links. 0 switches a thing off.

    `crawl_delay` is what the sites' Crawl-delay is multiplied by: with their real 1 to 3 seconds a month takes hours.
    """

    busy: float = 0.006
    slow: float = 0.01
    hiccup: float = 0.006
    truncated: float = 0.006
    reset: float = 0.004
    latin1_header: float = 0.006
    cp1252_body: float = 0.006
    source_busy: float = 0.02
    source_slow: float = 0.02
    source_hiccup: float = 0.02
    source_truncated: float = 0.02
    stale_etag: float = 0.04
    stuck_etag: float = 0.01
    fresh_etag: float = 0.04
    bare_ampersand: float = 0.03
    tracking: float = 0.04
    amp: float = 0.02
    insecure: float = 0.02
    offsite: float = 0.15
    dead: float = 0.08
    agent_gate: float = 1.0
    crawl_delay: float = 0.02


NONE = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))
ARTICLE_FAULTS = ("busy", "slow", "hiccup", "truncated", "reset", "latin1_header", "cp1252_body")
SOURCE_FAULTS = {
    "source_busy": "busy",
    "source_slow": "slow",
    "source_hiccup": "hiccup",
    "source_truncated": "truncated",
    "stale_etag": "stale_etag",
    "stuck_etag": "stuck_etag",
    "fresh_etag": "fresh_etag",
    "bare_ampersand": "bare_ampersand",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """The request that meets a fault: the how-manieth it is for that URL, and its headers in lower case."""

    url: str
    attempt: int
    now: datetime
    headers: Mapping[str, str]


Fault = Callable[[Answer, Occasion], Answer]


@dataclass(frozen=True, slots=True)
class Misfortunes:
    """Which article URL has which fault, and which (site, day as YYYY-MM-DD) all of a site's sources have."""

    articles: Mapping[str, str]
    sources: Mapping[tuple[str, str], str]


def misfortunes(world: World, rates: Rates) -> Misfortunes:
    """Drawn from the world's seed; the same for the same world and rates."""
    random = Random(f"faults {world.plan.seed}")
    articles = {}
    for piece in world.publications:
        fault = _draw(random, {name: getattr(rates, name) for name in ARTICLE_FAULTS})
        if fault is not None and not piece.archive:
            articles[piece.url] = fault
    sources = {}
    for day in range(world.plan.days + 1):
        date = (world.plan.start + timedelta(days=day)).isoformat()
        for site in world.by_site:
            name = _draw(random, {name: getattr(rates, name) for name in SOURCE_FAULTS})
            if name is not None:
                sources[(site, date)] = SOURCE_FAULTS[name]
    return Misfortunes(articles, sources)


def _draw(random: Random, shares: Mapping[str, float]) -> str | None:
    chance = random.random()
    for name, share in shares.items():
        chance -= share
        if chance < 0:
            return name
    return None


def _busy(answer: Answer, occasion: Occasion) -> Answer:
    """429 once; Retry-After in seconds for one half of the URLs, as a date for the other."""
    if occasion.attempt > 1:
        return answer
    after = "1" if len(occasion.url) % 2 else http_date(occasion.now + timedelta(seconds=1))
    return Answer(429, (("Retry-After", after), ("Content-Type", "text/plain")), b"Too Many Requests")


def _slow(answer: Answer, occasion: Occasion) -> Answer:
    return replace(answer, wait=0.2 + 0.3 * Random(occasion.url).random())


def _hiccup(answer: Answer, occasion: Occasion) -> Answer:
    if occasion.attempt > 1:
        return answer
    return Answer(503, (("Content-Type", "text/html"),), b"<h1>503 Service Temporarily Unavailable</h1>")


def _truncated(answer: Answer, occasion: Occasion) -> Answer:
    """Two thirds of what Content-Length promises, once."""
    return answer if occasion.attempt > 1 else replace(answer, cut=len(answer.body) * 2 // 3)


def _reset(answer: Answer, occasion: Occasion) -> Answer:
    return answer if occasion.attempt > 1 else replace(answer, drop=True)


def _latin1_header(answer: Answer, _: Occasion) -> Answer:
    """UTF-8 sent under the name of ISO-8859-1, in the header and in the page."""
    declared = answer.with_header("Content-Type", "text/html; charset=iso-8859-1")
    return plain(declared, lambda body: body.replace(b'<meta charset="utf-8">', b"", 1))


def _cp1252_body(answer: Answer, _: Occasion) -> Answer:
    """Typographic quotes and dashes in Windows-1252, sent under the name of UTF-8."""
    return plain(answer, lambda body: _curly(body.decode()).encode("cp1252", "xmlcharrefreplace"))


def _curly(html: str) -> str:
    """The escaped straight quotes of the paragraphs made typographic, opening and closing by turns."""
    head, *pieces = html.split("<p")
    out = [head]
    for piece in pieces:
        text, end, tail = piece.partition("</p>")
        words = text.split("&#34;")
        marks = ("\u201c", "\u201d")
        text = words[0] + "".join(marks[at % 2] + word for at, word in enumerate(words[1:]))
        out.append(text + end + tail)
    return "<p".join(out)


def _stale_etag(answer: Answer, occasion: Occasion) -> Answer:
    """One ETag and no Last-Modified for whatever the body holds that day, and never a 304."""
    return answer.with_header("ETag", f'"{occasion.now:%Y%m%d}-static"').with_header("Last-Modified", None)


def _stuck_etag(answer: Answer, occasion: Occasion) -> Answer:
    """304 to whoever asks conditionally, until the day is over."""
    if "if-none-match" in occasion.headers or "if-modified-since" in occasion.headers:
        return Answer(304, (("ETag", occasion.headers.get("if-none-match", '"stuck"')),))
    return answer


def _fresh_etag(answer: Answer, occasion: Occasion) -> Answer:
    """Another ETag for the same body each time."""
    return answer.with_header("ETag", f'"{occasion.attempt:08x}"').with_header("Last-Modified", None)


def _bare_ampersand(answer: Answer, _: Occasion) -> Answer:
    """XML with & where &amp; should be; other pages are left alone."""
    if "xml" not in (answer.header("Content-Type") or ""):
        return answer
    return plain(answer, lambda body: body.replace(b"&amp;", b"&"))


def plain(answer: Answer, change: Callable[[bytes], bytes]) -> Answer:
    """The answer with its body changed, whether it was compressed or not."""
    if answer.header("Content-Encoding") == "gzip":
        return replace(answer, body=gzip.compress(change(gzip.decompress(answer.body)), 1))
    return replace(answer, body=change(answer.body))


FAULTS: Mapping[str, Fault] = {
    "busy": _busy,
    "slow": _slow,
    "hiccup": _hiccup,
    "truncated": _truncated,
    "reset": _reset,
    "latin1_header": _latin1_header,
    "cp1252_body": _cp1252_body,
    "stale_etag": _stale_etag,
    "stuck_etag": _stuck_etag,
    "fresh_etag": _fresh_etag,
    "bare_ampersand": _bare_ampersand,
}
