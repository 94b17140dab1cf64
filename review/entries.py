"""What the queue shows of an item, and how what was done is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from storage import articles, visits
from storage.cards import Decided, VisitCard
from storage.database import Database
from storage.desk import likely, queue, reviews
from storage.desk.queue import Item, Kind
from storage.desk.reviews import Decision
from storage.digest.untold import FlagCard

# What was done longer ago is no slip any more: it is taken back on its own page.
RECENT = timedelta(hours=12)
# What came out so long before it was first seen here may be taken for old news.
OLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """A card of the queue: a visit, or an article without one. `last` is the newest decision that it shows, `beside`
    counts other visits that its reports tell of, `twin` is another card beside it that may be of the same visit."""

    name: str
    address: str
    last: int
    visit: VisitCard | None = None
    article: FlagCard | None = None
    notice: str = ""
    beside: int = 0
    twin: VisitCard | None = None

    @property
    def _shown(self) -> VisitCard | FlagCard:
        shown = self.visit or self.article
        assert shown is not None
        return shown

    @property
    def is_named(self) -> bool:
        return bool(self.title)

    @property
    def title(self) -> str:
        """What names it: its guests, or the headline where only an editor sees any; empty where nobody is named."""
        if self.visit is None or not (self.visit.visitors or self.is_taken):
            return self._shown.title
        return "; ".join(self.visit.visitors)

    @property
    def is_taken(self) -> bool:
        """Whether the rules take it for a visit, and how sure they are is worth saying."""
        return not self.visit.is_by_hand if self.visit else not (self.article and self.article.undecided)

    @property
    def is_old(self) -> bool:
        visit = self.visit
        return visit is not None and visit.published is not None and visit.first_seen - visit.published > OLD

    @property
    def score(self) -> float:
        return self._shown.score

    @property
    def sentence(self) -> str:
        return self._shown.sentence

    @property
    def words(self) -> str:
        return self._shown.words

    @property
    def url(self) -> str:
        return self.visit.urls[0] if self.visit else self.article.url if self.article else ""

    @property
    def headline(self) -> str:
        return self._shown.title


@dataclass(frozen=True, slots=True)
class Said:
    """One decision as it is told: what was done (`word` of queue.did_*; of an undo what it took back: `undid`) and why,
    about what, and what would take it back; `made` is the visit that a confirmed article became."""

    word: str
    undid: str
    reason: str | None
    subject: str
    kind: Kind
    number: int
    undoes: int | None
    made: int | None = None

    @property
    def item(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def address(self) -> str:
        return f"/visit/{self.made}" if self.made else f"/{self.kind}/{self.number}"


def entries(db: Database, items: Sequence[Item]) -> Iterator[Entry]:
    """The cards of these items, in this order."""
    numbers = {kind: [item.number for item in items if item.kind == kind] for kind in ("visit", "article")}
    cards = {card.visit_id: card for card in visits.cards(db, numbers["visit"])}
    loose = queue.loose(db, numbers["article"])
    beside = visits.beside(db, numbers["visit"])
    lasts = {
        ("visit", number): last for number, last in queue.last_decisions(db, "visit", numbers["visit"]).items()
    } | {("article", number): last for number, last in queue.last_decisions(db, "article", numbers["article"]).items()}
    for item in items:
        address, last = f"/{item.kind}/{item.number}", lasts[item.kind, item.number]
        if item.kind == "visit" and item.number in cards:
            own, others = cards[item.number], beside.get(item.number, 0)
            yield Entry(item.name, address, last, visit=own, beside=others, twin=_twin(own, cards.values()))
        elif item.number in loose and item.kind == "article":
            yield Entry(item.name, address, last, article=loose[item.number])


def _twin(card: VisitCard, beside: Iterable[VisitCard]) -> VisitCard | None:
    """The nearest of these of guests of the same name within the days that one visit may be told of, if any."""
    days = {
        other: abs((_day(other) - _day(card)).days)
        for other in beside
        if other.visitors == card.visitors and other.visitors and other.visit_id != card.visit_id
    }
    near = min(days, key=lambda one: (days[one], one.visit_id), default=None)
    return near if near is not None and days[near] <= likely.DAYS else None


def _day(card: VisitCard) -> date:
    return card.date_start or card.first_seen.date()


def waiting(db: Database, kind: Kind, number: int, decided: Decided | None = None, notice: str = "") -> Entry | None:
    """The card of one thing, where it stands in the queue (of what was `decided` so)."""
    found = queue.item(db, kind, number) if queue.waits(db, kind, number, decided) else None
    entry = next(entries(db, [found]), None) if found else None
    return replace(entry, notice=notice) if entry else None


def strip(db: Database, kind: Kind, number: int) -> Said | None:
    """What stands in a card's place once it left the queue: the last that was decided on it."""
    state = reviews.standing(db, number) if kind == "visit" else None
    group = state.shown if state else number
    last = reviews.decision(db, queue.last_decisions(db, kind, [group])[group])
    return replace(said(db, last), kind=kind, number=number) if last else None


def following(db: Database, kind: Kind, number: int) -> str | None:
    """The address of what follows in the queue, or of its beginning; None where nothing else waits."""
    after = queue.page(db, after=queue.item(db, kind, number), shown=1).items or queue.page(db, shown=2).items
    other = next((one for one in after if (one.kind, one.number) != (kind, number)), None)
    return f"/{other.kind}/{other.number}" if other else None


def said(db: Database, decision: Decision) -> Said:
    """How a decision is told; an undo tells what it took back."""
    on_article = decision.visit_id is None or (decision.kind == "confirm" and decision.article_id is not None)
    kind: Kind = "article" if on_article else "visit"
    number = (decision.article_id if kind == "article" else decision.visit_id) or 0
    can_go_back = decision.undone_by is None and decision.undoes is None
    undone = reviews.decision(db, decision.undoes) if decision.undoes is not None else None
    return Said(
        word=decision.kind,
        undid=undone.kind if undone else "",
        reason=(undone or decision).reason,
        subject=subject(db, decision),
        kind=kind,
        number=number,
        undoes=decision.decision_id if can_go_back else None,
        made=decision.visit_id if on_article and can_go_back else None,
    )


def subject(db: Database, decision: Decision) -> str:
    """What a decision is about, by name: the visitors, else the headline."""
    stored = visits.get(db, decision.visit_id) if decision.visit_id is not None else None
    card = visits.card(stored) if stored else None
    if card is not None and card.visitors:
        return "; ".join(card.visitors)
    article = articles.by_id(db, decision.article_id) if decision.article_id is not None else None
    if article is not None:
        return article.article.title
    return card.title if card else stored.reports[0].title if stored else f"{decision.visit_id or decision.article_id}"


def recently(
    db: Database, who: str, now: datetime, log: Sequence[Decision] | None = None
) -> tuple[Said | None, Said | None]:
    """What this person did last (of a `log`, oldest first), and what `undo` takes back now."""
    mine = [one for one in reversed(log) if one.who == who] if log is not None else reviews.of_person(db, who)
    done = [one for one in mine if now - one.at < RECENT]
    can_go_back = [one for one in done if one.undone_by is None and one.undoes is None]
    return said(db, done[0]) if done else None, said(db, can_go_back[0]) if can_go_back else None
