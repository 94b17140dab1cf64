"""What a digest tells besides visits: what changed, what was recovered, and for the administrator what is broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import alarms, changes, lifecycle, recovered
from storage.alarms import Alarm
from storage.changes import Change
from storage.database import Database
from storage.lifecycle import Marked
from storage.recovered import Recovered
from storage.values import from_time
from wording.facts import telling

_clock = telling("en").clock
_NAMES = {"headcount": "number of people", "date_start": "first day", "date_end": "last day", "loci": "places"}


@dataclass(frozen=True, slots=True)
class News:
    """`changes` no digest has told, `recovered` likewise; `alarms` that stand, `resolved` since the last digest.

    `marked` are the articles of sites in quarantine."""

    changes: tuple[Change, ...] = ()
    recovered: tuple[Recovered, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    resolved: tuple[Alarm, ...] = ()
    marked: tuple[Marked, ...] = ()

    def changed(self) -> list[str]:
        """A line for each change of what an earlier digest told."""
        return [f"{one.title} ({one.site}): {change_line(one)}; {one.url}" for one in self.changes if one.told]

    def of_visit(self, visit_id: int) -> list[str]:
        """What is to be said with a visit that is told for the first time."""
        lines = [_recovered_line(one) for one in self.recovered if visit_id in one.visits]
        lines += [
            f"changed since: {change_line(one)}" for one in self.changes if not one.told and visit_id in one.visits
        ]
        lines += [_doubt_line(one) for one in self.marked if visit_id in one.visits]
        return list(dict.fromkeys(lines))

    def of_article(self, article_id: int) -> str:
        """How an article was recovered and why it is doubtful, empty for one that is neither."""
        lines = [_recovered_line(one) for one in self.recovered if one.article_id == article_id]
        lines += [_doubt_line(one) for one in self.marked if one.article_id == article_id]
        return "; ".join(lines)

    def broken(self) -> list[str]:
        """A line for each cause at each site: first the new ones, then those that go on, then those that are over."""
        standing = sorted(self.alarms, key=lambda one: (one.state != "new", one.site))
        lines: dict[tuple[str, str, str], list[Alarm]] = {}
        for alarm in (*standing, *self.resolved):
            lines.setdefault((alarm.site, alarm.cause, alarm.state), []).append(alarm)
        return [alarm_line(first, len(more)) for first, *more in lines.values()]


def gather(db: Database, since: datetime | None) -> News:
    """What the next digest tells besides visits; `since` is when the last one was composed."""
    return News(
        tuple(changes.untold(db)),
        tuple(recovered.untold(db)),
        tuple(one for one in alarms.standing(db) if not one.is_note),
        tuple(one for one in alarms.resolved_since(db, since) if not one.is_note) if since else (),
        tuple(lifecycle.marked(db)),
    )


def tell(db: Database, number: int) -> None:
    """Say that the digest just composed told this; a change of what no digest has told waits for the one that does.

    Inside the same `write()`.
    """
    changes.tell(db, [one for one in changes.untold(db) if one.told], number)
    recovered.tell(db, recovered.untold(db), number)


def alarm_line(alarm: Alarm, more: int = 0) -> str:
    """An alarm as a sentence: which site, what, since when, and what to do; `more` of its kind go with it."""
    words = f"{alarm.words}, and {more} more of this kind" if more else alarm.words
    if alarm.resolved is not None:
        return f"{alarm.site}: over since {_clock(alarm.resolved)}: {words}"
    runs = "" if alarm.runs == 1 else f", in {alarm.runs} runs"
    return f"{alarm.site}: {alarm.state}, {words} (since {_clock(alarm.since)}{runs}). Next: {alarm.step}"


def change_line(change: Change) -> str:
    """A change in words: headcount 40 -> 45."""
    if change.what == "withdrawn":
        return f"taken down by its site, found on {_clock(from_time(change.became))}" if change.became else "taken down"
    return f"{_NAMES.get(change.what, change.what)} {change.was or 'not stated'} -> {change.became or 'not stated'}"


def _recovered_line(one: Recovered) -> str:
    what = "hidden" if one.kind == "hidden" else "spoilt"
    return f"recovered: a break had {what} it since {_clock(one.hidden_since)}"


def _doubt_line(one: Marked) -> str:
    return f"doubtful: {one.site} is in quarantine since {_clock(one.life.since)} ({one.life.reason})"
