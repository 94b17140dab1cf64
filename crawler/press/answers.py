"""The answers of news searches: Google's and Bing's feeds, GDELT's JSON; and the publisher's address in their links."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler import dates
from crawler.facts import Query
from crawler.lists.feeds import entries, plain_title
from crawler.urls import absolute
from crawler.web.sniff import is_challenge, kind

# A search may list what it knows to come out: a page cannot have been written after it was asked for.
_AHEAD = timedelta(hours=1)
_MOST_HITS = 500
_GOOGLE = "news.google.com"
_BING = ("www.bing.com", "bing.com")
_WEB_PAGES = ("articles", "read")


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry of a search's answer.

    `url` is the publisher's address or, where `opaque`, the search's own link, which does not say where it leads.
    `publisher` is the publisher's host as the search states it.
    """

    url: str
    title: str | None = None
    published: datetime | None = None
    snippet: str = ""
    publisher: str | None = None
    opaque: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """`full`: it holds as many as the search gives, so that there may be more. `problem` says what is wrong,
    `forbidden` that robots.txt keeps it from us."""

    hits: tuple[Hit, ...] = ()
    full: bool = False
    problem: str | None = None
    forbidden: str | None = None


def read_answer(body: bytes, url: str, query: Query, now: datetime) -> Answered:
    """The entries of one answer to `url`, each address once; no body makes it raise."""
    if is_challenge(body):
        return Answered(problem=f"{url} answered with a firewall's challenge: the search does not let us ask it now")
    stated, problem = _read(body, url, query, now)
    hits = {hit.url: hit for hit in stated}
    return Answered(tuple(hits.values())[:_MOST_HITS], len(hits) >= query.items, problem)


def _read(body: bytes, url: str, query: Query, now: datetime) -> tuple[list[Hit], str | None]:
    if query.form == "gdelt":
        return _gdelt(body, url, now)
    found, problem = entries(body, url)
    read_date = partial(dates.parse, now=now, utc_offset=0)
    reader = {"google": _google, "bing": _bing}[query.form]
    return [hit for entry in found if (hit := reader(entry, url, read_date, now))], problem


ReadDate = Callable[[str], datetime | None]


def _google(entry: dict[str, Any], base: str, read_date: ReadDate, now: datetime) -> Hit | None:
    link = absolute(str(entry.get("link", "")), base)
    if link is None:
        return None
    source = entry.get("source") or {}
    outlet, home = str(source.get("title", "")), absolute(str(source.get("href", "")), base)
    found = publisher_address(link)
    return Hit(
        url=found or link,
        title=_without_outlet(plain_title(str(entry.get("title", ""))), outlet),
        published=_moment(str(entry.get("published", "")), read_date, now),
        publisher=urlsplit(home).hostname if home else None,
        opaque=found is None and urlsplit(link).hostname == _GOOGLE,
    )


def _bing(entry: dict[str, Any], base: str, read_date: ReadDate, now: datetime) -> Hit | None:
    link = absolute(str(entry.get("link", "")), base)
    if link is None:
        return None
    found = publisher_address(link)
    return Hit(
        url=found or link,
        title=plain_title(str(entry.get("title", ""))),
        published=_moment(str(entry.get("published", "")), read_date, now),
        snippet=plain_title(str(entry.get("summary", ""))) or "",
        opaque=found is None and urlsplit(link).hostname in _BING,
    )


def _gdelt(body: bytes, url: str, now: datetime) -> tuple[list[Hit], str | None]:
    if kind(body) != "json":
        said = plain_title(body[:200].decode("utf-8", "replace")) or "nothing"
        return [], f"{url} answered in words instead of JSON: {said}"
    try:
        # Its titles hold control characters as they came.
        told = json.loads(body.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return [], f"{url} answered with JSON that cannot be read"
    listed = told.get("articles", []) if isinstance(told, dict) else None
    if not isinstance(listed, list):
        return [], f"{url} answered with JSON that has no list of articles"
    return list(_gdelt_hits(listed, url, now)), None


def _gdelt_hits(listed: list[Any], base: str, now: datetime) -> Iterator[Hit]:
    for entry in listed:
        link = absolute(str(entry.get("url", "")), base) if isinstance(entry, dict) else None
        if link is not None:
            title, seen = str(entry.get("title", "")), str(entry.get("seendate", ""))
            yield Hit(link, plain_title(title), _moment(seen, _seen, now), publisher=urlsplit(link).hostname)


def _seen(stated: str) -> datetime | None:
    try:
        return datetime.strptime(stated, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _moment(stated: str, read_date: ReadDate, now: datetime) -> datetime | None:
    moment = read_date(stated) if stated else None
    return moment if moment and moment <= now + _AHEAD and dates.plausible(moment, now) else None


def _without_outlet(title: str | None, outlet: str) -> str | None:
    """Google News writes "Headline - Outlet", and an outlet's name says nothing of the headline."""
    return title.removesuffix(f" - {outlet}") if title and outlet else title


def publisher_address(link: str) -> str | None:
    """The publisher's address that a search's link holds or is; None where it does not say.

    Bing's click counter has it as a parameter. Google's token held it until mid-2024 (base64 of a protobuf whose
    field 4 it is); since then the token means something to Google only.
    """
    parts = urlsplit(link)
    if parts.hostname in _BING:
        return absolute(parse_qs(parts.query).get("url", [""])[0], "")
    if parts.hostname == _GOOGLE:
        *_, folder, token = ["", "", *parts.path.rstrip("/").split("/")]
        return _in_token(token) if folder in _WEB_PAGES else None
    return link


def _in_token(token: str) -> str | None:
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if not raw.startswith(b'\x08\x13"') or len(raw) < 6:
        return None
    # The length is a varint: one byte, or two where the first has its high bit set.
    size, start = (raw[3], 4) if raw[3] < 0x80 else (raw[3] & 0x7F | raw[4] << 7, 5)
    return absolute(raw[start : start + size].decode("latin-1"), "")
