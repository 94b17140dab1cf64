"""The tally of a run: everything seen ends in exactly one outcome, or the run is not good."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from article import RunReport, RunState

Ending = Literal["stored", "known", "rejected", "failed"]
Reading = Literal["waiting", "answered", "troubled", "failed", "absent", "spared"]

MAX_REASONS = 5


@dataclass(slots=True)
class Tally:
    """Counts of one run, by hand: Scrapy calls a run finished that has lost half its pages.

    `endings` has every candidate seen, None until its outcome is known. `readings` has every source: "troubled" is
    one that gave candidates but not as its site file says, "absent" a guess of the site file (grade D) that the site
    does not have, no fault as long as another source answers, "spared" one left unread since others show the same.
    `is_behind` where earlier runs left more unread than one reads; `broken` says why nothing can be stored any more.
    """

    site: str
    endings: dict[str, Ending | None] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    new: int = 0
    versions: int = 0
    copies: int = 0
    flagged: int = 0
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    is_behind: bool = False
    broken: str | None = None
    cut_short: bool = False

    def see(self, key: str) -> None:
        self.endings.setdefault(key, None)

    def end(self, key: str, ending: Ending, reason: str | None = None) -> None:
        """The last word counts: what was stored and then found lacking has failed."""
        self.endings[key] = ending
        if ending == "failed" and reason:
            self.reasons[reason] += 1

    def problem(self, text: str) -> None:
        """A sentence for the administrator, told once."""
        if text not in self.problems:
            self.problems.append(text)

    def open_keys(self) -> list[str]:
        return [key for key, ending in self.endings.items() if ending is None]

    def ended(self, ending: Ending) -> list[str]:
        return [key for key, one in self.endings.items() if one == ending]

    def report(self) -> RunReport:
        counts = Counter(self.endings.values())
        return RunReport(
            site=self.site,
            state=self._state(counts["failed"], counts[None]),
            seen=len(self.endings),
            stored=counts["stored"],
            known=counts["known"],
            rejected=counts["rejected"],
            failed=counts["failed"],
            new=self.new,
            versions=self.versions,
            copies=self.copies,
            flagged=self.flagged,
            requests=self.requests,
            bytes=self.bytes,
            not_modified=self.not_modified,
            problems=(*self.problems, *self._absence(), *self._failures()),
        )

    def _state(self, failed: int, lost: int) -> RunState:
        readings = Counter(self.readings.values())
        unread = readings["failed"] + readings["waiting"]
        if self.broken or (readings and unread + readings["absent"] == len(self.readings)):
            return "failed"
        if self.cut_short:
            return "interrupted"
        if failed or lost or unread or readings["troubled"] or self.is_behind:
            return "partial"
        return "good"

    def _absence(self) -> list[str]:
        if not self.readings or not set(self.readings.values()) <= {"absent", "failed"}:
            return []
        if self.excused:
            return [problem for problem in dict.fromkeys(self.excused) if problem not in self.problems]
        if set(self.readings.values()) != {"absent"}:
            return []
        return ["the site has none of the sources that its site file guesses: find its feed, sitemap or listing"]

    def _failures(self) -> list[str]:
        told = [f"{count} failed: {reason}" for reason, count in self.reasons.most_common(MAX_REASONS)]
        rest = sum(self.reasons.values()) - sum(count for _, count in self.reasons.most_common(MAX_REASONS))
        return [*told, f"{rest} failed for other reasons"] if rest else told
