"""All texts once more in the order they came: which visits a fresh start under the same rules would make of them.

Pure. The choice itself is `filing.homes`, the one that a crawl makes; this stands in for what the database would hold
at each moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from article import Visit
from crawler.storing.filing import NOWHERE, Reading, day, homes, match
from detect.same_visit import Report
from storage.standing import Pin
from storage.visits import NEAR_DAYS, day_of


class Row(NamedTuple):
    """An article's report of a visit. Visits that the replay makes are numbered -1, -2, ...; `entry` is the place in
    the text's delegations; None: the report stays as it was, on an editor's word."""

    visit_id: int
    article_id: int
    version_id: int
    entry: int | None


class _Report(NamedTuple):
    row: Row
    place: int
    order: int
    visit: Visit
    day: date | None
    kept: bool


class _Shelf:
    """What the database would hold: reports by (visit, article), found again by their day."""

    def __init__(self, dismissed: Collection[int]) -> None:
        self._dismissed = dismissed
        self._reports: dict[tuple[int, int], _Report] = {}
        self._days: dict[date | None, dict[tuple[int, int], None]] = {}
        self._places: dict[int, dict[tuple[int, int], None]] = {}
        self._current: dict[int, tuple[int, date | None]] = {}

    def arrive(self, reading: Reading) -> None:
        self._current[reading.article_id] = (reading.version_id, day(reading.published))

    def put(self, report: _Report) -> None:
        key = (report.row.visit_id, report.row.article_id)
        before = self._reports.get(key)
        if before is not None:
            del self._days[before.day][key]
        self._reports[key] = report
        self._days.setdefault(report.day, {})[key] = None
        self._places.setdefault(report.place, {})[key] = None

    def near(self, reading: Reading, visit: Visit) -> list[tuple[int, list[Report]]]:
        """As storage.visits.near, with what filing reads of it."""
        keys = (key for one in _window(day_of(visit, reading.published)) for key in self._days.get(one, ()))
        near = (self._reports[key] for key in keys)
        places = {report.place for report in near if report.visit.place == visit.place}
        standing = {place: [self._reports[key] for key in self._places[place]] for place in places}
        ordered = sorted(standing, key=lambda place: min((r.row.article_id, r.order) for r in standing[place]))
        return [(place, list(self._told(standing[place], reading.article_id))) for place in ordered]

    def rows(self) -> list[Row]:
        return [report.row for report in self._reports.values()]

    def _told(self, reports: Sequence[_Report], own: int) -> Iterator[Report]:
        for one in reports:
            article = one.row.article_id
            version, published = self._current[article]
            holds = article not in self._dismissed and (one.kept or one.row.version_id == version)
            if holds or article == own:
                yield Report(one.visit, published, article)


def replay(readings: Iterable[Reading], pins: Mapping[int, Sequence[Pin]], dismissed: Collection[int]) -> list[Row]:
    """The reports that the texts make, given in the order they came; by visit in the order of being found.

    `pins` are the reports, by article, that editors decided on: they stay with their visits. `dismissed` are the
    articles that an editor dismissed by themselves: they hold nothing and so draw nothing to them.
    """
    shelf = _Shelf(dismissed)
    made = 0
    for reading in readings:
        shelf.arrive(reading)
        own = pins.get(reading.article_id, ())
        pinned = match(reading, own)
        chosen = homes(reading, own, partial(shelf.near, reading))
        for entry, (visit, home) in enumerate(zip(reading.visits, chosen, strict=True)):
            if home == NOWHERE:
                continue
            if home is None:
                made -= 1
            number = made if home is None else home
            pin = pinned.get(entry)
            row = Row(number, reading.article_id, reading.version_id, entry)
            found = day_of(visit, reading.published)
            shelf.put(_Report(row, pin.place if pin else number, entry, visit, found, bool(pin and pin.kept)))
        for pin in own:
            if pin.kept and pin.version_id == reading.version_id and pin not in pinned.values():
                row = Row(pin.visit_id, reading.article_id, reading.version_id, None)
                found = day_of(pin.stated, reading.published)
                shelf.put(_Report(row, pin.place, pin.entry, pin.stated, found, True))
    return shelf.rows()


def _window(found: date | None) -> Iterator[date | None]:
    if found is None:
        yield None
        return
    first = max(found.toordinal() - NEAR_DAYS, 1)
    last = min(found.toordinal() + NEAR_DAYS, date.max.toordinal())
    for number in range(first, last + 1):
        yield date.fromordinal(number)
