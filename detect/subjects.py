"""The part of a mention that opens its clause: the next verb to the right says what it does or what is done to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from detect.grammar import BEFORE, GOING, LEARNING, Role, breaks
from detect.lexicon import Cue
from detect.reading import Mention, Reading

_REACH = 12
# Words from people to what they run ("pejabat dan pemilik usaha wisata").
_RUN = 5
# Between a subject and its verb: auxiliaries, places, who comes along.
_PASSED_OVER = frozenset(["want", "with", "led", "at", "toward", "copula", "joined", "nothing"])
# People and what they belong to; or a passive verb, whose agent they are.
_OWNERS = ("body", "guest", "institution", "training", "generic", "local_people", "number", "carried_out")
_ENDS = frozenset('.?!;:–—|"“”')


def subject(reading: Reading, mention: Mention) -> Role | None:
    """The part of a mention as the subject of the verb after it."""
    for i in reading.window(mention.last + 1, _REACH):
        if not _ENDS.isdisjoint(reading.tokens[i].before) or _other_subject(reading, mention, i):
            return None
        if mention.side != "guests" and _urges_guests(reading, i):
            return None
        cue = reading.grammar.get(i)
        if cue is None or cue.kind in _PASSED_OVER or reading.coloured("relative", i, i):
            continue
        return _of_verb(reading, mention, cue)
    return None


def _of_verb(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    if cue.kind == "tell":
        own = _own_wish(reading, cue)
        if own is not None:
            return Role(mention, "guest", f"wishes to {own.kind}", own, 0.9)
        return Role(mention, "speaker", "before tell", cue, 1.0)
    if cue.kind == "receive":
        return _receiver(reading, mention, cue)
    if cue.kind in ("become", "serve_as", "model"):
        return example(reading, mention, cue)
    if cue.kind == "visited" and reading.coloured("outing", cue.last + 1, cue.last + 2):
        return None  # "X kebanjiran wisatawan"
    if cue.kind == "choose_of" and not _chooses_place(reading, mention, cue):
        return None
    if cue.kind == "bring" and escorts(reading, cue, cue.last + 1):
        return Role(mention, "host", "escorts", cue, 0.5)
    far = cue.kind == "to" and cue.first > mention.last + 3
    elected = cue.kind == "chosen" and mention.kind == "person"
    if cue.kind not in BEFORE or far or elected:
        return None
    part, weight = BEFORE[cue.kind]
    return Role(mention, part, f"before {cue.kind}", cue, weight)


def _chooses_place(reading: Reading, mention: Mention, cue: Cue) -> bool:
    """ "X memilih Y", "X memilih daerah itu sebagai lokus"; not "X memilih produk lokal"."""
    after = [*takewhile(lambda i: not breaks(reading.tokens[i].before), reading.window(cue.last + 1, 8))]
    named = any(m.first in after and m.side != mention.side for m in reading.mentions)
    return named or "model" in reading.kinds(after)


def _other_subject(reading: Reading, mention: Mention, i: int) -> bool:
    """Does somebody else's name start at word i, who is then the subject of the verb that follows?"""
    m = reading.starting(i)
    if m is None or m.kind == "parent" or m.side == mention.side:
        return False
    # "Bupati X, rombongan, ..." goes on; "Dapur X Dibongkar, Rombongan Terpana" does not.
    return "guests" not in (m.side, mention.side) or (
        m.side == "guests" and reading.sentence.part == "title" and reading.tokens[i].before == ","
    )


def _urges_guests(reading: Reading, i: int) -> bool:
    """ "X minta peserta mengorek ...": whoever is told to is the subject of what follows."""
    urged = reading.coloured("urges", i, i) and i not in reading.grammar
    return urged and any(m.side == "guests" and 0 < m.first - i <= 2 for m in reading.mentions)


def _own_wish(reading: Reading, cue: Cue) -> Cue | None:
    """ "X mengaku perlu belajar": what the speaker says of itself."""
    for i in reading.window(cue.last + 1, 4):
        found = reading.grammar.get(i)
        if found is None or reading.tokens[i].before:
            return None
        if found.kind != "want":
            return found if found.kind in ("learn_to", "learn_of", "copy_of") else None
    return None


def _receiver(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "X menerima ...": host when what is received are people, not prizes."""
    last = min(len(reading.tokens) - 1, cue.last + 6)
    people = any(cue.last < m.first <= last and m.side != mention.side for m in reading.mentions)
    named = cue.last > cue.first or reading.kind(cue.last + 1) == "visit"
    if people or named or reading.coloured("guest", cue.last + 1, last):
        return Role(mention, "host", "before receive", cue, 0.9)
    return None


def example(reading: Reading, mention: Mention, cue: Cue) -> Role | None:
    """ "X jadi tempat studi banding", "X jujugan belajar": host when the model is one to visit or to learn from."""
    kinds = reading.kinds(reading.window(cue.first, cue.last - cue.first + 8))
    if kinds & {"visited", "learned", "copied"}:
        return Role(mention, "host", "is the example", cue, 0.9)
    if "model" not in kinds and ("study" not in kinds or cue.kind == "serve_as"):
        return None
    weight = 0.9 if kinds & (LEARNING | GOING) else 0.5
    # "siap jadi jujugan", "patut menjadi contoh": not yet, or nobody's in particular.
    hoped = reading.coloured("praise", cue.first - 3, cue.first - 1)
    return Role(mention, "host", "is the example", cue, weight * 0.4 if hoped else weight)


def escorts(reading: Reading, cue: Cue, start: int) -> bool:
    """ "mengajak rombongan X melihat ...", "mengajak mereka ke gudang", "tamu diajak Y": the host shows guests around,
    unless a journey follows: a visit, or a goal that has a name."""
    near = reading.window(start, 4)
    shown = bool(near) and reading.coloured("shown_round", near.start, near.stop - 1)
    return shown and not _travels(reading, cue.last + 1) and reading.coloured("shows", cue.first, cue.first)


def _travels(reading: Reading, start: int) -> bool:
    """Does a journey follow, or only a walk to a room or a garden?"""
    ahead = reading.window(start, 12)
    to = [reading.grammar[i].last for i in ahead if reading.kind(i) == "to"]
    return bool(to) and (
        "study" in reading.kinds(ahead) or any(t.capital for i in to for t in reading.tokens[i + 1 : i + 2])
    )


def mover(reading: Reading, cue: Cue) -> Mention | None:
    """Whose name stands right before a verb or the name of a visit ("DPRD X ke Y", "tim dari X kaji tiru Y")."""
    for mention in reading.mentions:
        gap = range(mention.last + 1, cue.first)
        whole = not any(i in reading.grammar for i in gap)
        if mention.last < cue.first and len(gap) <= 2 and whole and not _cut(reading, (*gap, cue.first)):
            return mention
    return None


def has_owner(reading: Reading, cue: Cue, mention: Mention) -> bool:
    """Is what stands right after the name of a visit whose visit it is ("studi banding 40 kades X"), or its matter?"""
    after = cue.last + 1
    if mention.first == after or reading.tokens[after].word.isdigit():
        return True
    return any(reading.coloured(kind, after, after) for kind in _OWNERS)


def _cut(reading: Reading, words: Iterable[int]) -> bool:
    return any(breaks(reading.tokens[i].before) for i in words)


def inverted(reading: Reading, mention: Mention) -> Role | None:
    """ "Didatangi X, Y bercerita", "Belajar di X, Y kagum": a headline's first verb has its subject after the comma."""
    verb = reading.grammar.get(0)
    if reading.sentence.part != "title" or verb is None or verb.kind in ("to", "say", "tell"):
        return None
    comma = next((i for i, token in enumerate(reading.tokens) if token.before.startswith(",")), None)
    if comma is None or not 0 <= mention.first - comma <= 4:
        return None
    if verb.kind == "become":
        return example(reading, mention, verb)
    if verb.kind not in BEFORE:
        return None
    part, weight = BEFORE[verb.kind]
    return Role(mention, part, f"inverted {verb.kind}", verb, weight)


def admired(reading: Reading, mention: Mention) -> Role | None:
    """ "cara X menekan kemiskinan", "rahasia X": what a place is known for makes it the model."""
    for cue in reading.of("asset"):
        gap = range(cue.last + 1, mention.first + 1)
        if 0 < len(gap) <= 4 and not any(breaks(reading.tokens[i].before) for i in gap):
            return Role(mention, "host", "its success", cue, 0.4)
    return None


def people_of(reading: Reading, cue: Cue) -> bool:
    """ "50 pejabat dari X"; but "yang dicatat pejabat Y dari X"."""
    named = max((m.last for m in reading.mentions if m.side != "guests" and m.last < cue.first), default=-1)
    return reading.coloured("guest", max(named + 1, cue.first - 6), cue.first - 1)


def run_by_people(reading: Reading, cue: Cue) -> bool:
    """ "pelaku wisata dari X", "pejabat dan pemilik usaha wisata dari X": people by what they run, no lesson."""
    assets = [c for c in reading.of("asset") if cue.first - 2 <= c.last < cue.first]
    return any(
        asset.first - _RUN <= people.first <= asset.first
        and reading.kinds(range(people.last + 1, asset.first)) <= {None}
        for asset in assets
        for people in reading.of("guest")
    )
