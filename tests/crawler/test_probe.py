"""A site's check shows what is there, and says what is wrong with its next step. The site is synthetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.asking import Ask, asking
from crawler.facts import Feed, Listing, Pattern, SiteFacts, Source, WordPress
from crawler.lists import searches
from crawler.new_site.probe import Probe, probe
from crawler.new_site.proof import Wrong, figures, wrong
from crawler.run import complete
from storage.database import Database, open_database
from tests import hostile as web
from tests import warta

FACTS = warta.Warta.facts
SEARCH = f"{warta.HOME}/cari?q=banyuwangi"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "crawl.db", create=True) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        warta.publish(running, 1, 2, 3, 4)
        yield running


def checked(
    server: web.Hostile, db: Database, facts: SiteFacts = FACTS, now: datetime = warta.NOW
) -> tuple[Probe, list[Wrong]]:
    config = warta.config(server, db.path.parent, now=now)

    def work(ask: Ask) -> object:
        return probe(ask, "warta", facts, now)

    seen: Probe = complete(asking(work, config, db, facts=facts, limits=warta.QUICK))  # type: ignore[arg-type]
    return seen, wrong(seen)


def with_source(*sources: Source) -> SiteFacts:
    return replace(FACTS, sources=sources)


def test_a_site_that_is_as_its_file_says_passes(server: web.Hostile, db: Database) -> None:
    seen, problems = checked(server, db)
    assert problems == []
    (source,) = seen.sources
    assert (len(source.keys), source.newest, source.documents) == (
        4,
        datetime.fromisoformat("2026-10-14T08:00+07:00"),
        1,
    )
    assert [one.words for one in seen.robots] == ["none"]
    assert [one.dated_by for one in seen.articles] == ["page"] * 3
    article = seen.articles[0].article
    assert article is not None
    assert (article.title, article.site_id, article.method) == (warta.title(1), "1", "layout sintetis")
    assert figures(seen) == {
        "sources": 1, "sources_read": 1, "listed": 4, "newest": "2026-10-14T08:00:00+07:00", "opened": 3, "titles": 3,
        "dates": 3, "bodies": 3, "authors": 0,
    }  # fmt: skip


def test_only_so_much_is_asked_for(server: web.Hostile, db: Database) -> None:
    checked(server, db)
    assert server.urls() == [warta.FEED, warta.FEED, *(warta.article_url(number) for number in (1, 2, 3))]


def test_what_robots_txt_forbids_is_not_asked_for(server: web.Hostile, db: Database) -> None:
    server.answers[f"{warta.HOME}/robots.txt"] = web.page("User-agent: *\nDisallow: /feed\n", content_type="text/plain")
    _, problems = checked(server, db)
    assert server.urls() == []
    assert problems[0].what == f"{warta.FEED}: robots.txt forbids it"
    assert problems[0].step.startswith("take this source out")


def test_a_host_without_readable_rules_is_one_problem(server: web.Hostile, db: Database) -> None:
    server.answers[f"{warta.HOME}/robots.txt"] = web.page("", 503)
    _, problems = checked(server, db)
    assert [one.what for one in problems] == [f"{warta.HOST} answers 503: not asked again in this run"]


def test_a_search_that_finds_what_nobody_wrote_is_none(server: web.Hostile, db: Database) -> None:
    facts = with_source(Listing(SEARCH, "D", item="li", title="a::text"))
    server.answers[SEARCH] = warta.indeks([1, 2])
    server.answers[f"{warta.HOME}/cari?q={searches.NONSENSE}"] = warta.indeks([3, 4])
    _, problems = checked(server, db, facts)
    assert len(problems) == 1 and "finds 2 for 'qzwvxkjhq'" in problems[0].what


def test_one_card_that_a_search_always_shows_is_no_find(server: web.Hostile, db: Database) -> None:
    facts = with_source(Listing(SEARCH, "D", item="li", title="a::text"))
    warta.publish(server, *range(1, 13))
    server.answers[SEARCH] = warta.indeks(list(range(1, 13)))
    server.answers[f"{warta.HOME}/cari?q={searches.NONSENSE}"] = warta.indeks([12])
    seen, problems = checked(server, db, facts)
    assert problems == []
    assert "finds 1 for 'qzwvxkjhq', among 12 for its own word" in (seen.sources[0].search or "")


@pytest.mark.parametrize("answer", [warta.indeks([]), web.page("", 404)])
def test_a_search_that_finds_nothing_for_nonsense_passes(server: web.Hostile, db: Database, answer: web.Answer) -> None:
    facts = with_source(Listing(SEARCH, "D", item="li", title="a::text"))
    server.answers[SEARCH] = warta.indeks([1, 2])
    server.answers[f"{warta.HOME}/cari?q={searches.NONSENSE}"] = answer
    seen, problems = checked(server, db, facts)
    assert problems == []
    assert seen.sources[0].search == "finds nothing for 'qzwvxkjhq'"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Listing("https://a.example/?s=kopi&page={page}", "D"), "https://a.example/?s=qzwvxkjhq&page={page}"),
        (Listing("https://a.example/search/banyuwangi", "D"), "https://a.example/search/qzwvxkjhq"),
        (WordPress("https://a.example", "D", "kopi"), WordPress("https://a.example", "D", searches.NONSENSE)),
        (Listing("https://a.example/tag/banyuwangi", "D"), None),
        (WordPress("https://a.example", "D"), None),
        (Feed("https://a.example/?s=kopi&feed=rss2", "D"), None),
    ],
)
def test_a_search_is_told_by_its_address(source: Source, expected: object) -> None:
    found = searches.nonsense(source)
    assert (found.url if isinstance(expected, str) and found else found) == expected


def test_a_layout_that_fits_no_page_is_named(server: web.Hostile, db: Database) -> None:
    layouts = (replace(FACTS.layouts[0], body=".lama"),)
    _, problems = checked(server, db, replace(FACTS, layouts=layouts))
    assert len(problems) == 3
    assert all("no layout of the site file fits the page" in one.what for one in problems)


def test_a_silent_site_is_noticed(server: web.Hostile, db: Database) -> None:
    _, problems = checked(server, db, now=warta.NOW + timedelta(days=40))
    assert [one.what for one in problems] == ["the newest article is 40 days old"]


def test_a_title_that_stands_on_every_page_is_none(server: web.Hostile, db: Database) -> None:
    for number in (1, 2, 3):
        server.answers[warta.article_url(number)] = web.page(warta.article(number, headline="Warta Sintetis Glagah"))
    _, problems = checked(server, db)
    assert [one.what for one in problems] == ["different articles have the same title"]


def test_addresses_of_another_form_are_named(server: web.Hostile, db: Database) -> None:
    facts = replace(FACTS, article=Pattern(r"/kabar/\d+$", "D"))
    _, problems = checked(server, db, facts)
    assert "none of which has the form of the site's articles" in problems[0].what


def test_articles_that_are_gone_are_passed_over_and_too_many_of_them_are_wrong(
    server: web.Hostile, db: Database
) -> None:
    server.answers[warta.article_url(1)] = web.page("", 404)
    seen, problems = checked(server, db)
    assert problems == [] and [one.refused for one in seen.articles] == ["answers 404", None, None, None]
    for number in (2, 3, 4):
        server.answers[warta.article_url(number)] = web.page("<html><body>Silakan masuk</body></html>")
    _, problems = checked(server, db)
    assert problems[0].what == "only 0 of 4 articles could be read"


def test_a_check_goes_into_the_ledger_and_leaves_no_validators(server: web.Hostile, db: Database) -> None:
    from storage import sites

    with db.write():
        sites.register(db, "warta", [warta.HOST], warta.NOW)
    config = warta.config(server, db.path.parent, now=warta.NOW)
    complete(asking(lambda ask: probe(ask, "warta", FACTS, warta.NOW), config, db, facts=FACTS, site="warta"))
    rows = db.rows("SELECT run, kind, count(*) AS n FROM fetch GROUP BY run, kind ORDER BY kind")
    assert [(row["run"], row["kind"], row["n"]) for row in rows] == [
        (None, "article", 3), (None, "robots", 1), (None, "source", 2),
    ]  # fmt: skip
    assert db.rows("SELECT * FROM validator WHERE body_hash IS NOT NULL") == []


def test_an_error_in_the_work_comes_out(server: web.Hostile, db: Database) -> None:
    async def broken(_: Ask) -> None:
        raise LookupError("sintetis")

    with pytest.raises(LookupError, match="sintetis"):
        complete(asking(broken, warta.config(server, db.path.parent, now=warta.NOW), db, facts=FACTS))


def test_another_host_is_not_asked(server: web.Hostile, db: Database) -> None:
    async def astray(ask: Ask) -> str:
        return (await ask.get("https://lain.example/")).words

    config = warta.config(server, db.path.parent, now=warta.NOW)
    assert complete(asking(astray, config, db, facts=FACTS)) == "off site: lain.example"
    assert server.asked == []
