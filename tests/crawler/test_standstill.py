"""Sources of one site beside each other: which of them lags, and by how much."""

from __future__ import annotations

from datetime import datetime

from article import Candidate
from crawler.health.standstill import Standing, shape
from storage import candidates
from storage.database import Database
from storage.health import gaps, harvest
from storage.health.gaps import Covered
from tests.storing import DAY, HOUR, NOW, begin

FEED, FRONT = "https://berita.example/rss", "https://berita.example/"


def poll(db: Database, at: datetime, shown: dict[str, list[datetime]]) -> tuple[Standing, int]:
    """A run in which each source shows articles of these times; the newest first."""
    run = begin(db, now=at)
    standing = Standing(db, "berita")
    with db.write():
        for source, times in shown.items():
            for published in times:
                key = f"{published:%d%H}"
                found = Candidate("berita", f"https://berita.example/{key}", "feed", source, published=published)
                candidates.record(db, run, [(key, found)], at)
                candidates.settle(db, run, "berita", key, "stored", None, at)
            gaps.cover(db, "berita", Covered(source, run, at, max(times), min(times), 1.0))
    return standing, run


def behind(db: Database, at: datetime, shown: dict[str, list[datetime]]) -> dict[str, int]:
    standing, run = poll(db, at, shown)
    stands = {one.url: one.behind for one in standing.stands(run, at)}
    with db.write():
        standing.keep(run, at)
    return stands


def test_a_feed_that_stands_still_falls_behind_article_by_article(db: Database) -> None:
    old = NOW - DAY
    assert behind(db, NOW, {FEED: [old], FRONT: [old]}) == {FEED: 0, FRONT: 0}
    for hours in (1, 2, 3):
        news = [NOW + number * HOUR for number in range(hours)]
        assert behind(db, NOW + hours * HOUR, {FEED: [old], FRONT: [*news, old]}) == {FEED: hours, FRONT: 0}
    usual = harvest.usual(db, "berita", NOW + 4 * HOUR)
    assert FEED not in usual and usual[FRONT].moved == 1
    later = [NOW + 4 * HOUR]
    assert behind(db, NOW + DAY, {FEED: later, FRONT: later}) == {FEED: 0, FRONT: 0}
    rows = {row["source"]: row["behind"] for row in db.rows("SELECT * FROM source_day WHERE day = '2018-10-18'")}
    assert rows == {FEED: 3, FRONT: 0}, "so far was each behind before it showed something newer"


def test_what_came_with_the_same_poll_is_no_lag(db: Database) -> None:
    behind(db, NOW, {FEED: [NOW - DAY], FRONT: [NOW - DAY]})
    news = [NOW + number * HOUR for number in range(9)]
    assert behind(db, NOW + DAY, {FEED: news, FRONT: news}) == {FEED: 0, FRONT: 0}
    assert {row["behind"] for row in db.rows("SELECT behind FROM source_day")} == {0}


def test_a_single_source_has_nothing_beside_it(db: Database) -> None:
    behind(db, NOW, {FEED: [NOW - DAY]})
    assert behind(db, NOW + HOUR, {FEED: [NOW]}) == {}


def test_numbers_in_an_address_do_not_make_it_another_source() -> None:
    assert shape("https://x.example/indeks?tgl=12/03/2026&page=1") == "https://x.example/indeks?tgl=0/0/0&page=0"
