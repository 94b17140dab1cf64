"""Every single statement of a crawl that writes fails in its turn."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from crawler.run import complete, run_site
from storage.database import SqliteStore
from storage.errors import DiskFull
from tests import hostile as web
from tests import warta
from tests.storage.test_kill import HALVES

pytestmark = pytest.mark.sqlite_file

# What every article has, be there a visit in it or not.
WHOLE = ("version", "signature", "band", "verdict")


class Writes:
    """Counts the statements that write; one of them, or it and all that follow, fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made, self.failing = 0, range(0)
        for name in ("execute", "insert", "insert_all"):
            monkeypatch.setattr(SqliteStore, name, self._counted(getattr(SqliteStore, name)))

    def _counted(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def write(store: SqliteStore, *given: Any) -> Any:
            self.made += 1
            if self.made in self.failing:
                raise DiskFull("this statement fails")
            return original(store, *given)

        return write


def moments(total: int, tried: int) -> Iterator[range]:
    """So many of the failures there can be, in turn of one statement and of all from it on."""
    for number in range(tried):
        at = 1 + number * total // tried
        yield range(at, at + 1 if number % 2 else 10_000)


@pytest.mark.fault("A19")
@pytest.mark.timeout(900)
def test_a19_whichever_statement_fails_the_run_says_so_and_nothing_is_there_by_half(
    server: web.Hostile,
    crawl: warta.Crawl,
    often: Callable[[int, int], int],
    measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes, numbers = Writes(monkeypatch), itertools.count(1)
    warta.publish(server, next(numbers), next(numbers))
    crawl()
    first, writes.made = writes.made, 0
    warta.publish(server, next(numbers), next(numbers))
    crawl()
    total, tried = writes.made, often(6, 200)
    unnoticed = []
    for failing in moments(total, tried):
        listed = next(numbers), next(numbers)
        warta.publish(server, *listed)
        writes.made, writes.failing = 0, failing
        if not _fails(crawl):
            unnoticed.append(failing)
        writes.failing = range(0)
        with crawl.database() as db:
            assert [db.rows(HALVES[name])[0]["n"] for name in WHOLE] == [0] * len(WHOLE)
        assert crawl().state == "good"
        assert [crawl.state(number) for number in listed] == ["stored", "stored"]
    assert unnoticed == []
    measured(f"{tried} of {tried} runs were not called good, at {total} statements ({first} of a first run); 0 halves")


def _fails(crawl: warta.Crawl) -> bool:
    try:
        report = complete(
            run_site(warta.Warta, crawl.config, now=crawl.now + timedelta(minutes=30), limits=warta.QUICK)
        )
    except DiskFull:  # before the run has a row, or as it is closed: no report says that all is well
        return True
    return report.state != "good"
