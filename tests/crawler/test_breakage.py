"""What is wrong with a site, cause by cause; every page and count here is synthetic."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health.breakage import Diagnosis, diagnose
from crawler.health.causes import STEPS, Cause
from crawler.health.looks import Look
from crawler.health.signs import ARTICLES, PAGES, Answer, History, Page, Seen, Stand
from crawler.page.refusals import EMPTY, MISSING
from storage.health.alarms import NOTES
from storage.health.harvest import Fields, Usual
from storage.health.nowhere import Nowhere
from wording.facts import telling

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 10, 14, 12, tzinfo=WIB)
FEED, LIST = "https://warta.example/feed", "https://warta.example/indeks?page=0"
WELL = Fields(title=True, published=True, author=True, layout=True, length=2_000)
USUAL = {
    FEED: Usual(answers=60, least=20, look="xml", days=9),
    LIST: Usual(answers=60, least=12, look="html", days=9),
}
HISTORY = History(USUAL, [WELL] * 60)


def answer(source: str, look: Look | None = None, status: int | None = 200, **values: object) -> Answer:
    usual = USUAL[source].look if source in USUAL else "html"
    made = Answer(source, source, status, look or usual, 20, troubled=status != 200 or look is not None)  # type: ignore[arg-type]
    return replace(made, **values)  # type: ignore[arg-type]


FEED_IS_WELL, LIST_IS_WELL = answer(FEED), answer(LIST)


def page(number: int, reason: str | None = None, look: Look = "html", body: str = "") -> Page:
    return Page(f"https://warta.example/berita/{number}/kabar", look, body or f"isi {number}", reason)


def causes(found: Diagnosis) -> list[tuple[str, str]]:
    return [(one.cause, one.subject) for one in found.found]


def test_each_cause_says_what_to_do_next() -> None:
    assert set(STEPS) == set(get_args(Cause))
    assert all(len(step) > 20 for step in STEPS.values())


def test_a_site_that_is_well_has_no_findings() -> None:
    seen = Seen(NOW, [FEED_IS_WELL, LIST_IS_WELL], [page(1), page(2)], [WELL, WELL])
    found = diagnose(seen, HISTORY)
    assert causes(found) == []
    assert {("feed_dead", FEED), ("redesign", LIST), ("hacked", ""), ("bodies_empty", ARTICLES)} <= found.well


@pytest.mark.fault("F1")
@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (answer(FEED, "html", listed=0), "feed_dead"),
        (answer(FEED, "empty", listed=0), "feed_dead"),
        (answer(FEED, "xml", listed=0), "feed_dead"),
        (answer(FEED, status=410, listed=0), "feed_dead"),
        (answer(FEED, status=404, listed=0), "feed_dead"),
        (answer(LIST, "html", listed=0), "redesign"),
        (answer(LIST, status=404, listed=0), "redesign"),
    ],
)
def test_a_source_that_has_changed_is_named_in_the_first_run(bad: Answer, cause: str) -> None:
    other = LIST_IS_WELL if bad.source == FEED else FEED_IS_WELL
    found = diagnose(Seen(NOW, [bad, other]), HISTORY)
    assert causes(found) == [(cause, bad.source)]
    assert bad.url in found.found[0].words and found.found[0].step == STEPS[cause]  # type: ignore[index]
    assert (cause, bad.source) not in found.well


def test_a_source_that_never_answered_is_not_called_dead() -> None:
    guess = Answer("https://warta.example/rss", "https://warta.example/rss", 404, "html", 0, troubled=True)
    assert causes(diagnose(Seen(NOW, [guess, FEED_IS_WELL]), HISTORY)) == []


def test_a_source_that_its_reader_took_as_it_should_be_is_well() -> None:
    """A day without articles, the page after the last."""
    assert causes(diagnose(Seen(NOW, [answer(LIST, listed=0), FEED_IS_WELL]), HISTORY)) == []


def by_day(*pages: tuple[int | None, int]) -> list[Answer]:
    """The pages of a list by day: what each shows now, and the most that it ever has."""
    return [
        answer(LIST, url=f"{LIST}&hari={number}", listed=shown, shown=shown, most=most)
        for number, (shown, most) in enumerate(pages)
    ]


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([(0, 0), (0, 7)], True),
        ([(0, 0), (7, 7)], False),
        ([(0, 0), (0, 2)], False),
        ([(0, 0), (None, 7)], False),
        ([(0, 0), (0, 0)], False),
    ],
)
def test_a_list_by_day_does_not_lose_what_it_has_shown(pages: list[tuple[int | None, int]], found: bool) -> None:
    """Not yet anything of today is no trouble; yesterday's articles gone with it are."""
    told = diagnose(Seen(NOW, [FEED_IS_WELL, *by_day(*pages)]), HISTORY)
    assert causes(told) == ([("redesign", LIST)] if found else [])
    assert (("redesign", LIST) in told.well) != all(shown == 0 for shown, _ in pages)


def test_a_sitemap_of_the_last_days_news_may_run_empty() -> None:
    empty = answer(FEED, listed=0, shown=0, most=9)
    for one in (empty, replace(empty, status=304, look=None, listed=None)):
        assert causes(diagnose(Seen(NOW, [one, LIST_IS_WELL]), HISTORY)) == []


def stands(behind: int, usual: Usual, source: str = FEED) -> Diagnosis:
    stand = Stand(source, source, NOW - timedelta(days=1), behind)
    return diagnose(Seen(NOW, [FEED_IS_WELL, LIST_IS_WELL], stands=[stand]), History(USUAL | {source: usual}))


def test_a_source_that_stands_still_beside_others_is_named_once_they_are_far_ahead() -> None:
    usual = replace(USUAL[FEED], behind=1, moved=9)
    assert causes(stands(8, usual)) == []
    found = stands(9, usual)
    assert causes(found) == [("feed_dead", FEED)]
    assert "13 Oct 12:00" in telling("en").line(found.found[0].words)
    assert causes(stands(20, replace(usual, behind=5))) == [], "one that always lags"
    assert causes(stands(9, replace(usual, moved=4))) == [], "too little known"
    assert causes(stands(9, replace(USUAL[LIST], behind=1, moved=9), LIST)) == [("fewer_items", LIST)]


@pytest.mark.fault("F3")
@pytest.mark.parametrize(("listed", "found"), [(6, True), (7, False), (12, False), (None, False)])
def test_half_the_items_gone(listed: int | None, found: bool) -> None:
    seen = Seen(NOW, [FEED_IS_WELL, answer(LIST, listed=listed)])
    assert causes(diagnose(seen, HISTORY)) == ([("fewer_items", LIST)] if found else [])


@pytest.mark.fault("F3")
def test_half_of_few_items_is_no_alarm() -> None:
    seen = Seen(NOW, [FEED_IS_WELL, answer(LIST, listed=2)])
    for few in (replace(USUAL[LIST], least=6), replace(USUAL[LIST], days=3), replace(USUAL[LIST], answers=9)):
        assert causes(diagnose(seen, History(USUAL | {LIST: few}, [WELL] * 60))) == []


@pytest.mark.fault("D11")
@pytest.mark.parametrize("look", ["challenge", "consent", "login", "hacked", "parked"])
def test_what_stands_in_the_way_of_one_source_is_named_at_once(look: Look) -> None:
    found = diagnose(Seen(NOW, [answer(FEED, look, status=200, listed=0), LIST_IS_WELL]), HISTORY)
    assert causes(found) == [(look, "")]
    assert (look, "") not in found.well


@pytest.mark.parametrize("look", ["challenge", "consent", "login", "hacked", "parked"])
def test_what_stands_in_the_way_of_articles_needs_two_and_the_half(look: Look) -> None:
    def of(bad: int, good: int) -> list[tuple[str, str]]:
        shown = [page(number, "x", look) for number in range(bad)] + [page(90 + number) for number in range(good)]
        return causes(diagnose(Seen(NOW, [FEED_IS_WELL], shown), HISTORY))

    assert of(2, 2) == of(3, 1) == [(look, ARTICLES)]
    assert of(1, 0) == of(2, 3) == []


@pytest.mark.fault("D11")
def test_a_challenge_with_an_error_status_is_a_challenge() -> None:
    assert causes(diagnose(Seen(NOW, [answer(FEED, "challenge", status=503, listed=0)]), HISTORY)) == [
        ("challenge", "")
    ]


def down(failing: int, hours: float, status: int | None = 500) -> Diagnosis:
    usual = Usual(60, 20, "xml", failing, NOW - timedelta(hours=hours))
    seen = Seen(NOW, [answer(FEED, status=status, listed=0)])
    return diagnose(seen, History({FEED: usual}, [WELL] * 60))


def test_a_site_is_unreachable_once_it_fails_again_an_hour_later() -> None:
    assert causes(down(0, 0)) == causes(down(1, 0.5)) == []
    assert causes(down(1, 1)) == causes(down(1, 1, status=None)) == [("unreachable", "")]
    assert causes(down(1, 1, status=403)) == [("refused", "")]


def test_a_source_that_fails_while_the_others_answer_takes_longer() -> None:
    def of(failing: int, hours: float) -> list[tuple[str, str]]:
        usual = USUAL | {FEED: Usual(60, 20, "xml", failing, NOW - timedelta(hours=hours))}
        return causes(diagnose(Seen(NOW, [answer(FEED, status=500, listed=0), LIST_IS_WELL]), History(usual)))

    assert of(0, 0) == of(1, 9) == of(2, 2) == []
    assert of(2, 3) == of(1, 12) == [("feed_dead", FEED)]


def kept_out(why: str, *others: Answer, failing: int = 3) -> Diagnosis:
    usual = {one: replace(USUAL[one], failing=failing, failing_since=NOW - timedelta(hours=4)) for one in USUAL}
    out = [answer(one, None, None, listed=0, kept_out=why) for one in (FEED, LIST) if one not in _of(others)]
    return diagnose(Seen(NOW, [*out, *others]), History(usual))


def _of(answers: Sequence[Answer]) -> set[str]:
    return {one.source for one in answers}


@pytest.mark.fault("F5")
def test_a_source_that_is_not_even_asked_is_named_with_what_keeps_it_out() -> None:
    nameless, forbidden = "unreachable: no address for rss.warta.example", "robots.txt forbids it"
    for why, cause in ((nameless, "feed_dead"), (forbidden, "refused")):
        found = kept_out(why, LIST_IS_WELL)
        assert causes(found) == [(cause, FEED)] and why in telling("en").line(found.found[0].words)
        assert causes(kept_out(why, LIST_IS_WELL, failing=1)) == []
    assert ("refused", LIST) in found.well


@pytest.mark.fault("F5")
def test_a_site_that_is_kept_out_of_whole_is_one_alarm_that_tells_why() -> None:
    robots = Answer(
        "https://warta.example/robots.txt", "https://warta.example/robots.txt", 200, "other", is_robots=True
    )
    shut = replace(robots, status=503)
    for why, beside, cause, words in (
        ("robots.txt forbids it", robots, "refused", "robots.txt forbids it"),
        ("robots.txt of warta.example answers 503", shut, "unreachable", "robots.txt answers 503"),
        ("unreachable: no address for warta.example", replace(robots, status=None), "unreachable", "gives no answer"),
    ):
        found = kept_out(why, beside)
        assert causes(found) == [(cause, "")] and words in telling("en").line(found.found[0].words)


def test_robots_that_cannot_be_read_keep_the_whole_site_away() -> None:
    robots = "https://warta.example/robots.txt"
    usual = {robots: Usual(5, None, "other", 1, NOW - timedelta(hours=2))}
    seen = Seen(NOW, [Answer(robots, robots, 503, "html", 0, is_robots=True)])
    assert causes(diagnose(seen, History(usual))) == [("unreachable", "")]


@pytest.mark.fault("F2", "E9")
def test_empty_bodies() -> None:
    empty = [page(number, f"{EMPTY} (0 characters)") for number in range(3)]
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], empty), HISTORY)) == [("bodies_empty", ARTICLES)]
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], empty[:1]), HISTORY)) == [("bodies_empty", ARTICLES)]
    some_before = replace(HISTORY, empty_pages=2)
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], empty[:1]), some_before)) == []
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], empty[:1]), replace(HISTORY, fields=[WELL] * 5))) == []
    among_good = [*empty, *(page(90 + number) for number in range(4))]
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], among_good), HISTORY)) == []


@pytest.mark.fault("D9")
def test_soft_404s_by_their_words_and_by_their_body() -> None:
    missing = [page(number, MISSING) for number in range(3)]
    one_body = [page(number, body="sama saja") for number in range(3)]
    for shown in (missing, one_body):
        assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], shown), HISTORY)) == [("soft_404", ARTICLES)]
        assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], shown[:2]), HISTORY)) == []


def test_a_host_that_answers_any_address_is_a_note_and_ends_with_a_404() -> None:
    def of(status: int | None) -> Diagnosis:
        asked = Nowhere("warta.example", "https://warta.example/berita/0/x", NOW, status)
        return diagnose(Seen(NOW, [FEED_IS_WELL], nowhere=[asked]), HISTORY)

    assert causes(of(200)) == [("answers_all", "warta.example")] and "answers_all" in NOTES
    assert causes(of(404)) == [] and ("answers_all", "warta.example") in of(404).well
    assert causes(of(None)) == [] and ("answers_all", "warta.example") not in of(None).well


def test_articles_that_fit_no_layout() -> None:
    misfit = replace(WELL, layout=False)
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], [misfit], unlike=True), HISTORY)) == [
        ("redesign", ARTICLES)
    ]
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], [misfit], unlike=False), HISTORY)) == []
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], [misfit] * 3), HISTORY)) == [("redesign", ARTICLES)]
    before = replace(HISTORY, fields=[misfit, misfit, *HISTORY.fields])
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], [misfit], unlike=False), before)) == [
        ("redesign", ARTICLES)
    ], "one by one, each in a run of its own"
    mixed = History(USUAL, [WELL, misfit] * 30)
    assert causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], [misfit] * 3), mixed)) == []


def test_pages_built_otherwise_where_no_layout_could_tell() -> None:
    plain = replace(WELL, layout=False)
    without = History(USUAL, [plain] * 60)
    seen = Seen(NOW, [FEED_IS_WELL], [page(1)], [plain], unlike=True)
    assert causes(diagnose(seen, without)) == [("redesign", PAGES)]
    assert causes(diagnose(seen, replace(without, fields=[plain] * 10))) == [], "too few to tell"
    assert causes(diagnose(replace(seen, read=[WELL]), without)) == [], "the site's own layout fits"
    assert ("redesign", PAGES) in diagnose(replace(seen, unlike=False), without).well


@pytest.mark.fault("F2")
@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("title", replace(WELL, title=False)),
        ("date", replace(WELL, published=False)),
        ("author", replace(WELL, author=False)),
        ("length", replace(WELL, length=300)),
    ],
)
def test_a_lost_field_is_named_after_a_few_articles(name: str, lost: Fields) -> None:
    def of(read: list[Fields], before: list[Fields]) -> list[tuple[str, str]]:
        return causes(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], read), History(USUAL, before)))

    long = [WELL] * 100
    assert of([lost] * 3, long) == [("field_lost", name)]
    assert of([lost], [lost, lost, *long]) == [("field_lost", name)], "over several runs of one article each"
    assert of([lost], long) == of([lost, WELL, WELL], long) == of([lost] * 3, [WELL] * 10) == []
    assert of([lost] * 3, [WELL, lost] * 50) == [], "one in two lacked it before"


@given(st.data())
def test_no_run_of_a_site_as_it_always_was_is_an_alarm(data: st.DataObject) -> None:
    looks = st.sampled_from([FEED_IS_WELL, LIST_IS_WELL, answer(FEED, status=304, listed=None, troubled=False)])
    count = st.integers(min_value=0, max_value=5)
    seen = Seen(NOW, data.draw(st.lists(looks, max_size=3)), [page(n) for n in range(data.draw(count))], [WELL] * 2)
    assert causes(diagnose(seen, HISTORY)) == []


def test_a_month_of_fields_by_chance_raises_fewer_than_one_alarm() -> None:
    """200 articles a month, a fifth without an author and a tenth without a date, one to four a run; 30 sites."""
    choose = random.Random(1)
    alarms = 0
    for _site in range(30):
        before: list[Fields] = []
        for _run in range(80):
            read = [
                replace(
                    WELL,
                    author=choose.random() > 0.2,
                    published=choose.random() > 0.1,
                    length=choose.randint(500, 5_000),
                )
                for _ in range(choose.randint(1, 4))
            ]
            alarms += len(diagnose(Seen(NOW, [FEED_IS_WELL], [page(1)], read), History(USUAL, before[:200])).found)
            before = [*reversed(read), *before]
    assert alarms < 3


def test_a_list_that_is_short_after_a_holiday_is_not_halved() -> None:
    short = [FEED_IS_WELL, answer(LIST, listed=5)]
    assert causes(diagnose(Seen(NOW, short, []), HISTORY)) == [("fewer_items", LIST)]
    after = datetime(2026, 3, 23, 21, tzinfo=WIB)  # Idul Fitri was on the 21st and the 22nd
    assert causes(diagnose(Seen(after, short, []), HISTORY)) == []
