"""Adding a page that the crawl missed: started at once, read elsewhere, and told plainly how it went."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

import child
from child import Ended
from config import Config
from review.app import create_app
from storage import candidates, decisions, runs, sites, visits
from storage.database import Database
from storage.desk import added, queue
from tests.storing import NOW, another, save

ADDRESS = "https://seblang.example/2018/10/17/kunjungan/"
PID = 4711


class Reading:
    """Stands in for the process that reads a page: `reads` does to the database what that would have done."""

    def __init__(self, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.db = db
        self.commands: list[tuple[str, ...]] = []
        self.reads: Callable[[], Ended] = lambda: Ended(PID, 0, "")
        self.goes_on = asyncio.Event()
        monkeypatch.setattr(child, "run", self.run)
        app = create_app(db, Config(database=tmp_path / "j.db"), lambda: NOW)
        self.transport = httpx.ASGITransport(app)

    async def run(self, command: tuple[str, ...], _: Config) -> Ended:
        self.commands.append(command)
        await self.goes_on.wait()
        return self.reads()

    def tell(self, *urls: str) -> list[httpx.Response]:
        """Add these pages, look once, let the process end, look again: all answers."""

        async def all_of_it() -> list[httpx.Response]:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://127.0.0.1") as client:
                token = re.search(r'name="token" value="(\w+)"', (await client.get("/add")).text)
                assert token
                answers = [await client.post("/add", data={"token": token[1], "url": url}) for url in urls]
                state = answers[0].headers.get("location", "/add")
                answers.append(await client.get(state))
                self.goes_on.set()
                await asyncio.sleep(0.01)
                return [*answers, await client.get(state), await client.get("/add")]

        return asyncio.run(all_of_it())

    def stored(self, *, flagged: bool, known: bool = False) -> Ended:
        with self.db.write():
            sites.register(self.db, "seblang", ["seblang.example"], NOW)
            run = runs.start(self.db, "seblang", NOW, PID, "by_hand")
            found = None if flagged else []
            save(self.db, run, another(site="seblang", url=ADDRESS), key=ADDRESS, found=found, flagged=flagged)
            self.db.execute("UPDATE run SET new = ? WHERE id = ?", [int(not known), run])
        return Ended(PID, 0, "")

    def refused(self, state: candidates.CandidateState, reason: str) -> Ended:
        with self.db.write():
            sites.register(self.db, "seblang", ["seblang.example"], NOW)
            run = runs.start(self.db, "seblang", NOW, PID, "by_hand")
            candidates.record(self.db, run, [("k", candidates.Candidate("seblang", ADDRESS, "hand", ""))], NOW)
            candidates.settle(self.db, run, "seblang", "k", state, reason, NOW)
        return Ended(PID, 3, "")


@pytest.fixture
def reading(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    return Reading(db, tmp_path, monkeypatch)


def test_the_page_is_read_by_the_command_and_meanwhile_looks_again_by_itself(reading: Reading) -> None:
    added_, while_reading, after, listed = reading.tell(ADDRESS)
    assert (added_.status_code, added_.headers["location"]) == (303, "/add/1")
    assert reading.commands[0] == child.ours("cli", "add", "--", ADDRESS)
    assert "Being read" in while_reading.text and '<meta http-equiv="refresh"' in while_reading.text
    assert '<meta http-equiv="refresh"' not in after.text
    assert ADDRESS in listed.text


def test_a_visit_that_the_crawl_missed_is_queued_and_counted(reading: Reading, db: Database) -> None:
    reading.reads = lambda: reading.stored(flagged=True)
    *_, after, listed = reading.tell(ADDRESS)
    assert "the crawl missed. It is in the queue" in after.text and 'href="/visit/1"' in after.text
    assert queue.waits(db, "visit", 1)
    assert "1 by the crawl, 0 by the rules" in listed.text


def test_what_the_rules_do_not_flag_is_queued_on_the_editors_word(reading: Reading, db: Database) -> None:
    reading.reads = lambda: reading.stored(flagged=False)
    *_, after, _ = reading.tell(ADDRESS)
    (visit,) = visits.of_article(db, 1)
    assert "counts as missed by the rules" in after.text and f'href="/visit/{visit}"' in after.text
    assert queue.waits(db, "visit", visit)
    assert added.misses(db) == added.Misses(crawl=1, rules=1)


def test_what_was_stored_before_is_told_as_such(reading: Reading, db: Database) -> None:
    reading.reads = lambda: reading.stored(flagged=True, known=True)
    *_, after, _ = reading.tell(ADDRESS)
    assert "stored already" in after.text
    assert added.misses(db) == added.Misses(0, 0)


def test_what_an_editor_dismissed_is_not_flagged_over_it(reading: Reading, db: Database) -> None:
    def dismissed() -> Ended:
        end = reading.stored(flagged=False, known=True)
        with db.write():
            decisions.decide(db, "dismiss", article=1, reason="old", who="budi", now=NOW)
        return end

    reading.reads = dismissed
    *_, after, _ = reading.tell(ADDRESS)
    assert "an editor dismissed it" in after.text and 'href="/article/1"' in after.text


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [
        ("rejected", "front page", "The page is no article."),
        ("failed", "robots.txt forbids it", "The page could not be read."),
    ],
)
def test_what_could_not_be_stored_is_told_with_its_reason(
    reading: Reading, state: candidates.CandidateState, reason: str, told: str
) -> None:
    reading.reads = lambda: reading.refused(state, reason)
    *_, after, _ = reading.tell(ADDRESS)
    assert told in after.text and reason in after.text


def test_an_address_of_no_site_of_ours_is_told_with_the_sites(reading: Reading) -> None:
    reading.reads = lambda: Ended(PID, 2, "Error: belongs to none")
    *_, after, _ = reading.tell("https://elsewhere.example/x")
    assert "on none of the sites" in after.text and "seblang" in after.text


def test_a_process_that_breaks_off_is_told_with_its_last_words(reading: Reading) -> None:
    reading.reads = lambda: Ended(PID, 78, "jujugan.toml: contact is empty")
    *_, after, _ = reading.tell(ADDRESS)
    assert "broken off" in after.text and "contact is empty" in after.text


@pytest.mark.parametrize("url", ["", "seblang.com/x", "javascript:alert(1)", "https://", "https://[", "http://a b\nc"])
def test_what_is_no_address_is_refused_at_once(reading: Reading, url: str) -> None:
    assert reading.tell(url)[0].status_code == 400
    assert reading.commands == []


def test_the_same_page_is_read_once_and_no_more_than_three_at_a_time(reading: Reading) -> None:
    answers = reading.tell(ADDRESS, ADDRESS, f"{ADDRESS}2", f"{ADDRESS}3", f"{ADDRESS}4")
    assert [answer.status_code for answer in answers[:5]] == [303, 303, 303, 303, 429]
    assert answers[1].headers["location"] == "/add/1"
    assert len(reading.commands) == 3


def test_a_page_of_another_start_of_the_program_is_told(reading: Reading) -> None:
    async def look() -> httpx.Response:
        async with httpx.AsyncClient(transport=reading.transport, base_url="http://127.0.0.1") as client:
            return await client.get("/add/9")

    assert asyncio.run(look()).status_code == 404


def test_the_command_itself_refuses_an_address_of_no_site(tmp_path: Path) -> None:
    config = Config(database=tmp_path / "j.db", contact="editor@desk.example")
    end = asyncio.run(child.run((sys.executable, "-m", "cli", "add", "--", "https://elsewhere.invalid/x"), config))
    assert (end.code, "belongs to none of the sites" in end.said) == (2, True)
