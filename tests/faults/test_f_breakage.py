"""Runs in which many requests fail, and a source whose name is gone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from article import RunReport
from crawler.facts import Feed, Pattern
from crawler.manners import Limits
from crawler.run import complete, run_site
from crawler.site import NewsSite
from crawler.web.guard import GuardedResolver
from storage import runs, sites
from storage.database import open_store
from storage.digest import notices
from storage.digest.notices import Untold
from storage.health import alarms, fetches, lifecycle
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


@pytest.mark.fault("F3")
@pytest.mark.timeout(900)
def test_f3_a_list_of_which_half_is_missing_is_named_by_the_first_run(
    server: web.Hostile, tmp_path: Path, measured: Measured
) -> None:
    config = warta.config(server, tmp_path)

    def run(number: int, listed: int) -> list[str]:
        newest = 2 * number + 20
        warta.publish(server, *range(newest - listed, newest))
        complete(run_site(warta.Warta, config, now=warta.NOW + number * timedelta(hours=7), limits=warta.QUICK))
        with open_store(config) as db:
            return [one.cause for one in alarms.standing(db)]

    well = [run(number, 20) for number in range(26)]
    assert not any(well)
    assert run(26, 10) == ["fewer_items"]
    assert run(27, 20) == []
    measured("half of a list of 20: named by the first run, over with the next; 0 false alarms in 26 runs before")


class Forgetful(Loopback):
    """Leads every name to this machine but those that it forgot."""

    forgot: frozenset[str] = frozenset()

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *rest: Any, **named: Any) -> Any:  # noqa: N802
        if name not in self.forgot:
            return super().resolveHostName(receiver, name, port, *rest, **named)
        receiver.resolutionBegan(None)
        receiver.resolutionComplete()
        return receiver


class Vanishing:
    """The site Warta, one of whose two feeds stands on a host that may lose its name, read every six hours."""

    gone = f"rss.{warta.HOST}"
    other = "kabar-lain.example"

    def __init__(self, server: web.Hostile, folder: Path, guarded: GuardedResolver, resolver: Forgetful) -> None:
        self._server, self._resolver, self._runs = server, resolver, 0
        self._home = f"http://{warta.HOST}:{server.port}"
        feeds = f"{self._home}/feed", f"http://{self.gone}:{server.port}/mati"
        article = Pattern(rf"^http://{warta.HOST}(:\d+)?/berita/\d+/", "D")
        facts = replace(warta.Warta.facts, sources=tuple(Feed(url, "B") for url in feeds), article=article)
        self._site = type("WartaPolos", (NewsSite,), {"name": "warta", "facts": facts})
        self.config = warta.config(None, folder)
        self.server_answers("robots.txt", web.page(""))
        for name, port in ((warta.HOST, server.port), (self.gone, server.port), (self.other, 443)):
            guarded.exempt(name, port)
        with open_store(self.config, create=True) as db, db.write():
            sites.register(db, "lain", [self.other], warta.NOW)
            run = runs.start(db, "lain", warta.NOW, 1)
            fetches.note(db, run, "lain", f"https://{self.other}/", warta.NOW, 200, 9, "source", False, 0.1)
            runs.finish(db, run, RunReport("lain", "good", 0, 0, 0, 0, 0), warta.NOW)

    def server_answers(self, path: str, answer: web.Answer) -> None:
        self._server.answers[path] = answer

    def run(self, *forgotten: str) -> RunReport:
        """The next run, with two articles, one of them new, while these names lead nowhere."""
        self._resolver.forgot = frozenset(forgotten)
        numbers = self._runs, self._runs + 1
        items = "".join(
            f"<item><title>{warta.title(n)}</title><link>{self._home}/berita/{n}/x</link></item>" for n in numbers
        )
        for path in ("feed", "mati"):
            self.server_answers(path, warta.xml(f'<rss version="2.0"><channel>{items}</channel></rss>'))
        self.server_answers(f"berita/{numbers[1]}/x", web.page(warta.article(numbers[1])))
        now = warta.NOW + self._runs * timedelta(hours=6)
        self._runs += 1
        return complete(run_site(self._site, self.config, now=now, limits=warta.QUICK))

    def untold(self) -> Untold:
        """What the administrator's next report would tell."""
        with open_store(self.config) as db:
            return notices.untold(db)

    def state(self) -> str:
        with open_store(self.config) as db:
            return lifecycle.of(db, "warta").state


@pytest.fixture
def vanishing(server: web.Hostile, tmp_path: Path) -> Iterator[Vanishing]:
    resolver = Forgetful()
    with resolved_by(resolver) as guarded:
        yield Vanishing(server, tmp_path, guarded, resolver)


@pytest.mark.fault("F5")
@pytest.mark.parametrize("before", [1, 2, 3, 4])
def test_f5_a_source_whose_name_is_gone_is_named_by_the_first_run_and_an_alarm_within_a_day(
    vanishing: Vanishing, measured: Measured, before: int
) -> None:
    """Whenever the host's robots.txt, which holds for a day, was asked for last."""
    for _ in range(before):
        assert vanishing.run().state == "good"
    told = {}
    for after in range(5):
        report = vanishing.run(vanishing.gone)
        assert report.stored and report.state == "partial"
        assert any(vanishing.gone in one and "no address" in one for one in report.problems)
        told[after] = {(one.cause, vanishing.gone in one.words) for one in vanishing.untold().new}
    first = min(after for after, alarms in told.items() if alarms)
    assert told[4] == {("feed_dead", True)} and 6 * first <= 24 and vanishing.untold().mishaps == ()
    vanishing.run()
    assert vanishing.untold().new == ()
    measured(f"named by the first run, an alarm {6 * first} hours later")


@pytest.mark.fault("F5")
def test_f5_a_machine_that_finds_no_name_at_all_is_one_alarm_and_no_sites(vanishing: Vanishing) -> None:
    vanishing.run()
    for _ in range(4):
        report = vanishing.run(warta.HOST, vanishing.gone, vanishing.other)
        assert report.state == "failed" and any("no address" in one for one in report.problems)
    told = vanishing.untold()
    assert [one.about for one in told.mishaps] == ["network"] and told.new == ()
    assert vanishing.state() != "investigating"
    assert vanishing.run().state == "good"
    assert vanishing.untold().mishaps == () and vanishing.untold().new == ()


@pytest.mark.fault("F5")
def test_f5_a_machine_that_never_found_a_name_is_one_alarm_too(vanishing: Vanishing) -> None:
    with open_store(vanishing.config) as db, db.write():
        db.execute("DELETE FROM fetch")
        db.execute("UPDATE run SET state = 'failed'")
    for _ in range(3):
        vanishing.run(warta.HOST, vanishing.gone, vanishing.other)
    told = vanishing.untold()
    assert [one.about for one in told.mishaps] == ["network"] and told.new == ()


@pytest.mark.fault("F5")
def test_f5_a_site_none_of_whose_names_is_left_is_unreachable_while_others_are_found(vanishing: Vanishing) -> None:
    for _ in range(3):
        vanishing.run()
    for _ in range(4):
        vanishing.run(warta.HOST, vanishing.gone)
    told = vanishing.untold()
    assert [one.cause for one in told.new] == ["unreachable"] and told.mishaps == ()
