"""Golden pages: a page of a site kept beside what is to be read from it, so that a test can say which field broke."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import re2

from crawler.discover import read_source, starts
from crawler.extract import NotAnArticle, extract
from crawler.facts import Query, SiteFacts, Sitemap, Source
from crawler.new_site.disguise import disguise, disguise_url
from crawler.page.pages import next_pages
from crawler.press import queries
from crawler.press.answers import read_answer
from crawler.web.charset import decode

# What the kept answers of news searches were asked for, over the week before.
ASKED = "contoh"


@dataclass(frozen=True, slots=True)
class Golden:
    """A kept page: its body, the address and the time it was read at, and the fields expected of it."""

    path: Path
    body: bytes
    url: str
    now: datetime
    expected: dict[str, Any]


def load(path: Path) -> Golden:
    """The golden page whose fields are in the JSON file `path`; the page itself lies beside it."""
    fields = json.loads(path.read_text(encoding="utf-8"))
    return Golden(
        path=path,
        body=(path.parent / fields["page"]).read_bytes(),
        url=fields["url"],
        now=datetime.fromisoformat(fields["now"]),
        expected=fields["expected"],
    )


def record(folder: Path, name: str, url: str, body: bytes, *, site: str, facts: SiteFacts, now: datetime) -> Path:
    """Keep a page and what is read from it today; returns the JSON file, which a person then corrects by eye."""
    kind = "xml" if body.lstrip().startswith(b"<?xml") else "json" if body.lstrip().startswith((b"{", b"[")) else "html"
    page = folder / f"{name}.{'page.json' if kind == 'json' else kind}"
    fields = {
        "url": url,
        "now": now.isoformat(),
        "page": page.name,
        "expected": observe(body, url, site=site, facts=facts, now=now),
    }
    folder.mkdir(parents=True, exist_ok=True)
    page.write_bytes(body)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(fields, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Recorded:
    """A golden page in our own words; `changed` names what is read otherwise than on the page as it came."""

    path: Path
    url: str
    changed: tuple[str, ...]


def keep(folder: Path, name: str, url: str, body: bytes, *, site: str, facts: SiteFacts, now: datetime) -> Recorded:
    """Record a page with every word of its content replaced by our own: a publisher's text stays out of here.

    The address of an article is put into our own words as well, as the page itself names it. Raises ValueError for
    JSON that is none.
    """
    disguised = disguise(body, facts)
    own = url if source_at(url, facts, now) else disguise_url(url, facts)
    path = record(folder, name, own, disguised, site=site, facts=facts, now=now)
    before = observe(body, url, site=site, facts=facts, now=now)
    after = json.loads(path.read_text(encoding="utf-8"))["expected"]
    return Recorded(path, own, tuple(_differences(before, after)))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What differs besides the words."""
    if before.keys() != after.keys():
        yield f"was read as {', '.join(before)}, is read as {', '.join(after)}"
        return
    for name, value in before.items():
        if _form(name, value) != _form(name, after[name]):
            yield f"{name}: {_form(name, value)}, now {_form(name, after[name])}"


def _form(name: str, value: Any) -> Any:
    """What of a field must not change with its words."""
    if name in ("published", "method", "marks", "refused"):
        return value
    if name == "candidates":
        return [each["published"] for each in value]
    return len(value) if isinstance(value, list) else value is not None


def observe(body: bytes, url: str, *, site: str, facts: SiteFacts, now: datetime) -> dict[str, Any]:
    """What is read from a page now: the candidates of a source where `url` is one of the site's, else the article."""
    source = source_at(url, facts, now)
    if isinstance(source, Query):
        return _answer_fields(body, url, source, now)
    if source is not None:
        return _source_fields(body, url, source, facts, site, now)
    return _article_fields(body, url, facts, site, now)


def source_at(url: str, facts: SiteFacts, now: datetime) -> Source | Query | None:
    """The site's source or search that asks for `url` today or yesterday; None for an article's address."""
    for query in facts.queries:
        if url == queries.address(query, ASKED, now - timedelta(days=7), now):
            return query
    days = [now.date(), now.date() - timedelta(days=1)]
    for source in facts.sources:
        is_child = isinstance(source, Sitemap) and source.follow and re2.search(source.follow, url)
        if url in starts(source, days) or is_child:
            return source
    return None


def _source_fields(body: bytes, url: str, source: Source, facts: SiteFacts, site: str, now: datetime) -> dict[str, Any]:
    found = read_source(body, url, source, facts, site=site, now=now)
    candidates = [
        {"url": each.url, "title": each.title, "published": _iso(each.published), "modified": _iso(each.modified)}
        for each in found.candidates
    ]
    return {"candidates": candidates, "more": list(found.more), "problem": found.problem}


def _answer_fields(body: bytes, url: str, query: Query, now: datetime) -> dict[str, Any]:
    answer = read_answer(body, url, query, now)
    hits = [asdict(hit) | {"published": _iso(hit.published)} for hit in answer.hits]
    return {"candidates": hits, "full": answer.full, "problem": answer.problem}


def _article_fields(body: bytes, url: str, facts: SiteFacts, site: str, now: datetime) -> dict[str, Any]:
    html, _ = decode(body, None)
    try:
        article = extract(html, url, site=site, facts=facts, now=now)
    except NotAnArticle as refusal:
        return {"refused": refusal.reason}
    return {
        "url": article.url,
        "title": article.title,
        "published": _iso(article.published),
        "author": article.author,
        "method": article.method,
        "marks": list(article.marks),
        "body": article.body.split("\n"),
        "more": next_pages(html, url, facts),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
