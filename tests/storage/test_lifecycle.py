"""A site's life: nothing is stable without proof, nothing is given up at the first trouble."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from article import RunReport, RunState
from storage import runs
from storage.database import Database
from storage.health import alarms, lifecycle
from storage.health.alarms import Found
from storage.health.lifecycle import Life, Proof
from storage.values import to_time
from tests.storing import DAY, HOUR, NOW, another, begin, save
from wording.facts import telling

SITE = "berita"
HACKED = Found("hacked", "", "menampilkan iklan", "tunggu")


def why(life: Life) -> str:
    return telling("en").line(life.reason)


def run(
    db: Database,
    at: datetime,
    state: RunState = "good",
    *,
    articles: int = 0,
    dated: bool = True,
    found: tuple[Found, ...] = (),
) -> Life | None:
    """One run of the site with what it brought and found, as the crawler ends it."""
    run_id = begin(db, SITE, at)
    with db.write():
        for _ in range(articles):
            article = another(site=SITE, published=at)
            save(db, run_id, article if dated else dataclasses.replace(article, published=None), now=at)
        report = RunReport(SITE, state)
        runs.finish(db, run_id, report, at)
        well = set() if found else {("hacked", "")}
        alarms.record(db, SITE, found, well, at)
        return lifecycle.after_run(db, SITE, report, at)


def stable(db: Database) -> datetime:
    run(db, NOW, articles=4)
    assert lifecycle.of(db, SITE).state == "stable"
    return NOW


def states(db: Database) -> list[str]:
    return [row["state"] for row in db.rows("SELECT state FROM site_state WHERE site = ? ORDER BY id", [SITE])]


def proofs(db: Database) -> list[dict[str, Any]]:
    rows = db.rows("SELECT kind, at, passed, figures FROM site_proof WHERE site = ? ORDER BY id", [SITE])
    return [row | {"figures": json.loads(row["figures"])} for row in rows]


def test_a_site_is_a_candidate_until_it_is_proven(db: Database) -> None:
    assert lifecycle.of(db, SITE) == Life("candidate", None)
    assert why(lifecycle.of(db, SITE)) == "not proven yet"
    assert run(db, NOW) is None
    assert run(db, NOW + HOUR, "partial", articles=5) is None
    assert lifecycle.every(db) == {}


def test_a_good_run_whose_articles_are_whole_is_proof(db: Database) -> None:
    moved = run(db, NOW, articles=4)
    assert moved is not None and moved.state == "stable"
    assert why(moved) == "a good run; of 4 articles: title 100%, date 100%, body 100%"
    figures = {"articles": 4, "title": 1.0, "date": 1.0, "body": 1.0}
    assert proofs(db) == [{"kind": "run", "at": to_time(NOW), "passed": 1, "figures": figures}]


def test_articles_without_dates_prove_nothing(db: Database) -> None:
    assert run(db, NOW, articles=4, dated=False) is None
    assert lifecycle.of(db, SITE).state == "candidate"


def test_a_site_with_a_serious_alarm_is_not_proven(db: Database) -> None:
    assert run(db, NOW, articles=4, found=(HACKED,)) is None
    assert (
        run(db, NOW + HOUR, articles=4, found=(Found("silent", "", "sunyi", "lihat"),)) is None
    )  # hacked still stands
    moved = run(db, NOW + 2 * HOUR)
    assert moved is not None and moved.state == "stable"  # silence is no breakage


def test_a_stable_site_is_investigated_once_its_trouble_lasts(db: Database) -> None:
    at = stable(db)
    assert run(db, at + HOUR, found=(HACKED,)) is None
    assert run(db, at + 2 * HOUR, found=(HACKED,)) is None
    assert run(db, at + 3 * HOUR, found=(HACKED,)) is None  # three runs, but two hours only
    moved = run(db, at + 8 * HOUR, found=(HACKED,))
    assert moved is not None and moved.state == "investigating"
    assert why(moved) == "in 4 runs: menampilkan iklan"


def test_runs_that_fail_one_after_another_are_trouble_too(db: Database) -> None:
    at = stable(db)
    for hours in (1, 4):
        assert run(db, at + hours * HOUR, "failed") is None
    moved = run(db, at + 8 * HOUR, "failed")
    assert moved is not None and why(moved).startswith("the last 3 runs failed")


def broken(db: Database, since: datetime) -> datetime:
    """Four runs with an alarm, until the site is investigated; the time of the last."""
    for hours in (0, 3, 6, 9):
        run(db, since + hours * HOUR, found=(HACKED,))
    return since + 9 * HOUR


def test_what_is_mended_is_stable_again(db: Database) -> None:
    at = broken(db, stable(db) + HOUR)
    assert lifecycle.of(db, SITE).state == "investigating"
    moved = run(db, at + HOUR, articles=1)
    assert moved is not None and why(moved).startswith("mended: a good run")
    assert states(db) == ["stable", "investigating", "stable"]


@pytest.mark.fault("D10")
def test_what_is_not_mended_in_a_week_is_quarantined(db: Database) -> None:
    at = broken(db, stable(db) + HOUR)
    assert run(db, at + 5 * DAY, found=(HACKED,)) is None
    moved = run(db, at + 7 * DAY, found=(HACKED,))
    assert moved is not None and moved.state == "quarantined"
    assert why(moved).startswith("not mended for 7 days: in ")


def test_what_breaks_again_and_again_is_quarantined(db: Database) -> None:
    at = stable(db)
    for _ in range(2):
        at = broken(db, at + DAY)
        run(db, at + HOUR, articles=2)
        assert lifecycle.of(db, SITE).state == "stable"
    broken(db, at + DAY)
    life = lifecycle.of(db, SITE)
    assert (life.state, why(life)) == ("quarantined", "broken 3 times within 30 days")


def quarantined(db: Database) -> datetime:
    at = broken(db, stable(db) + HOUR) + 7 * DAY
    run(db, at, found=(HACKED,))
    return at


def test_three_good_runs_in_a_row_end_a_quarantine(db: Database) -> None:
    at = quarantined(db)
    assert run(db, at + DAY, articles=2) is None
    assert run(db, at + 2 * DAY, "partial", articles=2) is None
    for days in (3, 4):
        assert run(db, at + days * DAY, articles=2) is None
    moved = run(db, at + 5 * DAY, articles=2)
    assert moved is not None and why(moved).startswith("3 good runs in a row")


@pytest.mark.fault("D10")
def test_a_quarantined_site_is_read_once_a_day_and_its_articles_are_marked(db: Database) -> None:
    at = quarantined(db)
    life = lifecycle.of(db, SITE)
    assert not lifecycle.is_read(life, at, at + 23 * HOUR)
    assert lifecycle.is_read(life, at, at + DAY)
    assert lifecycle.marked(db) == [], "what came before stands"
    assert life.trouble is not None and telling("en").line(life.trouble).startswith("in quarantine")
    assert why(life) in telling("en").line(life.trouble)
    run(db, at + DAY, articles=2, found=(HACKED,))
    assert [(one.site, one.life) for one in lifecycle.marked(db)] == [(SITE, life)] * 2
    with db.write():
        lifecycle.checked(db, SITE, Proof("check", at + 2 * DAY, {}))
    assert lifecycle.marked(db) == []
    assert lifecycle.of(db, SITE).trouble is None


def test_only_a_check_that_passed_changes_anything(db: Database) -> None:
    begin(db, SITE)
    with db.write():
        assert lifecycle.checked(db, SITE, Proof("check", NOW, {"listed": 0}, ("no source lists any article",))) is None
    assert lifecycle.of(db, SITE).state == "candidate"
    with db.write():
        moved = lifecycle.checked(db, SITE, Proof("check", NOW, {"listed": 12}))
    assert moved is not None and (moved.state, why(moved)) == ("stable", "passed a check")
    assert [(one["passed"], one["figures"]) for one in proofs(db)] == [(0, {"listed": 0}), (1, {"listed": 12})]


def test_a_retired_site_is_not_read_and_no_proof_brings_it_back(db: Database) -> None:
    at = stable(db)
    with db.write():
        lifecycle.retire(db, SITE, "koran ini pindah", at)
    life = lifecycle.of(db, SITE)
    assert (life.state, life.reason) == ("retired", "koran ini pindah")
    assert not lifecycle.is_read(life, None, at + 99 * DAY)
    assert run(db, at + HOUR, articles=3) is None
    with db.write():
        assert lifecycle.checked(db, SITE, Proof("check", at, {})) is None
        restored = lifecycle.restore(db, SITE, at + DAY)
    assert restored.state == "candidate"


def test_what_is_not_retired_or_not_known_is_not_restored(db: Database) -> None:
    stable(db)
    with db.write(), pytest.raises(lifecycle.NotRetired, match="berita is stable, not retired"):
        lifecycle.restore(db, SITE, NOW)
    with db.write(), pytest.raises(lifecycle.UnknownSite, match="knows no site lain"):
        lifecycle.retire(db, "lain", "salah", NOW + timedelta(0))
