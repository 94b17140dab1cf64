"""Extraction measured on real saved pages with a body, title and date as people marked them.

`python -m tests.crawler.test_pages_gold` prints the table. The floors are only ever raised.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from crawler.extract import NotAnArticle, extract
from crawler.facts import SiteFacts
from crawler.text import normalise

PAGES = Path(os.environ.get("REFERENCE_DATA", Path(__file__).parents[3] / "shared")) / "pages"
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
NO_ADDRESS = "https://warta.example/berita/sebuah-judul-berita"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages of REFERENCE_DATA are not at hand")

# Mean F1 over word 4-grams of the body. The four sites of WITH_FILE are read by their site files, the others by the
# fallback alone.
WITH_FILE = ("antara", "detik", "kompas", "liputan6")
FLOOR_WITH_FILE = 0.95
FLOOR_FALLBACK = 0.99
FLOOR_ALL_BY_FALLBACK = 0.93


@dataclass(frozen=True)
class Measured:
    """One article page: what a person marked, against what extraction gives."""

    file: str
    site: str
    body: float | None
    title: bool | None
    published: bool | None
    method: str


def gold() -> Iterator[dict[str, Any]]:
    for line in (PAGES / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def facts_of(site: str) -> SiteFacts | None:
    try:
        module = import_module(f"spiders.{site}")
    except ModuleNotFoundError:
        return None
    spider = next(item for item in vars(module).values() if getattr(item, "name", None) == site)
    facts: SiteFacts = spider.facts
    return facts


def f1(found: str, wanted: str) -> float:
    """F1 over the word 4-grams of two texts, each counted as often as it stands there."""

    def grams(text: str) -> Counter[tuple[str, ...]]:
        words = normalise(text).split()
        return Counter(tuple(words[start : start + 4]) for start in range(len(words) - 3))

    ours, theirs = grams(found), grams(wanted)
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def measure(page: dict[str, Any], facts: SiteFacts | None) -> Measured:
    html = (PAGES / page["file"]).read_bytes().decode("utf-8", "replace")
    try:
        article = extract(html, page.get("url") or NO_ADDRESS, site=page["site"], facts=facts, now=NOW)
    except NotAnArticle as refused:
        return Measured(page["file"], page["site"], 0.0 if page.get("body") else None, False, False, refused.reason)
    title = normalise(article.title) == normalise(page["title"]) if page.get("title") else None
    published = None
    if page.get("published"):
        gap = abs(article.published - datetime.fromisoformat(page["published"])) if article.published else timedelta.max
        published = gap < timedelta(minutes=1)
    body = f1(article.body, page["body"]) if page.get("body") else None
    return Measured(page["file"], page["site"], body, title, published, article.method)


@cache
def table(*, with_files: bool) -> tuple[Measured, ...]:
    articles = [page for page in gold() if page.get("kind") != "listing"]
    return tuple(measure(page, facts_of(page["site"]) if with_files else None) for page in articles)


def mean_body(rows: list[Measured]) -> float:
    return mean(row.body for row in rows if row.body is not None)


def test_bodies_of_sites_with_a_file() -> None:
    rows = [row for row in table(with_files=True) if row.site in WITH_FILE]
    assert mean_body(rows) >= FLOOR_WITH_FILE


def test_bodies_of_sites_without_a_file() -> None:
    assert mean_body([row for row in table(with_files=False) if row.site not in WITH_FILE]) >= FLOOR_FALLBACK


def test_bodies_of_all_pages_by_the_fallback_alone() -> None:
    assert mean_body(list(table(with_files=False))) >= FLOOR_ALL_BY_FALLBACK


def test_every_title_is_right() -> None:
    titles = [row.title for row in table(with_files=True) if row.title is not None]
    assert (sum(titles), len(titles)) == (17, 17)


def test_every_date_is_right_to_the_minute() -> None:
    dates = [row.published for row in table(with_files=True) if row.published is not None]
    assert (sum(dates), len(dates)) == (20, 20)


@pytest.mark.parametrize("page", [page for page in gold() if page.get("kind") == "listing"] if PAGES.is_dir() else [])
def test_a_front_page_under_an_articles_address_is_refused(page: dict[str, Any]) -> None:
    html = (PAGES / page["file"]).read_bytes().decode("utf-8", "replace")
    for facts in (None, facts_of(page["site"])):
        with pytest.raises(NotAnArticle):
            extract(html, NO_ADDRESS, site=page["site"], facts=facts, now=NOW)
        with pytest.raises(NotAnArticle):
            extract(html.replace('rel="canonical"', ""), NO_ADDRESS, site=page["site"], facts=facts, now=NOW)


def main() -> None:
    for with_files in (True, False):
        sys.stdout.write(f"\n{'with site files' if with_files else 'by the fallback alone'}\n")
        for row in table(with_files=with_files):
            body = "" if row.body is None else f"{row.body:.3f}"
            marks = {True: "right", False: "WRONG", None: ""}
            line = f"{row.file:36} {body:>5}  title {marks[row.title]:5}  date {marks[row.published]:5}  {row.method}"
            sys.stdout.write(line.rstrip() + "\n")
        for name, sites in (("sites with a file", True), ("others", False)):
            rows = [row for row in table(with_files=with_files) if (row.site in WITH_FILE) is sites]
            sys.stdout.write(f"mean body F1, {name}: {mean_body(rows):.3f}\n")


if __name__ == "__main__":
    main()
