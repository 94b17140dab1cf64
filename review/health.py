"""The health page: each site's state, what is wrong with it and what to do next, what needs a look first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from config import site_names
from polling.interval import NextPoll
from polling.outlook import Expectation, Outlook
from review import charts
from review.check import WINDOW
from review.desk import Desk, language
from review.problems import Known, Problem, is_silent, of_installation, of_site
from storage import sites
from storage.digest import digests, gauge
from storage.file import backups
from storage.health import alarms, gaps, lifecycle
from storage.health.lifecycle import Life
from storage.sites import SiteHealth
from timetable import TIMEZONE
from wording.facts import Telling, telling

DAYS = 30


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site on the page; no `health` before it was ever read."""

    name: str
    health: SiteHealth | None
    life: Life
    outlook: Expectation
    poll: NextPoll
    problems: tuple[Problem, ...]
    line: Markup

    @property
    def is_unread(self) -> bool:
        """Whether it was never read, and is to be."""
        return self.life.state != "retired" and (self.health is None or self.health.last_run is None)


def routes(desk: Desk) -> Sequence[BaseRoute]:
    watched = desk.config.sites or site_names()
    outlook = Outlook(desk.db, desk.config.timetable)

    async def page(request: Request) -> Response:
        moment = desk.now()
        known = Known(
            health={one.name: one for one in sites.health(desk.db, moment)},
            lives=lifecycle.every(desk.db),
            alarms=alarms.standing(desk.db),
            gaps=gaps.standing(desk.db),
            days=sites.a_day(desk.db, moment - timedelta(days=DAYS)),
        )
        tell = telling(language(request))
        rows = [_row(name, known, outlook, moment, tell) for name in watched]
        rows.sort(key=lambda row: (-sum(problem.weight for problem in row.problems), row.name))
        return desk.render(
            request,
            "health.html",
            is_silent=is_silent(desk.db, moment),
            installation=list(of_installation(desk.db, desk.config, moment, tell)),
            backup=backups.newest(desk.db, desk.config.backup_folder),
            is_backup_planned=desk.db.is_file and desk.config.backup.entry is not None,
            last_digest=digests.latest(desk.db),
            troubled=[row for row in rows if row.problems],
            unread=[row.name for row in rows if row.is_unread],
            gone=sorted(known.health.keys() - set(watched)),
            well=[row for row in rows if not row.problems and not row.is_unread],
            megabytes=desk.db.size() / 1e6,
            recall=gauge.estimate(desk.db, moment - WINDOW),
            recall_ever=gauge.estimate(desk.db),
        )

    return [Route("/health", page)]


def _row(name: str, known: Known, outlook: Outlook, now: datetime, tell: Telling) -> SiteRow:
    life, health = known.lives.get(name, Life()), known.health.get(name)
    expected = outlook.expectation(name, now)
    return SiteRow(
        name=name,
        health=health,
        life=life,
        outlook=expected,
        poll=outlook.next(name, now),
        problems=tuple(sorted(of_site(name, known, expected, tell), key=lambda problem: -problem.weight)),
        line=_line(name, known.days.get(name, {}), now, tell),
    )


def _line(name: str, days: Mapping[str, int], now: datetime, tell: Telling) -> Markup:
    today = now.astimezone(TIMEZONE).date()
    counts = [days.get((today - timedelta(days=back)).isoformat(), 0) for back in reversed(range(DAYS))]
    slots = {"least": min(counts), "most": max(counts), "total": sum(counts)}
    return charts.sparkline(counts, tell.words("health.spark", site=name, days=DAYS, **slots))
