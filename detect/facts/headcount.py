"""How many people came: the number the article gives, parts added up; None when it gives none or only "puluhan"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from article import Fact
from detect.facts.besides import heads, one_between
from detect.facts.cues import COUNTS
from detect.facts.guests_counted import measures
from detect.facts.lexicon import holds, phrases, section, table
from detect.facts.numbers import Number
from detect.facts.parties import Party
from detect.facts.scene import Scene, Seen
from detect.facts.singles import singles
from detect.facts.tally import LEAST, people
from detect.facts.uncounted import counts_no_guests, has_uncounted, is_year
from detect.facts.weights import fitted, odds

# How far before a number stands the word for a total.
_REACH = 4
# A number that goes on a list behind a comma, where no verb stands between.
_LISTED = 6
# "Rombongan Sleman berjumlah 15 orang, dari Kudus 9 orang": how far a number stands from whom it counts.
_BESIDE = 6
# "Empat staf sekretariat dewan yang turut serta": how far behind the number.
_JOINS_IN = 8
# A second delegation's number must be told as clearly as this, and so must parts that are more than the total.
_SECOND = 0.4


class Count(NamedTuple):
    """Tokens `first`..`last` of a sentence count `value` people, told in `parts`; `total` says that these are all who
    came, `weight` how likely they are the guests (log-odds)."""

    seen: Seen
    first: int
    last: int
    value: int
    total: bool
    weight: float
    parts: tuple[int, ...]


def headcount(scene: Scene, came: Sequence[Party]) -> tuple[Fact[int] | None, ...]:
    """People of each party that came; where the article only gives one number for all, the first party has it."""
    return by_weights(scene, came, fitted("headcount"))


def by_weights(scene: Scene, came: Sequence[Party], weights: Mapping[str, float]) -> tuple[Fact[int] | None, ...]:
    """`headcount` by other weights than those in use."""
    everybody = weighed(scene, came, weights)
    counts = [c for c in everybody if c.weight >= 0]
    none: tuple[Fact[int] | None, ...] = (None,) * max(len(came), 1)
    if not counts:
        return none
    most = max((c.value for c in counts if not c.total and c.weight >= _SECOND), default=0)
    totals = [c for c in counts if c.total and c.value >= most]
    if totals:
        best = max(totals, key=lambda c: (c.weight, c.value))
        return (_fact(scene, best._replace(value=best.value + _companions(best, everybody))), *none[1:])
    best = _with_more(max(_first_told(counts), key=lambda c: (c.weight, -c.seen.index)), counts)
    if (grouped := _in_groups(best, counts)) is not None:
        return (_fact(scene, best._replace(value=grouped)), *none[1:])
    own = _owner(scene, best, came)
    # Who comes along with another party's people is counted there.
    theirs = [c for c in everybody if own is None or _owner(scene, c, came) in (own, None)]
    more = _companions(best, theirs) + singles(scene, best.seen)
    if not more and has_uncounted(best.seen, best.first, best.last):
        return none
    best = best._replace(value=best.value + more)
    facts = list(none)
    facts[own or 0] = _fact(scene, best)
    if own is not None:
        for count in counts:
            other = _owner(scene, count, came)
            if other is not None and facts[other] is None and count.value != best.value and count.weight >= _SECOND:
                facts[other] = _fact(scene, count)
    return tuple(facts)


def weighed(scene: Scene, came: Sequence[Party], weights: Mapping[str, float]) -> list[Count]:
    """All that may count the guests, each with the odds that it does."""
    counts = [c for seen in scene.seen for c in _counts(seen) if max(c.parts) >= LEAST]
    counts = [c for c in counts if not counts_no_guests(c.seen, c.first, c.last, c.value, len(came))]
    return [c._replace(weight=odds(told(scene, c, came), weights)) for c in counts]


def told(scene: Scene, count: Count, came: Sequence[Party]) -> Mapping[str, float]:
    """What speaks for and against its counting the guests."""
    signs = measures(scene, count.seen, (count.first, count.last), count.value, came)
    return {**signs, "total": float(count.total)}


def _with_more(best: Count, counts: Sequence[Count]) -> Count:
    """The same number where it is told again together with more people ("45 pejabat ... 45 pejabat dan 3 pengajar")."""
    more = (c for c in counts if c.value > best.value and c.seen is not best.seen and best.value in c.parts)
    return next(more, best)


def _in_groups(best: Count, counts: Sequence[Count]) -> int | None:
    """ "Kelompok A (18 orang) ... Kelompok B (17 orang)": all of them, where the best number is one group's."""
    if _group(best) is None:
        return None
    groups = {group: count.value for count in counts if (group := _group(count)) is not None}
    return sum(groups.values()) if len(groups) > 1 else None


def _group(count: Count) -> tuple[str, str] | None:
    """The group's kind and letter or number, where they stand right before the number: ("kelompok", "b")."""
    words = section("headcount")
    kind, _, name = " ".join(count.seen.words[max(0, count.first - 2) : count.first]).partition(" ")
    named = name in words["nth"] or name.isdigit() or (len(name) == 1 and name.isalpha())
    return (kind, name) if kind in words["groups_of"] and named else None


def _first_told(counts: Sequence[Count]) -> Sequence[Count]:
    """Without those who are told of as company of more people."""
    more = [(c, other) for c in counts for other in counts if other.seen.index < c.seen.index and other.value > c.value]
    company = [c for c, other in more if _come_along(c, other)]
    return [c for c in counts if c not in company]


def _companions(best: Count, counts: Sequence[Count]) -> int:
    """ "40 peserta ... Mereka didampingi 3 widyaiswara": told in the next sentence of those who came along."""
    words = section("headcount")
    for count in counts:
        later = count.seen.index > best.seen.index or (count.seen is not best.seen and _lead_them(count))
        later = later and (count.value < best.value or _with_them(count)) and not count.seen.background
        own = any(m.side == "place" and _is_of(count, m.first) for m in count.seen.reading.mentions)
        part = not words["parts"].isdisjoint(count.seen.words[: count.first])
        if later and not own and not part and _come_along(count, best):
            return count.value
    return 0


def _with_them(count: Count) -> bool:
    """ "Bersama 22 pejabat, mereka pulang": those told of before are others, were they fewer."""
    words, seen = section("headcount"), count.seen
    opens = count.first == 1 and seen.words[0] in words["along"]
    return opens and any(
        seen.words[i] in words["the_guests"] and seen.tokens[i].before == ","
        for i in range(count.last + 1, len(seen.words))
    )


def _come_along(count: Count, best: Count) -> bool:
    """ "Delapan dosen pendamping", "didampingi 3 widyaiswara", "Mereka bersama 7 pegawai"."""
    words, seen = section("headcount"), count.seen
    before = seen.words[max(0, count.first - 3) : count.first]
    near = seen.index - best.seen.index <= 3 or _tells_of_guests(count)
    if not words["companions"].isdisjoint(seen.words[count.first : count.last + 2]) or _lead_them(count):
        return True
    opens = before[-1:] and before[-1] in words["along"] and (len(before) == 1 or before[0] in words["mentioned"])
    behind = count.first <= 1 and (
        not words["beside"].isdisjoint(seen.words[count.last + 1 :]) or _joins_in(seen, count.last)
    )
    if " ".join(seen.words[: count.first][:2]) in words["come_too"] and count.first <= 2:
        return True
    return near and (not words["beside"].isdisjoint(before) or bool(opens) or behind)


def _tells_of_guests(count: Count) -> bool:
    """ "Rombongan didampingi ...", "Empat staf yang turut serta": however late it is told, it is theirs."""
    words, seen = section("headcount"), count.seen
    return (count.first == 0 and _joins_in(seen, count.last)) or not words["the_guests"].isdisjoint(seen.words[:1])


def _joins_in(seen: Seen, last: int) -> bool:
    return holds(phrases("told", "joins_in"), seen.words[last + 1 : last + _JOINS_IN])


def _is_of(count: Count, own: int) -> bool:
    """ "Di X dua penyuluh ...", "Dua penyuluh dinas X ...": does the place's name at token `own` say whose they are?"""
    return own < count.first or (count.first <= 1 and own - count.last <= _BESIDE)


def _lead_them(count: Count) -> bool:
    """ "Tujuh dosen mendampingi mahasiswa": told before those whom they came with are counted."""
    verb = next((i for i in range(count.last + 1, len(count.seen.words)) if _leads(count.seen, i)), None)
    if count.first > 1 or verb is None:
        return False
    return not any(m.side == "place" and m.first < verb for m in count.seen.reading.mentions)


def _leads(seen: Seen, i: int) -> bool:
    return seen.words[i] in section("headcount")["leading"] and not seen.tokens[i].quoted


def _fact(scene: Scene, count: Count) -> Fact[int]:
    return Fact(count.value, scene.span(count.seen, count.first, count.last))


def _owner(scene: Scene, count: Count, came: Sequence[Party]) -> int | None:
    """Which party's people are counted: the only one that the sentence names, else the one right before the number;
    where it names none, the only one of the sentence before."""
    named = _named(count.seen, came)
    if not named and len(came) > 1 and count.seen.index:
        before = scene.seen[count.seen.index - 1]
        same = before.reading.sentence.paragraph == count.seen.reading.sentence.paragraph
        named = _named(before, came) if same else []
    if len({i for _, i in named}) == 1:
        return named[0][1]
    beside = [(last, i) for last, i in named if 0 < count.first - last <= _BESIDE]
    return max(beside)[1] if beside else _home(count, came)


def _home(count: Count, came: Sequence[Party]) -> int | None:
    """ "12 orang dari X": the party whose name follows."""
    at = count.last + 2
    if at > len(count.seen.words) or count.seen.words[at - 1] not in section("told")["natives"]:
        return None
    behind = (i for i, p in enumerate(came) for m in p.members if m.seen is count.seen and 0 <= m.first - at <= 1)
    return next(behind, None)


def _named(seen: Seen, came: Sequence[Party]) -> list[tuple[int, int]]:
    return [(m.last, i) for i, party in enumerate(came) for m in party.members if m.seen.index == seen.index]


def _counts(seen: Seen) -> Iterator[Count]:
    """Each sum of people in a sentence: "8 dosen dan 73 mahasiswa" is one, of 81; parts of a number told before it
    ("60 orang, terdiri dari 20 kades"; "18 orang, 7 dari DPRD dan 11 dari dinas") are left out, but not a total behind
    them."""
    last: Count | None = None
    parts, closed, first, added = False, False, 0, 0
    for found in people(seen):
        if found.first < seen.earlier or is_year(seen, found):
            continue
        count = Count(seen, found.first, found.last, found.value, _is_total(seen, found), 0.0, (found.value,))
        if last is None:
            count = count._replace(value=count.value + heads(seen, count.first))
            last, first, added = count, count.value, 0
            continue
        between = seen.words[last.last + 1 : count.first]
        told = (*between, *seen.words[count.last + 1 : count.last + 1 + _REACH])
        parts = (
            parts
            or (not added and count.value < first and _counts_together(last))
            or any(t.before.startswith(":") for t in seen.tokens[last.last + 1 : count.first + 1])
            or (not _besides(between) and not section("headcount")["parts"].isdisjoint(between))
        )
        parts = parts or not section("headcount")["rest"].isdisjoint(told)
        joins = _joins(last, count)
        accompanied = bool(between[-1:]) and between[-1] in section("headcount")["beside"]
        if (parts and not accompanied) or (count.total and not joins):
            yield from [count] if count.total else []
        elif joins or accompanied or count.first - last.last <= 2:
            if accompanied or closed:
                last = _whole(last, first)
            added += 1
            closed = not section("headcount")["plus"].isdisjoint(between)
            value = last.value + count.value + one_between(seen, last.last + 1, count.first)
            last = last._replace(last=count.last, value=value, parts=(*last.parts, count.value))
        else:
            yield _whole(last, first)
            last, first, added, closed = count, count.value, 0, False
    if last is not None:
        yield _whole(last, first)


def _whole(count: Count, first: int) -> Count:
    """ "40 orang, 25 camat dan 15 lurah": where all the others make up the first number, it was of all; asked at the
    end of a list only, for so may some in its midst ("4 bidan, 2 dokter, 2 perawat dan 3 staf")."""
    return count._replace(value=first) if len(count.parts) > 2 and count.value == 2 * first else count


def _counts_together(last: Count) -> bool:
    """ "Mereka berempat, tiga komisioner dan seorang sekretaris": what follows are these."""
    return last.seen.words[last.first].startswith(table("headcount")["all_of"])


def _besides(between: Sequence[str]) -> bool:
    """ "belum termasuk 13 kepala dinas": these come on top."""
    return holds(phrases("headcount", "besides"), between)


def _joins(last: Count, count: Count) -> bool:
    """ "dan 73 mahasiswa", "ditambah lima ketua": is the number added to the one before?"""
    before = count.seen.words[max(last.last + 1, count.first - 2) : count.first]
    between = range(last.last + 1, count.first)
    comma = any(count.seen.tokens[i].before == "," for i in (*between, count.first))
    if comma and len(between) < _LISTED and not any(count.seen.cue(i) in COUNTS for i in between):
        return True
    return not section("headcount")["plus"].isdisjoint(before) or _besides(
        count.seen.words[last.last + 1 : count.first]
    )


def _is_total(seen: Seen, found: Number) -> bool:
    if holds(phrases("headcount", "course"), seen.words):
        return False
    before = seen.words[max(0, found.first - _REACH) : found.first]
    return not section("headcount")["total"].isdisjoint(before) or holds(phrases("headcount", "all_told"), before)
