"""Adding a page that the crawl missed: a process of its own reads it, meanwhile its own page tells how it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

import child
from config import site_names
from review.desk import Desk, back, text, words_of
from storage import articles, decisions, visits
from storage.database import StorageError
from storage.desk import added

State = Literal["running", "queued", "flagged", "known", "dismissed", "rejected", "failed", "foreign", "stopped"]

_LONGEST = 2000
_AT_ONCE = 3
_KEPT = 20
_WRONG_ADDRESS = 2  # the command's exit code


@dataclass(slots=True)
class Job:
    """One page being read, or read: what came of it, why it was not stored, and where it can be seen."""

    number: int
    url: str
    who: str
    started: datetime
    state: State = "running"
    why: str = ""
    address: str = ""


class Adding:
    """The pages added since this process began; what they left is in the database."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.jobs: dict[int, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, url: str, who: str) -> Job | None:
        """Begin to read a page; None while too many others are being read."""
        running = [job for job in self.jobs.values() if job.state == "running"]
        same = next((job for job in running if job.url == url), None)
        if same or len(running) >= _AT_ONCE:
            return same
        job = Job(max(self.jobs, default=0) + 1, url, who, self.desk.now())
        self.jobs = dict([*self.jobs.items(), (job.number, job)][-_KEPT:])
        task = asyncio.create_task(self._read(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _read(self, job: Job) -> None:
        end = await child.run(child.ours("cli", "add", "--", job.url), self.desk.config)
        try:
            came = added.by_process(self.desk.db, end.pid, job.started)
            if came is not None:
                self._tell(job, came)
            else:
                job.state, job.why = "foreign" if end.code == _WRONG_ADDRESS else "stopped", end.said
        except StorageError as error:
            job.state, job.why = "stopped", str(error)

    def _tell(self, job: Job, came: added.Added) -> None:
        job.why = came.reason
        if came.article_id is None or came.state in ("rejected", "failed"):
            job.state = "rejected" if came.state == "rejected" else "failed"
            return
        db, article = self.desk.db, came.article_id
        job.address = f"/article/{article}"
        reported = visits.of_article(db, article)
        if reported:
            job.state, job.address = "queued" if came.is_new else "known", f"/visit/{reported[0]}"
        elif articles.is_dismissed(db, article):
            job.state = "dismissed"
        else:
            with db.write():
                decisions.flag(db, article, who=job.who, now=self.desk.now())
            self.desk.reader.start()
            job.state, job.address = "flagged", f"/visit/{visits.of_article(db, article)[0]}"


def routes(desk: Desk) -> Sequence[BaseRoute]:
    adding = Adding(desk)

    async def show(request: Request) -> Response:
        jobs = sorted(adding.jobs.values(), key=lambda job: -job.number)
        return desk.render(request, "add.html", jobs=jobs, misses=added.misses(desk.db))

    async def add(request: Request) -> Response:
        url, words = text(await request.form(), "url").strip(), words_of(request)
        if not _is_address(url):
            return desk.refuse(request, words("add.no_address"), 400)
        job = adding.start(url, desk.who(request))
        return back(f"/add/{job.number}") if job else desk.refuse(request, words("add.too_many"), 429)

    async def state(request: Request) -> Response:
        job = adding.jobs.get(request.path_params["number"])
        if job is None:
            return desk.refuse(request, words_of(request)("add.forgotten"), 404)
        return desk.render(request, "added.html", job=job, sites=site_names())

    return [
        Route("/add", show),
        Route("/add", add, methods=["POST"]),
        Route("/add/{number:id}", state),
    ]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= _LONGEST and url.isprintable()
