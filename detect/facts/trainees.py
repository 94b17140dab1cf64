"""Where single trainees are from, of whom an article tells by name: "Hartono, peserta dari Kabupaten X"."""

from __future__ import annotations

from detect.facts.identity import is_national
from detect.facts.lexicon import section
from detect.facts.parties import Party
from detect.facts.programme import programme
from detect.facts.scene import Scene, Seen
from detect.gazetteer import Mention

# Words from "peserta" to the region that he is from.
_NEAR = 4


def homes(scene: Scene, came: Party) -> list[tuple[Seen, Mention]]:
    """The regions that send trainees to the course of a national body; of those of a region's own it goes without
    saying."""
    if not is_national(came.key) or programme(scene) is None:
        return []
    found = [(seen, r) for seen in scene.seen for r in seen.regions if r.sure and _is_home(seen, r)]
    return [(seen, r) for seen, r in found if not scene.owns(seen, r)]


def _is_home(seen: Seen, region: Mention) -> bool:
    """ "Rini Hartono, peserta dari X", "sementara Rini Hartono dari X"."""
    at = region.first - 1
    if seen.background or at < 2 or seen.words[at] not in section("told")["natives"] or seen.tokens[at].quoted:
        return False
    before = seen.words[max(0, at - _NEAR) : at]
    if not section("told")["journey"].isdisjoint(before):
        return False
    if not section("programmes")["trainees"].isdisjoint(before):
        return True
    return not seen.tokens[at].before and any(person.last == at - 1 for person in seen.people)
