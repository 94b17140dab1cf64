"""From a day as it is named to a day of a year, by when the article was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from article import Article
from detect.facts.dayname import Named
from detect.facts.lexicon import section

# An article tells of a visit within these days of its own; a day and month without a year are put nearest to it.
OLDEST = timedelta(days=60)
FURTHEST = timedelta(days=120)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of when the article was written: its day, about when, or years that it states."""

    written: date | None
    about: date | None
    years: frozenset[int]
    english: bool


class Reckoned(NamedTuple):
    """The first and last day in full, and what looks odd about them."""

    start: date
    end: date | None
    mark: str | None


def known(article: Article, words: Sequence[str], all_named: Sequence[Named], spoken: Iterable[Named]) -> Known:
    """What the article says of its own day. `spoken` are the days on which somebody spoke to the reporter: where the
    page has no date, it was written on the last of them."""
    published = article.published.date() if article.published else None
    years = frozenset(n.year for n in all_named if n.year is not None and n.month is not None)
    english = sum(words.count(word) for word in section("calendar")["english"]) * 40 > len(words)
    written = published or _by_todays_number(all_named) or max(_whole(spoken), default=None)
    return Known(written, written or _from_address(article.url), years, english)


def _by_todays_number(all_named: Sequence[Named]) -> date | None:
    """ "Besok, Rabu (26/8/2015)" was written the day before."""
    told = (n for n in all_named if n.relative is not None)
    return next((day - timedelta(days=n.relative or 0) for n in told for day in _whole([n])), None)


def _whole(named: Iterable[Named]) -> list[date]:
    """Those days that are named with month and year."""
    found = (_date(n.year, n.month, n.day) for n in named if n.year and n.month and n.day and not n.us)
    return [day for day in found if day is not None]


def _from_address(url: str) -> date | None:
    """About when a page with an address such as /2018/08/29/title or /2018/08/title was written."""
    parts = url.split("/")
    for year, month in pairwise(parts):
        if len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit():
            return _date(int(year), int(month), 15)
    return None


def reckon(one: Named, known: Known, before: date | None) -> Reckoned | None:
    """The day in full; `before` is the day that the text names before it. None where no year can be told."""
    start, mark = (_in_words(one, known, before), None) if one.day is None else _numbered(one, known)
    if start is None:
        return None
    if one.began is not None and start.weekday() != one.began:
        return Reckoned(start - timedelta(days=(start.weekday() - one.began) % _WEEK), start, None)
    if one.weekday is not None and one.day is not None and start.weekday() != one.weekday and mark is None:
        mark = f"weekday:{one.weekday}:{start.weekday()}"
    return Reckoned(start, _range_end(one, start), mark)


def _in_words(one: Named, known: Known, before: date | None) -> date | None:
    if one.after is not None:
        return before + timedelta(days=one.after) if before else None
    if known.written is None:
        behind = None if before is None or one.weekday is None else (one.weekday - before.weekday()) % _WEEK
        return None if before is None or behind is None else before + timedelta(days=behind)
    if one.relative is not None:
        return known.written + timedelta(days=one.relative)
    assert one.weekday is not None
    today = known.written.weekday()
    if one.week is not None:
        return known.written + timedelta(days=one.weekday - today + _WEEK * one.week)
    back = (today - one.weekday) % _WEEK
    return known.written + timedelta(days=_WEEK - back if one.ahead else -back)


def _numbered(one: Named, known: Known) -> tuple[date | None, str | None]:
    assert one.day is not None and one.month is not None
    if one.us and known.english and one.year is not None:
        return _american(one, known), None
    if one.year is not None:
        return _date(one.year, one.month, one.day), None
    if known.about is not None:
        return _nearest(one, known, known.about), None
    fitting = [
        d for year in sorted(known.years) if (d := _date(year, one.month, one.day)) and d.weekday() == one.weekday
    ]
    if len(fitting) != 1:
        return None, None
    return fitting[0], "year_of_another"


def _nearest(one: Named, known: Known, about: date) -> date | None:
    """The day in the year that puts it nearest to the article's, not far ahead of it."""
    assert one.day is not None and one.month is not None
    orders = [(one.month, one.day)]
    if known.english and one.end_day is None and one.day <= 12:
        orders.append((one.day, one.month))
    around = (_date(about.year + k, month, day) for k in (-1, 0, 1) for month, day in orders)
    near = [d for d in around if d is not None and d - about <= FURTHEST]
    return min(near, key=lambda d: abs(d - about), default=None)


def _american(one: Named, known: Known) -> date | None:
    """Month and day in American order, unless only the other order fits the weekday or the publishing date."""
    assert one.year is not None and one.month is not None and one.day is not None
    if one.month > 12 or one.day > 12:
        return _date(one.year, one.month, one.day)
    american, other = _date(one.year, one.day, one.month), _date(one.year, one.month, one.day)
    if american is None or other is None:
        return american
    if american.weekday() != other.weekday() and one.weekday in (american.weekday(), other.weekday()):
        return american if one.weekday == american.weekday() else other
    if known.about and abs(other - known.about) < abs(american - known.about) - OLDEST:
        return other
    return american


def _range_end(one: Named, start: date) -> date | None:
    if one.end_day is None:
        return None
    month = one.end_month or start.month
    end = _date(start.year + (month < start.month), month, one.end_day)
    return end if end is not None and start < end <= start + timedelta(days=366) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
