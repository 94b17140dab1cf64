"""Documents that lie: bombs of entities and tags in feeds and sitemaps, and fields without an end."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest

from article import RunReport
from crawler.lists import sitemaps
from crawler.lists.feeds import read_feed
from crawler.lists.sitemaps import read_sitemap
from crawler.manners import Limits
from storage.database import open_database
from tests import hostile as web
from tests import warta

Measured = Callable[[str], None]

_WORDS = "abcdefghij"
_LAUGHS = '<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(_WORDS)
)
_ROOT = "<rss><channel><item><title>&j;</title><link>https://warta.example/berita/1/a</link></item></channel></rss>"
_DOCTYPES = {
    "laughs": f"<!DOCTYPE rss [{_LAUGHS}]>",
    "file": '<!DOCTYPE rss [<!ENTITY j SYSTEM "file:///etc/hostname">]>',
    "address": '<!DOCTYPE rss [<!ENTITY j SYSTEM "http://127.0.0.1:9/j">]>',
    "parameter": '<!DOCTYPE rss [<!ENTITY % j SYSTEM "file:///etc/hostname"> %j;]>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY j "{"x" * 50_000}">]>',
}
# Encodings whose encoders leave alone what may be written otherwise: there a declaration has not the bytes that
# it has in ASCII, as it has not in those below, whose encoders see to that.
_BY_HAND = {"utf-7": ("<!", "+ADwAIQ-"), "unicode_escape": ("<!", "\\x3c!"), "iso-2022-jp": ("ENT", "EN\x1b(JT")}
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp037", "cp500", "cp1140", *_BY_HAND)


def disguised(encoding: str, doctype: str) -> bytes:
    declaration, rest = f'<?xml version="1.0" encoding="{encoding}"?>', doctype + _ROOT
    if encoding in _BY_HAND:
        return (declaration + rest.replace(*_BY_HAND[encoding])).encode("ascii")
    return (declaration + rest).encode(encoding)


def undated(_: str) -> datetime | None:
    return None


@pytest.mark.fault("C15")
@pytest.mark.parametrize("encoding", _ENCODINGS)
@pytest.mark.parametrize("doctype", _DOCTYPES)
def test_c15_entities_are_refused_in_whatever_letters_they_are_declared(encoding: str, doctype: str) -> None:
    bomb = disguised(encoding, _DOCTYPES[doctype])
    feed = read_feed(bomb, "https://warta.example/feed", undated, lambda _: True)
    sitemap = read_sitemap(bomb, "https://warta.example/s.xml", "", undated)
    assert (feed.links, sitemap.links) == ((), ())
    assert feed.problem and sitemap.problem


_TAGS = {
    "entries": b"<urlset>" + b"<url/>" * 2_700_000,
    "places": b"<urlset>" + b"<url><loc>https://warta.example/a</loc></url>" * 380_000,
    "others": b"<urlset>" + b"<a/>" * 4_000_000,
    "nested": b"<urlset>" + b"<a>" * 5_000_000,
}


@pytest.mark.fault("C1", "C4")
@pytest.mark.parametrize("tags", _TAGS)
def test_c4_a_packed_sitemap_of_tags_only_is_not_read(tags: str, measured: Measured) -> None:
    bomb = gzip.compress(_TAGS[tags])
    began = time.process_time()
    tracemalloc.start()
    found = read_sitemap(bomb, "https://warta.example/s.xml.gz", "", undated)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    measured(f"{len(bomb) // 1024} KB packed: {peak // web.MEGABYTE} MB, {time.process_time() - began:.1f} s")
    assert "all tags" in (found.problem or "")
    assert peak < 100 * web.MEGABYTE


def test_c4_the_largest_sitemap_that_there_may_be_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ENTRIES", 3)
    entry = "<url><loc>https://warta.example/berita/{}/a</loc></url>"
    listed = read_sitemap(
        f"<urlset>{''.join(map(entry.format, range(5)))}</urlset>".encode(), "https://warta.example/s", "", undated
    )
    assert len(listed.links) == 3


def stored_fields(crawl: warta.Crawl) -> dict[str, int]:
    """The size of every article's row and version, in characters, without the pages kept as they came."""
    with open_database(crawl.config.database) as db:
        names = db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'")
        return {
            str(name["name"]): max(
                (
                    sum(len(v) for v in row.values() if isinstance(v, str))
                    for row in db.rows(f"SELECT * FROM {name['name']}")
                ),
                default=0,
            )
            for name in names
            if name["name"] not in ("raw_page",)
        }


_HUGE = {
    "title": lambda: warta.article(1, "Judul " + "panjang " * 300_000),
    "text": lambda: warta.article(
        1, None, f"<p>{'Kalimat panjang tentang kunjungan kerja ke Banyuwangi. ' * 60_000}</p>"
    ),
    "long text": lambda: warta.article(1, None, f"<p>{'Kalimat panjang tentang tamu dari Malang. ' * 20_000}</p>"),
    "many lines": lambda: warta.article(1, None, "<p>Tamu datang dari Malang.</p>" * 20_000),
    "author": lambda: warta.article(1).replace("<body>", f'<meta name="author" content="{"Nama " * 100_000}"><body>'),
    "tags": lambda: warta.article(1).replace(
        "<body>", '<meta property="article:tag" content="kata">' * 10_000 + "<body>"
    ),
}


@pytest.mark.fault("C17")
@pytest.mark.parametrize("field", _HUGE)
def test_c17_no_field_of_a_page_makes_a_row_huge(
    field: str, server: web.Hostile, crawl: warta.Crawl, measured: Measured
) -> None:
    warta.publish(server, 1, 2)
    server.answers[warta.FEED] = warta.xml(warta.feed([1, 2], {1: "Judul " + "panjang " * 100_000}))
    server.answers[warta.article_url(1)] = web.page(_HUGE[field]())
    report: RunReport = crawl(limits=Limits(page_seconds=20))
    assert report.seen == 2 and report.stored >= 1
    largest = max(stored_fields(crawl).items(), key=lambda one: one[1])
    measured(f"huge {field}: largest row {largest[1]} characters ({largest[0]})")
    assert largest[1] < 300_000
