"""Answers whose headers are made up by the thousand."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from crawler.manners import Limits
from tests import hostile as web
from tests import warta

# What clients act on, and what could pass for it.
_NAMES = (
    "Alt-Svc", "Cache-Control", "Clear-Site-Data", "Content-Disposition", "Content-Language", "Content-Location",
    "Content-Range", "Content-Security-Policy", "Content-Type", "ETag", "Expires", "Keep-Alive", "Last-Modified",
    "Link", "Location", "NEL", "Onion-Location", "P3P", "Pragma", "Proxy-Authenticate", "Referrer-Policy",
    "Refresh", "Report-To", "Retry-After", "Server", "Set-Cookie", "SourceMap", "Strict-Transport-Security",
    "Upgrade", "Vary", "Via", "WWW-Authenticate", "Warning", "X-Robots-Tag",
)  # fmt: skip
_PIECES = (
    "scrapy.spidermiddlewares.referer", "os.system", "__import__('os')", "http://127.0.0.1:1/", "file:///etc/passwd",
    "0;url=javascript:alert(1)", "no-referrer", "${jndi:ldap://127.0.0.1/a}", "%00", "\x01\x7f", "\xff\xfe",
    "=?utf-8?q?a?=", "W/", '"', "'", ";", ",", "=", "{", "[", "-1", "9" * 40, "1e999", "NaN", "charset=", "utf-7",
    "Thu, 99 Foo 9999 99:99:99 GMT", "utf-16", "idna", "text/html", "application/xml", "multipart/mixed; boundary=a",
    "\t", " ", "a" * 300,
)  # fmt: skip
A_PAGE = 20


def headers(chance: random.Random) -> dict[str, str]:
    return {
        name: "".join(chance.choices(_PIECES, k=chance.randint(0, 4))).strip()
        for name in chance.sample(_NAMES, k=A_PAGE)
    }


@pytest.mark.fault("C14")
@pytest.mark.timeout(900)
def test_c14_no_header_of_whole_answers_does_more_than_fail_its_request(
    server: web.Hostile,
    crawl: warta.Crawl,
    often: Callable[[int, int], int],
    measured: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    pages, chance = often(400, 10_000) // A_PAGE, random.Random(14)
    numbers = range(1, pages + 1)
    warta.publish(server, *numbers)
    for number in numbers:
        body = warta.article(number).encode()
        named = {"content-type": "text/html; charset=utf-8"} | headers(chance) | {"content-length": str(len(body))}
        server.answers[warta.article_url(number)] = web.raw(web.head(200, named) + body)
    report = crawl(limits=Limits(page_seconds=20, retries=0, wait=0.2))
    assert report.adds_up and report.seen == pages
    assert all(url.startswith(warta.HOME) for url in server.urls())
    assert "Unhandled" not in caplog.text and not [one for one in report.problems if "Error" in one]
    measured(
        f"{pages * A_PAGE} headers of {pages} answers: {report.stored} read, {report.rejected} refused, 0 exceptions"
    )
