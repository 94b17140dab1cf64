"""What the fuzzers begin with: a valid input or two of each target, and real pages where the reference data are."""

from __future__ import annotations

from collections.abc import Iterator

from config import ROOT
from tests import warta
from tests.fuzz.targets import HOME
from tests.reference import REFERENCE_DATA

_TITLE = "Rombongan Kabupaten Tuban Belajar Smart Kampung ke Banyuwangi"
_ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Kabar &lt;b&gt; satu'
    f'</title><link href="{HOME}/berita/2/kabar"/><updated>2026-10-14T08:00:00+07:00</updated></entry></feed>'
)
_SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    f"<loc>{HOME}/berita/3/kabar</loc><lastmod>2026-10-14</lastmod><news:news><news:title>Kabar</news:title>"
    "<news:publication_date>2026-10-14T08:00:00+07:00</news:publication_date></news:news></url></urlset>"
)
_INDEX = f"<sitemapindex><sitemap><loc>{HOME}/sitemap-1.xml</loc><lastmod>2026-10-01</lastmod></sitemap></sitemapindex>"
_POSTS = (
    f'[{{"id": 4, "link": "{HOME}/berita/4/kabar", "date_gmt": "2026-10-14T01:00:00", '
    '"title": {"rendered": "Kabar &amp; cerita"}}]'
)
_JSON_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Kabar", "author": [{"name": "Rina"}], '
    '"datePublished": "2026-10-14T08:00:00+07:00", "articleBody": "Isi."}</script>'
)
_LIST = (
    f'<ul><li><a href="/berita/5/kabar">Kabar lima</a></li><li><a href="{HOME}/berita/6/x?page=2">Enam</a></li></ul>'
)

_SEEDS: dict[str, tuple[str, ...]] = {
    "dates": (
        "Rabu, 14 Oktober 2026 08:00 WIB", "2026-10-14T08:00:00+07:00|14/10/2026 13.05 WITA", "3 jam yang lalu",
        "Jum'at (5/12)", "Kemarin, 20:15", "Diperbarui 2 Nopember 2018", "Wed, 14 Oct 2026 08:00:00 +0700",
    ),
    "urls": (
        f"{HOME}/berita/7/kabar?utm_source=x&page=all#isi", "https://www.warta.example/amp/berita/8/x/", "//h",
        "http://user:pass@warta.example:8080/berita/9/%E0%B8%81", "https://warta.example\\@evil.example/berita/1/x",
    ),
    "search queries": (
        'site:detik "study visit" OR kunjungan -judi', 'from:"Kab. Sleman" date:2024-03..2024-06', "to:tani",
    ),
    "mail headers": (_TITLE, "=?utf-8?q?=0ABcc:_x?=", "a\r\nBcc: x@y.example"),
    "feeds made": (f"{_TITLE}|<p>isi & cerita</p>", "]]>|<![CDATA[<script>"),
    "texts": (_TITLE, "NIK 3510123101900001, HP 0812-3456-7890, surel ani.sari@surat.example", "Ａｎｉ Ｓａｒｉ"),
    "robots.txt": ("User-agent: *\nDisallow: /cari\nCrawl-delay: 10\nSitemap: /s.xml\nAllow: /*.html$\n",),
    "headers": ("120", "Wed, 14 Oct 2026 08:00:00 GMT", "text/html; charset=utf-8"),
    "letters": ("Malam Jum\u2019at", '<?xml version="1.0" encoding="latin-1"?><p>caf\u00e9</p>'),
    "detection": (
        f"{_TITLE}\nRombongan 42 pegawai Dinas Perdagangan Kabupaten Tuban melakukan kunjungan ke Banyuwangi guna "
        "belajar Smart Kampung, Rabu (14/10/2026). Mereka diterima Sekretaris Daerah di pendopo.",
        f"{_TITLE}\nRombongan \u200b\u200d 20 \xad pegawai \ufeff Tuban \u0301 studi banding ke \u2066 Banyuwangi.",
        "Bupati Banyuwangi ke Sleman\nBupati Banyuwangi memimpin studi tiru ke Kabupaten Sleman, 3-5 Maret 2024.",
    ),
    "pages": (warta.article(1), warta.article(2).replace("</head>", f"{_JSON_LD}</head>")),
    "feeds": (warta.feed((1, 2)), _ATOM),
    "sitemaps": (_SITEMAP, _INDEX),
    "listings": (f"<!doctype html><html><body>{_LIST}</body></html>",),
    "WordPress answers": (_POSTS, warta.feed((1, 2))),
}  # fmt: skip


_FILES = {
    "lexicon files": "detect/lexicon.toml", "profiles": "watch/banyuwangi.toml", "settings": "jujugan.toml",
}  # fmt: skip


def seeds(name: str) -> Iterator[bytes]:
    """The seeds of a target; those of whole pages with the reference pages that are there."""
    yield from (one.encode("utf-8") for one in _SEEDS.get(name, ()))
    if name in _FILES:
        yield (ROOT / _FILES[name]).read_bytes()
    if name in ("pages", "listings"):
        yield from (path.read_bytes() for path in sorted((REFERENCE_DATA / "pages" / "html").glob("*.html")))
