"""People whom those who came say that they take along: "Dinas X memberangkatkan 20 nelayan", "petani yang dibawa Y"."""

from __future__ import annotations

from collections.abc import Iterator

from detect.facts.groups import Group, counted, groups
from detect.facts.lexicon import section
from detect.facts.members import Member

# Words between a verb of taking along and who is taken, his number among them; and between those taken and the verb.
_TAKEN, _THAT = 5, 6


def taken_along(main: Member) -> Iterator[Group]:
    """Those of whom its sentence says that `main` takes them along."""
    yield from _behind(main)
    yield from _before(main)


def _behind(main: Member) -> Iterator[Group]:
    """ "Dinas X mendampingi 20 nelayan dari Y"."""
    seen, takes = main.seen, section("told")["takes_along"]
    verbs = [i for i, word in enumerate(seen.words) if word in takes and i > main.last and not seen.tokens[i].quoted]
    for group in (*groups(seen), *counted(seen)) if verbs else ():
        if any(0 < group.first - i <= _TAKEN for i in verbs):
            yield group


def _before(main: Member) -> Iterator[Group]:
    """ "24 petani kopi yang pekan lalu dibawa Dinas X"."""
    seen = main.seen
    verb = main.first - 1 - (main.first > 0 and seen.words[main.first - 1] in section("calendar")["agents"])
    if verb > 0 and seen.words[verb] in section("told")["taken_by"] and not seen.tokens[verb].quoted:
        found = [g for g in (*groups(seen), *counted(seen)) if 0 < verb - g.last <= _THAT]
        yield from sorted(found, key=lambda g: g.last)[-1:]
