"""How far sources are proven, and the gaps, come back as they were kept."""

from __future__ import annotations

from dataclasses import replace

from article import Candidate
from storage import candidates, runs
from storage.database import Database
from storage.health import gaps, leads
from storage.health.gaps import Covered, Seen
from tests.storing import HOUR, NOW, begin

FEED = "https://berita.example/feed"


def known(run: int) -> Covered:
    return Covered(FEED, run, NOW, NOW - HOUR, None, 0.75, heads=(("2", NOW - HOUR), ("1", NOW - 2 * HOUR)))


def test_coverage_is_kept_by_source_and_renewed(db: Database) -> None:
    run = begin(db)
    with db.write():
        gaps.cover(db, "berita", known(run))
        gaps.cover(db, "berita", replace(known(run), at=NOW + HOUR))
        gaps.cover(db, "berita", replace(known(run), overlap=1.0))
    assert gaps.coverage(db, "berita") == {FEED: replace(known(run), overlap=1.0, since=NOW)}
    assert gaps.coverage(db, "kabar") == {}


def test_a_source_is_spared_until_it_is_read_again(db: Database) -> None:
    run = begin(db)
    with db.write():
        gaps.cover(db, "berita", known(run))
        assert gaps.spared(db) == {}
        gaps.spare(db, "berita", FEED, NOW + HOUR)
        gaps.spare(db, "berita", "https://berita.example/never-read", NOW + HOUR)
    assert gaps.spared(db) == {("berita", FEED): NOW}
    with db.write():
        gaps.cover(db, "berita", known(run))
    assert gaps.spared(db) == {}


def test_a_gap_is_open_until_it_is_closed_or_declared(db: Database) -> None:
    run = begin(db)
    with db.write():
        first = gaps.note(db, "berita", known(run), run, NOW, NOW + HOUR, "lost", NOW + HOUR)
        second = gaps.note(db, "berita", known(run), run, NOW, NOW + HOUR, "lost", NOW + HOUR)
        gaps.tried(db, first, NOW + 2 * HOUR)
    assert gaps.noticed_in(db, run)
    assert not gaps.noticed_in(db, run + 1)
    assert {gap.heads for gap in gaps.of_site(db, "berita", "open")} == {known(run).heads}
    opened = gaps.of_site(db, "berita", "open")
    assert [(gap.gap_id, gap.tries, gap.last_try) for gap in opened] == [
        (first, 1, NOW + 2 * HOUR),
        (second, 0, NOW + HOUR),
    ]
    with db.write():
        gaps.end(db, first, "closed", "found", NOW + 3 * HOUR)
        gaps.end(db, second, "declared", "given up", NOW + 3 * HOUR)
    assert [gap.gap_id for gap in gaps.standing(db)] == [second]
    assert [gap.gap_id for gap in gaps.closed_since(db, NOW + 2 * HOUR)] == [first]
    assert gaps.closed_since(db, NOW + HOUR) == [], "no digest had told it"
    assert gaps.closed_since(db, NOW + 4 * HOUR) == []


def test_only_what_a_source_listed_up_to_a_run_was_seen_until_then(db: Database) -> None:
    one = begin(db)
    with db.write():
        hand = runs.start(db, "berita", NOW, 1, "by_hand")
    later = begin(db, now=NOW + HOUR)

    def record(run: int, *keys: str) -> None:
        with db.write():
            found = [(key, Candidate("berita", f"https://berita.example/{key}", "feed", FEED)) for key in keys]
            candidates.record(db, run, found, NOW)

    record(one, "a")
    record(hand, "hand", "both")
    record(later, "both", "new")
    keys = ["a", "hand", "both", "new", *map(str, range(2000))]
    assert gaps.seen_until(db, "berita", keys, one) == {"a": Seen(NOW, None, is_article=False)}
    assert set(gaps.seen_until(db, "berita", keys, hand)) == {"a"}
    assert set(gaps.seen_until(db, "berita", keys, later)) == {"a", "both", "new"}


def test_leads_are_kept_in_order_and_replaced(db: Database) -> None:
    with db.write():
        leads.keep(db, FEED, ["https://b", "https://a"])
    assert leads.of(db, FEED) == ("https://b", "https://a")
    with db.write():
        leads.keep(db, FEED, [])
    assert leads.of(db, FEED) == ()
