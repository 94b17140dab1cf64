"""How a site publishes: articles by weekday and hour, learnt from what is stored. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from timetable import TIMEZONE

IsHoliday = Callable[[date], bool]

LEARNT_FROM = timedelta(days=35)
# With less than this a rhythm may move polls a little, but says nothing of silence.
TRUSTED_ARTICLES = 20
TRUSTED_WEEKS = 2.0
# As many made-up articles, spread evenly, are added to each weekday's and each hour's: few real ones move little.
_DAY_PRIOR = 4.0
_HOUR_PRIOR = 2.0
_HOUR = timedelta(hours=1)
_HOURS_A_WEEK = 168
_SUNDAY = 6


def no_holiday(_: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Articles by weekday and hour (Asia/Jakarta).

    `weekly` is how many a week has on average; `days` (from Monday) and `hours` (from midnight) are the factors by
    which each differs from the mean, 1 on average. It rests on `learnt` articles of `weeks` weeks.
    """

    weekly: float = 0.0
    days: tuple[float, ...] = (1.0,) * 7
    hours: tuple[float, ...] = (1.0,) * 24
    learnt: int = 0
    weeks: float = 0.0

    @property
    def is_trusted(self) -> bool:
        return self.learnt >= TRUSTED_ARTICLES and self.weeks >= TRUSTED_WEEKS

    def pace(self, moment: datetime, is_holiday: IsHoliday = no_holiday) -> float:
        """The rate at this moment as a factor of the mean rate; a holiday is no busier than a Sunday."""
        local = moment.astimezone(TIMEZONE)
        day = self.days[local.weekday()]
        if is_holiday(local.date()):
            day = min(day, self.days[_SUNDAY])
        return day * self.hours[local.hour]

    def expected(self, start: datetime, end: datetime, is_holiday: IsHoliday = no_holiday) -> float:
        """How many articles a stretch of time has on average; 0 for one that ends before it starts."""
        spans = _hours(start, end)
        return sum(span / _HOUR * self.pace(at, is_holiday) for at, span in spans) * self.weekly / _HOURS_A_WEEK


def learn(
    published: Iterable[datetime], watched_since: datetime, now: datetime, is_holiday: IsHoliday = no_holiday
) -> Rhythm:
    """The rhythm of the last five weeks, or of the time since the site is watched.

    Holidays are left out. Weekdays and hours are taken to be independent, and each is drawn to the mean by a few
    made-up articles (the posterior mean of a Poisson rate under a Gamma prior of mean 1); hours lean on their
    neighbours.
    """
    start = max(watched_since, now - LEARNT_FROM)
    day_hours, hour_hours = [0.0] * 7, [0.0] * 24
    for at, span in _hours(start, now):
        local = at.astimezone(TIMEZONE)
        if not is_holiday(local.date()):
            day_hours[local.weekday()] += span / _HOUR
            hour_hours[local.hour] += span / _HOUR
    times = [moment.astimezone(TIMEZONE) for moment in published if start <= moment <= now]
    times = [local for local in times if not is_holiday(local.date())]
    total = sum(day_hours)
    if total < 1:
        return Rhythm()
    day_counts, hour_counts = [0] * 7, [0] * 24
    for local in times:
        day_counts[local.weekday()] += 1
        hour_counts[local.hour] += 1
    mean = len(times) / total
    return Rhythm(
        weekly=mean * _HOURS_A_WEEK,
        days=_factors(day_counts, day_hours, mean, _DAY_PRIOR),
        hours=_factors(_smooth(hour_counts), _smooth(hour_hours), mean, _HOUR_PRIOR),
        learnt=len(times),
        weeks=total / _HOURS_A_WEEK,
    )


def _factors(counts: Iterable[float], hours: Iterable[float], mean: float, prior: float) -> tuple[float, ...]:
    raw = [(count + prior) / (span * mean + prior) for count, span in zip(counts, hours, strict=True)]
    return tuple(factor * len(raw) / sum(raw) for factor in raw)


def _smooth(values: list[float] | list[int]) -> list[float]:
    around = len(values)
    return [values[at - 1] / 4 + values[at] / 2 + values[(at + 1) % around] / 4 for at in range(around)]


def _hours(start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The stretch cut at full hours: where each piece starts, and how long it is."""
    at = start
    while at < end:
        full = at.replace(minute=0, second=0, microsecond=0) + _HOUR
        yield at, min(full, end) - at
        at = full
