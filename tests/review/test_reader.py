"""The facts of what is flagged by hand: read by a process of its own, and on the visit's page when it opens."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path

import httpx
import pytest

import child
from child import Ended
from config import ROOT, Config
from crawler.again.by_hand import Found, read_facts
from crawler.rules import alone
from review import visit_page
from review.app import create_app
from review.entries import entries
from review.reader import Reader
from storage import decisions, visits
from storage.database import Database
from storage.desk import queue
from tests.crawler.test_by_hand import stored
from tests.storing import NOW

START = Reader.start


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it does start: in place of the fixture of this name that keeps it from that elsewhere."""
    monkeypatch.setattr(Reader, "start", START)


async def flag(client: httpx.AsyncClient, article: int) -> str:
    """Flag it as its page's form does; where that leads to."""
    token = re.search(r'name="token" value="(\w+)"', (await client.get("/add")).text)
    assert token
    answer = await client.post(f"/article/{article}/flag", data={"token": token[1], "seen": "0"})
    return answer.headers["location"]


def flagged(db: Database, article: int) -> str:
    """The visit's page as it looks when it is opened at once."""

    async def all_of_it() -> str:
        app = create_app(db, Config(database=db.path), lambda: NOW)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return unescape((await client.get(await flag(client, article))).text)

    return asyncio.run(all_of_it())


def test_an_article_flagged_by_hand_shows_facts_with_their_sentences(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit_page, "_PATIENCE", 90.0)
    page = flagged(db, stored(db))
    assert "on an editor's word, not the rules'" in page and "read from its text afterwards" in page
    assert re.search(r"Sebanyak <mark class=\"k-headcount\">31", page)
    assert "surely a visit" not in page and "31 people" in page


def test_one_whose_text_names_no_guests_goes_by_its_headline(db: Database) -> None:
    article = stored(db, "Sebanyak 31 orang berada di Banyuwangi, Rabu (17/10/2018).", "Pagi yang Ramai")
    with db.write():
        decisions.flag(db, article, who="sari", now=NOW)
    assert read_facts(db, alone([ROOT / "watch" / "banyuwangi.toml"]), NOW) == Found(1, 1)
    [entry] = entries(db, [queue.item(db, "visit", visits.of_article(db, article)[0])])
    assert entry.title == "Pagi yang Ramai"


def test_the_page_does_not_wait_for_ever(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: tuple[str, ...], __: Config) -> Ended:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(child, "run", never)
    monkeypatch.setattr(visit_page, "_PATIENCE", 0.01)
    article = stored(db)
    page = flagged(db, article)
    assert (
        "being read from the text" in page
        and f'<a href="/visit/{visits.of_article(db, article)[0]}">Look again' in page
    )


def test_a_process_that_fails_leaves_the_visit_without_facts(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: tuple[str, ...], __: Config) -> Ended:
        return Ended(1, 78, "jujugan.toml: watch cannot be read")

    monkeypatch.setattr(child, "run", fails)
    assert "No fact was read from its text" in flagged(db, stored(db))


def test_what_is_flagged_while_one_reads_is_read_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, runs = 0, 0, 0

    async def run(_: tuple[str, ...], __: Config) -> Ended:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return Ended(1, 0, "")

    async def three() -> None:
        reader = Reader(Config(database=tmp_path / "j.db"))
        assert await reader.is_done(0.0)
        reader.start()
        await asyncio.sleep(0)
        reader.start()
        reader.start()
        assert await reader.is_done(9.0)

    monkeypatch.setattr(child, "run", run)
    asyncio.run(three())
    assert (most, runs) == (1, 2)
