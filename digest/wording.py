"""How facts read on a page or in a digest: one place, so that both say the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from storage.gaps import Gap
from storage.visits import VisitCard
from timetable import TIMEZONE


def when(card: VisitCard) -> str:
    """The days of a visit: "17 Oct 2018", "27 to 29 Mar 2018", or "date unknown"."""
    if card.date_start is None:
        return "date unknown"
    if card.date_end is None or card.date_end == card.date_start:
        return day(card.date_start)
    first = (
        f"{card.date_start.day}"
        if card.date_start.replace(day=1) == card.date_end.replace(day=1)
        else day(card.date_start)
    )
    return f"{first} to {day(card.date_end)}"


def day(moment: date) -> str:
    return f"{moment.day} {moment:%b %Y}"


def clock(moment: datetime | None) -> str:
    """A time in the sites' own zone, named."""
    return f"{day(moment.astimezone(TIMEZONE))}, {moment.astimezone(TIMEZONE):%H:%M} WIB" if moment else "never"


def short(moment: datetime | None) -> str:
    """A time for a table whose head names the zone."""
    return f"{moment.astimezone(TIMEZONE):%d %b %H:%M}" if moment else "never"


def long(time: timedelta) -> str:
    """5 hours, 3 days."""
    hours = int(time.total_seconds() // 3600)
    return times(hours, "hour") if hours < 48 else f"{hours // 24} days"


def gap_line(gap: Gap) -> str:
    """A gap as a sentence, with its site and its times."""
    where = f"{gap.site}: {'gap' if gap.state != 'closed' else 'the gap'} from {clock(gap.since)} to {clock(gap.until)}"
    if gap.state == "closed":
        return f"{where} is closed: {gap.how}"
    still = "not found again" if gap.state == "declared" else "still looked for"
    return f"{where}: what {gap.source} showed then may be missing, {still}"


def people(card: VisitCard) -> str:
    return "number not stated" if card.headcount is None else f"{card.headcount} people"


def times(count: int, noun: str) -> str:
    """1 copy, 2 copies."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def web(url: str) -> str:
    """The URL where it is one that a browser may follow, else nothing: pages write these, and not all mean well."""
    return url if url.lower().startswith(("http://", "https://")) else ""


@cache
def environment(package: str) -> Environment:
    """Templates of one package, autoescaped (text ones not), with the wordings as filters."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {word.__name__: word for word in (when, day, clock, short, long, gap_line, people, times, web)}
    return made
