"""A site's past is read window after window: politely, resumably, and without a trace in the daily runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from sqlite_utils import Database as SqliteDatabase

from article import RunReport
from cli import jujugan
from commands.backfill import holder
from config import ROOT, Config
from crawler.facts import Feed, Listing, Pattern, SiteFacts, Sitemap, WordPress
from crawler.past import reach
from crawler.past.archive import Archive, read_captures
from crawler.past.backfill import Counts, NothingToAsk, Teller, backfill_site
from crawler.press import queries
from crawler.run import complete, run_site
from crawler.site import NewsSite
from detect.profile import load_profile
from spiders.elsewhere import Elsewhere
from spiders.mediakampung import Mediakampung
from storage import candidates, runs, sites
from storage.database import Database, open_database
from storage.digest import untold
from storage.health import backfill, beats, gaps
from storage.health.backfill import Window
from storage.migrations.s01_first import first_schema
from storage.migrations.s02_decisions import decisions
from storage.migrations.s03_gaps import gaps_schema
from storage.migrations.s04_alarms import alarms
from storage.migrations.s05_lifecycle import lifecycle
from storage.migrations.s06_backfill import backfill_schema
from tests import hostile as web
from tests import warta

# Every outlet, headline and address here is synthetic.
NOW = warta.NOW
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 10)
BY_DAY = Listing(f"{warta.HOME}/indeks/{{date:%Y-%m-%d}}?page={{page}}", "D", item="li", title="a::text")
MAP = Sitemap(f"{warta.HOME}/peta.xml", "D")
POSTS = WordPress(warta.HOME, "D")


class Past:
    """Back-fills of the synthetic site, in a database of their own."""

    def __init__(self, server: web.Hostile, folder: Path) -> None:
        self.server = server
        self.config = warta.config(server, folder, now=NOW)
        self.site = warta.with_sources(BY_DAY)
        self.told: list[str] = []
        self.held: list[str] = []
        self.slept: list[float] = []

    def __call__(self, since: date = SINCE, until: date = UNTIL, **options: Any) -> Counts:
        self.server.asked.clear()
        self.told.clear()
        return backfill_site(
            self.site,
            self.config,
            since,
            until,
            hold=lambda _: options.pop("hold", None) or (lambda: None),
            sleep=self.slept.append,
            tell=Teller(self.tell, self.held.append),
            limits=warta.QUICK,
        )

    def tell(self, window: Window, report: RunReport, done: int, of: int) -> None:
        self.told.append(f"{window.since}..{window.until} {report.state} {report.new} {done}/{of}")

    def database(self) -> Database:
        return open_database(self.config.database)


@pytest.fixture
def fill(server: web.Hostile, tmp_path: Path) -> Past:
    for day in range(1, 11):
        publish(server, day)
    return Past(server, tmp_path)


def publish(server: web.Hostile, day: int) -> None:
    """Two articles on a day of March, in the index of that day."""
    numbers = (day * 10, day * 10 + 1)
    stated = f"2026-03-{day:02}T08:00:00+07:00"
    start = f"{warta.HOME}/indeks/2026-03-{day:02}?page="
    server.answers[f"{start}1"] = warta.indeks(numbers)
    server.answers[f"{start}2"] = warta.indeks([])
    for number in numbers:
        server.answers[warta.article_url(number)] = web.page(warta.article(number, published=stated))


def pages_asked(server: web.Hostile) -> list[str]:
    return [url for url in server.urls() if "/berita/" in url]


def test_an_index_by_day_is_read_day_by_day(fill: Past) -> None:
    counts = fill()
    assert (counts.new, counts.finished, counts.is_whole) == (20, counts.windows, True), fill.told
    with fill.database() as db:
        assert {row["baseline"] for row in db.rows("SELECT baseline FROM article")} == {1}
        assert len(backfill.finished(db, "warta")) == counts.windows


def test_a_second_time_nothing_is_asked(fill: Past) -> None:
    fill()
    counts = fill()
    assert (counts.known, counts.finished, counts.new) == (counts.windows, 0, 0)
    assert fill.server.asked == []


def test_a_window_that_listed_nothing_is_asked_again_the_next_time(fill: Past) -> None:
    shown = dict(fill.server.answers)
    for day in range(1, 11):
        fill.server.answers[f"{warta.HOME}/indeks/2026-03-{day:02}?page=1"] = warta.indeks([])
    counts = fill()
    assert (counts.seen, counts.is_whole) == (0, True)
    fill.server.answers.update(shown)
    assert fill().new == 20


def test_a_longer_stretch_asks_for_the_new_windows_only(fill: Past) -> None:
    fill(until=date(2026, 3, 4))
    first = len(pages_asked(fill.server))
    counts = fill()
    assert first == 8 and counts.new == 12
    assert len(pages_asked(fill.server)) == 12


def test_a_window_that_could_not_be_read_is_left_for_the_next_time(fill: Past) -> None:
    page = warta.article_url(30)
    good = fill.server.answers[page]
    fill.server.answers[page] = web.page("", 500)
    counts = fill()
    assert not counts.is_whole and counts.failed == 1 and counts.new == 19
    fill.server.answers[page] = good
    counts = fill()
    assert counts.is_whole and counts.new == 1
    assert pages_asked(fill.server) == [page]


def test_an_index_that_does_not_answer_leaves_its_window_unfinished(fill: Past) -> None:
    fill.server.answers[f"{warta.HOME}/indeks/2026-03-05?page=1"] = web.page("", 500)
    counts = fill()
    assert not counts.is_whole and counts.new == 18


def test_a_back_fill_leaves_no_trace_in_the_daily_runs(fill: Past) -> None:
    fill.server.answers[warta.article_url(30)] = web.page("", 500)
    fill()
    with fill.database() as db:
        assert runs.latest(db, "warta") is None
        assert not sites.baseline_done(db, "warta")
        assert candidates.pending(db, "warta", 99) == []
        assert sites.came(db, "warta", NOW - timedelta(days=365)) == []
        assert gaps.coverage(db, "warta") == {} and gaps.standing(db) == []
        keys = [row["key"] for row in db.rows("SELECT key FROM candidate")]
        assert gaps.seen_until(db, "warta", keys, 99) == {}
        assert db.rows("SELECT * FROM alarm") == []


def test_a_back_fill_keeps_what_the_daily_runs_ask_by(server: web.Hostile, fill: Past) -> None:
    fill.site = warta.sitemap_site()
    urls = "".join(f"<url><loc>{warta.article_url(n)}</loc><lastmod>2026-03-04</lastmod></url>" for n in (40, 41))
    server.answers[warta.SITEMAP] = web.conditional(f"<urlset>{urls}</urlset>", '"satu"', content_type="text/xml")
    complete(run_site(fill.site, fill.config, now=NOW, limits=warta.QUICK))
    fill()
    report = complete(run_site(fill.site, fill.config, now=NOW + timedelta(hours=1), limits=warta.QUICK))
    assert (report.not_modified, report.new) == (1, 0)


def test_a_daily_run_after_a_back_fill_is_the_first_one(server: web.Hostile, fill: Past) -> None:
    fill()
    warta.publish(server, 101, 101, 500)
    report = complete(run_site(warta.Warta, fill.config, now=NOW, limits=warta.QUICK))
    assert (report.seen, report.known, report.new, report.state) == (2, 1, 1, "good")
    with fill.database() as db:
        latest = runs.latest(db, "warta")
        assert latest is not None and latest.baseline


def test_what_a_source_lists_later_proves_coverage_from_then_on(server: web.Hostile, fill: Past) -> None:
    fill()
    warta.publish(server, 101)
    complete(run_site(warta.Warta, fill.config, now=NOW, limits=warta.QUICK))
    with fill.database() as db:
        assert list(gaps.seen_until(db, "warta", ["101", "100"], 99)) == ["101"]


def test_old_visits_are_stored_and_are_no_news(fill: Past) -> None:
    text = (
        "<p>Sebanyak 42 pegawai Pemerintah Kabupaten Seruyan melakukan studi banding ke Kabupaten Banyuwangi, "
        "Rabu (4/3/2026). Rombongan belajar layanan desa digital dan diterima Sekretaris Daerah Banyuwangi.</p>"
    )
    page = warta.article(
        40, "Pemkab Seruyan Studi Banding ke Banyuwangi", text + warta.body(40), "2026-03-04T09:00:00+07:00"
    )
    fill.server.answers[warta.article_url(40)] = web.page(page)
    assert fill().flagged == 1
    with fill.database() as db:
        assert untold.visits(db) == [] and untold.flags(db) == ([], [])


def test_a_sitemap_is_read_by_its_dates(server: web.Hostile, fill: Past) -> None:
    fill.site = warta.with_sources(MAP)
    children = [("2026-04-01", "baru"), ("2026-03-12", "maret"), ("2025-12-31", "lama")]
    index = "".join(f"<sitemap><loc>{warta.HOME}/{n}.xml</loc><lastmod>{d}</lastmod></sitemap>" for d, n in children)
    server.answers[MAP.url] = warta.xml(f"<sitemapindex>{index}</sitemapindex>")
    entries = {"baru": [(900, "2026-03-28")], "maret": [(40, "2026-03-04"), (901, "2026-02-20")]}
    for name, listed in entries.items():
        urls = "".join(f"<url><loc>{warta.article_url(n)}</loc><lastmod>{d}</lastmod></url>" for n, d in listed)
        server.answers[f"{warta.HOME}/{name}.xml"] = warta.xml(f"<urlset>{urls}</urlset>")
    counts = fill()
    assert (counts.new, counts.is_whole) == (1, True), fill.told
    assert pages_asked(server) == [warta.article_url(40)]
    assert f"{warta.HOME}/lama.xml" not in server.urls()


def test_wordpress_is_asked_by_date(server: web.Hostile, fill: Past) -> None:
    fill.site = warta.with_sources(POSTS)
    windows = reach.windows(fill.site.facts, SINCE, UNTIL, today=NOW.date())
    for window in windows:
        [start] = reach.starts(POSTS, window)
        inside = [day for day in range(1, 11) if window.since <= date(2026, 3, day) <= window.until]
        posts = [
            {"link": warta.article_url(day * 10), "date_gmt": f"2026-03-{day:02}T01:00:00", "title": {"rendered": "x"}}
            for day in inside
        ]
        server.answers[start] = web.page(json.dumps(posts), content_type="application/json")
    counts = fill()
    assert (counts.new, counts.is_whole) == (10, True), fill.told


def test_a_shut_wordpress_listing_is_said(server: web.Hostile, fill: Past) -> None:
    fill.site = warta.with_sources(POSTS)
    for window in reach.windows(fill.site.facts, SINCE, UNTIL, today=NOW.date()):
        server.answers[reach.starts(POSTS, window)[0]] = web.page("<html><body>tutup</body></html>")
    assert not fill().is_whole


def test_a_site_that_cannot_be_asked_for_the_past_says_so(fill: Past) -> None:
    fill.site = warta.with_sources(Feed(warta.FEED, "D"))
    with pytest.raises(NothingToAsk, match="can be asked for the past"):
        fill()


def test_it_waits_while_the_site_is_busy_and_goes_on_after(fill: Past) -> None:
    answers = iter(["warta is being read", "warta is being read"])
    counts = fill(hold=lambda: next(answers, None))
    assert counts.is_whole
    assert fill.held == ["warta is being read"] and len(fill.slept) == 2


def test_it_gives_way_in_the_midst_of_a_window(fill: Past) -> None:
    def hold() -> str | None:
        asked = len(pages_asked(fill.server))
        if asked >= 5 and not fill.slept:
            return "the own run of warta is due"
        return None

    counts = fill(hold=hold)
    assert counts.is_whole and counts.new == 20
    assert fill.slept and any("partial" in line for line in fill.told)


ARCHIVE = Archive("https://arsip.example/web/{timestamp}id_/{url}")


def test_a_dead_site_is_read_from_an_archive(server: web.Hostile, fill: Past) -> None:
    fill.config = replace(fill.config, archive=ARCHIVE.template)
    live = {url: server.answers.pop(url) for url in list(server.answers)}
    rows = [["timestamp", "original"]]
    for number in (10, 11, 20):
        stamp, url = f"20260401{number:06}", warta.article_url(number).replace("https://", "http://")
        rows.append([stamp, url])
        server.answers[ARCHIVE.copy(f"{url}", stamp)] = live[warta.article_url(number)]
    rows += [["20260401000000", f"{warta.HOME}/tentang"], ["bukan waktu", warta.article_url(1)]]
    fill.site = archived()
    start = ARCHIVE.index(warta.HOST, SINCE, NOW.date())
    server.answers[start] = web.page(json.dumps([*rows, [], ["kunci 2"]]), content_type="application/json")
    server.answers[f"{start}&resumeKey=kunci%202"] = web.page("[]", content_type="application/json")
    counts = fill()
    assert (counts.new, counts.is_whole) == (3, True), (fill.told, server.urls())
    assert {url.partition("/web/")[0].partition("/cdx/")[0] for url in server.urls()} == {"https://arsip.example"}
    with fill.database() as db:
        assert {row["url"] for row in db.rows("SELECT url FROM article")} == {
            warta.article_url(n).replace("https://", "http://") for n in (10, 11, 20)
        }


def archived() -> type[NewsSite]:
    """The synthetic site as it was when it still answered over http."""
    facts = replace(warta.Warta.facts, article=Pattern(rf"^https?://{warta.HOST}/berita/\d+/", "D"))
    return type("WartaMati", (NewsSite,), {"name": "warta", "facts": facts})


@pytest.mark.parametrize(
    "body", [b"<html>503</html>", b'{"a": 1}', b"[[", b"[1, null, [], [2]]", b'[["a"], ["20260401000000", "ftp://x/"]]']
)
def test_no_index_of_captures_makes_it_raise(body: bytes) -> None:
    captures = read_captures(body, "https://arsip.example/cdx")
    assert captures.found == () and captures.more is None


def test_windows_begin_on_the_same_days_whatever_the_end_is() -> None:
    facts = warta.with_sources(BY_DAY).facts
    one, other = (reach.windows(facts, SINCE, SINCE + timedelta(days=days), today=NOW.date()) for days in (40, 43))
    assert set(one[1:]) <= set(other)
    days = [w.since + timedelta(days=n) for w in other for n in range((w.until - w.since).days + 1)]
    assert sorted(days) == [SINCE + timedelta(days=n) for n in range(44)]


def test_a_killed_back_fill_goes_on_where_it_was(server: web.Hostile, fill: Past, tmp_path: Path) -> None:
    """In a process of its own, killed in the midst of a window, then run again."""
    root = "https://tugujatim.id"
    wanted = reach.windows(site_facts(), SINCE, UNTIL, today=NOW.date())
    numbers = iter(range(600, 700))
    for one in wanted:
        [start] = reach.starts(WordPress(root, "D", "banyuwangi"), one)
        posts = []
        for number in (next(numbers) for _ in range(6)):
            url = f"{root}/kabar-sintetis-nomor-{number}/"
            posts.append({"link": url, "date_gmt": f"{one.until}T01:00:00", "title": {"rendered": f"x {number}"}})
            page = web.page(warta.article(number, published=f"{one.until}T08:00:00+07:00"))
            server.answers[url] = server.answers[url.rstrip("/")] = web.late(0.05, page)
        server.answers[start] = web.page(json.dumps(posts), content_type="application/json")
    config = replace(fill.config, database=tmp_path / "killed.db", now=None, run_seconds=60)
    command = [sys.executable, "-m", "cli", "backfill", "tugujatim", "--since", str(SINCE), "--until", str(UNTIL)]
    environment = os.environ | config.environment()
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_for(lambda: sum("kabar-sintetis" in one.url for one in server.asked) >= 3)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    server.asked.clear()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    with open_database(config.database) as db:
        read = db.rows("SELECT url FROM article")
        asked = db.rows("SELECT url, count(*) AS n FROM fetch WHERE kind = 'article' AND status = 200 GROUP BY url")
    assert len(read) == 6 * len(wanted)
    assert {row["n"] for row in asked} == {1}


def site_facts() -> SiteFacts:
    from spiders.tugujatim import Tugujatim

    return Tugujatim.facts


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


# The searches' past, and what the daily runs are given way to.

PAGE = "https://kabarseruni.example/berita/rombongan-belajar-layanan"
OWNED = "https://mediakampung.com/pemerintahan/meka-2026100100007/tamu-seruni"
TITLE = "Rombongan Seruni Studi Banding Layanan Desa ke Banyuwangi"


def test_the_searches_are_asked_for_the_past_as_far_as_they_reach() -> None:
    long_ago = reach.windows(Elsewhere.facts, date(2020, 1, 1), date(2020, 2, 1), today=NOW.date())
    assert {urlsplit(window.source).hostname for window in long_ago} == {"news.google.com"}
    recent = reach.windows(Elsewhere.facts, date(2026, 9, 1), date(2026, 9, 30), today=NOW.date())
    hosts = {urlsplit(window.source).hostname for window in recent}
    assert hosts == {"news.google.com", "api.gdeltproject.org"}


def test_a_search_of_the_past_leaves_a_sites_pages_to_the_sites_own_back_fill(server: web.Hostile, fill: Past) -> None:
    fill.site = Elsewhere
    fill.config = replace(fill.config, sites=("elsewhere", "mediakampung"))
    since, until = date(2026, 9, 28), date(2026, 10, 3)
    play_searches(server, fill.config, since, until)
    server.answers[PAGE] = web.page(warta.article(1, TITLE, published="2026-10-01T08:00:00+07:00"))
    server.answers[OWNED] = web.page(warta.article(7, published="2026-10-01T08:00:00+07:00"))
    counts = fill(since, until)
    assert (counts.new, counts.is_whole) == (1, True), fill.told
    with fill.database() as db:
        assert candidates.pending(db, "mediakampung", 9) == []
        assert [one.url for _, one in backfill.left_over(db, "mediakampung", 9)] == [OWNED]
    fill.site = Mediakampung
    assert fill(since, until).is_whole
    assert server.urls() == [OWNED]
    with fill.database() as db:
        rows = db.rows("SELECT site, baseline FROM article ORDER BY site")
    assert [tuple(row.values()) for row in rows] == [("elsewhere", 1), ("mediakampung", 1)]


def play_searches(server: web.Hostile, config: Config, since: date, until: date) -> None:
    """GDELT finds two pages, Google News nothing."""
    found = [{"url": url, "title": TITLE, "seendate": "20261001T030000Z"} for url in (PAGE, OWNED)]
    gdelt = web.page(json.dumps({"articles": found}), content_type="application/json")
    empty = warta.xml('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>')
    profile = load_profile(config.profiles[0])
    for query in Elsewhere.facts.queries:
        for window in reach.windows(Elsewhere.facts, since, until, today=NOW.date()):
            first = datetime.combine(window.since, datetime.min.time(), UTC)
            last = datetime.combine(window.until + timedelta(days=1), datetime.min.time(), UTC)
            for text in queries.texts(profile, queries.default_words().asked, query.terms):
                answer = gdelt if query.form == "gdelt" else empty
                server.answers[queries.address(query, text, first, last)] = answer


@pytest.fixture
def db(db: Database) -> Database:
    with db.write():
        sites.register(db, "detik", ("detik.com",), NOW)
    return db


def test_a_site_that_is_being_read_is_left_alone(db: Database) -> None:
    hold = holder(db, Config(sites=("detik",)), "detik", lambda: NOW)
    assert hold() is None
    with db.write():
        run = runs.start(db, "detik", NOW - timedelta(minutes=1), 1)
    assert hold() == "detik is being read"
    with db.write():
        runs.finish(db, run, RunReport("detik", "good"), NOW)
    assert hold() is None


def test_ones_own_run_is_no_reason_to_wait_but_another_back_fill_is(db: Database) -> None:
    hold = holder(db, Config(sites=("detik",)), "detik", lambda: NOW)
    with db.write():
        runs.start(db, "detik", NOW, os.getpid(), "past")
    assert hold() is None
    with db.write():
        runs.start(db, "detik", NOW, 1, "past")
    assert hold() == "detik is being read"


def test_a_run_whose_process_is_gone_is_no_reason_to_wait(db: Database) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with db.write():
        runs.start(db, "detik", NOW, gone.pid)
    assert holder(db, Config(sites=("detik",)), "detik", lambda: NOW)() is None


def test_a_run_that_was_killed_long_ago_is_no_reason_to_wait(db: Database) -> None:
    with db.write():
        runs.start(db, "detik", NOW - timedelta(hours=1), 1)
    assert holder(db, Config(sites=("detik",)), "detik", lambda: NOW)() is None


def test_a_run_that_is_due_is_given_way_to_while_a_daemon_lives(db: Database) -> None:
    hold = holder(db, Config(sites=("detik",)), "detik", lambda: NOW)
    assert hold() is None, "no daemon would start it"
    with db.write():
        beats.beat(db, "daemon", NOW)
    assert hold() == "the own run of detik is due"
    with db.write():
        run = runs.start(db, "detik", NOW - timedelta(minutes=2), 1)
        runs.finish(db, run, RunReport("detik", "good"), NOW - timedelta(minutes=1))
    assert hold() is None


def test_a_site_that_is_not_watched_is_due_never(db: Database) -> None:
    with db.write():
        beats.beat(db, "daemon", NOW)
    assert holder(db, Config(sites=("kompas",)), "detik", lambda: NOW)() is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nirwana", "--since", "2026-01-01"], "no site is called"),
        (["detik", "--since", "2026-03-02", "--until", "2026-03-01"], "is after the last day"),
        (["detik", "--since", "2026-03-02", "--until", "2126-03-01"], "is in the future"),
        (["mediakampung", "--since", "2026-03-02"], "can be asked for the past"),
    ],
)
def test_arguments_that_name_nothing_are_refused(arguments: list[str], words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(jujugan, ["backfill", *arguments, "--db", str(tmp_path / "x.db"), "--gateway", GATEWAY])
    assert result.exit_code == 2 and words in result.output


GATEWAY = "http://127.0.0.1:9/{url}"


def test_a_window_that_takes_longer_than_a_run_may_is_gone_on_with(fill: Past) -> None:
    fill.config = replace(fill.config, run_seconds=1)
    for url in list(fill.server.answers):
        if "/berita/" in url:
            fill.server.answers[url] = web.late(0.2, fill.server.answers[url])
    counts = fill()
    assert counts.is_whole and counts.new == 20
    assert len(fill.told) > counts.windows


def test_an_older_database_learns_what_its_sources_listed() -> None:
    db = SqliteDatabase(memory=True)
    for step in (first_schema, decisions, gaps_schema, alarms, lifecycle):
        step(db)
    db.execute("INSERT INTO site (name, hosts, registered) VALUES ('warta', '[]', 'x')")
    run = "INSERT INTO run (id, site, state, baseline, by_hand, started, pid) VALUES (?, 'warta', 'good', 0, ?, 'x', 1)"
    for number, by_hand in ((1, 0), (2, 1), (3, 0)):
        db.execute(run, [number, by_hand])
    known = (
        "INSERT INTO candidate (site, key, url, found_by, found_in, state, first_seen, last_seen, first_run, last_run)"
        " VALUES ('warta', ?, 'x', 'feed', 'x', 'stored', 'x', 'x', ?, ?)"
    )
    for key, first, last in (("listed", 1, 3), ("by hand", 2, 2), ("by hand, then listed", 2, 3)):
        db.execute(known, [key, first, last])
    backfill_schema(db)
    rows = db.execute("SELECT key, listed_run FROM candidate").fetchall()
    assert dict(rows) == {"listed": 1, "by hand": None, "by hand, then listed": 3}
    assert db.execute("SELECT sum(past) FROM run").fetchone() == (0,)
