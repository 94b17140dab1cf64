"""Texts made to keep a rule busy."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import re2

from article import Article
from crawler import urls
from crawler.facts import Pattern
from crawler.page.redaction import redact
from detect.judge import judge
from tests import warta
from tests.telling import profile

# What patterns that go back over a text need the square of its length for, or worse; each of about 100 kB.
_BUSY = {
    "one letter": "a" * 100_000,
    "almost words": "aaaa " * 20_000 + "!",
    "almost numbers": "081 " * 25_000,
    "almost names": "Dinas Kabupaten " * 6_000,
    "almost visits": "rombongan DPRD Kabupaten melakukan kunjungan kerja ke " * 1_900,
    "open brackets": "(" * 50_000 + "[" * 50_000,
    "almost addresses": "a.b@" * 25_000,
    "no sentence": "Banyuwangi, " * 8_500,
}
_VISIT = "Rombongan DPRD Kota Malang berkunjung ke Banyuwangi untuk studi tiru, Rabu (14/10/2026)."


@pytest.mark.fault("C16")
@pytest.mark.parametrize("text", _BUSY)
def test_c16_no_text_keeps_the_rules_busy(text: str, measured: Callable[[str], None]) -> None:
    article = Article(
        url="https://warta.example/1", site="warta", title="Kabar", body=f"{_VISIT}\n\n{_BUSY[text]}\n\n{_VISIT}"
    )
    redact(_VISIT)
    judge(Article(url="", site="", title="Kabar", body=_VISIT), profile())  # reads the words from their files
    began = time.process_time()
    redact(article.body)
    judge(article, profile())
    took = time.process_time() - began
    measured(f"{text}: {took * 1000:.0f} ms")
    assert took < 30, "no exact figure: it is a machine's, and the square of the length takes minutes"


@pytest.mark.fault("C16")
def test_c16_a_rule_that_refers_back_is_refused() -> None:
    facts = replace(warta.Warta.facts, site_id=Pattern(r"/berita/(\d+)/\1", "D"))
    with pytest.raises(re2.error, match="invalid escape sequence"):
        urls.site_id(warta.article_url(1), facts)
