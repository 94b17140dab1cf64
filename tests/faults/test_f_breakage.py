"""Runs in which many requests fail."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from crawler.manners import Limits
from tests import hostile as web
from tests import warta

Measured = Callable[[str], None]


@pytest.mark.fault("F7")
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
