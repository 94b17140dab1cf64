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


# Patterns that have brought down others' servers (OWASP's list and its like), each with the text that does it.
_NOTORIOUS = {
    r"^(a+)+$": "a" * 100_000 + "!",
    r"^([a-zA-Z]+)*$": "a" * 100_000 + "!",
    r"^(a|aa)+$": "a" * 100_000 + "!",
    r"^(.*?,){11}P": "1," * 50_000,
    r"(\w+\s?)*$": "kata " * 20_000 + "!",
    r"^(([a-z])+.)+[A-Z]([a-z])+$": "a" * 100_000,
    r"<[^>]*>\s*(x+x+)+y": "<p>" + "x" * 100_000,
}
MILLISECONDS = 50


def fastest(work: Callable[[], object], times: int) -> float:
    """The least time (ms) of the processor that the work took: others use the machine too."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took) * 1000


@pytest.mark.fault("C16")
@pytest.mark.parametrize("text", _BUSY)
def test_c16_no_text_keeps_the_rules_busy(
    text: str, often: Callable[[int, int], int], measured: Callable[[str], None], judged: Callable[[float, float], str]
) -> None:
    article = Article(
        url="https://warta.example/1", site="warta", title="Kabar", body=f"{_VISIT}\n\n{_BUSY[text]}\n\n{_VISIT}"
    )
    redact(_VISIT)
    judge(Article(url="", site="", title="Kabar", body=_VISIT), profile())  # reads the words from their files
    took = fastest(lambda: (redact(article.body), judge(article, profile())), often(1, 9))
    measured(f"{text}: {took:.0f} ms{judged(took, MILLISECONDS)}")
    assert took < 30_000, "no exact figure every day: the square of the length takes minutes"


@pytest.mark.fault("C16")
def test_c16_no_notorious_pattern_in_a_site_file_is_slow(
    often: Callable[[int, int], int], measured: Callable[[str], None], judged: Callable[[float, float], str]
) -> None:
    slowest = 0.0
    for pattern, text in _NOTORIOUS.items():
        facts = replace(warta.Warta.facts, site_id=Pattern(pattern, "D"))
        url = f"{warta.HOME}/{text}"
        took = fastest(lambda facts=facts, url=url: urls.site_id(url, facts), often(1, 5))  # type: ignore[misc]
        slowest = max(slowest, took, fastest(lambda one=pattern, of=text: re2.search(one, of), often(1, 5)))  # type: ignore[misc]
    told = f"{len(_NOTORIOUS)} notorious patterns as a site's rules over 100 kB: {slowest:.1f} ms at most"
    measured(f"{told}{judged(slowest, MILLISECONDS)}")
    assert slowest < 30_000


@pytest.mark.fault("C16")
def test_c16_a_rule_that_refers_back_is_refused() -> None:
    facts = replace(warta.Warta.facts, site_id=Pattern(r"/berita/(\d+)/\1", "D"))
    with pytest.raises(re2.error, match="invalid escape sequence"):
        urls.site_id(warta.article_url(1), facts)
