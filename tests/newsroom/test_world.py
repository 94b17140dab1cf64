"""The simulated world: deterministic, complete, and consistent with its plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from newsroom.outlets import outlets
from newsroom.publication import WIB, Publication
from newsroom.world import Plan, World, build

SMALL = Plan(seed=5, start=date(2026, 10, 1), days=8, per_day=30, visits=10, history=4, edited=0.15, moved=0.05)
NOON = datetime(2026, 10, 7, 12, tzinfo=WIB)


@cache
def small_world() -> World:
    return build(SMALL)


def current(world: World) -> list[Publication]:
    return [piece for piece in world.publications if not piece.archive]


def test_the_same_plan_gives_the_same_world() -> None:
    assert build(SMALL).publications == small_world().publications


def test_another_seed_gives_another_world() -> None:
    assert build(replace(SMALL, seed=6)).publications != small_world().publications


def test_the_demo_world_has_the_promised_size() -> None:
    world = build(Plan())
    from_start = [piece for piece in current(world) if piece.published.date() >= world.plan.start]
    assert 1200 <= len(from_start) <= 1600
    assert {piece.site for piece in from_start} == set(outlets())
    visits = {piece.event for piece in from_start if piece.kind == "visit"}
    assert 40 <= len(visits) <= 60


def test_about_half_of_the_visits_are_told_by_several_outlets() -> None:
    reports: dict[str, set[str]] = defaultdict(set)
    for piece in current(build(Plan())):
        if piece.kind == "visit" and piece.copy_of is None:
            reports[piece.event].add(piece.site)
    several = sum(len(sites) > 1 for sites in reports.values())
    assert 0.35 <= several / len(reports) <= 0.75
    assert max(len(sites) for sites in reports.values()) <= 5


def test_no_outlet_tells_one_happening_twice() -> None:
    told = Counter((piece.event, piece.site) for piece in current(small_world()))
    assert max(told.values()) == 1


def test_every_url_belongs_to_its_site_and_is_unique() -> None:
    urls = [piece.url for piece in small_world().publications]
    assert len(set(urls)) == len(urls)
    for piece in small_world().publications:
        assert piece.url.split("/")[2] in outlets()[piece.site].hosts


def test_ids_rise_with_time() -> None:
    for site, pieces in small_world().by_site.items():
        numbers = [piece.slot.number for piece in pieces]
        assert numbers == sorted(numbers, reverse=True), site


def test_copies_point_to_an_earlier_publication_elsewhere() -> None:
    by_url = {piece.url: piece for piece in small_world().publications}
    copies = [piece for piece in small_world().publications if piece.copy_of is not None]
    assert copies
    for copy in copies:
        assert copy.copy_of is not None
        first = by_url[copy.copy_of]
        assert first.site != copy.site
        assert first.published < copy.published
        assert first.copy_of is None


def test_verbatim_copies_have_the_same_text_and_edited_ones_nearly() -> None:
    by_url = {piece.url: piece for piece in small_world().publications}
    for copy in small_world().publications:
        if copy.copy_of is None:
            continue
        first, words = by_url[copy.copy_of].versions[0].paragraphs, copy.versions[0].paragraphs
        same = sum(paragraph in first for paragraph in words)
        if copy.copy == "verbatim":
            assert words == first
        else:
            assert words != first
            assert same >= len(words) - 1


def test_edits_deletions_and_moves_come_after_publishing() -> None:
    pieces = current(small_world())
    assert any(len(piece.versions) > 1 for piece in pieces)
    assert any(piece.deleted for piece in pieces)
    assert any(piece.moved for piece in pieces)
    for piece in pieces:
        times = [version.at for version in piece.versions]
        assert times == sorted(times)
        assert times[0] == piece.published
        for later in (piece.deleted, piece.moved.at if piece.moved else None):
            assert later is None or later > piece.published


def test_a_later_version_differs_from_the_one_before() -> None:
    for piece in small_world().publications:
        for before, after in zip(piece.versions, piece.versions[1:], strict=False):
            assert (before.title, before.paragraphs) != (after.title, after.paragraphs)


def test_a_piece_shows_the_version_of_the_time() -> None:
    piece = next(piece for piece in small_world().publications if len(piece.versions) > 1)
    first, second = piece.versions[:2]
    assert piece.version(second.at - timedelta(seconds=1)) == first
    assert piece.version(second.at) == second


def test_archive_pieces_lie_in_their_era() -> None:
    for piece in small_world().publications:
        if piece.archive:
            era = next(era for era in outlets()[piece.site].eras if era.name == piece.slot.era)
            assert era.last is not None
            assert era.first <= piece.published.date() <= era.last


def test_a_shelf_holds_nothing_from_the_future_and_nothing_gone() -> None:
    for site in small_world().by_site:
        for piece in small_world().shelf(site, NOON).all():
            assert piece.published <= NOON
            assert not piece.gone(NOON)


def test_two_publications_with_one_key_are_refused() -> None:
    outlet = outlets()["detik"]
    piece = small_world().by_site["detik"][0]
    from newsroom.world import _keys

    with pytest.raises(ValueError, match="have one key"):
        _keys(outlet, [piece, piece])
