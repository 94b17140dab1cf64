"""Incidents: what is done to a site on purpose, and what stays as it was."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from newsroom.faults import NONE
from newsroom.incidents import EVERYWHERE, GAPS, Incident, Kind, incidents
from newsroom.outlets import every_outlet
from newsroom.publication import WIB
from newsroom.scenario import scenarios
from newsroom.truth import truth
from newsroom.web import Web
from newsroom.world import Plan, build
from tests.newsroom.test_outlets import BROWSER

START = date(2026, 3, 1)
TEN = datetime(2026, 3, 2, 10, tzinfo=WIB)
NOON = TEN + timedelta(hours=2)
PLAN = Plan(seed=6, start=START, days=4, per_day=40, visits=8, sites=("antara", "bangsaonline", "memorandum"))
HOME, FEED = "https://bangsaonline.com/", "https://bangsaonline.com/feed/"


@cache
def web(kind: Kind, site: str = "bangsaonline", count: int = 0, shown: int = 0, down: int = 0) -> Web:
    back = TEN + timedelta(hours=down) if down else None
    done = Incident(kind, site, TEN, TEN + timedelta(hours=8), count=count, shown=shown, back=back, share=0.0)
    return Web(build(replace(PLAN, incidents=(done,))), NONE)


def get(served: Web, url: str, now: datetime) -> tuple[int, str]:
    answer = served.answer(url, BROWSER, now)
    packed = answer.header("Content-Encoding") == "gzip"
    return answer.status, (gzip.decompress(answer.body) if packed else answer.body).decode()


def article(served: Web) -> str:
    return next(piece.url for piece in served.world.shelf("bangsaonline", TEN).live() if piece.moved is None)


def test_the_file_has_what_the_month_is_judged_by() -> None:
    plan = scenarios()["month"].plan
    kinds = [one.kind for one in plan.incidents]
    assert sum(kind in GAPS for kind in kinds) == 20
    assert kinds.count("redesign_articles") + kinds.count("redesign_lists") == 6
    assert len([kind for kind in kinds if kind.startswith("feed_")]) == 3
    assert kinds.count("hacked") == 2
    assert {"holiday", "power", "challenge", "consent"} <= set(kinds)
    assert len(plan.sites) >= 30
    assert {one.site for one in plan.incidents} <= {EVERYWHERE, *plan.sites}


def test_incidents_of_other_sites_and_later_days_are_left_out() -> None:
    few = incidents(START, 4, ["bangsaonline"])
    assert [(one.kind, one.site) for one in few] == [("burst", "bangsaonline")]


def test_a_burst_brings_more_than_the_feed_shows() -> None:
    served = web("burst", count=45)
    came = [piece for piece in served.world.by_site["bangsaonline"] if TEN < piece.published < TEN + timedelta(hours=1)]
    assert len(came) >= 45
    _, feed = get(served, FEED, NOON)
    assert feed.count("<item>") == 20


def test_a_short_list_shows_the_newest_few_and_the_articles_answer_as_ever() -> None:
    served = web("short_list", count=9, shown=3)
    _, feed = get(served, FEED, NOON)
    assert feed.count("<item>") == 3
    assert get(served, article(served), NOON)[0] == 200
    assert get(served, FEED, TEN + timedelta(hours=9))[1].count("<item>") == 20


def test_a_restart_is_an_outage_after_which_the_lists_have_forgotten() -> None:
    served = web("restart", count=8, down=4)
    assert served.answer(FEED, BROWSER, NOON).drop
    _, feed = get(served, FEED, TEN + timedelta(hours=5))
    assert 1 <= feed.count("<item>") < 12
    assert get(served, FEED, TEN + timedelta(hours=9))[1].count("<item>") == 20


@pytest.mark.parametrize(
    ("kind", "feed", "home", "page"),
    [
        ("redesign_articles", "<rss", 'class="bangsaonline-main"', 'class="baru-judul"'),
        ("redesign_lists", "<rss", 'class="baru-bangsaonline-main"', 'class="judul"'),
        ("feed_404", "404 Not Found", 'class="bangsaonline-main"', 'class="judul"'),
        ("feed_html", "sedang dalam perbaikan", 'class="bangsaonline-main"', 'class="judul"'),
        ("hacked", "Slot Gacor", "Slot Gacor", "Slot Gacor"),
        ("challenge", "Just a moment", "Just a moment", "Just a moment"),
        ("consent", "<rss", "cookie", "cookie"),
    ],
)
def test_each_trouble_shows_on_its_kind_of_page_while_it_lasts(kind: Kind, feed: str, home: str, page: str) -> None:
    served = web(kind)
    url = article(served)
    assert [words in get(served, asked, NOON)[1] for words, asked in ((feed, FEED), (home, HOME), (page, url))] == [
        True, True, True,
    ]  # fmt: skip
    assert "<rss" in get(served, FEED, TEN + timedelta(hours=9))[1]
    assert 'class="judul"' in get(served, url, TEN - timedelta(seconds=1))[1]


def test_a_frozen_feed_stands_still_beside_a_front_page_that_goes_on() -> None:
    served = web("feed_frozen")
    new = next(p for p in served.world.shelf("bangsaonline", TEN + timedelta(hours=7)).live() if p.published > TEN)
    now = new.published + timedelta(minutes=1)
    assert new.versions[0].title[:20] not in get(served, FEED, now)[1]
    assert get(served, FEED, now) == get(served, FEED, TEN)
    assert new.url in get(served, HOME, now)[1]


def test_a_holiday_is_quiet_everywhere_and_leaves_no_copy_without_its_original() -> None:
    done = Incident("holiday", EVERYWHERE, TEN, TEN + timedelta(days=1), share=0.0)
    world = build(replace(PLAN, incidents=(done,), copied=0.3))
    assert not [piece for piece in world.publications if done.since <= piece.published < done.until]
    known = {piece.url for piece in world.publications}
    copies = [piece.copy_of for piece in world.publications if piece.copy_of]
    assert copies
    assert set(copies) <= known


def test_the_truth_tells_of_every_incident() -> None:
    told = truth(web("short_list", count=9, shown=3))["incidents"]
    assert [(one["kind"], one["site"], one["since"]) for one in told] == [
        ("short_list", "bangsaonline", TEN.isoformat())
    ]


def test_visits_are_edited_and_taken_down_days_later() -> None:
    world = build(replace(PLAN, days=8, visits=30, later_edits=1.0, sites=tuple(every_outlet())))
    pieces = [piece for piece in world.publications if piece.kind == "visit" and not piece.archive]
    ends = [piece.deleted or piece.versions[-1].at for piece in pieces]
    waits = [end - piece.published for end, piece in zip(ends, pieces, strict=True)]
    assert min(waits) >= timedelta(days=1)
    assert max(waits) <= timedelta(days=7)
    assert {bool(piece.deleted) for piece in pieces} == {True, False}
