"""What the simulation shows holds for the daemon: the same runs in process and as child processes leave equal rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from config import ROOT, Config
from crawler.run import complete, run_site
from month import simulate
from month_healing import compared
from newsroom.compare import StoredArticle, compare
from newsroom.month import timetable
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.truth import truth
from newsroom.world import Plan, build
from storage.database import open_database
from storage.inventory import inventory

START = date(2026, 10, 1)
PLAN = Plan(seed=7, start=START, days=2, per_day=24, visits=8, history=2)
SITES = (
    "banyuwangikab", "bpsdm_pu", "detik", "kabarbanyuwangi", "kompas", "merdeka", "ngopibareng", "radarbanyuwangi",
    "seblang", "tribunnews",
)  # fmt: skip
# Listings alone, and all of it: a feed, a sitemap, listings.
SEVERAL = ("banyuwangikab", "kompas")

ROWS = {
    "runs": "SELECT site, started, state, baseline, seen, stored, known, rejected, failed, new, versions, copies, "
    "flagged, not_modified, problems FROM run ORDER BY started, site",
    "candidates": "SELECT site, key, url, found_by, title, published, state, reason FROM candidate ORDER BY site, key",
    "versions": "SELECT article.site, article.key, version.number, version.title, version.published, "
    "version.content_hash, version.method FROM version JOIN article ON article.id = version.article ORDER BY 1, 2, 3",
    "copies": "SELECT a.url, b.url AS first, copy.kind, copy.similarity FROM copy "
    "JOIN article a ON a.id = copy.article JOIN article b ON b.id = copy.first ORDER BY 1",
    "verdicts": "SELECT article.url, verdict.flagged, verdict.score, verdict.direction, verdict.status FROM verdict "
    "JOIN article ON article.id = verdict.article WHERE verdict.is_current = 1 ORDER BY 1",
    "facts": "SELECT article.url, fact.kind, fact.value FROM fact JOIN report ON report.id = fact.report "
    "JOIN article ON article.id = report.article ORDER BY 1, 2, 3",
}

Run = Callable[[str, Config, datetime], object]


def in_process(site: str, config: Config, at: datetime) -> object:
    return complete(run_site(site, config, now=at))


def as_child(site: str, config: Config, at: datetime) -> object:
    environ = os.environ | config.environment() | {"JUJUGAN_NOW": at.isoformat()}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", site], cwd=ROOT, env=environ, capture_output=True, check=True
    )


def play(run: Run, path: Path, days: int = PLAN.days, sites: Sequence[str] = SITES) -> Newsroom:
    """Two days of news, polled twice a day."""
    with Newsroom(build(PLAN), datetime.combine(START, time(0), WIB)) as newsroom:
        config = Config(database=path, gateway=newsroom.gateway, contact="tests@jujugan.example", delay=0.0)
        for site, at in timetable(sites, START, days, 2):
            newsroom.now = at
            run(site, config, at)
        return newsroom


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    with open_database(path) as db:
        return {name: db.rows(sql) for name, sql in ROWS.items()}


def test_every_article_is_stored_once_and_every_copy_is_linked(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    # a server whose ETag lies is found out on the next day, when its lists are asked for whole
    days = PLAN.days + 1
    newsroom = play(in_process, path, days)
    polls: dict[str, list[datetime]] = {}
    for site, at in timetable(SITES, START, days, 2):
        polls.setdefault(site, []).append(at)
    with open_database(path) as db:
        kept = [StoredArticle(**{n: getattr(row, n) for n in StoredArticle.__slots__}) for row in inventory(db)]
    found = compare(truth(newsroom.web), kept, polls)
    assert (found.missing, found.twice, found.strange) == ((), (), ())
    assert found.total.linked == found.total.copies
    assert found.total.mislinked == 0


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_runs_as_child_processes_leave_the_same_rows_as_in_process(tmp_path: Path) -> None:
    simulated, real = tmp_path / "simulated.db", tmp_path / "real.db"
    play(in_process, simulated, sites=SEVERAL)
    play(as_child, real, sites=SEVERAL)
    ours, theirs = rows(simulated), rows(real)
    assert len(theirs["runs"]) == 5 * len(SEVERAL)
    for name in ROWS:
        assert ours[name] == theirs[name], name


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_few_days_are_played_by_the_planning_and_measured_against_the_truth(tmp_path: Path) -> None:
    lines = {line.what.strip(): line for line in simulate("days", tmp_path)}
    assert lines["polls a site and day"].met, lines["polls a site and day"].value
    assert lines["gaps left open for over 40 hours"].met
    assert "0 doubled, 0 entries that hold several" in lines["visits flagged once"].value
    assert lines["false gaps"].met, lines["false gaps"].details
    assert lines["false alarms per site and month"].met, lines["false alarms per site and month"].details
    assert "of 2" in lines["injected gaps found"].value


@pytest.mark.long
@pytest.mark.fault("F2")
@pytest.mark.timeout(600)
def test_a_parser_that_broke_and_was_mended_loses_no_article(tmp_path: Path) -> None:
    line = compared(tmp_path)
    assert not [detail for detail in line.details if detail.startswith(("lost", "only after"))]
