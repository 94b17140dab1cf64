"""A host's wishes are obeyed: robots.txt, Crawl-delay, Retry-After, one connection at a time, our name on requests."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article import RunReport
from config import Config
from crawler.errors import Forbidden, RobotsUnreadable
from crawler.manners import Limits, scrapy_settings, user_agent
from crawler.politeness import MAX_DELAY, retry_after
from crawler.run import complete, run_site
from crawler.web.robots import rules
from tests import hostile as web
from tests import warta

ROBOTS = f"{warta.HOME}/robots.txt"
PAGE = f"{warta.HOME}/berita/1/kabar"

ALLOWING = (
    "", "User-agent: *\nDisallow:", "User-agent: *\nDisallow: /admin", "User-agent: *\nDisallow: /\nAllow: /berita",
    "User-agent: Jujugan\nAllow: /\n\nUser-agent: *\nDisallow: /", "User-agent: OtherBot\nDisallow: /",
    "User-agent: *\nDisallow: /berita$", "User-agent: *\nDisallow: /*.pdf$", "<html><body>Beranda</body></html>",
    "\ufeffUser-agent: *\nAllow: /", "User-agent: *\r\nDisallow: /admin\r\n", "# Disallow: /", "Disallow: /",
    "User-agent: *\nDisallow: /berita/1/kabar/", "User-agent: *\nCrawl-delay: 5", "\x00\x01\x02", "User-agent: *",
)  # fmt: skip
FORBIDDING = (
    "User-agent: *\nDisallow: /", "User-agent: jujugan\nDisallow: /", "User-agent: JUJUGAN\nDisallow: /berita",
    "User-agent: *\nDisallow: /berita", "User-agent: *\nDisallow: /*/kabar$", "User-agent: *\nDisallow: *kabar",
    "\ufeffUser-agent: *\nDisallow: /", "User-agent: *\r\nDisallow: /\r\n", "user-agent:*\ndisallow:/",
    "User-agent: OtherBot\nUser-agent: Jujugan\nDisallow: /", "User-agent: *\nDisallow: /berita # rahasia",
    "User-agent: *\nAllow: /b\nDisallow: /berita/1", "User-agent: *\nDisallow: /b%65rita",
)  # fmt: skip


@pytest.mark.fault("D1")
@pytest.mark.parametrize("text", ALLOWING)
def test_what_robots_txt_allows_may_be_read(text: str) -> None:
    rules(200, text.encode(), warta.HOST).check(PAGE)


@pytest.mark.fault("D1")
@pytest.mark.parametrize("text", FORBIDDING)
def test_what_robots_txt_forbids_is_not_read(text: str) -> None:
    with pytest.raises(Forbidden):
        rules(200, text.encode(), warta.HOST).check(PAGE)


@pytest.mark.fault("D1")
@pytest.mark.parametrize("letters", ["utf-16", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_wish_is_heeded_in_whatever_letters_an_editor_saves_it(letters: str) -> None:
    mark = "\ufeff" if letters.startswith("utf-16-") else ""
    with pytest.raises(Forbidden):
        rules(200, f"{mark}User-agent: *\r\nDisallow: /".encode(letters), warta.HOST).check(PAGE)


@pytest.mark.fault("D3")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_missing_robots_txt_allows_everything(status: int) -> None:
    rules(status, b"User-agent: *\nDisallow: /", warta.HOST).check(PAGE)


@pytest.mark.fault("D2")
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 522])
def test_an_error_of_the_server_forbids_everything(status: int) -> None:
    with pytest.raises(RobotsUnreadable, match=f"answers {status}"):
        rules(status, b"", warta.HOST).check(PAGE)


@given(st.binary(max_size=2000))
def test_no_robots_txt_makes_us_stumble(body: bytes) -> None:
    found = rules(200, body, warta.HOST)
    assert 0 <= found.delay <= MAX_DELAY


@pytest.mark.fault("D4")
@pytest.mark.parametrize(("stated", "seconds"), [("10", 10), ("0.5", 0.5), ("600", 60), ("-3", 0), ("lama", 0)])
def test_the_crawl_delay_is_taken_up_to_a_minute(stated: str, seconds: float) -> None:
    assert rules(200, f"User-agent: *\nCrawl-delay: {stated}".encode(), warta.HOST).delay == seconds


ANSWERED = datetime(2026, 10, 14, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("0", 0), ("Wed, 14 Oct 2026 05:02:00 GMT", 120),
        ("Wed, 14 Oct 2026 04:00:00 GMT", 0), ("sebentar lagi", None), ("", None), (None, None), ("-5", None),
        ("12.5", None), ("²", None), ("99999999999999999999", 999999999),
    ],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, ANSWERED) == seconds


@pytest.mark.fault("C13")
@given(st.text(max_size=60))
def test_no_retry_after_makes_us_stumble(header: str) -> None:
    found = retry_after(header, ANSWERED)
    assert found is None or found >= 0


def test_requests_say_who_we_are_and_where_to_complain() -> None:
    assert user_agent("https://x.example/bot") == "Mozilla/5.0 (compatible; Jujugan/1.0.0; +https://x.example/bot)"
    assert user_agent("") == "Mozilla/5.0 (compatible; Jujugan/1.0.0)"


@pytest.mark.fault("C8", "C14", "H4")
def test_the_settings_are_the_safe_ones() -> None:
    settings = scrapy_settings(Config(contact="a@b.example"))
    off = ("COOKIES", "REFERER", "METAREFRESH", "TELNETCONSOLE", "REMOTE_CONTROL", "HTTPPROXY")
    assert not any(settings[f"{name}_ENABLED"] for name in off)
    assert settings["ROBOTSTXT_OBEY"] and settings["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert settings["DOWNLOAD_FAIL_ON_DATALOSS"] and settings["JOBDIR"] is None
    assert {settings["DOWNLOAD_HANDLERS"][scheme] for scheme in ("file", "ftp", "s3", "data")} == {None}
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert (settings["DOWNLOAD_MAXSIZE"], settings["DOWNLOAD_TIMEOUT"]) == (4 * web.MEGABYTE, 30)
    assert (settings["REDIRECT_MAX_TIMES"], settings["DEPTH_LIMIT"]) == (5, 3)
    assert (settings["CLOSESPIDER_TIMEOUT"], settings["MEMUSAGE_LIMIT_MB"]) == (900, 512)


def test_a_run_loads_no_extension_of_scrapys_that_it_has_no_use_for() -> None:
    code = """if True:
        import sys
        from config import Config
        from crawler.manners import scrapy_settings
        from scrapy.settings import Settings
        Settings(scrapy_settings(Config())).get_component_priority_dict_with_base("EXTENSIONS")
        print(*sys.modules)"""
    root = Path(__file__).resolve().parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "crawler.politeness" in loaded
    assert not [name for name in ("remote_control", "feedexport", "telnet", "spiderstate") if name in loaded]


@pytest.mark.fault("D5")
def test_the_delay_is_never_shorter_than_configured() -> None:
    settings = scrapy_settings(Config(delay=3.0))
    shortest = settings["DOWNLOAD_DELAY"] * (1 - settings["DOWNLOAD_DELAY_JITTER"])
    assert shortest == pytest.approx(3.0)
    assert scrapy_settings(Config(delay=3.0, now=warta.NOW))["DOWNLOAD_DELAY"] == 0


def crawl(server: web.Hostile, folder: Path, **values: object) -> RunReport:
    limits = values.pop("limits", Limits(page_seconds=5, wait=2))
    return complete(run_site(warta.Warta, warta.config(server, folder, **values), limits=limits))  # type: ignore[arg-type]


@pytest.mark.fault("D2")
@pytest.mark.parametrize("robots", [web.page("", 503), web.page("", 500), web.reset, web.drip, web.redirect(ROBOTS)])
def test_nothing_is_read_of_a_host_whose_robots_txt_cannot_be(robots: web.Answer, tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        server.answers[ROBOTS] = robots
        report = crawl(server, tmp_path, limits=warta.QUICK)
        assert server.urls() == []
    assert report.state == "failed"
    assert len(report.problems) == 1 and warta.HOST in report.problems[0]


def test_a_forbidden_page_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[ROBOTS] = web.page("User-agent: *\nDisallow: /berita/1/", content_type="text/plain")
        report = crawl(server, tmp_path)
        assert warta.article_url(1) not in server.urls()
    assert (report.state, report.stored, report.rejected) == ("good", 1, 1)


def test_a_forbidden_source_fails_the_run(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        server.answers[ROBOTS] = web.page("User-agent: *\nDisallow: /feed", content_type="text/plain")
        report = crawl(server, tmp_path)
    assert report.state == "failed"
    assert report.problems == (f"{warta.FEED}: robots.txt forbids it",)


def gaps(server: web.Hostile) -> list[float]:
    times = [one.at for one in server.asked]
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.mark.fault("D4")
def test_the_crawl_delay_spaces_the_requests(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[ROBOTS] = web.page("User-agent: *\nCrawl-delay: 0.5", content_type="text/plain")
        crawl(server, tmp_path)
        assert len(server.asked) == 5
        assert min(gaps(server)) > 0.45


def test_a_slow_server_is_asked_more_slowly(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[warta.FEED] = web.late(0.4, server.answers[warta.FEED])
        crawl(server, tmp_path, delay=0.1)
        feed = server.urls().index(warta.FEED)
        assert gaps(server)[feed + 1] > 0.4 + 0.1


def test_a_moved_clock_waits_for_nothing(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[ROBOTS] = web.page("User-agent: *\nCrawl-delay: 50", content_type="text/plain")
        server.answers[warta.article_url(1)] = web.in_turn(
            web.page("", 429, retry_after="50"), web.page(warta.article(1))
        )
        report = complete(run_site(warta.Warta, warta.config(server, tmp_path, delay=50.0), now=warta.NOW))
    assert report.state == "good"


@pytest.mark.fault("C13")
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date", "garbage"])
def test_a_short_retry_after_is_waited_for(status: int, form: str, tmp_path: Path) -> None:
    answered = datetime.now(UTC)
    later = format_datetime(answered + timedelta(seconds=1), usegmt=True)
    wish = {"seconds": "1", "date": later, "garbage": "nanti saja"}[form]
    busy = web.page("", status, retry_after=wish, date=format_datetime(answered, usegmt=True))
    with web.hostile() as server:
        warta.publish(server, 1, 2)
        server.answers[warta.article_url(1)] = web.in_turn(busy, web.page(warta.article(1)))
        report = crawl(server, tmp_path, limits=Limits(page_seconds=5, wait=1.2))
        refused = server.urls().index(warta.article_url(1))
        asked = [one for one in server.asked if one.url != ROBOTS]
        assert asked[refused + 1].at - asked[refused].at > 0.9
    assert report.state == "good"


@pytest.mark.fault("C13")
@pytest.mark.parametrize("wish", ["7200", "61"])
def test_a_long_retry_after_ends_the_asking_for_this_run(wish: str, tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2, 3)
        server.answers[warta.article_url(1)] = web.page("", 429, retry_after=wish)
        report = crawl(server, tmp_path, limits=Limits(page_seconds=5))
        assert server.urls() == [warta.FEED, warta.NOWHERE, warta.article_url(1)]
    assert (report.state, report.failed) == ("partial", 3)
    assert report.problems == (
        f"3 failed: {warta.HOST} answers 429 and asks to be left alone for {wish} seconds: not asked again in this run",
    )


@pytest.mark.fault("C13")
def test_a_server_that_stays_busy_is_left_alone(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2, 3)
        server.answers |= {warta.article_url(number): web.page("", 503) for number in (1, 2, 3)}
        report = crawl(server, tmp_path, limits=Limits(page_seconds=5, wait=0.1))
        assert len(server.urls()) == 2 + 3
    assert (report.state, report.failed) == ("partial", 3)


@pytest.mark.fault("D5")
def test_one_connection_at_a_time_and_our_name_on_every_request(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1, 2, 3)
        crawl(server, tmp_path)
        assert server.most_at_once == 1
        agents = {one.headers["user-agent"] for one in server.asked}
        assert agents == {user_agent("tests@jujugan.example")}
        assert not any({"cookie", "referer"} & one.headers.keys() for one in server.asked)
