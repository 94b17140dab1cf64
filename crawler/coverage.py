"""Proof of coverage: what a run's sources list must overlap with what was known before, or a gap is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from article import Candidate
from crawler.report import Account, Key
from storage.health import gaps
from storage.health.gaps import Covered, Gap, Heads, Seen
from storage.told import told

# So many of the newest articles of a list may be taken down before the next poll without making a gap.
SPARE = 5
# So many of the articles that a list without times shows for the first time may be its newest ones.
UNDATED = 40
# Of what a source shows, so much must be known through others that these prove it too.
COVERED_BY_OTHERS = 0.9
# A gap is looked into again after 1, 2, 4, 8 and 16 hours, and then declared.
FIRST_TRY = timedelta(hours=1)
MAX_TRIES = 5
# What came out so long before a source listed it first was old by then: a page without dates shows it as a look back.
LOOK_BACK = timedelta(days=1)

Shown = Sequence[tuple[Key, Candidate]]


@dataclass(slots=True)
class ListRead:
    """One list of a source, over all its pages: what it showed, with the times it stated.

    `unchanged`: it showed what it did when last read. `complete`: it was read to an end beyond which there is nothing.
    """

    shown: dict[Key, datetime | None] = field(default_factory=dict)
    unchanged: bool = False
    complete: bool = False

    def take(self, keyed: Shown) -> bool:
        """Add a page; whether it showed anything that the pages before had not."""
        before = len(self.shown)
        for key, candidate in keyed:
            self.shown[key] = self.shown.get(key) or candidate.published
        return len(self.shown) > before


@dataclass(slots=True)
class Proof:
    """What one run's reading of one source proves.

    `known` is how far the source was proven before (None: it is read for the first time), `gaps` are its open ones
    that this reading looks into. `lists` has one list by the address it begins with; `reaches_back` tells, for a
    list by day, whether the days asked for go back to what was known. `whole` is False when something of it could not
    be read: then it proves nothing. `overlap` is the share of its first page that was known.
    """

    source: str
    known: Covered | None
    gaps: tuple[Gap, ...]
    lists: dict[str, ListRead]
    days: Mapping[str, date] = field(default_factory=dict)
    reaches_back: bool = True
    whole: bool = False
    overlap: float | None = None

    @property
    def goal(self) -> Covered | Gap | None:
        """What the reading must get back to: the oldest of what was known before each gap, else what is known."""
        return min(self.gaps, key=lambda gap: gap.known_run, default=self.known)

    @property
    def shown(self) -> dict[Key, datetime | None]:
        return {key: time for one in self.lists.values() for key, time in one.shown.items()}


class Coverage:
    """The proofs of one run of one site; `settle` decides once all sources have been read."""

    def __init__(self, account: Account, zone: tzinfo) -> None:
        self._account = account
        self._zone = zone
        self._known = gaps.coverage(account.db, account.site)
        self._open = gaps.of_site(account.db, account.site, "open")
        self._proofs: list[Proof] = []
        self._spared: list[str] = []

    def known(self, source: str) -> Covered | None:
        """How far the source was proven, with the times that pages read since then have told."""
        known = self._known.get(source)
        if known is not None and any(moment is None for _, moment in known.heads):
            known = self._known[source] = self._dated(known)
        return known

    def due(self, source: str) -> tuple[Gap, ...]:
        """The source's open gaps that are to be looked into now."""
        now = self._account.now()
        return tuple(
            gap for gap in self._open if gap.source == source and now - gap.last_try >= FIRST_TRY * 2**gap.tries
        )

    @property
    def is_sought(self) -> bool:
        """Whether a gap of the site is open."""
        return bool(self._open)

    def begin(
        self, source: str, starts: Iterable[str], days: Mapping[str, date] | None = None, *, reaches_back: bool = True
    ) -> Proof:
        """The proof of a source whose lists begin at `starts`, with their `days` where each is a day's."""
        lists = {start: ListRead() for start in starts}
        proof = Proof(source, self.known(source), self.due(source), lists, days or {}, reaches_back)
        self._proofs.append(proof)
        return proof

    def spare(self, source: str) -> None:
        """Leave a source unread: its proof stays that of its last reading."""
        self._spared.append(source)

    def meets(self, one: ListRead, goal: Covered | Gap) -> bool:
        """Whether a list overlaps with what was known at `goal`: by something as new as the newest known then.

        A list is in the order of its times: one that shows a known article shows the newer known ones as well. Where
        more of these are lacking than it shows of what is known, what it shows stands beside the list, not in it.
        """
        return one.complete or self._shows_known(one, goal)

    def _shows_known(self, one: ListRead, goal: Covered | Gap) -> bool:
        # Unchanged is what it was when last proven: also where that was after the gap.
        if one.unchanged and not isinstance(goal, Gap):
            return True
        listed = gaps.seen_until(self._account.db, self._account.site, list(one.shown), _run(goal))
        seen = {key: each for key, each in listed.items() if one.shown[key] or each.is_article}
        lacking = [moment for key, moment in goal.heads if moment and key not in one.shown]
        return any(
            (goal.reach is None or came >= goal.reach) and len(seen) > sum(moment > came for moment in lacking)
            for came in (one.shown[key] or _came(each) for key, each in seen.items())
        )

    def overlap(self, keyed: Shown, known: Covered | None) -> float:
        """The share of a page that was known when its source was last proven; 1 for what is read for the first time."""
        if known is None or not keyed:
            return 1.0
        keys = [key for key, _ in keyed]
        return len(gaps.seen_until(self._account.db, self._account.site, keys, known.run)) / len(set(keys))

    def settle(self) -> None:
        """Write down how far each source is proven now, and which gaps there are. Raises StorageError."""
        read = [proof for proof in self._proofs if proof.whole]
        proven = [proof for proof in read if proof.known and self._proves(proof, proof.known)]
        lost = self._lost(read, proven)
        with self._account.db.write():
            for proof in lost:
                if proof.known:
                    self._note(proof, proof.known)
            for proof in read:
                if proof.shown or proof.known is None or proof in proven:  # what shows nothing at all says nothing
                    self._cover(proof)
            for gap in self._open:
                self._look_into(gap, read, proven)
            for source in self._spared:
                gaps.spare(self._account.db, self._account.site, source, self._account.now())

    def _proves(self, proof: Proof, goal: Covered | Gap) -> bool:
        # What was read back to before an older gap was read back to here as well.
        goals = (goal, *(gap for gap in proof.gaps if gap.known_run <= _run(goal)))
        lists = proof.lists.values()
        met = all(any(self.meets(one, each) for each in goals) for one in lists)
        return met and proof.reaches_back and self._is_anchored(proof, goals)

    def _is_anchored(self, proof: Proof, goals: Sequence[Covered | Gap]) -> bool:
        """Whether lists by day still show something of the last day known: a site that shows none of it has lost it."""
        newest = [goal.since if isinstance(goal, Gap) else _newest(goal) for goal in goals]
        last = max(newest).astimezone(self._zone).date()
        before = [proof.lists[start] for start, day in proof.days.items() if day <= last]
        return not before or any(self._shows_known(one, goal) for one in before for goal in goals)

    def _lost(self, read: Sequence[Proof], proven: Sequence[Proof]) -> list[Proof]:
        """The sources that prove nothing and that no other makes up for, nor tells of the same loss: broadest first."""
        lost: list[Proof] = []
        for proof in sorted(read, key=lambda one: len(one.shown), reverse=True):
            if proof.shown and proof.known and proof not in proven and not self._covered(proof, [*proven, *lost]):
                lost.append(proof)
        return lost

    def _covered(self, proof: Proof, others: Sequence[Proof]) -> bool:
        """Whether the site's other sources show nearly all that this one does: then they have shown what it lost."""
        rest = [other for other in others if other.source != proof.source]
        listed = {key for other in rest for key in other.shown}
        until = max((one.run for source, one in self._known.items() if source != proof.source), default=0)
        known = gaps.seen_until(self._account.db, self._account.site, list(proof.shown), until)
        told = sum(key in listed or key in known for key in proof.shown)
        return bool(proof.shown) and told >= COVERED_BY_OTHERS * len(proof.shown)

    def _note(self, proof: Proof, known: Covered) -> None:
        now = self._account.now()
        oldest = min((time for time in proof.shown.values() if time), default=now)
        since = _newest(known)
        reason = told("gap_unknown", n=len(proof.shown), source=proof.source)
        account = self._account
        until = max(min(oldest, now), since)
        gaps.note(account.db, account.site, known, account.run_id, since, until, reason, now)

    def _cover(self, proof: Proof) -> None:
        account = self._account
        newest, reach, heads = self._span(proof)
        if proof.days:
            reach, heads = None, ()  # an earlier day's list shows nothing new, and need not
        overlap = 1.0 if proof.overlap is None else proof.overlap
        now = account.now()
        covered = Covered(proof.source, account.run_id, now, newest, reach, overlap, heads=heads)
        gaps.cover(account.db, account.site, covered)

    def _span(self, proof: Proof) -> tuple[datetime | None, datetime | None, Heads]:
        """How new what a source shows is: the newest, the few newest, and as the reach the oldest of these."""
        account, known = self._account, proof.known
        if not proof.shown:
            return (known.newest, known.reach, known.heads) if known else (None, None, ())
        undated = [key for key, time in proof.shown.items() if time is None]
        seen = gaps.seen_until(account.db, account.site, undated, account.run_id - 1)
        times = {key: time for key, time in proof.shown.items() if time}
        times |= {key: _came(one) for key, one in seen.items()}
        # When a new one without a time came out is told by its page: after the last proof, unless it is a look back.
        fresh = [key for key in undated if key not in seen]
        newest = account.now() if fresh else max(times.values())
        heads = _newest_of(times)
        at_least = _newest_of(times | dict.fromkeys(fresh, known.at)) if known else heads if not fresh else ()
        return newest, at_least[-1][1] if at_least else None, (*((key, None) for key in fresh[:UNDATED]), *heads)

    def _dated(self, known: Covered) -> Covered:
        """With its newest articles by their times, those left out whose pages could not be read."""
        undated = [key for key, moment in known.heads if moment is None]
        seen = gaps.seen_until(self._account.db, self._account.site, undated, known.run)
        told = {key: _came(one) for key, one in seen.items() if one.is_article}
        heads = _newest_of({key: moment for key, moment in known.heads if moment} | told)
        return replace(known, heads=heads, reach=heads[-1][1] if told else known.reach)

    def _look_into(self, gap: Gap, read: Sequence[Proof], proven: Sequence[Proof]) -> None:
        db, now = self._account.db, self._account.now()
        proof = next((one for one in read if one.source == gap.source), None)
        if proof is None:
            return
        if self._proves(proof, gap):
            gaps.end(db, gap.gap_id, "closed", told("gap_read_back"), now)
        elif self._covered_since(gap, proof, proven):
            gaps.end(db, gap.gap_id, "closed", told("gap_others_showed"), now)
        elif gap in proof.gaps:
            gaps.tried(db, gap.gap_id, now)
            if gap.tries + 1 >= MAX_TRIES:
                gaps.end(db, gap.gap_id, "declared", told("gap_given_up", n=MAX_TRIES), now)

    def _covered_since(self, gap: Gap, proof: Proof, proven: Sequence[Proof]) -> bool:
        back = [other for other in proven if other.known and other.known.run <= gap.known_run]
        listed = {key for other in back for key in other.shown if other.source != gap.source}
        return bool(proof.shown) and len(listed & proof.shown.keys()) >= COVERED_BY_OTHERS * len(proof.shown)


def _run(goal: Covered | Gap) -> int:
    """The last run in which what the goal stands for was known."""
    return goal.known_run if isinstance(goal, Gap) else goal.run


def _newest(known: Covered) -> datetime:
    """The time up to which a source is known; what it dates in the future is not believed."""
    return min(known.newest or known.at, known.at)


def _newest_of(times: Mapping[Key, datetime]) -> tuple[tuple[Key, datetime], ...]:
    """The few newest articles, newest first."""
    return tuple(sorted(times.items(), key=lambda one: one[1], reverse=True)[:SPARE])


def _came(seen: Seen) -> datetime:
    """When an article that is listed without a time came out: when it was listed first, unless it was old by then, as
    may be all that a site's first run reads."""
    was_old = seen.published is not None and (seen.baseline or seen.first - seen.published > LOOK_BACK)
    return seen.published if was_old and seen.published else seen.first
