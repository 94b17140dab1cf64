"""Which visit each delegation of a verdict reports: one way for a crawl, a rescore and a re-reading of stored pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from article import Verdict, Visit
from detect.same_visit import Report, choose, likeness
from storage import standing, verdicts, visits
from storage.database import Database
from storage.standing import Pin

# A text that an editor dismissed is not news because later rules see one delegation more in it.
NOWHERE = 0


class Reading(NamedTuple):
    """One text as judged, with the delegations that it reports."""

    article_id: int
    version_id: int
    published: datetime | None
    visits: tuple[Visit, ...]


# The visits near in time to a delegation, first come first, each with what holds of it. What the article itself said
# in an earlier text counts too: an edited report goes on telling of its visit.
Near = Callable[[Visit], Iterable[tuple[int, Sequence[Report]]]]


def file(
    db: Database,
    article_id: int,
    version_id: int,
    verdict: Verdict,
    text: str,
    published: datetime | None,
    now: datetime,
) -> int:
    """Store a verdict on `text` as the article's current one, with the visits it reports; the verdict's id.

    The caller holds the transaction. What an editor decided stays: such reports keep their visit.
    """
    verdict_id = verdicts.store(db, article_id, version_id, verdict, text, now)
    if verdict.flagged:
        reading = Reading(article_id, version_id, published, verdict.visits)
        pins = standing.pins(db, article_id).get(article_id, [])
        for entry, home in enumerate(homes(reading, pins, partial(_near, db, reading))):
            if home != NOWHERE:
                visits.report(db, home, article_id, verdict_id, verdict.visits[entry], text, now, entry)
    return verdict_id


def homes(reading: Reading, pins: Sequence[Pin], near: Near) -> list[int | None]:
    """The visit that each delegation of a text goes to; None for a new one, NOWHERE where it is not to be kept."""
    pinned = match(reading, pins)
    taken = {place for pin in pinned.values() for place in (pin.visit_id, pin.place)}
    decided = [pin for pin in pins if pin.version_id == reading.version_id]
    dropped = bool(decided) and all(pin.dismissed for pin in decided)
    found: list[int | None] = []
    for entry, visit in enumerate(reading.visits):
        if entry in pinned:
            found.append(pinned[entry].visit_id)
            continue
        if dropped:
            found.append(NOWHERE)
            continue
        present = [(place, told) for place, told in near(visit) if place not in taken]
        home = choose(visit, reading.published, present)
        # Two delegations of one text are two visits.
        taken |= {home} if home is not None else set()
        found.append(home)
    return found


def match(reading: Reading, pins: Sequence[Pin]) -> dict[int, Pin]:
    """Which delegation of a text is which of the reports that an editor decided on, by its place in the text's list.

    The likest are the same. In the very text that was decided on, the others are matched in their order: rules that
    read its facts otherwise do not make another visit of it. A new text may report a new visit.
    """
    ranked = sorted(
        (-_likeness(visit, pin.stated, reading.published), entry, number)
        for entry, visit in enumerate(reading.visits)
        for number, pin in enumerate(pins)
    )
    found: dict[int, int] = {}
    for unlikeness, entry, number in ranked:
        if unlikeness < 0 and entry not in found and number not in found.values():
            found[entry] = number
    rest = [n for n, pin in enumerate(pins) if n not in found.values() and pin.version_id == reading.version_id]
    left = [entry for entry in range(len(reading.visits)) if entry not in found]
    return {entry: pins[number] for entry, number in {**found, **dict(zip(left, rest, strict=False))}.items()}


def _likeness(visit: Visit, stated: Visit, published: datetime | None) -> float:
    return likeness(Report(visit, day(published), 0), Report(stated, day(published), 1))


def day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _near(db: Database, reading: Reading, visit: Visit) -> list[tuple[int, list[Report]]]:
    return [
        (
            stored.visit_id,
            [
                Report(one.visit, day(one.published), one.article_id)
                for one in stored.reports
                if one.current or (one.said and one.article_id == reading.article_id)
            ],
        )
        for stored in visits.near(db, visit, reading.published)
    ]
