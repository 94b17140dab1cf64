"""Which sites the planner orders: as the daemon would read them, one a key, the rich in flags first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from article import RunReport
from cluster.engine import Order
from cluster.planner import LOOK_AGAIN, Planner
from polling.addresses import Addresses, none_of
from polling.outlook import Outlook
from storage import runs, sites
from storage.database import Database
from storage.health import lifecycle
from tests.warta import NOW
from timetable import Entry, Timetable

MINUTE = timedelta(minutes=1)
HOURLY = Timetable(default=Entry(every=timedelta(hours=1)))
HOSTS = {"a": "a.id", "b": "b.id", "portal1": "x.kab.go.id", "portal2": "y.kab.go.id"}


@pytest.fixture(autouse=True)
def known(db: Database) -> None:
    with db.write():
        for site, host in HOSTS.items():
            sites.register(db, site, [host], NOW - timedelta(days=1))


def planner_of(db: Database, watched: Sequence[str] = tuple(HOSTS)) -> Planner:
    return Planner(db, HOURLY, watched, Addresses(none_of))


def ran(db: Database, site: str, at: datetime, state: str = "good") -> None:
    with db.write():
        run = runs.start(db, site, at, 1)
        runs.finish(db, run, RunReport(site=site, state=state), at)  # type: ignore[arg-type]


def names(orders: Sequence[Order]) -> list[str]:
    return [order.site for order in orders]


def test_sites_never_read_are_ordered_one_a_key(db: Database) -> None:
    due = planner_of(db).due(NOW, [])
    assert sorted(names(due)) == ["a", "b", "portal1"]
    assert {order.key for order in due} == {"a.id", "b.id", "kab.go.id"}
    assert {order.slot for order in due} == {NOW}


def test_nothing_of_a_key_is_ordered_while_a_site_of_it_waits_or_is_read(db: Database) -> None:
    live = Order("portal2", "another key, given before", 0, NOW)
    assert sorted(names(planner_of(db).due(NOW, [live]))) == ["a", "b"]


def test_of_several_sites_of_a_key_that_which_waits_longest_is_ordered(db: Database) -> None:
    ran(db, "portal1", NOW - timedelta(hours=20))
    ran(db, "portal2", NOW - timedelta(hours=21))
    assert names(planner_of(db, ("portal1", "portal2")).due(NOW, [])) == ["portal2"]


def test_each_minute_the_planner_orders_what_the_daemon_would_read(db: Database) -> None:
    plan, outlook = planner_of(db), Outlook(db, HOURLY)
    ordered = 0
    for minute in range(6 * 60):
        now = NOW + minute * MINUTE
        daemons = {site for site in HOSTS if outlook.next(site, now).is_due(now)}
        due = set(names(plan.due(now, [])))
        assert due == daemons - ({"portal2"} if daemons >= {"portal1", "portal2"} else set()), now
        ordered += len(due)
        for number, site in enumerate(sorted(due)):
            ran(db, site, now + timedelta(seconds=number), "failed" if minute % 50 == 7 else "good")
    assert ordered > 12


def test_sites_rich_in_flags_go_first(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "flagged_since", lambda *_: {"b": 9, "portal1": 2})
    due = planner_of(db).due(NOW, [])
    assert [(order.site, order.priority) for order in due] == [("b", 4), ("portal1", 2), ("a", 0)]


def test_sites_on_one_machine_share_its_budget(db: Database) -> None:
    plan = Planner(db, HOURLY, ("a", "b"), Addresses(lambda host: frozenset({"192.0.2.1" if len(host) == 4 else host})))
    assert names(plan.due(NOW, [])) == ["a"]
    ran(db, "a", NOW)
    ran(db, "b", NOW + MINUTE)
    times = [NOW + minute * MINUTE for minute in range(2, 180)]
    first = next(now for now in times if plan.due(now, []))
    alone = next(now for now in times if planner_of(db, ("a", "b")).due(now, []))
    assert first - NOW > 1.6 * (alone - NOW)


def test_a_site_that_an_operator_brings_back_is_seen_within_half_an_hour(db: Database) -> None:
    with db.write():
        lifecycle.retire(db, "a", "gone", NOW)
    plan = planner_of(db, ("a",))
    assert names(plan.due(NOW, [])) == []
    with db.write():
        lifecycle.restore(db, "a", NOW + MINUTE)
    assert names(plan.due(NOW + LOOK_AGAIN, [])) == ["a"]
