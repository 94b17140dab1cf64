"""The outlook of a site, from what is stored of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from article import RunReport, RunState
from polling.interval import NextPoll
from polling.outlook import Expectation, Outlook
from storage import runs, sites
from storage.database import Database
from storage.health import gaps, lifecycle
from storage.health.gaps import Covered
from tests.storing import NOW, another, begin, end, save
from timetable import Entry, Timetable
from wording.facts import telling

MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
DAY = timedelta(days=1)
TABLE = Timetable(default=Entry(every=30 * MINUTE))


def why(poll: NextPoll) -> str:
    return telling("en").lines(poll.reasons)


def ran(db: Database, at: datetime, state: RunState = "good", site: str = "berita", new: int = 0) -> int:
    with db.write():
        sites.register(db, site, [f"{site}.example"], at)
        run = runs.start(db, site, at, pid=1)
        runs.finish(db, run, RunReport(site, state, new=new), at + MINUTE)
    return run


def five_weeks(db: Database, last: datetime) -> None:
    """Four articles a day, at 8, 10, 12 and 14 hours, until `last`."""
    run = begin(db, now=NOW - 36 * DAY)
    with db.write():
        for day in range(36):
            for hour in (8, 10, 12, 14):
                at = (NOW - (36 - day) * DAY).replace(hour=hour, minute=0)
                if at <= last:
                    save(db, run, another(published=at), now=at + MINUTE)
    end(db, run, now=NOW - 36 * DAY + MINUTE)


def minutes(db: Database, at: datetime, site: str = "berita") -> float:
    return (Outlook(db, TABLE).next(site, at).at - at) / MINUTE


def test_a_site_that_was_never_read_is_polled_now_and_nothing_is_expected_of_it(db: Database) -> None:
    outlook = Outlook(db, TABLE)
    assert (outlook.next("berita", NOW).at, why(outlook.next("berita", NOW))) == (NOW, "never read yet")
    assert outlook.expectation("berita", NOW) == Expectation(None, 0, None)


def test_the_run_table_says_when_a_site_is_due(db: Database) -> None:
    ran(db, NOW)
    outlook = Outlook(db, TABLE)
    due = outlook.next("berita", NOW).at
    assert 27 * MINUTE <= due - NOW <= 33 * MINUTE
    assert outlook.next("berita", due + 3 * DAY).at == due + 3 * DAY
    ran(db, due, new=1)
    assert outlook.next("berita", due).at > due, "what was reckoned is forgotten with the next run"


def test_failures_in_a_row_make_the_next_try_later(db: Database) -> None:
    ran(db, NOW, "good")
    spans = []
    for number in range(1, 4):
        at = NOW + number * 60 * MINUTE
        ran(db, at, "failed")
        spans.append(minutes(db, at))
    assert spans == [15, 20, 40]


def test_a_first_runs_flood_is_no_hurry_but_a_later_one_is(db: Database) -> None:
    ran(db, NOW, new=80)
    assert minutes(db, NOW) > 26
    ran(db, NOW + DAY, new=80)
    assert minutes(db, NOW + DAY) < 17


def test_a_gap_and_a_poll_that_hardly_overlapped_make_the_next_one_sooner(db: Database) -> None:
    ran(db, NOW, new=1)
    run = ran(db, NOW + DAY, new=1)
    known = Covered("https://berita.example/feed", run, NOW + DAY, None, None, 0.2)
    with db.write():
        gaps.cover(db, "berita", known)
    assert why(Outlook(db, TABLE).next("berita", NOW + DAY)) == "soon: the last poll hardly overlapped"
    with db.write():
        gaps.note(db, "berita", known, run, NOW, NOW + DAY, "lost", NOW + DAY)
    assert why(Outlook(db, TABLE).next("berita", NOW + DAY)) == "soon: the last poll noticed a gap"


def test_two_sites_of_one_holder_are_together_polled_as_often_as_one(db: Database) -> None:
    for site, host in (("press", "kab.go.id"), ("offices", "ppid.kab.go.id")):
        ran(db, NOW, site=site, new=1)
        with db.write():
            sites.register(db, site, [host], NOW)
    outlook = Outlook(db, TABLE)
    assert outlook.neighbours("press") == {"press", "offices"}
    times = {"press": NOW, "offices": NOW + 5 * MINUTE}
    polls = []
    while min(times.values()) < NOW + DAY:
        site = min(times, key=lambda name: times[name])
        polls.append(times[site])
        ran(db, times[site], site=site, new=1)
        with db.write():
            sites.register(db, site, ["kab.go.id"], NOW)
        times[site] = outlook.next(site, times[site]).at
    assert 36 < len(polls) <= 48


def test_what_is_expected_and_what_came_is_told_of_a_site_that_is_known_well(db: Database) -> None:
    five_weeks(db, last=NOW)
    ran(db, NOW)
    found = Outlook(db, TABLE).expectation("berita", NOW.replace(hour=23))
    assert found.expected == pytest.approx(4, abs=0.5)
    assert found.silent_for is None


def test_what_a_run_brings_is_counted_at_once_and_forgotten_with_its_day(db: Database) -> None:
    five_weeks(db, NOW - 2 * HOUR)
    outlook = Outlook(db, TABLE)
    ran(db, NOW)
    before = outlook.expectation("berita", NOW)
    run = begin(db, now=NOW + HOUR)
    with db.write():
        save(db, run, another(published=NOW + HOUR / 2), now=NOW + HOUR)
        runs.finish(db, run, RunReport("berita", "good", stored=1, new=1), NOW + HOUR)
    assert outlook.expectation("berita", NOW + HOUR).came == before.came + 1
    ran(db, NOW + 2 * HOUR)
    assert outlook.expectation("berita", NOW + 2 * HOUR).came == before.came + 1
    ran(db, NOW + DAY)
    assert outlook.expectation("berita", NOW + DAY).came == 0


def test_a_silence_that_the_rhythm_does_not_know_is_told_and_a_holiday_is_none(db: Database) -> None:
    newest = (NOW - 3 * DAY).replace(hour=14, minute=0)
    five_weeks(db, last=newest)
    ran(db, NOW)
    found = Outlook(db, TABLE).expectation("berita", NOW)
    assert found.silent_for == NOW - newest
    assert found.came == 0
    quiet = Outlook(db, TABLE, lambda day: day > newest.date()).expectation("berita", NOW)
    assert quiet.expected is not None


def test_few_articles_are_no_reason_to_speak_of_silence(db: Database) -> None:
    run = begin(db, now=NOW - 36 * DAY)
    with db.write():
        for day in range(30, 36):
            save(db, run, another(published=NOW - day * DAY), now=NOW - day * DAY)
    end(db, run)
    assert Outlook(db, TABLE).expectation("berita", NOW) == Expectation(None, 0, None)


def test_a_page_that_states_only_the_day_says_nothing_of_the_hour(db: Database) -> None:
    run = begin(db)
    midnight = NOW.replace(hour=0, minute=0)
    with db.write():
        save(db, run, another(published=midnight), now=NOW)
        save(db, run, another(published=midnight - 5 * DAY), now=NOW)
        save(db, run, another(published=NOW + DAY), now=NOW)
        save(db, run, another(published=None), now=NOW)
    assert sorted(sites.came(db, "berita", NOW - DAY)) == [midnight - 5 * DAY, NOW, NOW, NOW]


def test_a_retired_site_is_never_due(db: Database) -> None:
    with db.write():
        sites.register(db, "berita", ("berita.example",), NOW)
        lifecycle.retire(db, "berita", "koran ini tutup", NOW)
    poll = Outlook(db, Timetable()).next("berita", NOW)
    assert (poll.at, why(poll)) == (None, "retired")
    assert not poll.is_due(NOW)
