"""What a day that an article names is the day of: the visit, a departure, somebody's statement, another event."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from detect.facts.cues import SEES, TELLS
from detect.facts.dayname import Named, numbers
from detect.facts.lexicon import holds, phrases, section, table
from detect.facts.scene import Scene, Seen

# How far a verb of speaking stands before its day, and a word for another event; how long a clause behind it is.
_SPEECH, _EVENT, _NEAR, _CLAUSE, _SET_OFF = 16, 5, 3, 10, 2


def of_another(seen: Seen, one: Named) -> bool:
    """Is it the day of another event, of other guests, or of the page itself?"""
    if _is_other_event(seen, one) or _is_stamp(seen, one):
        return True
    if one.last < seen.earlier and seen.words[one.last + 1] in section("calendar")["past"]:
        return True  # "Setelah X datang 10 Maret lalu, kini Y"
    return seen.background and holds(phrases("told", "background"), _before(seen, one))


def _before(seen: Seen, one: Named) -> tuple[str, ...]:
    """The words before the day, without those that it spells out ("pekan lalu (13-15/11)")."""
    near = seen.words[max(0, one.first - 2) : one.first]
    spelt_out = one.day is not None and near[-1:] == (table("calendar")["last"],)
    return seen.words[: one.first - 2 * spelt_out]


def is_departure(seen: Seen, one: Named, days: Container[int]) -> bool:
    """Does it tell of setting out or of being seen off? Or is the day only the last ("hingga
    Rabu")? `days` are the tokens of all the sentence's days: what stands beyond another day is told of that."""
    calendar = section("calendar")
    if is_last(seen, one):
        return True
    if one.end_day is not None:
        return False  # several days are those of the stay
    start = next((i + 1 for i in range(one.first - 1, -1, -1) if i in days), 0)
    before, after = seen.words[start : one.first], _behind(seen, one, days)
    if not calendar["ends"].isdisjoint(before[-_NEAR:]) or not calendar["departure"].isdisjoint(before):
        return True
    return not calendar["leaves"].isdisjoint(after) or holds(phrases("calendar", "boards"), before)


def is_last(seen: Seen, one: Named) -> bool:
    """ "Hingga Rabu", not "baru sampai Senin sore"."""
    before, calendar = seen.words[max(0, one.first - 2) : one.first], section("calendar")
    until = not calendar["to"].isdisjoint(before[-1:]) and calendar["just"].isdisjoint(before)
    return one.end_day is None and (until or not calendar["ended"].isdisjoint(before))


def which_day(seen: Seen, one: Named) -> int:
    """ "Hari kedua, Rabu", "Rabu (15/4) merupakan hari kedua": which day of the stay it is said to be; else 1."""
    calendar, nth = section("calendar"), table("calendar")["nth"]
    before, behind = seen.words[max(0, one.first - 2) : one.first], seen.words[one.last + 1 : one.last + 4]
    told = before if not calendar["is_nth"] & set(behind[:1]) else behind[1:]
    return int(nth.get(told[1], 1)) if len(told) == 2 and told[0] in calendar["day"] else 1


def is_day_after(seen: Seen, one: Named) -> bool:
    """ "Esok harinya, Rabu (15/4)"."""
    known = phrases("calendar", "day_after")
    near = range(max(0, one.first - _NEAR), one.first)
    return any((found := known.at(seen.words, i)) is not None and i + found[0] == one.first for i in near)


def _behind(seen: Seen, one: Named, days: Container[int]) -> tuple[str, ...]:
    """The words of the clause that follows a day."""
    end = one.last + 1
    while end < min(len(seen.words), one.last + 1 + _CLAUSE) and end not in days and seen.tokens[end].before != ",":
        end += 1
    return seen.words[one.last + 1 : end]


def is_return(seen: Seen, one: Named) -> bool:
    """ "Baru pulang dari X, Kamis"."""
    returned = section("calendar")["return"]
    return not returned.isdisjoint(seen.words[max(0, one.first - _EVENT) : one.first])


def is_home_again(scene: Scene, seen: Seen, one: Named, days: Container[int]) -> bool:
    """ "Kembali ke Siak", "berada kembali di kantor", "setiba di Siak": not back in the place, nor doing so again."""
    if one.end_day is not None or one.began is not None or begins(seen, one):
        return False  # these days are those of the stay
    calendar = section("calendar")
    own = {m.first for m in seen.reading.mentions if m.side == "place"}
    start = next((i + 1 for i in range(one.first - 1, -1, -1) if i in days), 0)
    for i in (*range(start, one.first), *range(one.last + 1, one.last + 1 + len(_behind(seen, one, days)))):
        back = seen.words[i] in calendar["back"] and not calendar["back_to"].isdisjoint(seen.words[i + 1 : i + 2])
        if back and i + 2 not in own:
            return True
    behind = range(one.last + 1, one.last + 1 + _SET_OFF)  # "kata X, Kamis (6/2), setiba di Siak"
    return any(_comes_home(scene, seen, i) for i in (*range(start, one.first), *behind) if i < len(seen.words))


def _comes_home(scene: Scene, seen: Seen, i: int) -> bool:
    """ "Setiba di Siak", "mendarat lagi di Tanjungpandan": where the paper is written, or in another region."""
    calendar = section("calendar")
    at = i + 1 + (not calendar["again"].isdisjoint(seen.words[i + 1 : i + 2]))
    if seen.words[i] not in calendar["lands"] or calendar["back_to"].isdisjoint(seen.words[at : at + 1]):
        return False
    own = any(0 < m.first - at <= _NEAR for m in seen.reading.mentions if m.side == "place")
    if seen.words[i] in calendar["just_landed"] and not own:
        return not any(body.first == at + 1 for body in seen.bodies)  # "setiba di Mal Pelayanan Publik"
    home = scene.is_away and any(token.word in seen.words[at + 1 : at + 2] for token in scene.dateline)
    return home or any(region.first == at + 1 and not scene.owns(seen, region) for region in seen.regions)


def months(scene: Scene) -> frozenset[int]:
    """The months that the article gives for the visit without a day: "pertengahan Oktober mereka belajar ke sana"."""
    calendar, known = section("calendar"), numbers("months")
    found: set[int] = set()
    for seen in scene.seen:
        if seen.background or not seen.says(SEES) or not any(m.kind == "name" for m in seen.reading.mentions):
            continue
        for i, word in enumerate(seen.words[1:], 1):
            if word in known and seen.words[i - 1] in calendar["parts_of_month"] and not seen.tokens[i].quoted:
                found.add(known[word] + 1)
    return frozenset(found)


def arrives(seen: Seen) -> bool:
    """Does the sentence tell that they got there?"""
    return not section("calendar")["arrives"].isdisjoint(seen.words) and not seen.background


def is_elsewhere(scene: Scene, seen: Seen) -> bool:
    """Does it name another region?"""
    return any(not scene.owns(seen, region) for region in seen.regions)


def is_told_again(scene: Scene) -> bool:
    """Is the visit over and told of from afar ("pekan lalu", "sepulang dari X", "dihubungi")?"""
    known = phrases("calendar", "told_again")
    return not scene.at_home and any(holds(known, seen.words) for seen in scene.seen)


def begins(seen: Seen, one: Named) -> bool:
    """ "Mulai Rabu", "yang dimulai 5 Mei", "tiba Rabu", "berada di sana sejak Rabu"."""
    calendar, before = section("calendar"), seen.words[max(0, one.first - _NEAR) : one.first]
    if not calendar["begins"].isdisjoint(before[-1:]) or not calendar["arrives"].isdisjoint(before):
        return True
    if not calendar["opened"].isdisjoint(before[-1:]) and not calendar["occasion"].isdisjoint(before[:-1]):
        return True  # "Visitasi dibuka Senin"
    lasts = not calendar["lasting"].isdisjoint(before[-2:-1])  # "selama empat hari sejak Selasa"
    stays = lasts or one.day is None or not calendar["stays"].isdisjoint(seen.words)  # "sejak Senin"
    return not calendar["since"].isdisjoint(before[-1:]) and stays


def is_of_guests(seen: Seen, one: Named) -> bool:
    """ "Sehari sebelumnya mereka ...": do they stand right behind the day?"""
    return not section("calendar")["guests"].isdisjoint(seen.words[one.last + 1 : one.last + 2])


def is_of_place(seen: Seen, one: Named) -> bool:
    """ "Kabupaten X pada 16 April dan Kabupaten Y pada 17 April": told right behind the watched place's name?"""
    return any(m.kind == "name" and 0 < one.first - m.last <= _NEAR for m in seen.reading.mentions)


def is_to_come(seen: Seen, one: Named, written: date | None, start: date) -> bool:
    """ "Mereka akan berangkat ke X pada 24 Oktober", "rencananya berada di sana 19-21 Mei": a day ahead, told with the
    place gone to or as the days of a stay?"""
    ahead = written is not None and start > written and one.day is not None and not is_last(seen, one)
    names = any(m.kind == "name" for m in seen.reading.mentions) or one.end_day is not None
    planned = not section("calendar")["will"].isdisjoint(seen.words)
    return ahead and names and planned and not seen.tokens[one.first].quoted


def is_statement(seen: Seen, one: Named, days: Container[int]) -> bool:
    """ "ujarnya, Senin (20/10)", "Kepala Dinas X, Rabu (7/4), menerangkan": the day on which somebody spoke; `days` are
    the tokens of all the sentence's days, since only the first behind the verb is that one."""
    if one.end_day is not None or one.began is not None:
        return False  # nobody speaks for days
    words, calendar = seen.words, section("calendar")
    after, before = words[one.last + 1 : one.last + 2], words[max(0, one.first - _EVENT) : one.first]
    if after and after[0] in calendar["says"] and calendar["aside"].isdisjoint(before):
        return True
    own = (m for m in seen.reading.mentions if m.side == "place")
    here = {m.first for m in own if _is_gone_to(seen, m.first)}
    for i in range(_before_return(seen, one.first) - 1, max(-1, one.first - _SPEECH), -1):
        if words[i] in calendar["met"] and _is_asked(seen, i):
            return True
        at_it = words[i] in calendar["between_talks"] and not calendar["talks"].isdisjoint(words[i + 1 : i + 2])
        if seen.tokens[i].quoted or seen.cue(i) in TELLS or i in here or i in days or at_it:
            break
        if _is_speech(seen, i):
            return True
    return False


def _before_return(seen: Seen, first: int) -> int:
    """ "Disampaikan | selepas kunjungan ke X, Jumat": what was told afterwards stands before that; else `first`."""
    calendar = section("calendar")
    for i in range(first - 1, max(-1, first - _SPEECH), -1):
        journey = seen.words[i] in calendar["after_journey"] and "ke" in seen.words[i + 1 : first]
        if journey or seen.words[i] in calendar["returned"]:
            return i
    return first


def _is_asked(seen: Seen, i: int) -> bool:
    """ "Ketika ditemui", "ditemui di kantornya"."""
    calendar = section("calendar")
    own_room = any(word in calendar["offices"] for word in seen.words[i + 1 : i + 1 + _NEAR])
    return own_room or not calendar["aside"].isdisjoint(seen.words[max(0, i - 2) : i])


def _is_gone_to(seen: Seen, first: int) -> bool:
    """ "usai berdiskusi di Desa X": a place of the watched one where something took place."""
    return first > 0 and seen.words[first - 1] in section("told")["goals"]


def _is_speech(seen: Seen, i: int) -> bool:
    """ "ujarnya", "diungkapkan"; not the story in "menyimak cerita nelayan", nor the room in "ruang rapat"."""
    calendar, word = section("calendar"), seen.words[i]
    if word in calendar["announced"]:
        return seen.words[max(0, i - 1)] not in calendar["rooms"]
    if word.removesuffix(table("offices")["enclitic"]) not in section("hosts")["done"] - calendar["agents"]:
        return False
    passive = word.startswith(table("calendar")["passive"])
    return passive or i == 0 or bool(seen.tokens[i].before) or seen.tokens[i - 1].quoted


def _is_other_event(seen: Seen, one: Named) -> bool:
    """Is the day that of an inauguration, a birthday, a prize? Said by a word shortly before it."""
    before = {t.word for t in seen.tokens[max(0, one.first - _EVENT) : one.first]}
    calendar = section("calendar")
    dated = one.end_day is None and one.day is not None and one.weekday is None
    dated = dated and calendar["stays"].isdisjoint(seen.words)
    return (dated and not calendar["since"].isdisjoint(before)) or (
        one.end_day is None and not (calendar["other"] | calendar["dropped"]).isdisjoint(before)
    )


def opens(seen: Seen, one: Named) -> bool:
    """ "Glagah, 15 Maret 2023. Keluarga besar ...": a dateline set off by a full stop?"""
    return (
        seen.reading.sentence.paragraph == 1
        and one.first == 1
        and seen.tokens[1].before == ","
        and _is_stamp(seen, one)
    )


def _is_stamp(seen: Seen, one: Named) -> bool:
    """A line that holds nothing but one day is the page's clock."""
    return one.end_day is None and len(seen.tokens) - (one.last - one.first + 1) <= 1
