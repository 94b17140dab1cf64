"""The measures of the month, on hand-made months in which one thing at a time goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from article import RunReport
from newsroom.compare import StoredArticle
from newsroom.measures import measure, short_of, table
from newsroom.month import Poll
from newsroom.observed import Asked, Line, Observed, SeenAlarm, SeenGap
from newsroom.publication import WIB

START = datetime(2026, 3, 1, tzinfo=WIB)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SITE = "antara"


def at(day: int, hour: float = 0.0) -> datetime:
    return START + timedelta(days=day - 1) + HOUR * hour


def piece(number: int, day: int, hour: float, event: str = "", **more: Any) -> dict[str, Any]:
    published = at(day, hour).isoformat()
    return {
        "url": f"https://jatim.antaranews.com/berita/{number}/judul",
        "site": SITE,
        "kind": "visit" if event else "local_news",
        "event": event or f"local-{number}",
        "published": published,
        "deleted": None,
        "moved": None,
        "linked_as": None,
        "archive": False,
        "versions": [{"at": published, "title": "judul", "text": "isi"}],
    } | more


def incident(kind: str, since: datetime, until: datetime, **more: Any) -> dict[str, Any]:
    times = {"since": since.isoformat(), "until": until.isoformat(), "back": None}
    return {"kind": kind, "site": SITE, "count": 0, "shown": 0, "share": 0.0} | times | more


def stored(known: dict[str, Any], *visits: int, versions: int = 1) -> StoredArticle:
    return StoredArticle(SITE, known["url"], "judul", versions, None, bool(visits), visits)


def month(pieces: list[dict[str, Any]], *incidents: dict[str, Any], **more: Any) -> Observed:
    """Ten days of one site, polled every hour; two visits are told and flagged after twenty minutes."""
    visits = [one for one in pieces if one["kind"] == "visit"]
    events = {one["event"]: {"facts": {"visitors": ["DPRD"]}} for one in pieces}
    values: dict[str, Any] = {
        "truth": {"publications": pieces, "events": events, "incidents": list(incidents)},
        "polls": [Poll(SITE, START + HOUR * n, RunReport(SITE, "good", new=n % 2)) for n in range(241)],
        "asked": [Asked("https://jatim.antaranews.com/rss", START + HOUR * n, 304, "feed", False) for n in range(241)],
        "stored": [stored(one, number) for number, one in enumerate(visits)],
        "flags": {one["url"]: datetime.fromisoformat(one["published"]) + 20 * MINUTE for one in visits},
        "gaps": [],
        "alarms": [],
        "withdrawn": frozenset(),
    }
    return Observed(**(values | more))


TWO = [piece(1, 2, 8, "visit-1"), piece(2, 3, 9, "visit-2")]


def line(seen: Observed, what: str) -> Line:
    return next(one for one in measure(seen) if one.what.startswith(what))


def test_a_month_in_which_all_went_well_meets_every_target() -> None:
    lines = measure(month(TWO))
    assert short_of(lines) == []
    assert "2 visits in 2 articles: 0 missed, 0 doubled" in table(lines)
    assert "20 min" in line(month(TWO), "from publication").value


def test_a_visit_that_no_article_flags_is_missed() -> None:
    found = line(month(TWO, stored=[stored(TWO[0], 1)]), "visits flagged once")
    assert (found.met, found.details) == (False, (f"missed: visit-2: {TWO[1]['url']}",))


def test_a_visit_with_two_entries_is_doubled_unless_two_delegations_came() -> None:
    again = piece(3, 2, 12, "visit-1")
    three = [*TWO, again]
    rows = [stored(TWO[0], 1), stored(TWO[1], 2), stored(again, 3)]
    found = month(three, stored=rows)
    assert "1 doubled" in line(found, "visits flagged once").value
    truth = dict(found.truth)
    truth["events"] = truth["events"] | {"visit-1": {"facts": {"visitors": ["DPRD", "Dinas"]}}}
    assert line(replace(found, truth=truth), "visits flagged once").met


def test_one_entry_for_two_visits_is_named() -> None:
    found = line(month(TWO, stored=[stored(TWO[0], 1), stored(TWO[1], 1)]), "visits flagged once")
    assert found.details == ("merged: visit-1, visit-2",)


def test_what_the_power_cut_hid_is_told_apart_from_what_was_slow() -> None:
    many = [piece(number, 2, number / 2, f"visit-{number}") for number in range(1, 20)]
    late = {many[0]["url"]: at(4), **{one["url"]: datetime.fromisoformat(one["published"]) for one in many[1:]}}
    cut = incident("power", at(2), at(2, 1), site="*")
    assert line(month(many, cut, flags=late), "  95th").met
    assert "1 of 19" in line(month(many, cut, flags=late), "  with the").what
    slow = {one["url"]: datetime.fromisoformat(one["published"]) + 3 * HOUR for one in many}
    assert not line(month(many, flags=slow), "  95th").met


def test_an_edit_must_be_kept_where_a_revisit_came_after_it() -> None:
    edit = {"at": at(3, 12).isoformat(), "title": "judul", "text": "isi baru"}
    edited = piece(1, 2, 8, "visit-1", versions=[TWO[0]["versions"][0], edit])
    what = "edits after a day or more"
    assert line(month([edited, TWO[1]]), what).value == "0 of 1"
    assert line(month([edited, TWO[1]], stored=[stored(edited, 1, versions=2)]), what).met
    hidden = [Asked(edited["url"], at(3, 14), 200, "article", False)]
    assert line(month([edited, TWO[1]], stored=[stored(edited, 1)], asked=hidden), what).value == "0 of 0"
    gone = piece(1, 2, 8, "visit-1", deleted=at(4).isoformat())
    assert line(month([gone, TWO[1]]), "articles taken down").value == "0 of 1"
    assert line(month([gone, TWO[1]], withdrawn=frozenset({gone["url"]})), "articles taken down").met


def test_bodies_that_were_known_are_counted_apart() -> None:
    lists = [Asked("https://jatim.antaranews.com/rss", at(2), 200, "feed", True)] * 500
    pages = [Asked(TWO[0]["url"], at(2), 200, "article", False)] * 120
    what = "requests with a body"
    found = line(month(TWO, asked=lists + pages), what)
    assert (found.value, found.met) == ("1.00", True)
    assert not line(month(TWO, asked=pages * 2), what).met
    known = [replace(one, known=True) for one in pages]
    assert line(month(TWO, asked=known), what).value == "1.00", "an article is no poll"
    robots = [Asked("https://jatim.antaranews.com/robots.txt", at(2), 200, "robots", True)] * 60
    found = month(TWO, asked=pages + robots)
    assert (line(found, what).value, line(found, "  besides, robots.txt").value) == ("1.00", "0.50")


def test_bodies_are_told_by_what_they_were_for() -> None:
    """Of the hourly polls every second one brings an article: 120 in all."""
    pages = [Asked(f"{TWO[0]['url']}/{number % 90}", at(2), 200, "article", False) for number in range(120)]
    rss, front = "https://jatim.antaranews.com/rss", "https://jatim.antaranews.com/"
    news = [Asked(url, START + HOUR * n, 200, "feed", False) for n in range(1, 120, 2) for url in (rss, front)]
    none = [Asked(rss, START + HOUR * n, 200, "feed", False) for n in range(0, 120, 10)]
    found = month(TWO, asked=[*pages, *news, *none])
    assert line(found, "requests with a body").value == "2.10"
    assert line(found, "  pages of articles").value == "1.00 (0.75 for the first time, 0.25 again)"
    assert line(found, "  changed lists in polls that brought news").value.startswith("1.00 (0.50 the first")
    assert line(found, "  changed lists in polls that brought none").value == "0.10 (0.00 an edit)"
    edits = [replace(poll, report=replace(poll.report, versions=1)) for poll in found.polls]
    edited = replace(found, polls=edits)
    assert line(edited, "  changed lists in polls that brought none").value == "0.10 (0.10 an edit)"
    aged = replace(found, same=frozenset((one.url, one.at) for one in none))
    assert line(aged, "requests with a body").value == "2.00"
    assert line(aged, "  lists answered 304").value.endswith("12 more with new ages or scripts only")


def test_too_many_polls_and_too_much_parsing_fall_short() -> None:
    often = [Poll(SITE, START + 20 * MINUTE * n, RunReport(SITE, "good", seen=1)) for n in range(720)]
    found = month(TWO, polls=often)
    assert line(found, "polls a site and day").value.startswith("max 72")
    assert not line(found, "polls that cost no parsing").met


BURST = incident("burst", at(4, 10), at(4, 11), count=3)
LOST = [piece(number, 4, 10 + number / 600, "") for number in range(10, 13)]
GAP = SeenGap(SITE, "rss", at(4, 9), at(4, 10.2), at(4, 11), "declared")


def test_an_injected_gap_is_found_by_its_record_or_by_reading_it_back() -> None:
    what = "injected gaps found"
    assert not line(month([*TWO, *LOST], BURST), what).met
    assert "1 recorded and declared" in line(month([*TWO, *LOST], BURST, gaps=[GAP]), what).value
    read = [Asked(one["url"], at(4, 11), 200, "article", False) for one in LOST]
    rows = [stored(one) for one in LOST]
    assert "1 read back at once" in line(month([*TWO, *LOST], BURST, asked=read, stored=rows), what).value
    late = [replace(one, at=at(4, 15)) for one in read]
    assert not line(month([*TWO, *LOST], BURST, asked=late, stored=rows), what).met


def test_a_gap_that_nothing_explains_is_false() -> None:
    assert line(month([*TWO, *LOST], BURST, gaps=[GAP]), "false gaps").met
    strange = replace(GAP, since=at(7), until=at(7, 2), noticed=at(7, 3))
    assert not line(month([*TWO, *LOST], BURST, gaps=[GAP, strange]), "false gaps").met
    cut = incident("power", at(7), at(7, 3), site="*")
    assert line(month([*TWO, *LOST], BURST, cut, gaps=[GAP, strange]), "false gaps").met


def test_after_a_power_cut_each_site_runs_once_and_no_gap_stays_open() -> None:
    cut = incident("power", at(5, 0.5), at(7), site="*")
    polls = [Poll(SITE, START + HOUR * n, RunReport(SITE, "good", new=n % 2)) for n in range(241)]
    awake = [poll for poll in polls if not at(5, 0.5) <= poll.at < at(7)]
    what = "after the power cut"
    assert line(month(TWO, cut, polls=awake), what).met
    assert not line(month(TWO, cut, polls=polls), what).met
    twice = sorted([*awake, Poll(SITE, at(7) + MINUTE, RunReport(SITE, "good"))], key=lambda poll: poll.at)
    assert not line(month(TWO, cut, polls=twice), what).met
    still = replace(GAP, since=at(5), until=at(7), noticed=at(7), state="open")
    assert not line(month(TWO, cut, polls=awake, gaps=[still]), "  its gaps").met


def alarm(cause: str, since: datetime, *, is_note: bool = False) -> SeenAlarm:
    return SeenAlarm(SITE, cause, "", since, None, is_note)


def test_a_trouble_is_named_in_the_first_run_that_could_see_it() -> None:
    hacked = incident("hacked", at(4, 9.5), at(5))
    what = "hacked sites named"
    assert line(month(TWO, hacked, alarms=[alarm("hacked", at(4, 10))]), what).met
    assert line(month(TWO, hacked, alarms=[alarm("hacked", at(4, 12))]), what).details == (
        "hacked at antara, 04 Mar 09:30: named in run 3",
    )
    assert (
        "never named, but ['parked']" in line(month(TWO, hacked, alarms=[alarm("parked", at(4, 10))]), what).details[0]
    )


def test_a_redesign_of_articles_shows_with_the_first_that_is_read() -> None:
    relaunch = incident("redesign_articles", at(4, 9.5), at(6))
    polls = [
        Poll(SITE, START + HOUR * n, RunReport(SITE, "good", seen=n == 90, new=n % 2)) for n in range(241)
    ]  # hour 90 is day 4, 18:00
    found = month(TWO, relaunch, polls=polls, alarms=[alarm("redesign", at(4, 18))])
    assert line(found, "redesigns of articles").met


def test_a_redesign_of_lists_shows_with_the_first_that_is_read() -> None:
    relaunch = incident("redesign_lists", at(4, 9.5), at(6))
    lists = [Asked("https://jatim.antaranews.com/terkini", at(day, 12), 200, "listing", True) for day in range(1, 9)]
    what = "redesigns of lists"
    spared = month(TWO, relaunch, asked=lists, alarms=[alarm("redesign", at(4, 12))])
    assert line(spared, what).met and "2 before had spared them" in line(spared, what).value
    late = month(TWO, relaunch, asked=lists, alarms=[alarm("redesign", at(4, 13))])
    assert line(late, what).details == ("redesign_lists at antara, 04 Mar 09:30: named in run 2",)


def test_a_frozen_feed_is_judged_from_the_twelfth_article_that_it_hides() -> None:
    frozen = incident("feed_frozen", at(4), at(9))
    hidden = [piece(100 + number, 4, number) for number in range(20)]
    assert line(month([*TWO, *hidden], frozen, alarms=[alarm("feed_dead", at(4, 11))]), "dead feed: frozen").met
    assert not line(month([*TWO, *hidden], frozen, alarms=[alarm("silent", at(4, 20))]), "dead feed: frozen").met


def test_a_holiday_needs_a_note_and_no_alarm() -> None:
    lebaran = incident("holiday", at(4), at(6), site="*")
    note, silence = alarm("holiday", at(4, 12), is_note=True), alarm("silent", at(5))
    assert line(month(TWO, lebaran, alarms=[note]), "national holiday").met
    assert not line(month(TWO, lebaran, alarms=[note, silence]), "national holiday").met
    assert not line(month(TWO, lebaran), "national holiday").met


def test_false_alarms_are_those_that_no_incident_explains() -> None:
    relaunch = incident("redesign_lists", at(4), at(5))
    right, wrong = alarm("redesign", at(4, 1)), alarm("parked", at(4, 1))
    what = "false alarms"
    assert line(month(TWO, relaunch, alarms=[right]), what).value.startswith("0.00")
    assert not line(month(TWO, relaunch, alarms=[right, wrong]), what).met
