"""Each site's outlook, from the database: when it is polled next and why, what is expected of it and what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from polling.holidays import is_holiday as is_national_holiday
from polling.hosts import Mates, Sharing, neighbours
from polling.interval import DAY, NextPoll, Past, Share, next_poll, share
from polling.rhythm import LEARNT_FROM, IsHoliday, Rhythm, learn
from storage import runs, sites
from storage.database import Database
from storage.health import gaps, lifecycle
from storage.runs import RunRow
from storage.told import told
from timetable import TIMEZONE, Timetable

# So many polls back a site's past is looked at.
_POLLS = 64

# What the newest run of each site on a host is and whether it has ended: nothing else changes the next poll.
_Seen = tuple[tuple[int, str], ...]
# The day, and the last run that stored anything: so long the rhythm stays what it is.
_Learnt = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a site was expected to publish today (since midnight in Asia/Jakarta) by now, and what came.

    `expected` is None while too little is known of the site. `silent_for` is the time since its newest article where
    its rhythm makes so long a silence very unlikely, else None.
    """

    expected: float | None
    came: int
    silent_for: timedelta | None


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is known of a site: how its polls went, its rhythm now and as it was `before` its newest article, and
    when its articles of five weeks came out."""

    past: Past = field(default_factory=Past)
    rhythm: Rhythm = field(default_factory=Rhythm)
    before: Rhythm = field(default_factory=Rhythm)
    came: tuple[datetime, ...] = ()


class Outlook:
    """The outlook of all sites of one database. It remembers what it reckoned until another run begins or ends.

    Holidays are Indonesia's unless `is_holiday` says otherwise; `sharing` tells who shares a host.
    """

    def __init__(
        self,
        db: Database,
        timetable: Timetable,
        is_holiday: IsHoliday | None = None,
        sharing: Sharing = neighbours,
    ) -> None:
        self._db = db
        self._sharing = sharing
        self._timetable = timetable
        self._is_holiday = is_holiday or is_national_holiday
        self._reckoned: dict[str, tuple[_Seen, _Known, Share]] = {}
        self._learnt: dict[str, tuple[_Learnt, Rhythm, Rhythm, tuple[datetime, ...]]] = {}
        self._neighbours: Mates = {}

    def neighbours(self, site: str) -> frozenset[str]:
        """The sites that share a host with this one, itself included."""
        if site not in self._neighbours:  # hosts are known once a site has been read for the first time
            self._neighbours = self._sharing(sites.hosts(self._db))
        return self._neighbours.get(site, frozenset({site}))

    def next(self, site: str, now: datetime) -> NextPoll:
        """The site's next poll; one that is owed already is due now."""
        known, part = self._reckon(site)
        poll = next_poll(site, self._timetable, known.past, known.rhythm, now, part, self._is_holiday)
        life, last = lifecycle.of(self._db, site), known.past.last
        if poll.at is None or lifecycle.is_read(life, last, poll.at):
            return poll
        apart = lifecycle.READ_EVERY.get(life.state)
        if apart is None or last is None:
            return NextPoll(None, (told(f"poll_{life.state}"),))
        return NextPoll(last + apart, (told(f"poll_{life.state}"),))

    def expectation(self, site: str, now: datetime) -> Expectation:
        """What was to be expected of the site by now, and what came."""
        known, _ = self._reckon(site)
        rhythm, came = known.rhythm, [moment for moment in known.came if moment <= now]
        midnight = datetime.combine(now.astimezone(TIMEZONE).date(), time(0), TIMEZONE)
        today = sum(moment >= midnight for moment in came)
        if not rhythm.is_trusted:
            return Expectation(None, today, None)
        newest = max(came, default=now - LEARNT_FROM)
        is_silent = known.before.is_silence(newest, now, self._is_holiday)
        return Expectation(rhythm.expected(midnight, now, self._is_holiday), today, now - newest if is_silent else None)

    def _reckon(self, site: str) -> tuple[_Known, Share]:
        mates = self.neighbours(site)
        newest = {mate: runs.latest(self._db, mate) for mate in sorted({site, *mates})}
        seen = tuple((row.run_id, row.state) if row else (0, "") for row in newest.values())
        known = self._reckoned.get(site)
        if known is None or known[0] != seen:
            known = (seen, self._learn(site, mates, newest[site]), share(site, mates, self._timetable))
            self._reckoned[site] = known
        return known[1:]

    def _learn(self, site: str, mates: frozenset[str], last: RunRow | None) -> _Known:
        since = sites.watched_since(self._db, site)
        if last is None or since is None:
            return _Known()
        rows = runs.recent(self._db, site, _POLLS)
        rhythm, before, came = self._rhythm(site, since, last.started, rows)
        ended = [row for row in rows if row.state != "running"]
        told = [row for row in ended if row.state in ("good", "partial")]
        waited = rows[1].started if len(rows) > 1 else last.started
        polls = [row for mate in sorted({site, *mates}) for row in runs.recent(self._db, mate, _POLLS)]
        covered = [one.overlap for one in gaps.coverage(self._db, site).values() if one.run == last.run_id]
        past = Past(
            last=last.started,
            failures=_leading(row.state not in ("good", "partial") for row in ended),
            idle=_leading(row.report.new == 0 for row in told),
            new=0 if last.baseline else last.report.new,
            expected=rhythm.expected(waited, last.started, self._is_holiday),
            overlap=max(covered, default=None),
            gap=gaps.noticed_in(self._db, last.run_id),
            polls=tuple(sorted((row.started for row in polls if row.started > last.started - DAY), reverse=True)),
        )
        return _Known(past, rhythm, before, came)

    def _rhythm(
        self, site: str, since: datetime, last: datetime, rows: Sequence[RunRow]
    ) -> tuple[Rhythm, Rhythm, tuple[datetime, ...]]:
        """How the site publishes, how it did up to its newest article, and when its articles came out: learnt anew once
        a day and with each run that stored something."""
        state = last.date(), next((row.run_id for row in rows if row.report.stored), 0)
        known = self._learnt.get(site)
        if known is None or known[0] != state:
            came = tuple(sites.came(self._db, site, last - LEARNT_FROM))
            before = learn(came, since, max(came, default=since), self._is_holiday)
            known = state, learn(came, since, last, self._is_holiday), before, came
            self._learnt[site] = known
        return known[1:]


def _leading(answers: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    return sum(1 for _ in takewhile(bool, answers))
