"""The month moves the clock and polls; the comparison counts what was kept against the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from article import RunReport
from newsroom.compare import StoredArticle, compare
from newsroom.faults import NONE
from newsroom.month import Poll, play, polled, timetable
from newsroom.publication import WIB
from newsroom.truth import truth
from newsroom.web import Web
from tests.newsroom.test_world import SMALL, small_world

SITES = ("detik", "banyuwangikab", "antara")


class Watch:
    """A clock that only keeps the time."""

    now = datetime(2026, 1, 1, tzinfo=WIB)


@cache
def known() -> Mapping[str, Any]:
    return truth(Web(small_world(), NONE))


def times() -> dict[str, list[datetime]]:
    out: dict[str, list[datetime]] = {}
    for site, at in timetable(sorted(small_world().by_site), SMALL.start, SMALL.days, 4):
        out.setdefault(site, []).append(at)
    return out


def perfect() -> list[StoredArticle]:
    """What a crawler without fault has at the end: every article seen, every version, every copy and verdict."""
    polls, stored = times(), []
    number = {event: at for at, event in enumerate(known()["events"])}
    for piece in small_world().publications:
        if not any(piece.live(at) for at in polls[piece.site]):
            continue
        ends = [version.at for version in piece.versions[1:]] + [piece.deleted or polls[piece.site][-1] + timedelta(1)]
        spans = zip(piece.versions, ends, strict=True)
        seen = [version for version, end in spans if any(version.at <= at < end for at in polls[piece.site])]
        visit = piece.kind == "visit"
        visits = (number[piece.event],) if visit else ()
        stored.append(StoredArticle(piece.site, piece.url, seen[-1].title, len(seen), piece.copy_of, visit, visits))
    return stored


def test_the_timetable_polls_every_site_through_every_day_and_once_at_the_end() -> None:
    rounds = list(timetable(SITES, date(2026, 10, 1), 2, 4))
    assert len(rounds) == (2 * 4 + 1) * 3
    assert rounds[0] == ("detik", datetime(2026, 10, 1, tzinfo=WIB))
    assert rounds[4] == ("banyuwangikab", datetime(2026, 10, 1, 6, 1, tzinfo=WIB))
    assert rounds[-1] == ("antara", datetime(2026, 10, 3, 0, 2, tzinfo=WIB))


def test_playing_sets_the_clock_before_each_run_and_reports_each() -> None:
    watch, seen = Watch(), []
    told: list[Poll] = []

    async def run(site: str, now: datetime) -> RunReport:
        assert watch.now == now
        seen.append((site, now))
        return RunReport(site, "good" if site == "detik" else "partial")

    result = asyncio.run(play(watch, run, SITES, date(2026, 10, 1), 1, 2, told.append))
    assert seen == list(timetable(SITES, date(2026, 10, 1), 1, 2))
    assert told == list(result.polls)
    assert result.states() == {"good": 3, "partial": 6}
    assert polled(result.polls)["detik"] == [at for site, at in seen if site == "detik"]


def test_a_perfect_crawl_is_complete() -> None:
    found = compare(known(), perfect(), times())
    assert found.complete
    total = found.total
    assert total.due == total.stored > 100
    assert total.edits == total.kept > 0
    assert total.copies == total.linked > 0
    assert total.mislinked == 0
    assert total.visits == total.flagged == total.right > 0
    true, put, both = found.pairs
    assert true == put == both > 0
    assert "precision 1.000" in found.table()


def test_the_table_has_a_line_for_each_site_and_the_sum() -> None:
    lines = compare(known(), perfect(), times()).table().splitlines()
    assert [line.split()[0] for line in lines[1:18]] == [*times(), "all"]


def test_a_missing_article_is_named() -> None:
    stored = perfect()
    lost = next(one for one in stored if one.site == "detik" and "/jatim/" in one.url and one.flagged)
    found = compare(known(), [one for one in stored if one is not lost], times())
    assert found.missing == (lost.url,)
    assert not found.complete
    assert f"missing: {lost.url}" in found.table()


def test_an_article_under_two_addresses_is_stored_twice() -> None:
    stored = perfect()
    first = next(one for one in stored if "/berita-daerah/" in one.url)
    twin = replace(first, url=first.url.replace("/berita-daerah/", "/berita/").removesuffix(".html"))
    found = compare(known(), [*stored, twin], times())
    assert found.twice == (first.url,)
    tied = compare(known(), [*stored, replace(twin, copy_of=first.url)], times())
    assert tied.complete
    assert tied.total.linked == compare(known(), stored, times()).total.linked


@pytest.mark.parametrize(
    "change", [lambda url: url.replace("https", "http"), lambda url: f"{url}?utm_source=x", lambda url: f"{url}/"]
)
def test_addresses_are_recognised_however_they_were_kept(change: Any) -> None:
    stored = [replace(one, url=change(one.url), copy_of=None) for one in perfect()]
    assert compare(known(), stored, times()).complete


def test_what_was_never_published_is_strange() -> None:
    ghost = StoredArticle(
        "detik", "https://www.detik.com/jatim/berita/d-1/halaman-tidak-ditemukan", "404", flagged=True
    )
    found = compare(known(), [*perfect(), ghost], times())
    assert found.strange == (ghost.url,)
    assert found.total.flagged == found.total.right + 1


def test_a_copy_without_a_link_and_a_wrong_link_are_counted() -> None:
    stored = perfect()
    copy = next(one for one in stored if one.copy_of)
    alone = next(one for one in stored if one.copy_of is None and one.site == "detik")
    changed = [
        replace(one, copy_of=None) if one is copy else replace(one, copy_of=stored[0].url) if one is alone else one
        for one in stored
    ]
    whole, found = compare(known(), stored, times()), compare(known(), changed, times())
    assert found.total.linked == whole.total.linked - 1
    assert found.total.mislinked == 1


def test_it_does_not_matter_which_of_a_family_was_crawled_first() -> None:
    turned = []
    families: dict[str, str] = {}
    for one in reversed(perfect()):
        root = one.copy_of or one.url
        first = families.setdefault(root, one.url)
        turned.append(replace(one, copy_of=None if first == one.url else first))
    found = compare(known(), turned, times())
    assert found.total.copies == found.total.linked > 0
    assert found.total.mislinked == 0


def test_sites_that_were_not_polled_are_left_out() -> None:
    polls = {site: when for site, when in times().items() if site in SITES}
    found = compare(known(), [one for one in perfect() if one.site in SITES], polls)
    assert [row.site for row in found.rows] == list(polls)
    assert found.complete
