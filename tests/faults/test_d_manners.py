"""Traps for a crawl that would go on for ever, the spellings of an address, and robots.txt in odd forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.facts import Front
from crawler.manners import Limits
from crawler.urls import canonical, key
from crawler.web.robots import rules
from tests import hostile as web
from tests import warta

Measured = Callable[[str], None]

# The machine may be busy: no page is to fail by that.
PATIENT = Limits(page_seconds=20, retries=0, wait=0.2)

_CALENDAR = "".join(f'<a href="/agenda/{n // 12 + 2000}/{n % 12 + 1:02}">agenda</a>' for n in range(3600))


@pytest.mark.fault("D7")
def test_d7_a_calendar_without_an_end_is_not_walked(
    server: web.Hostile, crawl: warta.Crawl, measured: Measured
) -> None:
    links = "".join(f'<a href="{warta.article_url(n)}">{warta.title(n)}</a>' for n in range(1, 6))
    front = web.page(f"<!doctype html><html><body>{links}{_CALENDAR}</body></html>")
    server.answers[f"{warta.HOME}/"] = front
    for number in range(1, 6):
        more = f'{_CALENDAR}<a href="/indeks?page={number + 1}">lagi</a></body>'
        page = warta.article(number).replace("</body>", more)
        server.answers[warta.article_url(number)] = web.page(page)
    report = crawl(warta.with_sources(Front(f"{warta.HOME}/", "D")), PATIENT)
    assert (report.stored, report.failed) == (5, 0)
    assert report.state == "good"
    assert not [url for url in server.urls() if "/agenda/" in url or "/indeks" in url]
    measured(f"{len(server.urls())} requests; 3,600 calendar pages on each of 6 pages")


_SPELLINGS = (
    "", "/", "?utm_source=wa", "?utm_campaign=a&utm_medium=b", "?fbclid=1", "?gclid=1", "?amp=1", "?m=1", "?page=all",
    "#isi", "?utm_source=x#isi", "?igshid=1", "?ref=", "/amp", "/amp/", "/?amp", "?outputType=amp", "?single=1",
)  # fmt: skip


@pytest.mark.fault("D8")
def test_d8_the_spellings_of_one_article_are_one_key(measured: Measured) -> None:
    facts = replace(warta.Warta.facts, site_id=None)
    path = f"{warta.HOST}/berita/7/kabar-7"
    ways = [
        f"{scheme}://{www}{path}{end}" for scheme in ("https", "http") for www in ("", "www.") for end in _SPELLINGS
    ]
    ways += [f"HTTPS://WARTA.example/berita/7/kabar-7{end}" for end in _SPELLINGS[:4]]
    keys = {key(one, facts): one for one in ways}
    assert set(keys) == {path}, sorted(canonical(one, facts) for one in keys.values())
    measured(f"1 key of {len(ways)} spellings")


@pytest.mark.fault("D3")
def test_d3_a_long_robots_txt_is_read_up_to_the_rfcs_limit() -> None:
    filler = b"# " + b"x" * 99 + b"\n"
    long = b"User-agent: *\nDisallow: /berita/1\n" + filler * 6000 + b"Disallow: /berita/2\n"
    assert len(long) > 500 * 1024
    read = rules(200, long, warta.HOST).robots
    assert read is not None
    assert not read.can_fetch(warta.article_url(1), "jujugan")
    assert read.can_fetch(warta.article_url(2), "jujugan")


@pytest.mark.fault("D3")
@pytest.mark.parametrize("hops", [1, 5])
def test_d3_a_redirected_robots_txt_is_obeyed(server: web.Hostile, crawl: warta.Crawl, hops: int) -> None:
    warta.publish(server, 1, 2)
    server.answers[f"{warta.HOME}/robots.txt"] = web.redirect(f"{warta.HOME}/r1.txt")
    for hop in range(1, hops):
        server.answers[f"{warta.HOME}/r{hop}.txt"] = web.redirect(f"{warta.HOME}/r{hop + 1}.txt")
    forbids = web.page("User-agent: *\nDisallow: /berita/2/", content_type="text/plain")
    server.answers[f"{warta.HOME}/r{hops}.txt"] = forbids
    report = crawl(limits=PATIENT)
    assert warta.article_url(1) in server.urls() and warta.article_url(2) not in server.urls()
    assert (report.stored, report.rejected) == (1, 1)
