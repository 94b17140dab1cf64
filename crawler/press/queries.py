"""What the news searches are asked for: the watched place's names with the words for a study visit. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import zip_longest
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

from crawler.facts import Query
from crawler.press.answers import Hit
from crawler.text import normalise
from detect.profile import Profile

# Of a place with many names, the ones that the press uses most come first.
_NAMES = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of queries.toml: asked for, looked for in titles, and hosts that are no press of their own."""

    asked: tuple[str, ...]
    titles: tuple[str, ...]
    not_press: tuple[str, ...]


@cache
def default_words() -> Words:
    """The words beside this file."""
    read = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
    return Words(tuple(read["words"]), tuple(map(normalise, read["titles"])), tuple(read["not_press"]))


def texts(profile: Profile, words: Sequence[str], terms: int) -> tuple[str, ...]:
    """The queries that ask for all `words` beside the place, each of at most `terms` words."""
    names = profile.names[:_NAMES]
    room = terms - _length(names)
    groups: list[list[str]] = [[]]
    for word in words:
        if groups[-1] and _length([*groups[-1], word]) > room:
            groups.append([])
        groups[-1].append(word)
    return tuple(f"{_any(names)} {_any(group)}" for group in groups if group)


def texts_of_all(profiles: Iterable[Profile], words: Sequence[str], terms: int) -> tuple[str, ...]:
    """Those of all places, the first of each before the second of any: where time runs out, no place is left out."""
    asked = zip_longest(*(texts(profile, words, terms) for profile in profiles))
    return tuple(text for one_of_each in asked for text in one_of_each if text is not None)


def address(query: Query, text: str, since: datetime, until: datetime) -> str:
    """Where one answer is asked for: the articles from `since` to `until` (aware, UTC).

    A search by days is asked until the end of the last one. Raises LookupError where the address has an unknown slot.
    """
    by_day = query.form != "gdelt" and until.timetz().replace(tzinfo=None) != time(0)
    last = datetime.combine(until.date() + _DAY, time(0), until.tzinfo) if by_day else until
    return query.url.format(query=quote_plus(text), since=since, until=last)


def halves(query: Query, since: datetime, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Two stretches to ask for instead of one whose answer was full; none where it cannot be cut any further."""
    whole_days = (until - since) // _DAY
    if not query.days or whole_days < 2:
        return ()
    middle = since + _DAY * (whole_days // 2)
    return (middle, until), (since, middle)


def concerns(hit: Hit, profile: Profile, words: Words) -> bool:
    """Whether title or snippet can be about a study visit to the place: they name it, or speak of a visit.

    The search found the place somewhere in the text, so either is enough.
    """
    told = " " + normalise(f"{hit.title or ''} {hit.snippet}") + " "
    for name in profile.not_the_place:
        told = told.replace(f" {normalise(name)} ", " ")
    named = (*profile.names, *profile.epithets, *profile.offices, *profile.places, *profile.programmes)
    return any(f" {word} " in told for word in (*map(normalise, named), *words.titles))


def is_press(url: str, words: Words) -> bool:
    """Whether the address is on a host that publishes itself."""
    host = urlsplit(url).hostname or ""
    return not any(host == other or host.endswith(f".{other}") for other in words.not_press)


def _any(phrases: Sequence[str]) -> str:
    # GDELT refuses brackets around a single word, and quotes around a short one.
    quoted = [f'"{phrase}"' if " " in phrase else phrase for phrase in phrases]
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else "".join(quoted)


def _length(phrases: Iterable[str]) -> int:
    return sum(len(phrase.split()) for phrase in phrases)
