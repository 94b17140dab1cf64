"""Gaps over the newsroom: what a site loses while it is not polled is found; an ordinary week has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from config import Config
from crawler.run import complete, run_site
from newsroom import hostile
from newsroom.outlets import outlets
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.shelf import Shelf
from newsroom.world import Plan, World, build
from storage.database import open_database
from storage.health import gaps
from storage.health.gaps import Gap

START = date(2026, 10, 1)
MIDNIGHT = datetime.combine(START, time(0), WIB)
HOUR = timedelta(hours=1)
NOON = MIDNIGHT + 12 * HOUR
PLAN = Plan(seed=3, start=START, days=4, per_day=60, visits=8, history=3)
KEPT = 3


def only_the_newest(shelf: Shelf, _: datetime, kept: int = KEPT) -> Shelf:
    """A site that shows its three newest articles and no way to older ones."""
    live = [piece for piece in shelf.everything if not piece.archive and piece.published <= shelf.now]
    return replace(shelf, everything=sorted(live, key=lambda piece: piece.published, reverse=True)[:kept])


class Play:
    """Polls of a newsroom into one database."""

    def __init__(self, world: World, newsroom: Newsroom, folder: Path) -> None:
        self.world, self.newsroom = world, newsroom
        self.config = Config(
            database=folder / "j.db", gateway=newsroom.gateway, contact="tests@jujugan.example", delay=0.0
        )

    def poll(self, site: str, at: datetime) -> None:
        self.newsroom.now = at
        complete(run_site(site, self.config, now=at))

    def found(self) -> list[Gap]:
        with open_database(self.config.database) as db:
            return [gap for site in self.world.by_site for gap in gaps.of_site(db, site, "open", "closed", "declared")]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    world = build(PLAN)
    with Newsroom(world, MIDNIGHT) as newsroom:
        yield Play(world, newsroom, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_ordinary_days_with_their_faults_have_no_gap(play: Play) -> None:
    for number in range(16):
        for site in ("antara", "detik", "ngopibareng", "tribunnews"):
            play.poll(site, MIDNIGHT + number * 3 * HOUR)
    assert play.found() == []


@pytest.mark.parametrize("site", ["antara", "detik", "mediakampung", "radarbanyuwangi", "seblang", "tribunnews"])
def test_what_a_site_lost_while_it_was_not_polled_is_a_gap_until_the_site_shows_it_again(
    site: str, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hostile.SHELVES, "only_the_newest", only_the_newest)  # type: ignore[arg-type]
    last = NOON
    for hours in (0, 6, 12):
        play.poll(site, MIDNIGHT + hours * HOUR)
    pieces = sorted(
        piece.published for piece in play.world.by_site[site] if not piece.archive and piece.published > last
    )
    wake = pieces[KEPT + 1] + HOUR / 60
    for host in (*outlets()[site].hosts, *outlets()[site].aliases):
        for scheme in ("https", "http"):
            play.newsroom.misbehave(f"{scheme}://{host}*", "only_the_newest")
    play.poll(site, wake)
    (gap,) = play.found()
    assert (gap.site, gap.state) == (site, "open")
    assert gap.since <= pieces[0] <= wake
    play.newsroom.behave()
    play.poll(site, wake + 2 * HOUR)
    assert [(one.gap_id, one.state) for one in play.found()] == [(gap.gap_id, "closed")]


def looking_back(shelf: Shelf, at: datetime) -> Shelf:
    """A site that shows its six newest articles and, from the second poll on, its oldest one."""
    oldest = min((piece for piece in shelf.everything if not piece.archive), key=lambda piece: piece.published)
    short = only_the_newest(shelf, at, 6)
    return replace(short, everything=[*short.everything, oldest] if shelf.now > NOON else short.everything)


@pytest.mark.parametrize("site", ["antara", "mediakampung"])
def test_a_look_back_beside_a_burst_hides_no_gap(site: str, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hostile.SHELVES, "looking_back", looking_back)  # type: ignore[arg-type]
    for host in (*outlets()[site].hosts, *outlets()[site].aliases):
        play.newsroom.misbehave(f"https://{host}*", "looking_back")
    pieces = sorted(piece.published for piece in play.world.by_site[site] if piece.published > NOON + HOUR)
    for at in (NOON, NOON + HOUR, pieces[8] + HOUR / 60):
        play.poll(site, at)
    assert [gap.state for gap in play.found()] == ["open"]
