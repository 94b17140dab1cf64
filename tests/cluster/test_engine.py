"""The queue on a PostgreSQL of its own: one job a key at a time, none lost with its worker, three attempts."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from cluster import engine
from cluster.engine import Order, Over, Queue, QueueLost
from config import ROOT
from tests.postgres import Server, served

HEARTBEAT = 1.0
# For where nothing is lost: a busy machine's workers are late.
SLOW = 10.0
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


@dataclass
class Place:
    """A database of a test's own for the queue."""

    server: Server
    address: str


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(is_safe=True) as running:
        yield running


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    with server.database() as address:
        yield Place(server, address)


@pytest.fixture
def queue(place: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Queue]:
    monkeypatch.setattr(engine, "SILENT_SECONDS", 5)
    return lambda heartbeat=HEARTBEAT: Queue(place.address, heartbeat, 0)


def order(site: str, key: str = "", priority: int = 0) -> Order:
    return Order(site, key or f"{site}.id", priority, NOW)


async def nothing() -> None:
    """A plan of nothing."""


@contextlib.asynccontextmanager
async def working(
    queue: Queue,
    crawl: Callable[[Order, int], object],
    failed: Callable[[Order], None] = lambda _: None,
    at_once: int = 4,
) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(queue.work(nothing, crawl, failed, at_once))  # type: ignore[arg-type]
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.02)


async def until_drained(queue: Queue) -> None:
    while await queue.live():
        await asyncio.sleep(0.05)


@pytest.mark.fault("J3")
def test_the_same_site_is_never_read_twice_at_once_in_a_thousand_orders(
    queue: Callable[..., Queue], measured: Callable[[str], None]
) -> None:
    draw, running, most, done = random.Random(9), Counter[str](), Counter[str](), Counter[str]()

    async def crawl(one: Order, _: int) -> None:
        running[one.key] += 1
        most[one.key] = max(most[one.key], running[one.key])
        await asyncio.sleep(draw.random() / 50)
        running[one.key] -= 1
        done[one.key] += 1

    async def play() -> int:
        ordered = 0
        async with (
            queue(SLOW) as first, queue(SLOW) as second, queue(SLOW) as third,
            working(first, crawl), working(second, crawl), working(third, crawl),
        ):  # fmt: skip
            for number in range(1000):
                ordered += await draw.choice((first, second)).defer(order(f"s{number % 40}", f"key{number % 4}"))
            await until_drained(third)
        return ordered

    ordered = asyncio.run(play())
    assert set(most.values()) == {1}
    assert sum(done.values()) == ordered
    assert ordered > 10
    measured(f"1,000 orders for 4 keys, 3 workers: {ordered} taken, never 2 runs of a key at once")


def test_a_key_has_one_job_that_waits(queue: Callable[..., Queue]) -> None:
    async def play() -> list[bool]:
        async with queue() as one:
            return [await one.defer(order(site, "kab.id")) for site in ("press", "offices", "press")]

    assert asyncio.run(play()) == [True, False, False]


def test_the_urgent_goes_first(queue: Callable[..., Queue]) -> None:
    seen: list[str] = []

    async def crawl(one: Order, _: int) -> None:
        seen.append(one.site)

    async def play() -> None:
        async with queue() as one:
            for site, priority in (("poor", 0), ("rich", 5), ("some", 2)):
                await one.defer(order(site, priority=priority))
            async with working(one, crawl, at_once=1):
                await until_drained(one)

    asyncio.run(play())
    assert seen == ["rich", "some", "poor"]


def test_a_job_that_is_not_done_is_tried_three_times(queue: Callable[..., Queue]) -> None:
    attempts: list[int] = []

    async def crawl(_: Order, attempt: int) -> None:
        attempts.append(attempt)
        raise ValueError("not good")

    async def play() -> None:
        async with queue() as one:
            await one.defer(order("poor"))
            async with working(one, crawl):
                await until_drained(one)
                assert await one.defer(order("poor"))

    asyncio.run(play())
    assert attempts[:3] == [1, 2, 3]


def test_a_job_that_is_not_done_makes_room_for_another_of_its_key_that_waits(queue: Callable[..., Queue]) -> None:
    seen: list[str] = []

    async def play() -> None:
        async with queue() as one:

            async def crawl(ordered: Order, _: int) -> None:
                seen.append(ordered.site)
                if ordered.site == "a":
                    assert await one.defer(order("b", "kab.id"))
                    raise ValueError("not good")

            await one.defer(order("a", "kab.id"))
            async with working(one, crawl):
                await until_drained(one)

    asyncio.run(play())
    assert seen == ["a", "b"]


class Dying:
    """Workers of tests/dying.py, each started anew when it ends."""

    def __init__(self, place: Place, count: int, heartbeat: float = HEARTBEAT) -> None:
        self.command = [sys.executable, "-m", "tests.dying", place.address, str(heartbeat)]
        self.said: list[list[str]] = []
        self.running: list[asyncio.subprocess.Process] = []
        self.tasks = [asyncio.create_task(self._keep_running()) for _ in range(count)]

    async def _keep_running(self) -> None:
        while True:
            process = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
            )
            self.running.append(process)
            assert process.stdout is not None
            try:
                while line := await process.stdout.readline():
                    self.said.append(line.decode().split())
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()
                self.running.remove(process)

    def count(self, *words: str) -> int:
        return sum(line[: len(words)] == [*words] for line in self.said)

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.mark.fault("J5")
def test_a_site_that_kills_its_workers_is_tried_three_times_and_the_others_are_read(
    queue: Callable[..., Queue], place: Place
) -> None:
    async def play() -> Dying:
        async with queue() as one:
            for site in ("poison", *(f"s{number}" for number in range(12))):
                assert await one.defer(order(site))
            dying = Dying(place, 2)
            await until(lambda: dying.count("failed", "poison") == 1)
            await until_drained(one)
            await dying.stop()
            return dying

    dying = asyncio.run(play())
    assert [line for line in dying.said if line[1] == "poison"] == [
        ["begun", "poison", "1"],
        ["begun", "poison", "2"],
        ["begun", "poison", "3"],
        ["failed", "poison"],
    ]
    assert all(dying.count("done", f"s{number}") >= 1 for number in range(12))
    with psycopg.connect(place.address) as connection:
        states = connection.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'crawl'").fetchall()
    assert states == [("failed",)]


@pytest.mark.fault("J1")
def test_the_job_of_a_worker_that_was_killed_is_given_to_another(
    queue: Callable[..., Queue], place: Place, measured: Callable[[str], None]
) -> None:
    again: list[int] = []

    async def crawl(_: Order, attempt: int) -> None:
        again.append(attempt)

    async def play() -> float:
        async with queue() as one:
            await one.defer(order("endless"))
            dying = Dying(place, 1)
            await until(lambda: dying.count("begun", "endless") == 1)
            begun = time.monotonic()
            for process in dying.running:
                process.kill()
            await dying.stop()
            async with working(one, crawl):
                await until_drained(one)
            return time.monotonic() - begun

    seconds = asyncio.run(play())
    assert again == [2]
    measured(f"an idle worker had the job {seconds / HEARTBEAT:.1f} heartbeats after the kill")


@pytest.mark.fault("J2")
def test_a_queue_that_is_killed_ends_its_workers_and_loses_no_job(queue: Callable[..., Queue], place: Place) -> None:
    done: list[str] = []

    async def play() -> None:
        has_begun = asyncio.Event()

        async def crawl(_: Order, __: int) -> None:
            has_begun.set()
            await asyncio.Event().wait()

        async def good(one: Order, _: int) -> None:
            done.append(one.site)

        async with queue() as one:
            for site in "abcdef":
                await one.defer(order(site))
            async with working(one, crawl, at_once=2) as task:
                await has_begun.wait()
                await asyncio.to_thread(place.server.kill)
                with pytest.raises(QueueLost):
                    await asyncio.wait_for(task, 60)
            await asyncio.to_thread(place.server.start)
        async with queue() as other, working(other, good):
            await until_drained(other)

    asyncio.run(play())
    assert sorted(done) == [*"abcdef"]


def test_a_job_whose_end_could_not_be_kept_ends_its_worker(
    queue: Callable[..., Queue], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crawl(_: Order, __: int) -> None:
        async def gone(*_: object, **__: object) -> None:
            raise ConnectorException

        monkeypatch.setattr(JobManager, "finish_job", gone)

    async def play() -> None:
        async with queue() as one:
            await one.defer(order("a"))
            async with working(one, crawl) as task:
                with pytest.raises(QueueLost):
                    await asyncio.wait_for(task, 60)
            monkeypatch.undo()
            assert [live.site for live in await one.live()] == ["a"]

    asyncio.run(play())


def test_a_worker_that_stops_gives_its_jobs_back_at_once(queue: Callable[..., Queue]) -> None:
    attempts: list[int] = []

    async def play() -> None:
        has_begun = asyncio.Event()

        async def crawl(_: Order, attempt: int) -> None:
            attempts.append(attempt)
            has_begun.set()
            if attempt == 1:
                await asyncio.Event().wait()

        async with queue() as one, queue() as other:
            await one.defer(order("a"))
            async with working(one, crawl):
                await has_begun.wait()
            async with working(other, crawl):
                await until_drained(other)

    asyncio.run(play())
    assert attempts == [1, 2]


def test_a_job_may_end_its_worker_and_is_another_s(queue: Callable[..., Queue]) -> None:
    async def crawl(_: Order, __: int) -> None:
        raise Over("the program was changed")

    async def play() -> list[Order]:
        async with queue() as one:
            await one.defer(order("a"))
            async with working(one, crawl) as task:
                with pytest.raises(Over, match="was changed"):
                    await asyncio.wait_for(task, 60)
            return await one.live()

    assert [live.site for live in asyncio.run(play())] == ["a"]


def test_only_one_does_what_is_to_be_done_alone(queue: Callable[..., Queue]) -> None:
    async def play() -> list[bool]:
        async with queue() as one, queue() as other:
            async with one.alone("plan") as first, other.alone("plan") as second, other.alone("recover") as third:
                found = [first, second, third]
            async with other.alone("plan") as fourth:
                return [*found, fourth]

    assert asyncio.run(play()) == [True, False, True, True]


def test_a_queue_that_does_not_answer_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SILENT_SECONDS", 1)

    async def play() -> None:
        async with Queue("postgresql://jujugan@/x?host=/nowhere/at/all", HEARTBEAT, 0):
            """Never reached."""

    with pytest.raises(QueueLost, match="does not answer"):
        asyncio.run(play())
