"""The queue's engine, and the one module that knows it: Procrastinate on PostgreSQL.

What the rest of the cluster asks of an engine is what `Queue` offers: a job waits or runs once a key, the more urgent
first; one whose worker no longer shows that it is alive is given to another; a tick each minute reaches one worker.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from cluster import retries

log = logging.getLogger("jujugan")

CRAWL, PLAN = "crawl", "plan"
# A worker is taken for lost after so many heartbeats without one, and that is looked for twice a heartbeat: its jobs
# are another's within three. It is longer than a heartbeat and the time that a worker which is told to stop needs to
# end its crawls, so that none of them still runs then.
STALE_HEARTBEATS = 2.5
LOOKS_A_HEARTBEAT = 2
KEEP_FAILED_HOURS = 7 * 24
# In one look: job by job, one that is given back between two would be in neither.
_LIVE = "SELECT lock, priority, args FROM procrastinate_jobs WHERE task_name = 'crawl' AND status IN ('todo', 'doing')"
# A connection whose other end says nothing for so long is given up, or a worker that is cut off would not notice.
SILENT_SECONDS = 10


class QueueLost(Exception):
    """The queue does not answer, or broke off."""


class Over(Exception):
    """Raised by a job: its worker cannot go on, which says nothing of the job."""


@dataclass(frozen=True, slots=True)
class Order:
    """A site that is to be read: the key that it is read alone by, how urgent it is (more: sooner), and since when it
    is ordered."""

    site: str
    key: str
    priority: int
    slot: datetime


# Read a site; the second is which attempt this is, from 1. Raises whatever keeps the job from being done.
Crawl = Callable[[Order, int], Awaitable[None]]
Plan = Callable[[], Awaitable[object]]
# A job failed for good with its worker.
Failed = Callable[[Order], None]


class Queue:
    """The queue at an address, for a worker, a planner, or whoever orders a site to be read."""

    def __init__(self, address: str, heartbeat: float, retry: float) -> None:
        """`heartbeat` and `retry` in seconds, as in the configuration."""
        self.heartbeat = heartbeat
        self._stale = heartbeat * STALE_HEARTBEATS
        self._connector = PsycopgConnector(
            conninfo=address,
            kwargs={"connect_timeout": SILENT_SECONDS, "tcp_user_timeout": SILENT_SECONDS * 1000},
            min_size=1,
            max_size=6,
            timeout=SILENT_SECONDS,
        )
        self._app = App(connector=self._connector)
        self._jobs = self._app.job_manager = _Jobs(self._connector)
        self._retry = _Retry(retry)

    async def __aenter__(self) -> Self:
        """Raises QueueLost."""
        try:
            with _lost():
                await asyncio.wait_for(self._app.open_async(), SILENT_SECONDS)
            async with self.alone("schema", waits=True):
                if not await self._app.check_connection_async():
                    await self._app.schema_manager.apply_schema_async()
        except QueueLost:
            await self._app.close_async()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.close_async()

    @asynccontextmanager
    async def alone(self, work: str, *, waits: bool = False) -> AsyncIterator[bool]:
        """Whether nobody else does this work now, on whichever machine; as long as it is being done nobody else may.

        Raises QueueLost.
        """
        how = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
        with _lost():
            async with self._connector.pool.connection() as connection:
                row = await (await connection.execute(f"SELECT {how}(hashtext(%s))", [f"jujugan {work}"])).fetchone()
                yield row is not None and row[0] is not False

    async def defer(self, order: Order) -> bool:
        """Order a site to be read; False where a job of its key waits already. Raises QueueLost."""
        ordered = self._app.configure_task(
            CRAWL, queue=CRAWL, lock=order.key, queueing_lock=order.key, priority=order.priority
        )
        try:
            with _lost():
                await ordered.defer_async(site=order.site, slot=order.slot.isoformat())
        except AlreadyEnqueued:
            return False
        return True

    async def live(self) -> list[Order]:
        """The orders that wait or are being worked on. Raises QueueLost."""
        with _lost():
            rows = await self._connector.execute_query_all_async(_LIVE)
        return [_order(row["lock"], row["priority"], row["args"]) for row in rows]

    async def recover(self) -> list[Order]:
        """Give the jobs of lost workers to others at once; those that were tried often enough have failed, and are
        returned. Nothing is done where another worker is at it. Raises QueueLost."""
        failed = []
        async with self.alone("recover") as is_alone:
            lost = await self._jobs.get_stalled_jobs(seconds_since_heartbeat=self._stale) if is_alone else ()
            for job in lost:
                is_crawl, is_over = job.task_name == CRAWL, retries.is_last(job.attempts + 1)
                if not is_crawl or is_over:
                    await self._jobs.finish_job(job, Status.FAILED, delete_job=not is_crawl)
                else:
                    log.warning("%s: its worker is lost, another may have it", job.task_kwargs["site"])
                    await self._jobs.retry_job(job)
                if is_crawl and is_over:
                    failed.append(_order(job.lock, job.priority, job.task_kwargs))
        return failed

    async def forget(self) -> None:
        """Drop the jobs that failed long ago; those that are done go with their end. Raises QueueLost."""
        with _lost():
            await self._jobs.delete_old_jobs(KEEP_FAILED_HOURS, include_failed=True, include_aborted=True)

    async def work(self, plan: Plan, crawl: Crawl | None, failed: Failed, at_once: int) -> None:
        """Plan each minute, crawl so many sites at once, and see to the jobs of lost workers, until cancelled: then the
        crawls are broken off, and their jobs wait for another worker. Raises QueueLost, Over, and what `failed`
        raises."""
        self._offer(plan, crawl)
        works = [self._worker(PLAN, 1), self._recovering(failed), self._jobs.over.get()]
        works += [self._worker(CRAWL, at_once)] if crawl else []
        tasks = [asyncio.ensure_future(work) for work in works]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        with _lost():
            for error in ended:  # an error that a job found is the result of its task
                if isinstance(error, Exception):
                    raise error
        raise QueueLost("the queue's database broke off: see whether it runs, then start this again")

    async def _worker(self, queue: str, at_once: int) -> None:
        await self._app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=at_once,
            install_signal_handlers=False,
            fetch_job_polling_interval=self.heartbeat / LOOKS_A_HEARTBEAT,
            shutdown_graceful_timeout=0,
            delete_jobs="successful",
            update_heartbeat_interval=self.heartbeat,
            stalled_worker_timeout=self._stale,
        )

    async def _recovering(self, failed: Failed) -> None:
        while True:
            for order in await self.recover():
                failed(order)
            await asyncio.sleep(self.heartbeat / LOOKS_A_HEARTBEAT)

    def _offer(self, plan: Plan, crawl: Crawl | None) -> None:
        async def crawled(context: JobContext, /, **_: object) -> None:
            assert crawl is not None
            job = context.job
            try:
                await crawl(_order(job.lock, job.priority, job.task_kwargs), job.attempts + 1)
            except Over as error:
                self._jobs.over.put_nowait(error)
                raise

        async def planned(**_: object) -> None:
            await plan()

        if crawl:
            self._app.task(name=CRAWL, queue=CRAWL, pass_context=True, retry=self._retry)(crawled)
        self._app.periodic(cron="* * * * *")(self._app.task(name=PLAN, queue=PLAN, queueing_lock=PLAN)(planned))


class _Jobs(JobManager):
    """Procrastinate's, which leaves no job that seems to run as long as its worker lives: one whose end could not be
    kept ends the worker (`over` tells why), and one that cannot wait anew since another of its key does has failed."""

    def __init__(self, connector: PsycopgConnector) -> None:
        super().__init__(connector)
        self.over: asyncio.Queue[Exception] = asyncio.Queue()

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._kept(super().finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *given: Any, **named: Any) -> None:
        try:
            await self._kept(super().retry_job(job, *given, **named))
        except UniqueViolation:
            await self.finish_job(job, Status.FAILED, delete_job=False)

    async def _kept(self, keeping: Awaitable[None]) -> None:
        try:
            await keeping
        except UniqueViolation:
            raise
        except ConnectorException as error:
            self.over.put_nowait(error)
            raise


class _Retry(BaseRetryStrategy):
    def __init__(self, first: float) -> None:
        self._first = first

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """At once where the worker stops, which says nothing of the site."""
        if isinstance(exception, asyncio.CancelledError | Over):
            return RetryDecision(retry_in={"seconds": 0})
        seconds = retries.wait(job.attempts + 1, self._first)
        return None if seconds is None else RetryDecision(retry_in={"seconds": int(seconds)})


def _order(key: str | None, priority: int, given: dict[str, Any]) -> Order:
    return Order(given["site"], key or "", priority, datetime.fromisoformat(given["slot"]))


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (ConnectorException, psycopg.Error, TimeoutError) as error:
        why = str(error.__cause__ or error).strip() or f"nothing came for {SILENT_SECONDS} seconds"
        raise QueueLost(
            f"the queue does not answer: {why}: see whether its database runs, and what `queue` or `store` names"
        ) from error
