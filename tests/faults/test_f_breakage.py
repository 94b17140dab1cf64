"""Runs in which many requests fail, and a source whose name is gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.facts import Feed, Pattern
from crawler.manners import Limits
from crawler.run import complete, run_site
from crawler.site import NewsSite
from tests import hostile as web
from tests import warta
from tests.faults.test_c_addresses import Loopback, resolved_by

Measured = Callable[[str], None]


@pytest.mark.fault("F7")
@pytest.mark.timeout(900)
def test_f7_a_run_in_which_a_fifth_of_the_requests_fail_is_not_called_good(
    server: web.Hostile, crawl: warta.Crawl, often: Callable[[int, int], int], measured: Measured
) -> None:
    many, chance = often(12, 100), random.Random(7)
    for run in range(many):
        numbers = range(100 * run + 1, 100 * run + 11)
        warta.publish(server, *numbers)
        failing = chance.sample(list(numbers), 2)
        for number in failing:
            server.answers[warta.article_url(number)] = web.page("gangguan", status=500)
        report = crawl(limits=Limits(page_seconds=20, retries=0, wait=0.2))
        assert report.state == "partial" and report.problems
        assert report.failed >= 2 and report.stored + report.known + report.failed == report.seen
    measured(f"{many} of {many} runs partial")


class Forgetful(Loopback):
    """Leads every name to this machine but those that it forgot."""

    forgot: frozenset[str] = frozenset()

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *rest: Any, **named: Any) -> Any:  # noqa: N802
        if name not in self.forgot:
            return super().resolveHostName(receiver, name, port, *rest, **named)
        receiver.resolutionBegan(None)
        receiver.resolutionComplete()
        return receiver


@pytest.mark.fault("F5")
def test_f5_a_source_whose_name_is_gone_is_named_by_the_first_run_and_each_after_it(
    server: web.Hostile, tmp_path: Path
) -> None:
    home, gone = f"http://{warta.HOST}:{server.port}", f"rss.{warta.HOST}"
    feeds = f"{home}/feed", f"http://{gone}:{server.port}/mati"
    article = Pattern(rf"^http://{warta.HOST}(:\d+)?/berita/\d+/", "D")
    facts = replace(warta.Warta.facts, sources=tuple(Feed(url, "B") for url in feeds), article=article)
    site = type("WartaPolos", (NewsSite,), {"name": "warta", "facts": facts})
    config, resolver = warta.config(None, tmp_path), Forgetful()
    server.answers["robots.txt"] = web.page("")
    with resolved_by(resolver) as guarded:
        guarded.exempt(warta.HOST, server.port)
        guarded.exempt(gone, server.port)
        for run in range(3):
            if run == 1:
                resolver.forgot = frozenset({gone})
            items = "".join(
                f"<item><title>{warta.title(n)}</title><link>{home}/berita/{n}/x</link></item>" for n in (run, run + 1)
            )
            for path in ("feed", "mati"):
                server.answers[path] = warta.xml(f'<rss version="2.0"><channel>{items}</channel></rss>')
            server.answers[f"berita/{run + 1}/x"] = web.page(warta.article(run + 1))
            now = warta.NOW + run * timedelta(hours=6)
            report = complete(run_site(site, config, now=now, limits=warta.QUICK))
            assert report.stored and report.state == ("partial" if resolver.forgot else "good")
            assert any(gone in one and "no address" in one for one in report.problems) is bool(resolver.forgot)
