"""The daemon and its page in the second hostile web (tests/ambush), which was made without a look at the first."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from storage.database import Database, check, open_database
from tests.ambush.siege import Siege, siege
from tests.ambush.sites import Hostile, sites
from tests.ambush.traps import PAYLOADS
from tests.ambush.web import ambush, canary

Measured = Callable[[str], None]

RUN_SECONDS, ALL_SECONDS = 400, 2400
CHILD_MB = 700
PAGES = ("/", "/health", "/decisions", "/pictures", "/check", "/digests", "/digest/preview", "/search?q=banyuwangi")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def settled(db: Database, site: str) -> Mapping[str, tuple[str, str | None]]:
    rows = db.rows("SELECT url, state, reason FROM candidate WHERE site = ?", [site])
    return {row["url"]: (row["state"], row["reason"]) for row in rows}


def lost(db: Database, attacked: list[Hostile]) -> Iterator[str]:
    """What the daemon does not account for: honest articles, traps without an outcome, runs that do not add up."""
    for site in attacked:
        found = settled(db, site.name)
        told = "".join(row["problems"] for row in db.rows("SELECT problems FROM run WHERE site = ?", [site.name]))
        is_owed = "left for the next run" in told  # the time of a run ends while a server drips
        yield from (url for url in site.honest if found.get(url, ("", ""))[0] != "stored")
        articles = [url for url in site.trapped if url in found]
        yield from () if is_owed else (url for url in articles if found[url][0] == "new")
        yield from (url for url in articles if found[url][0] not in ("new", "stored") and not found[url][1])
        for row in db.rows("SELECT * FROM run WHERE site = ?", [site.name]):
            if row["seen"] != row["stored"] + row["known"] + row["rejected"] + row["failed"]:
                yield f"{site.name}: {row['seen']} seen"
            if row["failed"] and row["state"] == "good":
                yield f"{site.name}: called good"


def unnamed(db: Database, attacked: list[Hostile], health: str) -> Iterator[str]:
    """Sites whose run was spoilt and of which the health page says nothing."""
    for site in attacked:
        states = {row["state"] for row in db.rows("SELECT state FROM run WHERE site = ?", [site.name])}
        if states != {"good"} and site.name not in health:
            yield site.name


@contextmanager
def besieged(folder: Path) -> Iterator[tuple[Siege, list[Hostile], list[str], list[str]]]:
    """The daemon after each site was read: with it the sites, what was asked, and who came to the port of nobody."""
    with ambush() as web, canary() as (port, visitors):
        attacked = sites(port, datetime.now(UTC).replace(microsecond=0))
        for site in attacked:
            web.answers |= site.answers
        with siege(folder, web.gateway, attacked, free_port(), RUN_SECONDS) as running:
            assert running.watch_until(attacked, ALL_SECONDS), (folder / "log.txt").read_text()[-3000:]
            yield running, attacked, web.asked, visitors


def ran(browser: Any, address: str, paths: list[str]) -> list[str]:
    """Where something of a page ran, or asked for something outside the desk; the policy that forbids it is off."""
    context = browser.new_context(bypass_csp=True)
    page, outside = context.new_page(), []
    page.on("request", lambda one: outside.append(one.url) if not one.url.startswith((address, "data:")) else None)
    page.on("dialog", lambda one: outside.append(one.message))
    found = []
    for path in paths:
        page.goto(f"{address}{path}")
        if page.evaluate("window.__ambush || 0") or page.url != f"{address}{path}":
            found.append(path)
    context.close()
    return found + outside


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.timeout(ALL_SECONDS + 300)
@pytest.mark.fault("C1", "C2", "C3", "C4", "C5", "C6", "C8", "C9", "C11", "C12", "C15", "G1", "H1", "H4")
def test_the_daemon_outlives_a_second_hostile_web_and_loses_nothing(
    browser: Any, tmp_path: Path, measured: Measured
) -> None:
    with besieged(tmp_path) as (running, attacked, asked, visitors):
        allowed = {site.host for site in attacked}
        foreign = {urlsplit(url).hostname or "" for url in asked}
        assert [host for host in foreign if not any(host == own or host.endswith(f".{own}") for own in allowed)] == []
        assert visitors == []
        assert running.child_mb < CHILD_MB
        assert running.listeners() == [running.port]
        with open_database(tmp_path / "news.db") as db:
            check(db, "integrity_check")
            assert list(lost(db, attacked)) == []
            visits = [f"/visit/{row['id']}" for row in db.rows("SELECT id FROM visit WHERE shown = id")]
            articles = [f"/article/{row['id']}" for row in db.rows("SELECT id FROM article")]
            flagged = db.rows("SELECT count(*) AS n FROM verdict WHERE flagged AND is_current")[0]["n"]
            assert visits and flagged > len(PAYLOADS) / 2, "the texts that mean harm are before the editors"
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{running.port}/health")
            assert list(unnamed(db, attacked, page.inner_text("body"))) == []
            page.close()
        assert ran(browser, f"http://127.0.0.1:{running.port}", [*PAGES, *visits, *articles]) == []
        assert running.daemon.poll() is None and running.unanswered == 0
        traps = sum(len(site.trapped) for site in attacked)
    measured(
        f"{len(attacked)} sites, {traps} traps: child {running.child_mb} MB at most, daemon {running.daemon_mb} MB and "
        f"alive, 0 lost, 0 ran, 0 asked outside; its page took {running.slowest_page:.1f} s at most"
    )
