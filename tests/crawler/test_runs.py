"""Runs in this process and in a process of their own give the same, as often as one likes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from article import RunReport
from config import ROOT, Config, site_names
from crawler import run
from crawler.facts import Pattern, SiteFacts
from crawler.site import NewsSite
from storage import runs, sites
from storage.database import open_database
from tests import hostile as web
from tests import warta

SITE = "mediakampung"
FRONT = "https://mediakampung.com/"


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    """A synthetic stand-in for one of the sites."""
    with web.hostile() as running:
        addresses = [f"{FRONT}meka-20261014{number:05}/kabar-{number}" for number in range(1, 4)]
        links = "".join(f'<li><a href="{url}">{warta.title(n)}</a></li>' for n, url in enumerate(addresses, 1))
        running.answers[FRONT] = web.page(f"<!doctype html><html><body><ul>{links}</ul></body></html>")
        for number, url in enumerate(addresses, 1):
            running.answers[url] = web.page(warta.article(number))
        yield running


def crawl_in_child(config: Config, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", SITE, *arguments]
    environment = os.environ | config.environment()
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)


def moved(server: web.Hostile, folder: Path) -> Config:
    folder.mkdir(exist_ok=True)
    return warta.config(server, folder, now=warta.NOW)


def test_scrapy_lists_every_site() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, timeout=100, check=True
    )
    assert done.stdout.split() == list(site_names())


def test_a_child_process_stores_the_same_rows(server: web.Hostile, tmp_path: Path) -> None:
    here, there = moved(server, tmp_path / "here"), moved(server, tmp_path / "there")
    report = run.complete(run.run_site(SITE, here))
    done = crawl_in_child(there)
    assert done.returncode == 0, done.stderr
    with open_database(there.database) as db:
        row = runs.latest(db, SITE)
    assert row is not None and row.report == report
    assert (report.state, report.stored) == ("good", 3)
    assert rows(here) == rows(there)


def rows(config: Config) -> dict[str, list[dict[str, Any]]]:
    """What the crawl stored, but for process ids and how long things took."""
    queries = {
        "candidate": "SELECT * FROM candidate",
        "article": "SELECT * FROM article",
        "version": "SELECT * FROM version",
        "verdict": "SELECT * FROM verdict",
        "fetch": "SELECT id, run, url, kind, at, status, bytes, error FROM fetch",
    }
    with open_database(config.database) as db:
        return {table: db.rows(f"{query} ORDER BY id") for table, query in queries.items()}


def test_a_child_takes_a_date_to_read_back_to(server: web.Hostile, tmp_path: Path) -> None:
    config = moved(server, tmp_path)
    assert crawl_in_child(config, "-a", "since=2026-10-15").returncode == 0
    with open_database(config.database) as db:
        row = runs.latest(db, SITE)
    assert row is not None and (row.report.seen, row.report.state) == (0, "good")


@pytest.mark.fault("H1")
def test_a_hundred_runs_in_one_process_leave_nothing_behind(server: web.Hostile, tmp_path: Path) -> None:
    config = moved(server, tmp_path)
    states = set()
    for number in range(100):
        states.add(run.complete(run.run_site(SITE, config)).state)
        if number == 10:
            before = left_behind()
    assert states == {"good"}
    assert left_behind() <= before


def left_behind() -> tuple[int, int, int]:
    """Open files, threads of our own and tasks of the loop, once the last connection has had time to close."""
    run.complete(asyncio.sleep(0.2))
    files = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    threads = sum("PoolThread" in thread.name for thread in threading.enumerate())
    return files, threads, len(asyncio.all_tasks(run._loop()))


def test_a_round_runs_every_site_and_tells_of_each(server: web.Hostile, tmp_path: Path) -> None:
    told: list[RunReport] = []
    reports = run.run_sites(["seblang", SITE, "jatimnow"], moved(server, tmp_path), progress=told.append)
    assert [report.site for report in reports] == ["seblang", SITE, "jatimnow"]
    assert [report.state for report in reports] == ["failed", "good", "failed"]
    assert sorted(told, key=lambda report: report.site) == sorted(reports, key=lambda report: report.site)


def test_a_page_is_added_by_its_address(server: web.Hostile, tmp_path: Path) -> None:
    config = moved(server, tmp_path)
    report = run.add_page(f"{FRONT}meka-2026101400002/kabar-2?utm_source=wa", config)
    assert (report.state, report.seen, report.new) == ("good", 1, 1)
    with open_database(config.database) as db:
        assert [row["found_by"] for row in db.rows("SELECT found_by FROM candidate")] == ["hand"]
        assert not sites.baseline_done(db, SITE), "a page by hand says nothing of the site's sources"
        assert runs.latest(db, SITE) is None
        assert [row["baseline"] for row in db.rows("SELECT baseline FROM article")] == [0]


def test_a_page_of_no_site_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(run.UnknownSite, match="belongs to none of the sites"):
        run.add_page("https://evil.example/berita", warta.config(None, tmp_path))


def test_a_saved_page_is_extracted_with_its_sites_layouts() -> None:
    url = f"{FRONT}meka-2026101400001/kabar-1"
    article = run.extract_page(warta.article(1).encode(), url, None, now=warta.NOW)
    assert (article.site, article.title, article.site_id) == (SITE, warta.title(1), "meka-2026101400001")


def test_a_site_is_named_after_its_file() -> None:
    for name in site_names():
        site = run.site_class(name)
        assert issubclass(site, NewsSite) and site.name == name
    with pytest.raises(ImportError):
        run.site_class("nirwana")


def test_the_site_with_the_longest_host_gets_an_address() -> None:
    def site(*hosts: str) -> type[NewsSite]:
        return type("Site", (NewsSite,), {"facts": SiteFacts(hosts, (), Pattern("/", "D"), ())})

    paper, local, other = site("koran.example"), site("daerah.koran.example"), site("lain.example")
    for order in ([paper, local, other], [other, local, paper]):
        assert run.most_specific("https://daerah.koran.example/1", order) is local
        assert run.most_specific("https://www.koran.example/1", order) is paper
        assert run.most_specific("https://asing.example/1", order) is None


def test_a_subdomain_that_is_a_site_of_its_own_is_not_the_domains() -> None:
    found = [run.site_of(f"https://{host}/berita/1") for host in ("radarbanyuwangi.jawapos.com", "jawapos.com")]
    assert [site.name if site else None for site in found] == ["radarbanyuwangi", "jawapos"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_a_crawl_of_many_pages_stays_below_200_megabytes(tmp_path: Path) -> None:
    with web.hostile() as server:
        config = moved(server, tmp_path)
        links = [f"{FRONT}meka-20261014{number:05}/kabar-{number}" for number in range(300)]
        anchors = "".join(f'<li><a href="{url}">Kabar</a></li>' for url in links)
        server.answers[FRONT] = web.page(f"<!doctype html><html><body><ul>{anchors}</ul></body></html>")
        for number, url in enumerate(links):
            padding = f"<footer><script>/* {'x' * 80_000} */</script></footer>"
            server.answers[url] = web.page(warta.article(number, text=warta.body(number, 60)) + padding)
        code = (
            # not ru_maxrss, which a child inherits from the process that started it
            "import runpy, sys; sys.argv = ['scrapy', 'crawl', sys.argv[1]]\n"
            "try: runpy.run_module('scrapy', run_name='__main__')\n"
            "finally: print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, SITE],
            cwd=ROOT,
            env=os.environ | config.environment(),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
    with open_database(config.database) as db:
        row = runs.latest(db, SITE)
    assert row is not None and row.report.stored == 300, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) < 200 * 1024


@pytest.mark.fault("H2")
def test_a_child_that_is_told_to_stop_closes_its_run(server: web.Hostile, tmp_path: Path) -> None:
    config = moved(server, tmp_path)
    slow = next(url for url in server.answers if url != FRONT)
    told = threading.Event()
    server.answers[slow] = web.late(2, server.answers[slow], told)
    command = [sys.executable, "-m", "scrapy", "crawl", SITE]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | config.environment(), stderr=subprocess.PIPE) as child:
        assert told.wait(60)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=60)
    with open_database(config.database) as db:
        row = runs.latest(db, SITE)
    assert row is not None and row.state == "interrupted"
    assert row.report.adds_up and "the run was told to stop" in row.report.problems[0]
