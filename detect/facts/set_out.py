"""Where guests set out from, which is home where nothing else says so: "berangkat dari Buleleng", "tiga bus dari X"."""

from __future__ import annotations

from article import Fact
from detect import gazetteer
from detect.facts.chains import chains
from detect.facts.lexicon import section
from detect.facts.origin import as_named
from detect.facts.scene import Scene, Seen
from detect.gazetteer import Mention

# Words between the departure and the place.
_NEAR = 4


def set_out(scene: Scene) -> list[Fact[str]]:
    """The region or town that the article first says the guests set out from, with the province told behind it."""
    for seen in scene.seen:
        for i in range(1, len(seen.tokens) - 1) if not seen.background else ():
            if seen.words[i] in section("told")["natives"] and _departs(seen, i):
                places = [m for m in _at(seen, i + 1) if not scene.owns(seen, m)]
                if places:
                    return [as_named(scene, seen, m) for m in places]
    return []


def _departs(seen: Seen, i: int) -> bool:
    before = range(max(0, i - _NEAR), i)
    if seen.tokens[i].quoted or any(seen.tokens[k].before for k in (*before[1:], i)):
        return False
    return not section("told")["sets_out"].isdisjoint(seen.words[k] for k in before)


def _at(seen: Seen, i: int) -> list[Mention]:
    """The regions named from token i on, each in the next, or the town there with what it lies in."""
    chain = next((chain for chain in chains(seen.regions) if chain[0].first == i), None)
    if chain is not None:
        return chain
    town = gazetteer.load().town(seen.tokens, i)
    if town is None:
        return []
    behind = next((m for m in seen.regions if m.first == town.last + 1 and seen.tokens[m.first].before == ","), None)
    around = {code[:2] for code in town.codes}
    return [town, behind] if behind is not None and not around.isdisjoint(code[:2] for code in behind.codes) else [town]
