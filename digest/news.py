"""What a digest tells besides new visits: what changed, what was recovered, and that by visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.database import Database
from storage.digest import changes, recovered
from storage.digest.changes import Change
from storage.digest.digests import DigestData
from storage.digest.recovered import Recovered
from storage.digest.untold import MoreReport
from storage.health import lifecycle
from storage.health.lifecycle import Marked
from storage.visits import VisitCard, cards


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """What is new on a visit that an earlier digest told."""

    card: VisitCard
    first_digest: int | None
    reports: tuple[MoreReport, ...]
    changes: tuple[Change, ...]
    recovered: tuple[Recovered, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        return any(one.status == "cancelled" for one in self.reports) or any(
            one.what == "status" and one.became == "cancelled" for one in self.changes
        )


@dataclass(frozen=True, slots=True)
class News:
    """`changes` and `recovered` that no digest has told; `known` are the cards of the visits that they are on.

    `marked` are the articles of sites in quarantine.
    """

    changes: tuple[Change, ...] = ()
    recovered: tuple[Recovered, ...] = ()
    known: Mapping[int, VisitCard] = field(default_factory=dict)
    marked: tuple[Marked, ...] = ()

    def told(self) -> list[Change]:
        """Changes of what an earlier digest told."""
        return [one for one in self.changes if one.told and not _is_of_the_flag(one)]

    def on_visits(self, more: Sequence[MoreReport]) -> list[KnownVisit]:
        """What is new on each known visit, the cancelled ones first."""
        found = []
        for visit_id, card in self.known.items():
            reports = tuple(one for one in more if one.visit_id == visit_id)
            changed = tuple(one for one in self.told() if visit_id in one.visits)
            first = min((one.first_digest for one in reports), default=None)
            told = {one.article_id for one in reports}
            back = tuple(one for one in self.recovered_of(visit_id) if one.article_id not in told)
            found.append(KnownVisit(card, first, reports, changed, back))
        return sorted(found, key=lambda one: not one.is_cancelled)

    def without_visit(self, more: Sequence[MoreReport]) -> tuple[list[MoreReport], list[Change]]:
        """Further articles, and changes, on nothing that has a card."""
        return (
            [one for one in more if one.visit_id not in self.known],
            [one for one in self.told() if not self.known.keys() & set(one.visits)],
        )

    def changes_of(self, visit_id: int) -> list[Change]:
        """What changed before a visit was told for the first time."""
        return [one for one in self.changes if not one.told and visit_id in one.visits and not _is_of_the_flag(one)]

    def recovered_of(self, visit_id: int) -> list[Recovered]:
        return [one for one in self.recovered if visit_id in one.visits]

    def doubts_of(self, visit_id: int) -> list[Marked]:
        """Of each site in quarantine that reports a visit one article."""
        return list({one.site: one for one in self.marked if visit_id in one.visits}.values())

    def doubts_as(self, article_id: int) -> list[Marked]:
        return [one for one in self.marked if one.article_id == article_id]

    def recovered_as(self, article_id: int) -> list[Recovered]:
        return [one for one in self.recovered if one.article_id == article_id]


def gather(db: Database, data: DigestData) -> News:
    """What the next digest tells besides new visits; of a visit that an editor dismissed nothing is."""
    changed, back = changes.untold(db), tuple(recovered.untold(db))
    new = {visit.visit_id for visit in data.visits}
    asked = {one.visit_id for one in data.more if one.visit_id is not None}
    asked |= {visit for one in changed if one.told and not _is_of_the_flag(one) for visit in one.visits}
    asked |= {visit for one in back if one.kind == "corrected" for visit in one.visits}
    found = {card.visit_id: card for card in cards(db, sorted(asked - new))}
    dismissed = {visit for visit, card in found.items() if card.decided == "dismissed"}
    return News(
        tuple(one for one in changed if not one.visits or set(one.visits) - dismissed),
        back,
        {visit: card for visit, card in found.items() if visit not in dismissed},
        tuple(lifecycle.marked(db)),
    )


def tell(db: Database, number: int) -> None:
    """Say that the digest just composed told this; a change of what no digest has told waits for the one that does.

    Inside the same `write()`.
    """
    changes.tell(db, [one for one in changes.untold(db) if one.told], number)
    recovered.tell(db, recovered.untold(db), number)


def _is_of_the_flag(change: Change) -> bool:
    """A text that became, or ceased to be, a report changes its status from or to nothing: the flag says it."""
    return change.what == "status" and (change.was is None or change.became is None)
