"""How a site publishes: articles by weekday and hour, learnt from what is stored. Pure.

The one place where it is reckoned what is expected of a site: its polls are planned by it, and its silence is told by
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt

from timetable import TIMEZONE

IsHoliday = Callable[[date], bool]

LEARNT_FROM = timedelta(days=35)
# With less than this a rhythm may move polls a little, but says nothing of silence.
TRUSTED_ARTICLES = 20
TRUSTED_WEEKS = 1.0
# As many made-up articles, spread evenly, are added to each weekday's and each hour's: few real ones move little.
_DAY_PRIOR = 4.0
_HOUR_PRIOR = 2.0
_HOUR = timedelta(hours=1)
_HOURS_A_WEEK = 168
_SUNDAY = 6
# The scatter of days is drawn to that of chance alone by as many made-up days of chance.
_SCATTER_PRIOR = 5.0
# On a holiday a site brings at least this share of what is usual; many bring more, and none needs to.
_ON_A_HOLIDAY = 0.05
# Where so many articles were to come and none did, the site is silent: by chance alone once in 20,000 such stretches.
_SILENT_AT = 10.0
# So far below the expectation, in standard deviations, a stretch of the site is no chance; and it is no small part.
_FAR_BELOW, _MOSTLY, _FEWEST, _WEEKS_BEFORE = 3.0, 0.65, 14.0, 2.0


def no_holiday(_: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Articles by weekday and hour (Asia/Jakarta).

    `weekly` is how many a week has on average; `days` (from Monday) and `hours` (from midnight) are the factors by
    which each differs from the mean, 1 on average. It rests on `learnt` articles of `weeks` weeks. `scatter` is how
    much more the counts of single days scatter around it than by chance alone, 1 for not at all (variance by mean).
    """

    weekly: float = 0.0
    days: tuple[float, ...] = (1.0,) * 7
    hours: tuple[float, ...] = (1.0,) * 24
    learnt: int = 0
    weeks: float = 0.0
    scatter: float = 1.0

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

    def at_least(self, start: datetime, end: datetime, is_holiday: IsHoliday = no_holiday) -> float:
        """How many articles of a stretch of time are owed on average: of a holiday's hardly any."""
        return sum(
            self.expected(at, until) * (_ON_A_HOLIDAY if is_holiday(at.date()) else 1.0)
            for at, until in _days(start, end)
        )

    def is_silence(self, start: datetime, end: datetime, is_holiday: IsHoliday = no_holiday) -> bool:
        """Whether a stretch without any article is too long to be chance or a holiday; never of a rhythm that is not
        trusted, which should be one learnt until the stretch began."""
        return self.is_trusted and self.at_least(start, end, is_holiday) >= _SILENT_AT * self.scatter

    def is_far_below(self, came: int, start: datetime, end: datetime) -> bool:
        """Whether `came` articles are too few for a stretch of ordinary days after those that this was learnt from."""
        owed = self.expected(start, end)
        if not self.is_trusted or self.weeks < _WEEKS_BEFORE or owed < _FEWEST:
            return False
        # What was learnt is itself a sample, the smaller the less it says.
        spread = sqrt(owed * self.scatter * (1 + (end - start) / timedelta(weeks=1) / self.weeks))
        return came <= min(_MOSTLY * owed, owed - _FAR_BELOW * spread)


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
    for local, span in _hours(start, now):
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
    days = _factors(day_counts, day_hours, mean, _DAY_PRIOR)
    return Rhythm(
        weekly=mean * _HOURS_A_WEEK,
        days=days,
        hours=_factors(_smooth(hour_counts), _smooth(hour_hours), mean, _HOUR_PRIOR),
        learnt=len(times),
        weeks=total / _HOURS_A_WEEK,
        scatter=_scatter(times, [factor * mean * 24 for factor in days], start, now, is_holiday),
    )


def _scatter(
    times: Iterable[datetime], usual: Sequence[float], start: datetime, end: datetime, is_holiday: IsHoliday
) -> float:
    """Pearson's chi-square of the whole ordinary days by their number (the dispersion of a quasi-Poisson model), drawn
    to 1 and never below it; `usual` has what each weekday brings."""
    counts = Counter(local.date() for local in times)
    whole = [at.date() for at, until in _days(start, end) if until - at == timedelta(days=1)]
    parts = [
        (counts[day] - usual[day.weekday()]) ** 2 / usual[day.weekday()]
        for day in whole
        if usual[day.weekday()] and not is_holiday(day)
    ]
    return max((sum(parts) + _SCATTER_PRIOR) / (len(parts) + _SCATTER_PRIOR), 1.0)


def _factors(counts: Iterable[float], hours: Iterable[float], mean: float, prior: float) -> tuple[float, ...]:
    raw = [(count + prior) / (span * mean + prior) for count, span in zip(counts, hours, strict=True)]
    return tuple(factor * len(raw) / sum(raw) for factor in raw)


def _smooth(values: list[float] | list[int]) -> list[float]:
    around = len(values)
    return [values[at - 1] / 4 + values[at] / 2 + values[(at + 1) % around] / 4 for at in range(around)]


def _hours(start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The stretch cut at full hours: where each piece starts (in Asia/Jakarta), and how long it is."""
    at = start.astimezone(TIMEZONE)
    while at < end:
        full = at.replace(minute=0, second=0, microsecond=0) + _HOUR
        yield at, min(full, end) - at
        at = full


def _days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretch cut at midnight in Asia/Jakarta: where each piece starts and ends."""
    at = start.astimezone(TIMEZONE)
    while at < end:
        tomorrow = at.date() + timedelta(days=1)
        until = min(datetime.combine(tomorrow, time(0), TIMEZONE), end)
        yield at, until
        at = until
