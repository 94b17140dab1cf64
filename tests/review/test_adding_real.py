"""Adding a page by its address for real: the command's own process reads it through the newsroom's gateway."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from config import Config
from newsroom.publication import Publication
from newsroom.server import Newsroom
from review.app import create_app
from storage import articles, visits
from storage.database import Database
from storage.desk import added, queue
from tests.newsroom.test_world import NOON, small_world

DONE_WITHIN = 90


def pieces(*, visit: bool) -> list[Publication]:
    """Publications that are up at noon, of different sites."""
    found = {
        one.site: one
        for one in small_world().publications
        if not (one.archive or one.copy_of or one.moved or one.deleted)
        and bool(one.facts) == visit
        and one.slot.published < NOON
    }
    return list(found.values())


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(small_world(), NOON) as running:
        yield running


class Desk:
    """The review page over a gateway, as an editor's browser asks it."""

    def __init__(self, db: Database, gateway: str) -> None:
        config = Config(database=db.path, gateway=gateway, contact="tests@jujugan.example", delay=0.0, now=NOON)
        self.transport = httpx.ASGITransport(create_app(db, config, lambda: NOON))

    def add(self, *urls: str) -> list[str]:
        """What the page of each address says once it has been read, all of them at a time."""

        async def one(client: httpx.AsyncClient, token: str, url: str) -> str:
            answer = await client.post("/add", data={"token": token, "url": url})
            assert answer.status_code == 303
            async with asyncio.timeout(DONE_WITHIN):
                while 'http-equiv="refresh"' in (page := await client.get(answer.headers["location"])).text:
                    await asyncio.sleep(0.1)
            return unescape(page.text)

        async def all_of_them() -> list[str]:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://127.0.0.1") as client:
                token = re.search(r'name="token" value="(\w+)"', (await client.get("/add")).text)
                assert token
                return list(await asyncio.gather(*(one(client, token[1], url) for url in urls)))

        return asyncio.run(all_of_them())


def test_a_page_is_fetched_judged_queued_and_counted_and_what_cannot_be_read_is_told(
    db: Database, newsroom: Newsroom
) -> None:
    seen, broken = pieces(visit=True)[:2]
    missed = next(one for one in pieces(visit=False) if one.site not in (seen.site, broken.site))
    newsroom.misbehave(broken.url, "error")
    desk = Desk(db, newsroom.gateway)

    queued, flagged, failed = desk.add(seen.url, missed.url, broken.url)

    stored = [articles.by_id(db, number) for number in (1, 2)]
    assert {one.article.url for one in stored if one} == {seen.url, missed.url}
    assert "It reports a visit that the crawl missed" in queued
    assert "The rules see no visit in it" in flagged
    assert "could not be read" in failed and "500" in failed
    leads = [int(re.findall(r'href="/visit/(\d+)"', page)[0]) for page in (queued, flagged)]
    assert all(queue.waits(db, "visit", number) for number in leads)
    (card,) = visits.cards(db, leads[:1])
    assert card.urls == (seen.url,) and card.visitors and card.sentence
    assert added.misses(db) == added.Misses(crawl=2, rules=1)
    asked = [one.url for one in newsroom.log.seen()]
    assert [
        url
        for url in asked
        if not url.endswith("/robots.txt") and not url.startswith((seen.url, missed.url, broken.url))
    ] == []

    (again,) = desk.add(seen.url)
    assert "stored already" in again
    assert added.misses(db) == added.Misses(crawl=2, rules=1)


def test_without_a_gateway_that_answers_the_page_says_so(db: Database) -> None:
    (page,) = Desk(db, "http://127.0.0.1:9/{url}").add(pieces(visit=True)[0].url)
    assert "could not be read" in page
    assert articles.by_id(db, 1) is None and added.misses(db) == added.Misses(crawl=0, rules=0)
