"""The whole stand-in web behind one function: an original URL and headers in, an answer out."""

from __future__ import annotations

import gzip
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase
from hashlib import blake2b
from urllib.parse import urlsplit

from newsroom import incidents, services
from newsroom.faults import FAULTS, Misfortunes, Occasion, Rates, misfortunes
from newsroom.hostile import HOSTILE, SHELVES
from newsroom.noise import Noise, noise
from newsroom.outlets import outlet as outlet_of
from newsroom.outlets.base import Outlet
from newsroom.outlets.dates import http_date
from newsroom.outlets.pages import Ask, Page
from newsroom.wire import Answer
from newsroom.world import World

_SOURCES = ("feed", "sitemap", "listing")


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses that match `pattern` (with * and ?) have `fault` for the next `times` requests, None for always."""

    pattern: str
    fault: str
    times: int | None
    since: datetime


class UnknownFault(ValueError):
    """A fault was asked for that neither faults.py nor hostile.py has."""


class Web:
    """The sites of one world. Thread-safe; its only state is how often each URL was asked for and the rules."""

    def __init__(self, world: World, rates: Rates) -> None:
        self.world = world
        self.rates = rates
        self.misfortunes: Misfortunes = misfortunes(world, rates)
        self.noise: Noise = noise(world, rates)
        self._hosts = {host: outlet_of(site) for site in world.by_site for host in _hosts(outlet_of(site))}
        self._changes = {site: self._times_of_change(site) for site in world.by_site}
        self._lists: dict[str, tuple[tuple[int, int], Page]] = {}
        self._attempts: Counter[str] = Counter()
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def misbehave(self, pattern: str, fault: str, *, now: datetime, times: int | None = None) -> None:
        """Let the addresses that match show a fault from `now` on. Raises UnknownFault."""
        if fault not in FAULTS and fault not in HOSTILE and fault not in SHELVES:
            known = ", ".join(sorted([*FAULTS, *HOSTILE, *SHELVES]))
            raise UnknownFault(f"{fault!r} is no fault of the newsroom; it knows {known}")
        with self._lock:
            self._rules.append(Rule(pattern, fault, times, now))

    def behave(self) -> None:
        """Forget every rule that `misbehave` made."""
        with self._lock:
            self._rules.clear()

    def answer(self, url: str, headers: Mapping[str, str], now: datetime) -> Answer:
        """The answer to a request for the original URL `url`; 502 for a host that this web does not have.

        `headers` have lower-case names; `now` is in WIB.
        """
        try:
            parts = urlsplit(url)
            host, known = parts.hostname or "", parts.scheme in ("http", "https")
        except ValueError as error:
            return _plain(400, f"not an address: {error}")
        if not host or not known:
            return _plain(400, f"not an http address: {url[:200]}")
        faults = [rule.fault for rule in self._matching(url, now)]
        captured = services.captured(url)
        if captured is not None:
            return self.answer(captured.url, headers, captured.at)
        if host in services.HOSTS:
            page = services.answer(url, [self.world.shelf(site, now) for site in self.world.by_site])
            return self._spoilt(_sent(page, headers, now, packed=True), faults, url, headers, now)
        outlet = self._hosts.get(host)
        if outlet is None:
            return self._spoilt(_plain(502, f"no such host in this web: {host}"), faults, url, headers, now)
        shelves = [name for name in faults if name in SHELVES]
        refused = self.rates.agent_gate and outlet.refuses(headers.get("user-agent", ""))
        plain = not shelves and not refused
        page = self._kept(outlet, url, headers, now) if plain else self._page(outlet, url, headers, now, shelves)
        done = incidents.faults_of(self.world.plan.incidents, outlet.name, page.kind, now)
        faults = self._own_faults(outlet, page, now) + faults + done
        if "redesign" in faults:  # nobody has a page of before that would still be the same
            headers = {name: value for name, value in headers.items() if not name.startswith("if-")}
        return self._spoilt(_sent(page, headers, now, packed=outlet.gzip), faults, url, headers, now)

    def _times_of_change(self, site: str) -> list[float]:
        """When anything changes that a list of the site shows, but for the ages of its articles."""
        moments: set[datetime | None] = {version.at for piece in self.world.by_site[site] for version in piece.versions}
        for piece in self.world.by_site[site]:
            moments |= {piece.deleted, piece.moved.at if piece.moved else None}
        for stray in self.noise.strays[site]:
            moments |= {stray.since, stray.until}
        for one in self.world.plan.incidents:
            moments |= {one.since, one.back, one.until} if one.site == site else set()
        return sorted(moment.timestamp() for moment in moments if moment is not None)

    def _kept(self, outlet: Outlet, url: str, headers: Mapping[str, str], now: datetime) -> Page:
        """The page; a list is made anew only when something in it has changed, or an hour has passed."""
        state = bisect_right(self._changes[outlet.name], now.timestamp()), int(now.timestamp()) // 3600
        kept = self._lists.get(url)
        if kept is not None and kept[0] == state:
            return kept[1]
        page = self._page(outlet, url, headers, now, [])
        if page.kind in _SOURCES and page.status == 200:
            self._lists[url] = state, page
        return page

    def _page(self, outlet: Outlet, url: str, headers: Mapping[str, str], now: datetime, shelves: list[str]) -> Page:
        shelf = self.world.shelf(outlet.name, now, self.noise.linked[outlet.name], self.noise.strays[outlet.name])
        for name in shelves:
            shelf = SHELVES[name](shelf, self._since(url, name))
        shelf = incidents.shelf_of(self.world.plan.incidents, shelf, outlet.name)
        ask = Ask.of(url, shelf)
        if ask.path == "/robots.txt":
            return Page(outlet.robots_text(self.rates.crawl_delay), "robots", "text/plain; charset=utf-8")
        if self.rates.agent_gate and outlet.refuses(headers.get("user-agent", "")):
            return Page("<h1>403 ERROR</h1><p>Request blocked.</p>", status=403)
        if ask.scheme == "http" or ask.host in outlet.aliases:
            rest = url.split("://", 1)[1].partition("/")[2]
            return Page(status=301, location=f"https://{outlet.aliases.get(ask.host, ask.host)}/{rest}")
        page = outlet.answer(ask)
        frozen = incidents.frozen_at(self.world.plan.incidents, outlet.name, now)
        if frozen and page.kind == "feed":
            page = outlet.answer(replace(ask, shelf=replace(shelf, now=frozen)))
        if page.status == 404 and url in self.noise.dead:
            return replace(page, status=200, subject=url, kind="article")
        return page

    def _own_faults(self, outlet: Outlet, page: Page, now: datetime) -> list[str]:
        """The fault that fate gave this article, or this site's sources today."""
        name = None
        if page.kind == "article" and page.subject:
            name = self.misfortunes.articles.get(page.subject)
        elif page.kind in _SOURCES:
            name = self.misfortunes.sources.get((outlet.name, now.date().isoformat()))
        return [name] if name else []

    def _matching(self, url: str, now: datetime) -> list[Rule]:
        """The rules for this URL that are not used up; counts one use of each."""
        with self._lock:
            found = [rule for rule in self._rules if rule.since <= now and fnmatchcase(url, rule.pattern)]
            for rule in found:
                if rule.times is not None:
                    at = self._rules.index(rule)
                    left = rule.times - 1
                    self._rules[at : at + 1] = [replace(rule, times=left)] if left else []
        return found

    def _since(self, url: str, fault: str) -> datetime:
        with self._lock:
            return next(rule.since for rule in self._rules if rule.fault == fault and fnmatchcase(url, rule.pattern))

    def _spoilt(self, answer: Answer, faults: list[str], url: str, headers: Mapping[str, str], now: datetime) -> Answer:
        for name in faults:
            spoil = FAULTS.get(name) or HOSTILE.get(name)
            if spoil is None:
                continue
            key = f"{name} {now.date()} {url}"
            with self._lock:
                self._attempts[key] += 1
                attempt = self._attempts[key]
            answer = spoil(answer, Occasion(url, attempt, now, headers))
        return answer


def _plain(status: int, text: str) -> Answer:
    return Answer(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


def _hosts(outlet: Outlet) -> tuple[str, ...]:
    return (*outlet.hosts, *outlet.aliases)


def _sent(page: Page, headers: Mapping[str, str], now: datetime, *, packed: bool) -> Answer:
    """The page on its way, with what the log tells of it."""
    mark = blake2b(page.text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return replace(_transport(page, headers, now, packed=packed), kind=page.kind, mark=mark)


def _transport(page: Page, headers: Mapping[str, str], now: datetime, *, packed: bool) -> Answer:
    """The page as an honest server sends it: validators, 304, compression."""
    head = [("Date", http_date(now)), ("Server", "nginx"), ("Content-Type", page.media)]
    if page.location is not None:
        return Answer(page.status, (*head, ("Location", page.location)))
    body = page.text.encode("utf-8", "replace")
    etag = f'"{blake2b(body, digest_size=8).hexdigest()}"' if page.etag and page.status == 200 else None
    if etag:
        head.append(("ETag", etag))
    if page.modified is not None and page.status == 200:
        head.append(("Last-Modified", http_date(page.modified)))
    if page.status == 200 and _unchanged(headers, etag, page.modified):
        return Answer(304, tuple(head))
    if packed and "gzip" in headers.get("accept-encoding", ""):
        head += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        body = gzip.compress(body, 1)
    return Answer(page.status, tuple(head), body)


def _unchanged(headers: Mapping[str, str], etag: str | None, modified: datetime | None) -> bool:
    """RFC 9110, section 13.2.2: If-None-Match decides alone where it is given."""
    if "if-none-match" in headers:
        given = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
        return etag is not None and etag in given
    if modified is None or "if-modified-since" not in headers:
        return False
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
    except ValueError:
        return False
    return since.tzinfo is not None and modified.replace(microsecond=0) <= since
