"""The ledger by host and day, and a host's wish to be left alone."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.health import fetches, ledger
from storage.health.ledger import Manners, Pause
from tests.storing import DAY, HOUR, NOW, begin

HOST = "www.berita.example"


@pytest.fixture
def db(db: Database) -> Database:
    begin(db)
    return db


def ask(db: Database, status: int | None, *, known: bool = False, days: int = 0, host: str = HOST) -> None:
    with db.write():
        error = None if status else "no answer in time"
        url = f"https://{host}:443/a"
        fetches.note(db, 1, "berita", url, NOW + days * DAY, status, 100, "article", known, 0.5, error=error)


def test_a_day_adds_up_what_was_asked(db: Database) -> None:
    for status in (200, 304, 429, 503, None):
        ask(db, status, known=status == 304)
    ask(db, 200, known=True)
    ask(db, 200, days=1)
    ask(db, 200, host="lain.example")
    after, first = ledger.days(db, HOST, NOW.date())
    assert (after.requests, first.requests, first.bytes) == (1, 6, 600)
    assert (first.not_modified, first.known, first.busy, first.errors) == (1, 1, 2, 1)
    assert ledger.hosts(db) == ["lain.example", HOST]
    assert ledger.days(db, HOST, (NOW + 2 * DAY).date()) == []


def test_manners_of_several_runs_add_up(db: Database) -> None:
    with db.write():
        ledger.note(db, HOST, Manners("rules", 5.0, allowed=3, refused=1, waits=1, waited=30), NOW)
        ledger.note(db, HOST, Manners(allowed=2), NOW + HOUR)
    [day] = ledger.days(db, HOST, NOW.date())
    assert day.manners == Manners("rules", 5.0, allowed=5, refused=1, waits=1, waited=30)


def test_a_wish_holds_until_its_time_and_the_longer_counts(db: Database) -> None:
    with db.write():
        ledger.pause(db, Pause(HOST, NOW + 2 * HOUR, NOW, 503))
        ledger.pause(db, Pause(HOST, NOW + HOUR, NOW, 429))
    wish = ledger.paused(db, HOST, NOW + HOUR)
    assert wish is not None and (wish.until, wish.status) == (NOW + 2 * HOUR, 429)
    assert ledger.paused(db, HOST, NOW + 2 * HOUR) is None
    assert ledger.paused(db, "lain.example", NOW) is None


@pytest.mark.parametrize(
    ("url", "host"), [("https://A.example:8443/x", "a.example"), ("kosong", None), ("http://[rusak", None)]
)
def test_the_host_of_an_address(url: str, host: str | None) -> None:
    assert fetches.host_of(url) == host
