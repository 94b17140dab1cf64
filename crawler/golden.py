"""Golden pages: a page of a site kept beside what is to be read from it, so that a test can say which field broke."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import re2

from crawler.charset import decode
from crawler.discover import read_source, starts
from crawler.extract import NotAnArticle, extract
from crawler.facts import SiteFacts, Sitemap, Source
from crawler.pages import next_pages


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


def observe(body: bytes, url: str, *, site: str, facts: SiteFacts, now: datetime) -> dict[str, Any]:
    """What is read from a page now: the candidates of a source where `url` is one of the site's, else the article."""
    source = source_at(url, facts, now)
    if source is not None:
        return _source_fields(body, url, source, facts, site, now)
    return _article_fields(body, url, facts, site, now)


def source_at(url: str, facts: SiteFacts, now: datetime) -> Source | None:
    """The site's source that asks for `url`, in a run of today or yesterday; None for an article's address."""
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
