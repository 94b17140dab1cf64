"""The sites of the second hostile web: each lists honest articles among its traps, so that it shows what gets lost."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from crawler.discover import starts
from crawler.run import site_class
from tests.ambush import oddities, traps
from tests.ambush.web import Trap, answer

HONEST = 3
_WORDS = (
    "panen", "padi", "kopi", "jalan", "desa", "pasar", "guru", "murid", "nelayan", "kebun", "rapat", "camat", "kursus",
    "irigasi", "batik", "koperasi",
)  # fmt: skip


@dataclass
class Hostile:
    """One site: what it `answers`, its traps' addresses, the addresses of its honest articles, and its hosts."""

    name: str
    host: str
    answers: dict[str, Trap] = field(default_factory=dict)
    trapped: list[str] = field(default_factory=list)
    honest: list[str] = field(default_factory=list)


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]


def _body(number: int) -> str:
    lines = [
        f"Warga desa nomor {number * 7 + line} membahas {_word(number + line)} dan {_word(number * 3 + line)} bersama "
        f"petugas lapangan, lalu mencatat {line + number} usulan untuk musim berikutnya."
        for line in range(8)
    ]
    return "".join(f"<p>{line}</p>" for line in lines)


def _visit(payload: str, number: int) -> str:
    """A study visit as it is reported, with a payload in each of its sentences."""
    shown = html.escape(payload)
    return (
        f"<p>Rombongan {20 + number} pegawai Dinas Pertanian Kabupaten Tuban {shown} melakukan studi banding ke "
        f"Kabupaten Banyuwangi untuk belajar Smart Kampung, Rabu (14/10/2026).</p><p>Mereka dipimpin {shown}, diterima "
        f"Kepala Dinas Pertanian Banyuwangi {shown} di kantornya.</p>{_body(900 + number)}"
    )


def _site(name: str, host: str, feed: str, form: str, bad: Sequence[Trap], now: datetime) -> Hostile:
    """A site whose feed lists honest articles, and its traps as articles; `form` is an article's address with {n}."""
    made = Hostile(name, host)
    published = now.isoformat(timespec="seconds")
    numbers = range(7000, 7000 + HONEST)
    for number in numbers:
        url = form.format(n=number)
        title = f"Kabar nomor {number} dari {_word(number)} desa"
        made.answers[url] = answer(traps.page(title, _body(number), published))
        made.honest.append(url)
    for number, trap in enumerate(bad, 1000):
        made.trapped.append(form.format(n=number))
        made.answers[made.trapped[-1]] = trap
    made.answers[feed] = answer(_feed([*made.trapped, *made.honest], now), "application/rss+xml")
    made.answers[f"https://{feed.split('/')[2]}/robots.txt"] = answer(
        b"User-agent: *\nDisallow: /terlarang\n", "text/plain"
    )
    return made


def _feed(addresses: Sequence[str], now: datetime) -> bytes:
    when = format_datetime(now)
    items = "".join(
        f"<item><title>Kabar {number} dari desa</title><link>{html.escape(url)}</link><pubDate>{when}</pubDate></item>"
        for number, url in enumerate(addresses)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def sites(port: int, now: datetime) -> list[Hostile]:
    """All of them; `port` is one that nobody is to connect to."""
    published = now.isoformat(timespec="seconds")
    told = [
        answer(traps.page(f"Studi banding Tuban ke Banyuwangi {payload} {number}", _visit(payload, number), published))
        for number, payload in enumerate((*traps.PAYLOADS, *oddities.PAYLOADS))
    ]
    packed = _site(
        "antara", "jatim.antaranews.com", "https://jatim.antaranews.com/rss/terkini.xml",
        "https://jatim.antaranews.com/berita/{n}/kabar-dari-desa",
        [*traps.packed(), *oddities.packed()], now,
    )  # fmt: skip
    wires = _site(
        "detik", "detik.com", "https://www.detik.com/jatim/rss", "https://www.detik.com/jatim/berita/d-{n}/kabar-desa",
        [*traps.wires(), *oddities.wires()], now,
    )  # fmt: skip
    markup = _site(
        "bangsaonline", "bangsaonline.com", "https://bangsaonline.com/feed/",
        "https://bangsaonline.com/berita/{n}/kabar-dari-desa",
        [*traps.markup(), *oddities.data()], now,
    )  # fmt: skip
    home = "https://www.liputan6.com"
    ways = _site(
        "liputan6", "liputan6.com", "https://feed.liputan6.com/rss/surabaya", f"{home}/read/{{n}}/kabar-dari-desa",
        [*traps.ways(port, home), *oddities.headers(home)], now,
    )  # fmt: skip
    ways.answers[f"{home}/read/9990/putar?n=1"] = _moved(f"{home}/read/9990/putar?n=2")
    ways.answers[f"{home}/read/9990/putar?n=2"] = _moved(f"{home}/read/9990/putar?n=1")
    texts = _site(
        "surabayapagi", "surabayapagi.com", "https://surabayapagi.com/feed", "https://surabayapagi.com/news-{n}-kabar-desa",
        told, now,
    )  # fmt: skip
    return [packed, wires, markup, ways, texts, *_feedless(port, now)]


# Sites of WordPress: their name, their domain, and an article's address.
_PRESS = (
    ("ganeshabwi", "ganeshabwi.com", "/kabar-dari-desa-nomor-{n}/"),
    ("banyuwangihits", "banyuwangihits.id", "/kabar-dari-desa-{n}/"),
    ("harianbhirawa", "harianbhirawa.co.id", "/kabar-dari-desa-{n}/"),
    ("faktualnews", "faktualnews.co", "/2026/10/14/kabar/{n}/"),
    ("seblang", "seblang.com", "/berita/kabar-desa-{n}/"),
)
_WITH_FRONT = frozenset(
    {"memorandum", "kabarbaik", "tugujatim", "jatimtimes", "jatimnow", "suaraindonesia", *(name for name, *_ in _PRESS)}
)


def listed_first(name: str) -> str:
    """The address that is asked for first of a site's sources."""
    return starts(site_class(name).facts.sources[0], [])[0]


def _feedless(port: int, now: datetime) -> list[Hostile]:
    """Sites whose feed is a bomb, one each: their honest articles are listed on the front page, where there is one."""
    names = (
        ("memorandum", "memorandum.disway.id", "https://memorandum.disway.id/rss", "/read/{n}/kabar-dari-desa"),
        ("kabarbaik", "kabarbaik.co", listed_first("kabarbaik"), "/kabar-dari-desa-nomor-{n}/"),
        ("tugujatim", "tugujatim.id", listed_first("tugujatim"), "/kabar-dari-desa-nomor-{n}/"),
        ("beritajatim", "beritajatim.com", "https://beritajatim.com/feed", "/kabar-dari-desa-nomor-{n}/"),
        ("suarasurabaya", "suarasurabaya.net", "https://www.suarasurabaya.net/feed/", "/kabar/2026/dari-desa-{n}/"),
        ("merdeka", "merdeka.com", "https://www.merdeka.com/rss/", "/jatim/kabar-dari-desa-{n}.html"),
        ("xcloud", "xcloud.id", "https://xcloud.id/kab_kota/banyuwangi/feed/", "/kabar-dari-desa-nomor-{n}/"),
        ("republika", "republika.co.id", "https://www.republika.co.id/rss", "/berita/abc12{n}/kabar-desa"),
        ("jatimtimes", "jatimtimes.com", "https://jatimtimes.com/sitemap.xml", "/baca/{n}/20261014/080000/kabar-desa"),
        ("jawapos", "jawapos.com", "https://www.jawapos.com/feed", "/kabar/01234{n}/kabar-desa"),
        ("jatimnow", "jatimnow.com", "https://jatimnow.com/rss", "/baca-{n}-kabar-desa"),
        ("suaraindonesia", "suaraindonesia.co.id", "https://suaraindonesia.co.id/feed", "/news/x/012345678{n}/kabar"),
        ("lan", "lan.go.id", "https://lan.go.id/?feed=rss2", "/kabar-dari-desa-{n}/"),
*((name, host, listed_first(name), form) for name, host, form in _PRESS),
    )  # fmt: skip
    made = []
    bodies = (*traps.feeds(port), *oddities.feeds(port))
    for (name, host, feed, form), body in zip(names, bodies[: len(names)], strict=True):
        origin = "/".join(feed.split("/")[:3])
        site = _site(name, host, feed, origin + form, [], now)
        site.answers[feed] = answer(body, "application/rss+xml")
        site.trapped.append(feed)
        links = "".join(f'<li><a href="{url}">Kabar dari desa nomor {url[-8:]}</a></li>' for url in site.honest)
        site.answers[f"{origin}/"] = answer(f"<!doctype html><html><body><ul>{links}</ul></body></html>".encode())
        if name not in _WITH_FRONT:
            site.honest.clear()  # nothing but the feed lists them
        made.append(site)
    return made


def _moved(url: str) -> Trap:
    return answer(b"", "text/html", "302 Found", f"Location: {url}")
