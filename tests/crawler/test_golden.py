"""Golden pages are kept as they are read, and read again as they are kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from crawler.facts import Feed, Pattern, SiteFacts, Sitemap
from crawler.new_site.golden import load, observe, record, source_at

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))
ROOT = "https://kabar.example"
FACTS = SiteFacts(
    ("kabar.example",),
    (Feed(f"{ROOT}/rss", "D"), Sitemap(f"{ROOT}/sitemap.xml", "D", follow=r"-news\.xml$")),
    Pattern(r"/berita/\d+/", "D"),
    (),
)
SENTENCE = "Sebanyak dua puluh pegawai belajar menata arsip desa di balai latihan selama dua hari penuh. "
ARTICLE = (
    "<html><head><title>Pegawai Belajar Menata Arsip</title></head><body><h1>Pegawai Belajar Menata Arsip</h1>"
    f"<time>20 November 2026 19:34 WIB</time><div class='isi'><p>{SENTENCE * 3}</p><p>{SENTENCE[::-1] * 2}</p></div>"
)
RSS = (
    f"<?xml version='1.0'?><rss><channel><item><title>1</title><link>{ROOT}/berita/1/satu</link></item></channel></rss>"
)
NOTHING = "<html><body><h1>404</h1><p>Halaman tidak ditemukan</p></body></html>"


@pytest.mark.parametrize(
    ("url", "body", "page", "field"),
    [
        (f"{ROOT}/berita/2/arsip", ARTICLE, "satu.html", "body"),
        (f"{ROOT}/rss", RSS, "satu.xml", "candidates"),
        (f"{ROOT}/berita/3/hilang", NOTHING, "satu.html", "refused"),
    ],
)
def test_a_recorded_page_is_read_again_as_it_was(tmp_path: Path, url: str, body: str, page: str, field: str) -> None:
    path = record(tmp_path / "kabar", "satu", url, body.encode(), site="kabar", facts=FACTS, now=NOW)
    kept = load(path)
    assert (kept.path, kept.url, kept.now, kept.body) == (path, url, NOW, body.encode())
    assert json.loads(path.read_text(encoding="utf-8"))["page"] == page
    assert kept.expected[field]
    assert observe(kept.body, kept.url, site="kabar", facts=FACTS, now=kept.now) == kept.expected


def test_a_page_is_a_sources_when_the_source_asks_for_its_address() -> None:
    feed, sitemap = FACTS.sources
    assert source_at(f"{ROOT}/rss", FACTS, NOW) == feed
    assert source_at(f"{ROOT}/2026-news.xml", FACTS, NOW) == sitemap
    assert source_at(f"{ROOT}/berita/1/satu", FACTS, NOW) is None
