"""An article that the lists show and that is not stored is told; one that no list shows is counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bench.accounted import accounted
from config import Config
from crawler.run import run_sites
from newsroom import truth
from newsroom.faults import NONE
from newsroom.publication import WIB, Publication
from newsroom.server import Newsroom
from newsroom.web import Web
from newsroom.world import Plan, World, build

START = date(2026, 3, 1)
SITE = "kabarbanyuwangi"
LOST, APART = "neither stored nor accounted for", "others of these in sections that no list shows"


@pytest.fixture(scope="module")
def world() -> World:
    return build(Plan(start=START, days=2, per_day=14, visits=2, deleted=0.0, moved=0.0, sites=(SITE,), archive=False))


def without(world: World, piece: Publication) -> World:
    """The same, but that its site neither lists nor has this article."""
    return replace(world, by_site={SITE: [one for one in world.by_site[SITE] if one is not piece]})


def read(served: World, told: World, honest: World, folder: Path) -> Mapping[str, str]:
    """What is said of two polls of what is served, where so much was told to be published."""
    midnight = datetime.combine(START, time(0), WIB)
    config = Config(database=folder / "j.db", contact="a@example.org", delay=0.0)
    truth.write(Web(told, NONE), folder / "truth.json")
    with Newsroom(served, midnight, rates=NONE) as newsroom:
        for now in (midnight, midnight + timedelta(days=1)):
            newsroom.now = now
            run_sites([SITE], replace(config, gateway=newsroom.gateway), now=now)
    return {what: said for what, said, _ in accounted(config, folder / "truth.json", Web(honest, NONE))}


def test_what_the_lists_show_and_nobody_stored_is_named(world: World, tmp_path: Path) -> None:
    missed = next(piece for piece in world.by_site[SITE] if piece.published.date() == START)
    found = read(without(world, missed), world, world, tmp_path)
    assert found[LOST] == f"1 {missed.url}"
    assert found[APART] == "0"


def test_what_no_list_shows_is_counted_apart(world: World, tmp_path: Path) -> None:
    missed = next(piece for piece in world.by_site[SITE] if piece.published.date() == START)
    found = read(without(world, missed), world, without(world, missed), tmp_path)
    assert found[LOST] == "0"
    assert found[APART] == "1"


def test_a_whole_reading_leaves_nothing_open(world: World, tmp_path: Path) -> None:
    found = read(world, world, world, tmp_path)
    stored, _, due = found["articles about the place"].removesuffix(" stored").partition(" of ")
    assert stored == due != "0"
    assert (found[LOST], found[APART], found["stored twice"], found["not published"]) == ("0", "0", "0", "0")
