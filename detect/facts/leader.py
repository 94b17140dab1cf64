"""Who leads the delegation, by name without titles; None when the article does not say."""

from __future__ import annotations

from collections.abc import Iterator

from article import Fact
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.people import Person
from detect.facts.scene import Scene, Seen

_REACH, _NEAR = 8, 5


def leader(scene: Scene, came: Party) -> Fact[str] | None:
    """Whoever is said to lead or bring the party's people, else its highest office-holder named first."""
    told = [(seen, p) for seen, p in _candidates(scene, came) if _leads(seen, p)]
    heads = [(seen, p) for seen, p in _candidates(scene, came) if _is_head(seen, p)]
    in_body = [c for c in (*told, *heads) if c[0].reading.sentence.part == "body"]  # headlines run names together
    chosen = next(iter(in_body or told or heads), None)
    if chosen is None:
        return None
    seen, person = chosen
    return Fact(scene.words(seen, person.first, person.last), scene.span(seen, person.first, person.last))


def _candidates(scene: Scene, came: Party) -> Iterator[tuple[Seen, Person]]:
    """People of the party: by the region of their office, or where their office names none, by its sentence."""
    for seen in scene.seen:
        if seen.background:
            continue
        here = any(m.seen.index == seen.index and m.role > 0 for m in came.members)
        for person in seen.people:
            codes = {code for region in person.regions for code in region.codes}
            of_party = came.key in codes if came.is_region else here and not codes
            known = any(
                m.kind == "person" and m.first <= person.last and person.first <= m.last for m in seen.reading.mentions
            )
            if (of_party or (here and not codes and _leads(seen, person))) and not known:
                yield seen, person


def _leads(seen: Seen, person: Person) -> bool:
    words = section("leaders")
    if not words["led"].isdisjoint(seen.words[max(0, person.start - _NEAR) : person.end + 1]):
        return True
    return not words["leads"].isdisjoint(seen.words[person.end + 1 : person.end + _REACH])


def _is_head(seen: Seen, person: Person) -> bool:
    return person.office is not None and not section("leaders")["heads"].isdisjoint(
        seen.words[person.office[0] : person.office[1] + 1]
    )
