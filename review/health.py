"""The health page: each site's state, what is wrong with it and what to do next, what needs a look first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from storage import alarms, beats, gaps, gauge, lifecycle, sites
from storage.alarms import Alarm
from storage.gaps import Gap
from storage.lifecycle import Life
from storage.sites import SiteHealth
from timetable import TIMEZONE
from wording.facts import Telling, telling

DAYS = 30
SILENT_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, what to do next, and what a run saw of it; `log` is what it wrote itself, in English. `weight`
    puts the worse first."""

    words: str
    step: str
    weight: int
    seen: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all sites, by site."""

    health: Mapping[str, SiteHealth]
    lives: Mapping[str, Life]
    alarms: Sequence[Alarm]
    gaps: Sequence[Gap]
    days: Mapping[str, Mapping[str, int]]


def routes(desk: Desk) -> Sequence[BaseRoute]:
    watched = desk.config.sites or site_names()
    outlook = Outlook(desk.db, desk.config.timetable)

    async def page(request: Request) -> Response:
        moment = desk.now()
        known = _Known(
            health={one.name: one for one in sites.health(desk.db, moment)},
            lives=lifecycle.every(desk.db),
            alarms=alarms.standing(desk.db),
            gaps=gaps.standing(desk.db),
            days=sites.a_day(desk.db, moment - timedelta(days=DAYS)),
        )
        tell = telling(language(request))
        rows = [_row(name, known, outlook, moment, tell) for name in watched]
        rows.sort(key=lambda row: (-sum(problem.weight for problem in row.problems), row.name))
        beat = beats.last(desk.db, "daemon")
        return desk.render(
            request,
            "health.html",
            troubled=[row for row in rows if row.problems],
            well=[row for row in rows if not row.problems],
            is_silent=beat is None or moment - beat > SILENT_AFTER,
            megabytes=desk.db.path.stat().st_size / 1e6,
            recall=gauge.estimate(desk.db, moment - WINDOW),
            recall_ever=gauge.estimate(desk.db),
        )

    return [Route("/health", page)]


def _row(name: str, known: _Known, outlook: Outlook, now: datetime, tell: Telling) -> SiteRow:
    life, health = known.lives.get(name, Life()), known.health.get(name)
    expected = outlook.expectation(name, now)
    problems = () if life.state == "retired" else tuple(_problems(name, known, expected, tell))
    return SiteRow(
        name=name,
        health=health,
        life=life,
        outlook=expected,
        poll=outlook.next(name, now),
        problems=tuple(sorted(problems, key=lambda problem: -problem.weight)),
        line=_line(name, known.days.get(name, {}), now, tell),
    )


def _problems(name: str, known: _Known, expected: Expectation, tell: Telling) -> Iterator[Problem]:
    t = tell.words
    life, health = known.lives.get(name, Life()), known.health.get(name)
    if health is None or health.last_run is None:
        yield Problem(t("health.not_read"), t("health.not_read_step", site=name), 1)
        return
    if life.state in ("investigating", "quarantined"):
        words = t.get(f"health.life_{life.state}", life.state)
        yield Problem(words, t("health.life_step", site=name), 40, (tell.line(life.reason),))
    told = [alarm for alarm in known.alarms if alarm.site == name]
    for alarm in told:
        if alarm.is_note:
            continue
        words = f"{t.get(f'health.cause_{alarm.cause}', t('health.unknown_cause'))}, "
        since = t("health.since", at=tell.clock(alarm.since))
        seen = tuple(one for one in (alarm.subject, tell.line(alarm.words)) if one)
        yield Problem(words + since, tell.step(alarm), 30, seen)
    if health.last_state in ("partial", "failed", "interrupted"):
        words = t.get(f"health.run_{health.last_state}", health.last_state)
        weight = 10 if health.last_state == "partial" else 20
        yield Problem(words, t("health.run_step", site=name), weight, log=health.problems)
    if expected.silent_for and not any(alarm.cause in ("silent", "holiday") for alarm in told):
        words = t("health.silent_for", time=tell.long(expected.silent_for))
        yield Problem(words, t("health.step_silent"), 15)
    for gap in known.gaps:
        if gap.site == name:
            yield Problem(tell.gap_line(gap), t("health.gap_step"), 5, (tell.line(gap.reason),))


def _line(name: str, days: Mapping[str, int], now: datetime, tell: Telling) -> Markup:
    today = now.astimezone(TIMEZONE).date()
    counts = [days.get((today - timedelta(days=back)).isoformat(), 0) for back in reversed(range(DAYS))]
    slots = {"least": min(counts), "most": max(counts), "total": sum(counts)}
    return charts.sparkline(counts, tell.words("health.spark", site=name, days=DAYS, **slots))
