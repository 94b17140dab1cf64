"""What the lists of a site show: an article in none of them cannot be discovered, however often the site is read."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from article import Candidate
from crawler import discover
from crawler.facts import Source
from crawler.run import site_class
from newsroom.compare import StoredArticle, matched
from newsroom.web import Web


def unlisted(web: Web, pieces: Sequence[Mapping[str, Any]]) -> set[str]:
    """The URLs of those publications (of the truth file) that no list named in their site's file shows, neither when
    they come out, where they stand first in each list that shows them, nor when their text is changed.

    `web` is to be one without faults. What was crawled of it plays no part.
    """
    by_site: dict[str, list[Mapping[str, Any]]] = {}
    for piece in pieces:
        by_site.setdefault(piece["site"], []).append(piece)
    return {url for site, own in by_site.items() for url in _unlisted(web, site, own)}


def _unlisted(web: Web, site: str, pieces: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    shown: set[str] = set()
    for piece in reversed(pieces):  # a list of the newest shows what came before it too
        moments = [datetime.fromisoformat(version["at"]) for version in piece["versions"]]
        for source, moment in ((source, moment) for moment in moments for source in site_class(site).facts.sources):
            if piece["url"] in shown:
                break
            found = listed(web, site, source, moment + timedelta(seconds=1))
            shown |= matched(pieces, (StoredArticle(site, one.url, "") for one in found))[0].keys()
        if piece["url"] not in shown:
            yield piece["url"]


def listed(web: Web, site: str, source: Source, now: datetime) -> Iterator[Candidate]:
    """What a source lists on all pages that the site file states, as discovery reads them."""
    facts = site_class(site).facts
    waiting, asked = list(discover.starts(source, [now.date(), now.date() - timedelta(days=1)])), set()
    while waiting:
        url = waiting.pop(0)
        if url in asked or discover.is_beyond(source, url):
            continue
        asked.add(url)
        status, body, kind = _got(web, url, now)
        if status != 200:
            waiting += discover.fallback(source, url)
            continue
        found = discover.read_source(body, url, source, facts, site=site, now=now, content_type=kind)
        yield from found.candidates
        waiting += found.more


def _got(web: Web, url: str, now: datetime) -> tuple[int, bytes, str | None]:
    """Status, body and content type, redirects followed."""
    answer = web.answer(url, {}, now)
    while to := answer.header("Location"):
        answer = web.answer(to, {}, now)
    packed = answer.header("Content-Encoding") == "gzip"
    return answer.status, gzip.decompress(answer.body) if packed else answer.body, answer.header("Content-Type")
