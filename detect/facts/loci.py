"""What was studied or visited at the watched place: offices, programmes, places, and subjects of study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from article import Fact
from detect.facts.parties import Party
from detect.facts.prospects import Prospect, prospects
from detect.facts.scene import Scene
from detect.facts.weights import fitted, odds


def loci(scene: Scene, came: Sequence[Party]) -> tuple[Fact[str], ...]:
    """In the order of the text, each once, in its longest form."""
    shown = (prospect.shown for prospect in chosen(prospects(scene, came), fitted("loci")))
    return tuple(Fact(scene.words(m.seen, m.first, m.last), scene.span(m.seen, m.first, m.last)) for m in shown)


def chosen(found: Sequence[Prospect], weights: Mapping[str, float]) -> list[Prospect]:
    """Those likely enough, in the order of the text; of two that overlap the likelier."""
    likely = sorted(((odds(p.measures, weights), p) for p in found), key=lambda weighed: -weighed[0])
    kept: list[Prospect] = []
    for weight, prospect in likely:
        if weight >= 0.0 and not any(_overlap(prospect.key, other.key) for other in kept):
            kept.append(prospect)
    return sorted(kept, key=lambda prospect: (prospect.shown.seen.index, prospect.shown.first))


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one
