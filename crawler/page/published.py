"""When an article was published, out of what its page tells machines and shows readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from lxml.html import HtmlElement

from crawler.dates import WIB, is_of_update, parse, plausible
from crawler.text import tidy

_DAY = timedelta(days=1)
_LONGEST = 100
_NEAR_AFTER = 40
_NEAR_BEFORE = 8
# Counted by XPath: of a page's hundreds of texts only these become Python's.
_AFTER = f"(following::text()[normalize-space()])[position() <= {_NEAR_AFTER}]"
_BEFORE = f"(preceding::text()[normalize-space()])[position() > last() - {_NEAR_BEFORE}]"
# A text this long is the article itself: the dates in it are not the day of publication.
_PROSE = 160


@dataclass(frozen=True, slots=True)
class Published:
    """`moment` is None where nothing plausible was found; `marks` say what looked odd."""

    moment: datetime | None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """How to read times: the moment of reading (aware) and the offset, in hours, of times written without one."""

    now: datetime
    utc_offset: int = WIB

    def read(self, text: str) -> datetime | None:
        return parse(text, now=self.now, utc_offset=self.utc_offset)

    @property
    def zone(self) -> timezone:
        return timezone(timedelta(hours=self.utc_offset))


def choose(stated: Sequence[str], shown: Sequence[str], in_url: date | None, clock: Clock) -> Published:
    """The moment of publication in its stated offset (UTC is told in the site's own).

    `stated` are the metadata's texts, the most trusted first, `shown` those that a reader sees. Metadata come first,
    for their seconds and offset; where the reader sees another day, the reader is right and the article is marked.
    """
    machine = _first(stated, clock, prefer_offset=True)
    reader = _first([text for text in shown if not is_of_update(text)], clock)
    marks: list[str] = []
    moment = _reconciled(machine, reader, marks) if machine and reader else machine or reader
    if moment is None and in_url:
        moment = datetime.combine(in_url, time(tzinfo=clock.zone))
        marks.append("date from the address only")
    if moment is None:
        return Published(None, ("no date found",))
    if not plausible(moment, clock.now):
        return Published(None, (*marks, f"implausible date, not used: {moment.isoformat()}"))
    if moment.utcoffset() == timedelta():
        moment = moment.astimezone(clock.zone)
    return Published(moment, tuple(marks))


def _first(texts: Sequence[str], clock: Clock, *, prefer_offset: bool = False) -> datetime | None:
    """The first date with a time of day, or with `prefer_offset` the first that states its offset; else the first."""
    read = [(text, moment) for text in texts if (moment := clock.read(text))]
    for text, moment in read:
        if _states_offset(text) if prefer_offset else _shows_time(moment):
            return moment
    return read[0][1] if read else None


def _shows_time(moment: datetime) -> bool:
    return (moment.hour, moment.minute) != (0, 0)


def _states_offset(text: str) -> bool:
    """Whether an ISO timestamp ends in an offset: Z, +07:00, +0700."""
    tail = text.strip()[10:]
    return tail.endswith(("Z", "z")) or "+" in tail or "-" in tail


def _reconciled(machine: datetime, reader: datetime, marks: list[str]) -> datetime:
    """One moment of the two, the metadata's unless they are wrong by their zone or by more than a day."""
    same_wall_clock = machine.replace(second=0, microsecond=0, tzinfo=None) == reader.replace(second=0, tzinfo=None)
    if same_wall_clock and machine.utcoffset() == timedelta():
        # Local time with a Z behind it, as detik wrote it for years.
        return machine.replace(tzinfo=reader.tzinfo)
    days = machine.astimezone(reader.tzinfo).date() - reader.date()
    if abs(machine - reader if _shows_time(reader) else days) <= _DAY:
        return machine
    marks.append(f"date on the page differs from the metadata: {machine.astimezone(UTC):%Y-%m-%d}")
    return reader


def beside(heading: HtmlElement, clock: Clock) -> list[str]:
    """The dates that a reader sees beside the title, the nearest first.

    Most pages put it after the title; one before it must be three times as near, and one of the day of reading that
    stands there is left out: most of these are the page's clock.
    """
    after = _dates(heading.xpath(_AFTER), clock)
    before = _dates(reversed(heading.xpath(_BEFORE)), clock)
    today = clock.now.astimezone(clock.zone).date()
    found = [(distance, text) for distance, text, _ in after]
    found += [(3 * distance, text) for distance, text, moment in before if moment.date() != today]
    return [text for _, text in sorted(found)]


def _dates(pieces: Iterable[Any], clock: Clock) -> Iterator[tuple[int, str, datetime]]:
    """The dates among pieces of text up to the first that is prose, each with how many pieces away it stands."""
    for distance, piece in enumerate(pieces, start=1):
        parent = piece.getparent()
        if parent.tag in ("script", "style", "option", "a"):
            continue
        text = tidy(piece)
        if len(text) > _PROSE:
            return
        for written in (parent.get("datetime") if parent.tag == "time" else None, text):
            moment = clock.read(written) if written and len(written) <= _LONGEST else None
            if written and moment is not None and not is_of_update(written):
                yield distance, written, moment
                break
