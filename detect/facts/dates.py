"""The days of the visit: which of the days that an article names, and of which year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from article import Article, Fact, Span
from detect.facts.calendar import Named, named
from detect.facts.cues import TELLS
from detect.facts.lexicon import section, table
from detect.facts.occasions import is_departure, is_statement, is_to_come, of_another
from detect.facts.scene import Scene, Seen
from detect.sentences import Document, tokenise

# An article tells of a visit within these days of its own; a day and month without a year are put nearest to it.
_OLDEST = timedelta(days=60)
_FURTHEST = timedelta(days=120)
_LONGEST = 14
# Guests who are told of on one day hardly came days later.
_SOON = timedelta(days=3)
# A day with its year far from the article's: of a visit told again later, or of something else.
_FAR = 0.2
# A dateline's day counts where no sentence of the first paragraphs names one.
_DATELINE = 2.5
# A delegation's own day must be told as clearly as this.
_OWN = 2.0
# The day of a departure or of a statement is the visit's where no other is told.
_DEPARTURE, _STATEMENT = -2.5, -3.5
# The day told to come, with the place gone to, is the visit's; any other day to come hardly is.
_TO_COME, _NEXT = 1.5, -2.0
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Days(NamedTuple):
    """The visit's first day, and its last where it has several."""

    start: Fact[date] | None
    end: Fact[date] | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of when the article was written: its day, about when, or years that it states."""

    published: date | None
    about: date | None
    years: frozenset[int]
    english: bool


class _Found(NamedTuple):
    seen: Seen | None
    named: Named
    span: Span
    start: date
    end: date | None
    mark: str | None
    weight: float
    statement: bool = False

    def fact(self, day: date) -> Fact[date]:
        return Fact(day, self.span, self.mark)


def days(article: Article, document: Document, scene: Scene, own: frozenset[int] = frozenset()) -> Days:
    """When the visit was; unknown where no year can be told without guessing.

    `own` are the sentences about one of several delegations: a day that they tell goes before the article's.
    """
    places = [(seen, named(seen.tokens)) for seen in scene.seen]
    known = _known(article, scene, [n for _, all_of in places for n in all_of])
    found = [f for seen, all_of in places for f in _in_sentence(scene, seen, all_of, known)]
    found = [f for f in (*found, *_in_dateline(document, known)) if f.weight > 0]
    if not found:
        return Days(None, None)
    if scene.is_away:
        # Told from home: whoever speaks there does so after the visit, or before it.
        found = [f for f in found if not f.statement]
        if not found:
            return Days(None, None)
    told_apart = [f for f in found if f.seen is not None and f.seen.index in own and f.weight >= _OWN]
    best = _nearer(max(told_apart or found, key=lambda f: (f.weight, -f.span.start)), found)
    return Days(best.fact(best.start), _end(scene, best, found))


def _nearer(best: _Found, found: Sequence[_Found]) -> _Found:
    """The day that the article gives for the watched place within a longer journey ("24-28 Maret ... Selasa (26/3)
    mereka di X"); and a day that somebody spoke on, with its number, before a bare weekday told of behind it."""
    for f in found:
        if f.seen is None or best.seen is None or f.named.day is None:
            continue
        inside = best.end is not None and f.end is None and best.start < f.start <= best.end
        if inside and _names_place(f.seen) and not _names_place(best.seen):
            return f
        bare = best.named.day is None and best.named.relative is None
        if bare and timedelta() < best.start - f.start <= _SOON and f.statement:
            return f
    return best


def _names_place(seen: Seen) -> bool:
    return any(m.kind == "name" for m in seen.reading.mentions)


def _in_sentence(scene: Scene, seen: Seen, all_of: Sequence[Named], known: Known) -> Iterator[_Found]:
    tokens = {i for one in all_of for i in range(one.first, one.last + 1)}
    for one in all_of:
        found = _resolve(one, known)
        if found is not None:
            statement = is_statement(seen, one, tokens)
            weight = _weight(seen, one, found[0], known, statement)
            yield _Found(seen, one, scene.span(seen, one.first, one.last), *found, weight, statement)


def _in_dateline(document: Document, known: Known) -> Iterator[_Found]:
    """ "MERAPI, Rabu (17/10) -": the day the reporter wrote of, where the story names none."""
    if document.dateline is None:
        return
    start = document.dateline.start
    tokens, _ = tokenise(document.text[start : document.dateline.end], start)
    for one in named(tokens):
        found = _resolve(one, known)
        if found is not None and one.day is not None:
            yield _Found(None, one, Span(tokens[one.first].start, tokens[one.last].end), *found, _DATELINE)


def _known(article: Article, scene: Scene, all_named: Sequence[Named]) -> Known:
    words = [word for seen in scene.seen for word in seen.words]
    published = article.published.date() if article.published else None
    about = published or _from_address(article.url)
    years = frozenset(n.year for n in all_named if n.year is not None and n.month is not None)
    english = sum(words.count(word) for word in section("calendar")["english"]) * 40 > len(words)
    return Known(published, about, years, english)


def _from_address(url: str) -> date | None:
    """About when a page with an address such as /2018/08/29/title or /2018/08/title was written."""
    parts = url.split("/")
    for year, month in pairwise(parts):
        if len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit():
            return _date(int(year), int(month), 15)
    return None


def _resolve(one: Named, known: Known) -> tuple[date, date | None, str | None] | None:
    """The first and last day in full, and what looks odd about them."""
    start, mark = (_relative(one, known), None) if one.day is None else _numbered(one, known)
    if start is None:
        return None
    if one.weekday is not None and one.day is not None and start.weekday() != one.weekday and mark is None:
        mark = f"the text says {_WEEKDAYS[one.weekday]}, the number is a {_WEEKDAYS[start.weekday()]}"
    return start, _range_end(one, start), mark


def _relative(one: Named, known: Known) -> date | None:
    if known.published is None:
        return None
    if one.relative is not None:
        return known.published + timedelta(days=one.relative)
    assert one.weekday is not None
    back = (known.published.weekday() - one.weekday) % 7
    return known.published + timedelta(days=7 - back if one.ahead else -back)


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
    return fitting[0], "the year is that of another day in the text, which fits the weekday"


def _nearest(one: Named, known: Known, about: date) -> date | None:
    """The day in the year that puts it nearest to the article's, not far ahead of it."""
    assert one.day is not None and one.month is not None
    orders = [(one.month, one.day)]
    if known.english and one.end_day is None and one.day <= 12:
        orders.append((one.day, one.month))
    around = (_date(about.year + k, month, day) for k in (-1, 0, 1) for month, day in orders)
    near = [d for d in around if d is not None and d - about <= _FURTHEST]
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
    if known.about and abs(other - known.about) < abs(american - known.about) - _OLDEST:
        return other
    return american


def _range_end(one: Named, start: date) -> date | None:
    if one.end_day is None:
        return None
    month = one.end_month or start.month
    end = _date(start.year + (month < start.month), month, one.end_day)
    return end if end is not None and start < end <= start + timedelta(days=366) else None


def _weight(seen: Seen, one: Named, start: date, known: Known, statement: bool) -> float:
    """How likely the day is the visit's: told early, with those who came, near the publishing date."""
    sentence = seen.reading.sentence
    calendar = section("calendar")
    if of_another(seen, one):
        return 0.0
    if known.about is not None and not -_OLDEST <= start - known.about <= _FURTHEST:
        return _FAR if one.year is not None else 0.0
    weight = {0: 1.0, 1: 3.0, 2: 2.0}.get(sentence.paragraph, 1.0)
    weight += _DEPARTURE * is_departure(seen, one) + _STATEMENT * statement
    weight += 2.0 * (seen.says(TELLS) or not calendar["arrival"].isdisjoint(seen.words))
    weight += 1.0 * (one.day is not None)
    if is_to_come(seen, one, known.about, start):
        weight += _TO_COME
    elif seen.tokens[one.first].quoted or (one.relative or 0) > 0 or not calendar["next"].isdisjoint(seen.words):
        weight += _NEXT
    return max(weight, 0.1)


def _end(scene: Scene, best: _Found, found: Sequence[_Found]) -> Fact[date] | None:
    """The last day: of the range, of a range that starts the same day, after "hingga", or by the length of the stay."""
    for f in (best, *found):
        if f.end is not None and f.start == best.start:
            return f.fact(f.end)
    for f in found:
        before = f.seen.words[f.named.first - 1] if f.seen and f.named.first else ""
        if before in section("calendar")["to"] and best.start < f.start <= best.start + timedelta(days=_LONGEST):
            return f.fact(f.start)
    if best.seen is not None and not section("calendar")["arrival"].isdisjoint(best.seen.words):
        return next(_by_length(scene, best.start), None)
    return None


def _by_length(scene: Scene, start: date) -> Iterator[Fact[date]]:
    """ "Tiga hari lamanya": reckoned from the day of arrival."""
    lengths = table("calendar")["lengths"]
    for seen in scene.seen:
        for i, token in enumerate(seen.tokens[:-1]):
            if seen.tokens[i + 1].word not in section("calendar")["lasting"] or seen.background or token.quoted:
                continue
            length = lengths.get(token.word) or (
                int(token.text) if token.text.isdigit() and len(token.text) == 1 else 0
            )
            if length > 1:
                span = scene.span(seen, i, i + 1)
                yield Fact(start + timedelta(days=length - 1), span, "reckoned from the length of the stay")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
