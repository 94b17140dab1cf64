"""Runs, and the health of sites that follows from them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from article import RunReport, RunState
from storage import runs, sites
from storage.database import Database
from storage.sites import SiteHealth
from tests.storing import DAY, HOUR, NOW, another, begin, end, save
from wording.facts import telling

pytestmark = pytest.mark.both_stores


def ran(db: Database, state: RunState, *problems: str, hours: int = 0, site: str = "berita") -> int:
    run = begin(db, site, NOW + hours * HOUR)
    with db.write():
        runs.finish(db, run, RunReport(site, state, problems=problems), NOW + (hours + 1) * HOUR)
    return run


def health(db: Database, name: str = "berita", hours: int = 0) -> SiteHealth:
    return next(site for site in sites.health(db, NOW + hours * HOUR) if site.name == name)


def said(lines: Iterable[str]) -> str:
    return telling("en").lines(lines)


def test_a_run_comes_back_with_its_report(db: Database) -> None:
    run = begin(db)
    open_row = runs.latest(db, "berita")
    assert open_row is not None
    assert (open_row.run_id, open_row.state, open_row.finished, open_row.pid) == (run, "running", None, 1)
    report = RunReport("berita", "partial", 9, 1, 2, 3, 3, 1, 0, 1, 1, 12, 34_567, 4, ("satu halaman hilang",))
    with db.write():
        runs.finish(db, run, report, NOW + HOUR)
    row = runs.latest(db, "berita")
    assert row is not None
    assert (row.report, row.started, row.finished) == (report, NOW, NOW + HOUR)
    assert runs.latest(db, "kabar") is None


def test_runs_are_the_baseline_until_one_has_read_the_site(db: Database) -> None:
    assert not sites.baseline_done(db, "berita")
    for hours, state in enumerate(("failed", "interrupted", "partial", "good")):
        ran(db, state, hours=hours)  # type: ignore[arg-type]
    assert sites.baseline_done(db, "berita")
    assert [row.baseline for row in runs.recent(db, "berita", 9)] == [False, True, True, True]


def test_the_newest_good_run_is_found_behind_worse_ones(db: Database) -> None:
    assert runs.latest_good(db, "berita") is None
    ran(db, "good")
    good = ran(db, "good", hours=1)
    ran(db, "partial", hours=2)
    row = runs.latest_good(db, "berita")
    assert row is not None
    assert row.run_id == good
    assert [row.state for row in runs.recent(db, "berita", 2)] == ["partial", "good"]


@pytest.mark.fault("H3")
def test_runs_left_running_are_closed_as_interrupted(db: Database) -> None:
    ran(db, "good")
    left = begin(db, now=NOW + 2 * HOUR)
    with db.write():
        assert runs.close_stale(db, NOW + 3 * HOUR) == 1
        assert runs.close_stale(db, NOW + 3 * HOUR) == 0
    row = runs.latest(db, "berita")
    assert row is not None
    assert (row.run_id, row.state, row.finished) == (left, "interrupted", NOW + 3 * HOUR)


def test_a_site_is_registered_once_and_its_hosts_renewed(db: Database) -> None:
    with db.write():
        sites.register(db, "berita", ["berita.example"], NOW)
        sites.register(db, "berita", ["berita.example", "kabar.example"], NOW + HOUR)
    assert health(db).hosts == ("berita.example", "kabar.example")
    assert db.rows("SELECT registered FROM site") == [{"registered": "2018-10-17T03:22:00Z"}]


def test_health_tells_when_a_site_was_read_and_what_it_gave(db: Database) -> None:
    ran(db, "good")
    run = begin(db, now=NOW + 2 * HOUR)
    with db.write():
        save(db, run, another(published=NOW - DAY))
        save(db, run, another(published=None), flagged=False, found=())
    end(db, run, now=NOW + 3 * HOUR, state="partial")
    ran(db, "failed", "the feed was gone", hours=4)
    begin(db, now=NOW + 6 * HOUR)
    begin(db, "kabar")
    assert health(db, hours=9) == SiteHealth(
        name="berita",
        hosts=("berita.example",),
        runs=4,
        last_run=NOW + 6 * HOUR,
        last_state="failed",
        last_good_run=NOW + HOUR,
        last_read=NOW + 3 * HOUR,
        unread_for=6 * HOUR,
        newest_article=NOW - DAY,
        articles=2,
        flagged=1,
        problems=("the feed was gone",),
    )
    assert [site.name for site in sites.health(db, NOW)] == ["berita", "kabar"]
    assert (health(db, "kabar").last_state, health(db, "kabar").unread_for) == ("running", None)


def test_a_process_that_breaks_off_closes_its_own_runs_only(db: Database) -> None:
    mine, other = begin(db), begin(db)
    with db.write():
        db.execute("UPDATE run SET pid = 2 WHERE id = ?", [other])
        assert runs.close_stale(db, NOW, pid=1) == 1
    assert [(row.run_id, row.state) for row in runs.recent(db, "berita", 2)] == [
        (other, "running"),
        (mine, "interrupted"),
    ]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], "never read yet"),
        (["failed"], "never read yet; the last run failed; trouble"),
        (["good"], ""),
        (["good", "partial"], "the last run could not read all it saw; trouble"),
        (["good", "failed"], "the last run failed; trouble"),
        (["good", "interrupted"], "the last run was cut short; trouble"),
    ],
)
def test_trouble_is_told_in_plain_words(db: Database, states: list[RunState], words: str) -> None:
    with db.write():
        sites.register(db, "berita", ["berita.example"], NOW)
    for hours, state in enumerate(states):
        ran(db, state, *([] if state == "good" else ["trouble"]), hours=hours)
    assert said(health(db, hours=9).trouble(is_behind=False)) == words


def test_a_site_not_read_for_long_is_told_with_how_long(db: Database) -> None:
    ran(db, "good")
    assert said(health(db, hours=31).trouble(is_behind=True)) == "not read for 30 hours"
    assert said(health(db, hours=49).trouble(is_behind=True)) == "not read for 2 days"


def test_a_good_run_may_still_have_something_to_say(db: Database) -> None:
    ran(db, "good", "robots.txt could not be read")
    assert said(health(db).trouble(is_behind=False)) == "robots.txt could not be read"


def test_how_a_crawl_process_ended_is_told_by_its_run_or_by_whoever_waited(db: Database) -> None:
    before = ran(db, "good")
    told = ran(db, "partial", "satu halaman hilang", hours=2)
    with db.write():
        report = runs.settle(db, "berita", before, "mati", NOW + 4 * HOUR)
    assert (report.state, report.problems) == ("partial", ("satu halaman hilang",))
    left = begin(db, now=NOW + 5 * HOUR)
    with db.write():
        broken = runs.settle(db, "berita", told, "mati", NOW + 6 * HOUR)
        never = runs.settle(db, "berita", left, "tidak mulai", NOW + 7 * HOUR)
    assert (broken.state, broken.problems) == ("interrupted", ("mati",))
    assert (never.state, never.problems) == ("failed", ("tidak mulai",))
    assert [row.state for row in runs.recent(db, "berita", 9)] == ["failed", "interrupted", "partial", "good"]
