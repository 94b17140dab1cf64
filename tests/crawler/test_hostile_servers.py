"""Servers that lie, stall and flood: a run survives each of them, in little memory."""

from __future__ import annotations

import gzip
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from article import RunReport
from crawler.run import complete, run_site
from storage import articles
from storage.database import open_database
from tests import hostile as web
from tests import warta

ENCODINGS = ("gzip", "deflate", "br", "zstd")


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        warta.publish(running, 1, 2)
        yield running


def crawl(server: web.Hostile, folder: Path) -> RunReport:
    folder.mkdir(exist_ok=True)
    report = complete(run_site(warta.Warta, warta.config(server, folder), now=warta.NOW, limits=warta.QUICK))
    assert report.adds_up
    return report


def peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (web.MEGABYTE if sys.platform == "darwin" else 1024)


@pytest.mark.fault("C1")
@pytest.mark.parametrize("encoding", [*ENCODINGS, "gzip, gzip"])
def test_a_bomb_is_put_away_before_it_unfolds(encoding: str, server: web.Hostile, tmp_path: Path) -> None:
    server.answers[warta.article_url(1)] = web.bomb(encoding, 256)
    crawl(server, tmp_path / "warm")
    before = peak_megabytes()
    report = crawl(server, tmp_path)
    assert (report.stored, report.rejected) == (1, 1)
    assert peak_megabytes() - before < 40


@pytest.mark.fault("C1")
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_source_that_is_a_bomb_fails_the_run(encoding: str, server: web.Hostile, tmp_path: Path) -> None:
    server.answers[warta.FEED] = web.bomb(encoding)
    report = crawl(server, tmp_path)
    assert report.state == "failed"
    assert report.problems == (f"{warta.FEED}: larger than 4194304 bytes once unpacked",)


@pytest.mark.fault("C2", "C3", "C11", "C12")
@pytest.mark.parametrize(
    "answer",
    [
        web.endless, web.drip, web.reset, web.truncated(warta.feed([1])), web.raw(b""), web.raw(b"\0" * 5000),
        web.raw(b"HTTP/1.1 baik OK\r\n\r\n"), web.raw(b"SSH-2.0-OpenSSH\r\n"),
        web.raw(b"HTTP/1.1 200 OK\r\nx: " + b"a" * web.MEGABYTE + b"\r\n\r\n"),
        web.raw(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 20_000 + b"\r\n"),
        web.raw(b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhai"),
        web.raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhai\r\n0\r\n\r\n"),
        web.page("hai", content_encoding="gzip"), web.page("hai", content_encoding="br"),
        web.page("hai", content_encoding="zstd"), web.page("", 301, location="http://["),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_harms_no_other_page(answer: web.Answer, server: web.Hostile, tmp_path: Path) -> None:
    server.answers[warta.article_url(1)] = answer
    report = crawl(server, tmp_path)
    assert (report.seen, report.stored, report.rejected + report.failed) == (2, 1, 1)


@pytest.mark.fault("C2", "C3", "C11")
@pytest.mark.parametrize("answer", [web.endless, web.drip, web.reset, web.truncated(warta.feed([1])), web.raw(b"")])
def test_a_source_that_does_not_answer_fails_the_run(answer: web.Answer, server: web.Hostile, tmp_path: Path) -> None:
    server.answers[warta.FEED] = answer
    report = crawl(server, tmp_path)
    assert (report.state, report.seen) == ("failed", 0)
    assert len(report.problems) == 1 and warta.FEED in report.problems[0]


@pytest.mark.fault("E7")
@pytest.mark.parametrize("declared", ["text/html; charset=iso-8859-1", "text/html; charset=utf-16", "text/html", None])
def test_a_charset_that_lies_does_not_spoil_the_text(declared: str | None, server: web.Hostile, tmp_path: Path) -> None:
    headline = "Kafé “Osing” dibuka – warga Glagah antusias"
    headers = {"content_type": declared} if declared else {}
    server.answers[warta.FEED] = warta.xml(warta.feed([1]))
    server.answers[warta.article_url(1)] = web.page(warta.article(1, headline), **headers)
    assert crawl(server, tmp_path).state == "good"
    with open_database(tmp_path / "crawl.db") as db:
        row = articles.by_key(db, "warta", "1")
    assert row is not None and row.article.title == headline


def test_a_packed_page_is_read(server: web.Hostile, tmp_path: Path) -> None:
    packed = gzip.compress(warta.article(1).encode())
    server.answers[warta.article_url(1)] = web.page(packed, content_encoding="gzip")
    assert crawl(server, tmp_path).stored == 2


@pytest.mark.fault("E8")
def test_characters_that_no_database_takes_are_cleaned(server: web.Hostile, tmp_path: Path) -> None:
    server.answers[warta.article_url(1)] = web.page(
        warta.article(1, "Judul\0 \u202edengan&#xD800; kendali", warta.body(1))
    )
    assert crawl(server, tmp_path).stored == 2


@pytest.mark.fault("C4")
def test_a_page_of_markup_only_costs_little_memory(server: web.Hostile, tmp_path: Path) -> None:
    crawl(server, tmp_path / "warm")
    before = peak_megabytes()
    server.answers[warta.article_url(1)] = web.page("<p>a</p>" * (4 * web.MEGABYTE // 8 - 1))
    report = crawl(server, tmp_path)
    assert report.seen == 2
    assert peak_megabytes() - before < 500
