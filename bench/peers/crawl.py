"""What a user would pick instead for the same pages, in its best documented mode, with SQLite writing added plainly.

    python -m bench.peers.crawl PEER ADDRESS PAGES.jsonl DATABASE COUNT

The fastest way that each documents for a list of addresses, without the images, in Indonesian where it asks.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.spent import spent, tell

logging.disable(logging.CRITICAL)
THREADS = 4
Row = tuple[str, Any, Any, Any]


def trafilatura(urls: list[str], fast: bool = False) -> Iterator[Row]:
    """docs/downloads: parallel downloads; docs/usage-python: bare_extraction."""
    from trafilatura import bare_extraction
    from trafilatura.downloads import buffered_downloads
    from trafilatura.settings import DEFAULT_CONFIG, Extractor

    DEFAULT_CONFIG["DEFAULT"]["SSRF_PROTECTION"] = "off"  # the pages are on loopback
    for url, html in buffered_downloads(urls, THREADS, Extractor(config=DEFAULT_CONFIG)):
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False, fast=fast)
        if found is not None:
            yield url, found.title, found.date, found.text


def trafilatura_fast(urls: list[str]) -> Iterator[Row]:
    return trafilatura(urls, fast=True)


def newspaper4k(urls: list[str]) -> Iterator[Row]:
    """README: fetch_news, with articles that know their language."""
    import newspaper
    from newspaper.mthreading import fetch_news

    options = newspaper.Config()
    options.fetch_images = False
    options.memorize_articles = False
    articles = [newspaper.Article(url, language="id", config=options) for url in urls]
    for one in fetch_news(articles, threads=THREADS):
        yield one.url, one.title, one.publish_date and one.publish_date.isoformat(), one.text


def news_please(urls: list[str]) -> Iterator[Row]:
    """README: use within your own code (as a library)."""
    from newsplease import NewsPlease

    for url, one in NewsPlease.from_urls(urls, request_args={}, fetch_images=False).items():
        yield url, one.title, one.date_publish and one.date_publish.isoformat(), one.maintext


PEERS = {
    "trafilatura": trafilatura,
    "trafilatura_fast": trafilatura_fast,
    "newspaper4k": newspaper4k,
    "news_please": news_please,
}


def store(rows: Iterable[Row], database: Path) -> int:
    """Each in a transaction of its own, as ours are: what is stored is not lost."""
    db = sqlite3.connect(database)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE article (url TEXT PRIMARY KEY, title TEXT, published TEXT, body TEXT)")
    for row in rows:
        with db:
            db.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?)", row)
    return int(db.execute("SELECT count(*) FROM article WHERE body <> ''").fetchone()[0])


def main(peer: str, address: str, told: Path, database: Path, count: int) -> None:
    lines = told.read_text(encoding="utf-8").splitlines()[:count]
    urls = [f"{address}/{json.loads(line)['url']}" for line in lines]
    list(PEERS[peer]([]))  # what it imports is not part of the work
    with spent(count=len(urls)) as out:
        out["stored"] = store(PEERS[peer](urls), database)
    tell(out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))
