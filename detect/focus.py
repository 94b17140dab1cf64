"""Who and where an article is about as a whole: which names it dwells on, on whose side, and where it was written.

A visit can be told without any word for visiting or learning; then people of one other region, the watched place as
where things happen, and a dateline at either end are what is left to tell it by.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from detect.place import dateline_in
from detect.profile import Profile
from detect.reading import Mention, Reading
from detect.sentences import Document

# Counts above this say no more.
_MANY = 7
_LEAD = 3


def focus(document: Document, readings: Sequence[Reading], profile: Profile) -> dict[str, float]:
    """{name: 0 to 1}, in the order of FOCUS."""
    place = [(i, r, m) for i, r in enumerate(readings) for m in r.mentions if m.side == "place"]
    others = [(i, r, m) for i, r in enumerate(readings) for m in r.mentions if is_other(m)]
    titles = sum(r.sentence.part == "title" for r in readings)
    counts = Counter(_named(r, m) for _, r, m in others)
    main, times = counts.most_common(1)[0] if counts else ("", 0)
    kinds = Counter(m.kind for _, _, m in place)
    named, inside = kinds["name"] + kinds["institution"], kinds["inside"]
    bodies = {side: sum(_is_body(r, m) for _, r, m in found) for side, found in (("place", place), ("other", others))}
    where = document.text[document.dateline.start : document.dateline.end].lower() if document.dateline else ""
    here = dateline_in(document, profile)
    both = {i for i, _, _ in place} & {i for i, _, _ in others}
    first_place, first_other = _first(place), _first(others)
    values: dict[str, float] = {
        "place_in_title": _opens(place, 0, titles),
        "place_in_lead": _opens(place, titles, titles + _LEAD),
        "others_in_title": _opens(others, 0, titles),
        "others_in_lead": _opens(others, titles, titles + _LEAD),
        "others_first": first_other < first_place,
        "place_first": first_place < first_other,
        "place_named": _scaled(named),
        "place_inside": _scaled(inside),
        "place_only_inside": bool(inside) and not named,
        "place_people": _scaled(kinds["person"]),
        "place_bodies": _scaled(bodies["place"]),
        "place_late": _scaled(max(0, min(first_place[0], 2 * _MANY) - titles)),
        "guest_named": _scaled(times),
        "guest_alone": times / max(1, len(others)),
        "guest_bodies": _scaled(bodies["other"]),
        "both_bodies": _scaled(min(bodies.values())),
        "nobody_else": not others,
        "many_others": _scaled(len(counts)),
        "together": _scaled(len(both)),
        "guests_told": _scaled(sum(m.side == "guests" for r in readings for m in r.mentions)),
        "dated": _early(readings, titles, _is_dated),
        "counted": _early(readings, titles, _is_counted),
        "written_here": here,
        "written_away": bool(where) and not here,
        "written_by_guest": bool(main) and bool(where) and not here and main.split()[-1] in where,
    }
    return {name: float(value) for name, value in values.items()}


FOCUS = (
    "place_in_title", "place_in_lead", "others_in_title", "others_in_lead", "others_first", "place_first",
    "place_named", "place_inside", "place_only_inside", "place_people", "place_bodies", "place_late", "guest_named",
    "guest_alone", "guest_bodies", "both_bodies", "nobody_else", "many_others", "together", "guests_told", "dated",
    "counted", "written_here", "written_away", "written_by_guest",
)  # fmt: skip

_Found = Sequence[tuple[int, Reading, Mention]]


def is_other(mention: Mention) -> bool:
    """Somebody or somewhere else; the province around the place is neither."""
    return mention.side == "other" and mention.kind != "parent"


def _named(reading: Reading, mention: Mention) -> str:
    """What two mentions of one party have in common: a region's last word, an institution's first two."""
    words = [token.word for token in reading.tokens[mention.first : mention.last + 1]]
    return words[-1] if mention.kind in ("region", "abroad") else " ".join(words[:2])


def _is_body(reading: Reading, mention: Mention) -> bool:
    """ "Dinas Pertanian Kabupaten X": is it an office of the region that is named?"""
    return reading.coloured("body", mention.first - 3, mention.first)


def _early(readings: Sequence[Reading], titles: int, told: Callable[[Reading], bool]) -> float:
    """Is it told in the first sentences (1), further down (half), or nowhere (0)?"""
    early = titles + 2 * _LEAD
    return next((1.0 if i < early else 0.5 for i, r in enumerate(readings) if told(r)), 0.0)


def _is_dated(reading: Reading) -> bool:
    """ "Rabu (17/10)": a weekday with its number."""
    return any(
        reading.tokens[i].word[:1].isdigit() for c in reading.of("weekday") for i in reading.window(c.last + 1, 1)
    )


def _is_counted(reading: Reading) -> bool:
    """ "40 pejabat": as many as one delegation has."""
    before = (word for c in reading.of("guest") for word in reading.sentence.words[max(0, c.first - 2) : c.last])
    return any(word.isdecimal() and len(word) <= 3 and int(word) > 2 for word in before)


def _first(found: _Found) -> tuple[int, int]:
    """The sentence and the word where the first mention stands, far off where there is none."""
    return min(((i, m.first) for i, _, m in found), default=(2 * _MANY, 0))


def _opens(found: _Found, first: int, end: int) -> bool:
    return any(first <= i < end for i, _, _ in found)


def _scaled(count: int) -> float:
    return min(1.0, math.log1p(count) / math.log1p(_MANY))
