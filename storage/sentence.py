"""Which sentence is quoted for a report: the one that says most of who came, and to learn what.

Candidates are the sentences of the evidence and those that the facts stand in. The title, which is shown beside it
anyway, is quoted where no other sentence says as much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from storage.database import Database

# What a sentence says, by the kinds of fact and the rules of evidence (without their zone) that tell it.
_GUESTS = frozenset({"visitors", "origin", "leader"})
_ANYBODY = frozenset({"delegation", "outsider", "people"})
_COMES = frozenset({"inbound", "arrives", "received"})
_PURPOSE = frozenset({"learns", "study_noun", "programme"})
_SUBJECT = frozenset({"loci"})
# Points for each; a purpose told in passing, far down, counts as much as who came.
_WHO = 1.0
_POINTS = ((_COMES, 1.0), (_PURPOSE, 2.0), (_SUBJECT, 1.0))
_IN_PASSING = 1.0
# No more than breaks a tie between the title and a sentence that says as much.
_NOT_TITLE = 0.5


class Reason(NamedTuple):
    """A rule that spoke for a verdict, as `zone.name`, or a kind of fact with no weight; the sentence begins at
    character `start` of title, line break and body."""

    rule: str
    weight: float
    start: int
    sentence: str
    words: str

    @property
    def name(self) -> str:
        return self.rule.rpartition(".")[2]


def of(db: Database, verdicts: Collection[int]) -> dict[int, list[Reason]]:
    """The evidence of these verdicts, heaviest first."""
    if not verdicts:
        return {}
    marks = ",".join("?" * len(verdicts))
    found: dict[int, list[Reason]] = {}
    for row in db.each(
        f"""SELECT verdict, rule, weight, sentence_start, sentence, words FROM evidence WHERE verdict IN ({marks})
        ORDER BY weight DESC, id""",
        list(verdicts),
    ):
        reason = Reason(row["rule"], row["weight"], row["sentence_start"], row["sentence"], row["words"])
        found.setdefault(row["verdict"], []).append(reason)
    return found


def choose(
    evidence: Sequence[Reason], stated: Iterable[Mapping[str, Any]] = (), *, is_one_of_several: bool = False
) -> tuple[str, str]:
    """The sentence to quote and the words that decided in it, of a verdict's evidence and of rows of `fact`; both empty
    where there is none. The verdict's evidence `is_one_of_several` delegations' where it reports more than one."""
    facts = [
        Reason(fact["kind"], 0.0, fact["sentence_start"], fact["sentence"], fact["quote"] or "")
        for fact in stated
        if fact["sentence"]
    ]
    return best([*evidence, *facts], is_one_of_several=is_one_of_several)


def best(reasons: Sequence[Reason], *, is_one_of_several: bool = False) -> tuple[str, str]:
    """The sentence that says most, and its words: those of its purpose, else of its heaviest reason.

    Of sentences that say as much it is the one with the heaviest reason, then the first. Reasons against a visit are
    quoted only where nothing speaks for one; of one of several delegations a sentence that does not name it, only where
    none does.
    """
    spoken = [reason for reason in reasons if reason.weight >= 0] or reasons
    sentences: dict[int, list[Reason]] = {}
    for reason in spoken:
        sentences.setdefault(reason.start, []).append(reason)
    if not sentences:
        return "", ""
    # Where it is known who came, another delegation of the same article is not them.
    guests = _GUESTS if any(one.name in _GUESTS for one in spoken) else _ANYBODY
    own = [said for said in sentences.values() if is_one_of_several and any(one.name in _GUESTS for one in said)]
    chosen = max(
        own or sentences.values(),
        key=lambda said: (_says(said, guests), max(one.weight for one in said), -said[0].start),
    )
    words = max(chosen, key=lambda one: (one.name in _PURPOSE, one.weight))
    return words.sentence, words.words


def _says(said: Sequence[Reason], guests: Set[str]) -> float:
    names = {one.name for one in said}
    told = sum(points for kinds, points in _POINTS if names & kinds) + (_WHO if names & guests else 0.0)
    if names & _PURPOSE and all(one.rule.startswith("rest.") for one in said if one.name in _PURPOSE):
        told -= _IN_PASSING
    return told + (_NOT_TITLE if said[0].start else 0.0)
