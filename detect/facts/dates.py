"""The days of the visit: which of the days that an article names, and of which year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from article import Article, Fact, Span
from detect.facts import occasions
from detect.facts.calendar import named
from detect.facts.cues import RECALLS, TELLS
from detect.facts.dayname import Named
from detect.facts.lexicon import section, table
from detect.facts.reckoning import FURTHEST, OLDEST, Known, known, reckon
from detect.facts.scene import Scene, Seen
from detect.sentences import Document, tokenise

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
# "Mulai Rabu"; and what tips the balance where two days are told alike.
_BEGINS, _ASIDE = 2.0, 0.5
# Before it, a departure for the place is told as often as the visit.
_PLANNED = 0.4


class Days(NamedTuple):
    """The visit's first day, and its last where it has several."""

    start: Fact[date] | None
    end: Fact[date] | None


class _Told(NamedTuple):
    """A day as a sentence names it; `spoken`, `leaving` and `home` say that somebody spoke, left or came home on it,
    `apart` that it is told of the watched place and other days of others."""

    seen: Seen
    named: Named
    spoken: bool
    leaving: bool
    home: bool
    apart: bool


class _Found(NamedTuple):
    seen: Seen | None
    named: Named
    span: Span
    start: date
    end: date | None
    mark: str | None
    weight: float
    spoken: bool = False

    def fact(self, day: date) -> Fact[date]:
        return Fact(day, self.span, self.mark)


def days(article: Article, document: Document, scene: Scene, own: frozenset[int] = frozenset()) -> Days:
    """When the visit was; unknown where no year can be told without guessing.

    `own` are the sentences about one of several delegations: a day that they tell goes before the article's.
    """
    told = [one for seen in scene.seen for one in _told(scene, seen)]
    words = [word for seen in scene.seen for word in seen.words]
    when = known(article, words, [one.named for one in told], (one.named for one in told if one.spoken))
    found = [f for f in (*_in_story(scene, told, when), *_in_dateline(document, when)) if f.weight > 0]
    found = _of_month(occasions.months(scene), _not_spoken(scene, found))
    if not found:
        return Days(None, None)
    told_apart = [f for f in found if f.seen is not None and f.seen.index in own and f.weight >= _OWN]
    best = _nearer(max(told_apart or found, key=lambda f: (f.weight, -f.span.start)), found)
    best = _day_before(scene, best, found)
    return Days(best.fact(best.start), _end(scene, best, found))


def _not_spoken(scene: Scene, found: list[_Found]) -> list[_Found]:
    """Whoever speaks of it at home, or once it is over, does so another day; if the article tells of no other, and not
    that it is over, that day is the visit's."""
    happened = [f for f in found if not f.spoken]
    if happened:
        return happened if scene.is_away else found
    return [] if occasions.is_told_again(scene) else found


def _of_month(told: frozenset[int], found: list[_Found]) -> list[_Found]:
    """A visit told to be in the middle of a month was on no day of another, unless that day is told with it."""

    def with_it(f: _Found) -> bool:
        return f.seen is not None and not f.spoken and f.seen.says(TELLS)

    return [f for f in found if not told or f.start.month in told or with_it(f)]


def _day_before(scene: Scene, best: _Found, found: Sequence[_Found]) -> _Found:
    """ "Sehari sebelumnya rombongan ke X", "mereka di sana sejak Rabu": the same guests were there by then."""
    for f in found:
        if f.seen is None or not f.start < best.start <= f.start + timedelta(days=_LONGEST):
            continue
        back = f.named.after is not None and f.named.after < 0
        told = f.weight >= _OWN or (back and occasions.is_of_guests(f.seen, f.named))
        if told and (back or occasions.begins(f.seen, f.named)) and not occasions.is_elsewhere(scene, f.seen):
            return f
    return best


def _nearer(best: _Found, found: Sequence[_Found]) -> _Found:
    """The day that the article gives for the watched place within a longer journey ("24-28 Maret ... Selasa (26/3)
    mereka di X", "19 to 23 September ... in X on 21 and 22 September"); the days of the stay around one of them; and a
    day that somebody spoke on, with its number, before a bare weekday told of behind it."""
    for f in found:
        if f.seen is None or best.seen is None or f.named.day is None:
            continue
        inside = best.end is not None and best.start < f.start <= (f.end or f.start) <= best.end
        if inside and ((_names_place(f.seen) and not _names_place(best.seen)) or occasions.arrives(f.seen)):
            return f
        during = f.end is not None and best.end is None and f.start <= best.start <= f.end
        near = 0 <= f.seen.index - best.seen.index <= 1 or _names_place(f.seen)
        if during and near and f.weight >= (_OWN if _names_place(f.seen) else best.weight - 1):
            return f
        if during and f.weight >= _OWN and not section("calendar")["lasts"].isdisjoint(f.seen.words):
            return f
        bare = best.named.day is None and best.named.relative is None
        if bare and timedelta() < best.start - f.start <= _SOON and f.spoken:
            return f
    return best


def _names_place(seen: Seen) -> bool:
    return any(m.kind == "name" for m in seen.reading.mentions)


def _told(scene: Scene, seen: Seen) -> Iterator[_Told]:
    all_of = named(seen.tokens)
    tokens = {i for one in all_of for i in range(one.first, one.last + 1)}
    for one in all_of:
        spoken, leaving = occasions.is_statement(seen, one, tokens), occasions.is_departure(seen, one, tokens)
        apart = len(all_of) > 1 and not leaving and occasions.is_of_place(seen, one)
        yield _Told(seen, one, spoken, leaving, occasions.is_home_again(scene, seen, one, tokens), apart)


def _in_story(scene: Scene, told: Sequence[_Told], when: Known) -> Iterator[_Found]:
    before: date | None = None
    for one in told:
        found = reckon(_in_plan(scene, one), when, before)
        if found is not None:
            span = scene.span(one.seen, one.named.first, one.named.last)
            weight = _weight(one, found.start, when)
            yield _from_later_day(_reaching_back(scene, _Found(one.seen, one.named, span, *found, weight, one.spoken)))
            before = before if one.spoken else found.start


def _in_plan(scene: Scene, told: _Told) -> Named:
    """ "Mereka bakal ke X. Agenda berlangsung sampai Jumat": a bare weekday that ends what is planned is to come."""
    seen, one = told.seen, told.named
    if one.weekday is None or one.day is not None or one.week is not None or not occasions.is_last(seen, one):
        return one
    before = scene.seen[seen.index - 1] if seen.index else seen
    same = before.reading.sentence.paragraph == seen.reading.sentence.paragraph
    unplanned = section("calendar")["will"].isdisjoint((*seen.words, *(before.words if same else ())))
    return one if unplanned else one._replace(ahead=True)


def _reaching_back(scene: Scene, found: _Found) -> _Found:
    """ "Selama tiga hari hingga Kamis (12/10)", "baru pulang Kamis (5/10). Tiga hari di sana ...": the day is the last
    of so many."""
    seen = found.seen
    assert seen is not None
    if found.end is not None:
        return found
    length = 0
    if occasions.is_last(seen, found.named):
        length = next((n for n, at in _lengths(seen) if at < found.named.first), 0)
    elif occasions.is_return(seen, found.named) and seen.index + 1 < len(scene.seen):
        length = next((n for n, at in _lengths(scene.seen[seen.index + 1]) if at == 0), 0)
    if length < 2:
        return found
    back = timedelta(days=length - 1)
    return found._replace(
        start=found.start - back, end=found.start, mark="length_of_stay", weight=max(found.weight, _OWN)
    )


def _from_later_day(found: _Found) -> _Found:
    """ "Hari kedua, Rabu (15/4)", "Rabu (15/4) merupakan hari kedua": the stay began before."""
    assert found.seen is not None
    nth = occasions.which_day(found.seen, found.named)
    if nth == 1 or found.end is not None or found.spoken:
        return found
    return found._replace(start=found.start - timedelta(days=nth - 1), end=found.start, mark="length_of_stay")


def _in_dateline(document: Document, when: Known) -> Iterator[_Found]:
    """ "MERAPI, Rabu (17/10) -": the day the reporter wrote of, where the story names none."""
    if document.dateline is None:
        return
    start = document.dateline.start
    tokens, _ = tokenise(document.text[start : document.dateline.end], start)
    for one in named(tokens):
        found = reckon(one, when, None)
        if found is not None and one.day is not None:
            yield _Found(None, one, Span(tokens[one.first].start, tokens[one.last].end), *found, _DATELINE)


def _weight(told: _Told, start: date, when: Known) -> float:
    """How likely the day is the visit's: told early, with those who came, near the publishing date."""
    seen, one = told.seen, told.named
    sentence, calendar = seen.reading.sentence, section("calendar")
    if told.home or occasions.of_another(seen, one):
        return _DATELINE * occasions.opens(seen, one)
    if when.about is not None and not -OLDEST <= start - when.about <= FURTHEST:
        return _FAR if one.year is not None else 0.0
    weight = {0: 1.0, 1: 3.0, 2: 2.0}.get(sentence.paragraph, 1.0)
    weight += _STATEMENT * told.spoken - 1.0 * seen.background
    weight += 2.0 * (seen.says(TELLS) or not calendar["arrival"].isdisjoint(seen.words))
    weight += 1.0 * (one.day is not None) + _BEGINS * occasions.begins(seen, one)
    weight += _ASIDE * (told.apart + (not calendar["turn"].isdisjoint(seen.words)))
    coming = occasions.is_to_come(seen, one, when.about, start)
    weight += _DEPARTURE * told.leaving * (_PLANNED if coming else 1)
    if coming:
        weight += _TO_COME
    elif not occasions.begins(seen, one) and _is_next(seen, one):
        weight += _NEXT
    bare = one.day is None and one.relative is None and one.week is None
    habit = bare and seen.tokens[one.first].quoted and not seen.says(RECALLS)  # "Di sini Jumat semua libur"
    return 0.0 if habit else max(weight, 0.1)


def _is_next(seen: Seen, one: Named) -> bool:
    """Is it a day that somebody speaks of, or that others will come on?"""
    if seen.tokens[one.first].quoted or (one.relative or 0) > 0 or occasions.is_day_after(seen, one):
        return True
    return not section("calendar")["next"].isdisjoint(seen.words)


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
    for seen in scene.seen:
        for length, at in _lengths(seen) if not seen.background else ():
            if length > 1 and not seen.tokens[at].quoted:
                yield Fact(start + timedelta(days=length - 1), scene.span(seen, at, at + 1), "length_of_stay")


def _lengths(seen: Seen) -> Iterator[tuple[int, int]]:
    """ "Tiga hari": the days, and the token that says so."""
    lengths, lasting = table("calendar")["lengths"], section("calendar")["lasting"]
    for i, token in enumerate(seen.tokens[:-1]):
        if seen.words[i + 1] in lasting:
            figure = int(token.text) if token.text.isascii() and token.text.isdigit() and len(token.text) == 1 else 0
            yield lengths.get(token.word) or figure, i
