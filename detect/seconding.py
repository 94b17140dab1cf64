"""An article that the rules nearly take for a report, where other articles tell of the same guests at the same time.

What one paper tells as a scene another tells in plain words: that somebody came then, and from there, speaks for the
first text by more than its own words do. Those who are asked are reports that were flagged before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from article import Evidence, Verdict, Visit
from detect.likeness import Report, Told, compare, told
from detect.same_visit import months
from detect.score import chance

# Of a text that scores less nobody asks whether others tell of its guests: nearly none is a visit.
NEARLY = 0.15
# Log-odds. Of the labelled texts that are nearly flagged ten told of a flagged report's guests and days: eight visits,
# and two that were made from that very report by exchanging who visits whom, as no two papers write.
WORTH = 4.0
RULE = "reports.told_too"


class Known:
    """Flagged reports, found again by when they tell of; those that have no day, told or published, say nothing."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._months: dict[int, list[Told]] = {}
        for report in map(told, reports):
            for month in months(report):
                self._months.setdefault(month, []).append(report)

    def tell(self, report: Report) -> bool:
        """Does one of another article tell of the same visit?"""
        asked = told(report)
        near = (other for month in months(asked) for other in self._months.get(month, ()))
        return any(other.report.article != report.article and compare(asked, other) > 0 for other in near)


def seconded(verdict: Verdict, shared: Sequence[Visit]) -> Verdict:
    """The verdict on an article of whose delegations others tell these: flagged, and likelier by as much."""
    if not shared:
        return verdict
    score = round(chance(math.log(verdict.score / (1 - min(verdict.score, 0.9999))) + WORTH), 4)
    reasons = (*(reason for visit in shared for reason in _reasons(visit)), *verdict.evidence)
    return replace(
        verdict,
        flagged=True,
        score=score,
        direction="inbound",
        evidence=reasons,
        visits=tuple(shared),
        undecided=None,
    )


def _reasons(visit: Visit) -> Iterator[Evidence]:
    """Who came, in the article's own words; where nobody is named, what else it tells of the visit."""
    single = (visit.leader, visit.date_start, visit.headcount, visit.programme)
    for fact in (*visit.visitors, *visit.origin, *single, *visit.hosts, *visit.loci):
        if fact is not None and fact.span and fact.sentence:
            yield Evidence(RULE, WORTH, fact.sentence, fact.span)
            return
