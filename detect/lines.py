"""Articles and verdicts as JSON lines: what the `detect` command reads and writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

from article import Article, Fact, Verdict, Visit
from detect.judge import facts, judge_for
from detect.same_visit import Report, group
from detect.seconding import NEARLY, Known, seconded
from detect.watched import Watched

# A bare date is a day in western Indonesia; noon keeps it that day in every Indonesian zone.
_WIB = timezone(timedelta(hours=7))


class LineError(ValueError):
    """A line that is no article; the message says which line and what is wrong."""


def from_line(line: Mapping[str, Any]) -> Article:
    """{"id", "url", "outlet", "published", "title", "text"} -> Article; all but the last two may be null or absent."""
    title, text = line.get("title") or "", line.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise LineError("`title` and `text` must be texts")
    return Article(
        url=str(line.get("url") or ""),
        site=str(line.get("outlet") or ""),
        title=title,
        body=text,
        published=_moment(line.get("published")),
    )


def _moment(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if len(str(value)) == 10:
            return datetime.combine(date.fromisoformat(str(value)), time(12), tzinfo=_WIB)
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise LineError(f"`published` is {value!r}: write YYYY-MM-DD, a full ISO 8601 time, or null") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_line(article: Article, key: object, verdict: Verdict, visit_ids: Sequence[str]) -> dict[str, Any]:
    """The verdict as gold/score.py documents it, with direction, status, score and evidence besides."""
    return {
        "id": key,
        "flagged": verdict.flagged,
        "score": verdict.score,
        "direction": verdict.direction,
        "status": verdict.status,
        "undecided": verdict.undecided,
        "visits": [_visit(v, visit_id) for v, visit_id in zip(verdict.visits, visit_ids, strict=True)],
        "evidence": [
            {
                "rule": row.rule,
                "weight": row.weight,
                "words": article.text[row.words.start : row.words.end],
                "sentence": article.text[row.sentence.start : row.sentence.end],
                "span": [row.words.start, row.words.end],
            }
            for row in verdict.evidence
        ],
        "lexicon": verdict.lexicon,
        "watch": verdict.watch,
        "place": verdict.place,
    }


def _visit(visit: Visit, visit_id: str) -> dict[str, Any]:
    return {
        "visit_id": visit_id,
        "place": visit.place,
        "visitors": _values(visit.visitors),
        "origin": _values(visit.origin),
        "headcount": visit.headcount.value if visit.headcount else None,
        "programme": visit.programme.value if visit.programme else None,
        "date_start": visit.date_start.value.isoformat() if visit.date_start else None,
        "date_end": visit.date_end.value.isoformat() if visit.date_end else None,
        "loci": _values(visit.loci),
        "hosts": _values(visit.hosts),
        "leader": visit.leader.value if visit.leader else None,
    }


def _values(facts: Iterable[Fact[str]]) -> list[str]:
    return [fact.value for fact in facts]


def judge_lines(lines: Iterable[str], watched: Watched) -> Iterator[str]:
    """JSON lines of articles -> JSON lines of verdicts, visits grouped over the whole input. An article that is nearly
    flagged by itself is so where others of the input tell of the same visit.

    Raises LineError naming the line that is not an article.
    """
    judged = [_judged(number, line, watched) for number, line in enumerate(lines, start=1) if line.strip()]
    known = Known(report for one in judged for report in one.reports(one.verdict.visits))
    settled = [one.settled(known, watched) for one in judged]
    names = iter(group([report for one in settled for report in one.reports(one.verdict.visits)]))
    for one in settled:
        ids = [next(names) for _ in one.verdict.visits]
        yield json.dumps(to_line(one.article, one.key, one.verdict, ids), ensure_ascii=False)


class _Judged(NamedTuple):
    number: int
    article: Article
    key: object
    verdict: Verdict

    def reports(self, visits: Iterable[Visit]) -> Iterator[Report]:
        published = self.article.published.date() if self.article.published else None
        return (Report(visit, published, self.number) for visit in visits)

    def settled(self, known: Known, watched: Watched) -> _Judged:
        """Flagged also where others tell of what it would report."""
        if self.verdict.flagged or self.verdict.score < NEARLY:
            return self
        prospects = facts(self.article, watched, self.verdict.place)
        shared = [report.visit for report in self.reports(prospects) if known.tell(report)]
        return self._replace(verdict=seconded(self.verdict, shared))


def _judged(number: int, line: str, watched: Watched) -> _Judged:
    try:
        raw = json.loads(line)
        article = from_line(raw)
    except (json.JSONDecodeError, LineError, AttributeError) as error:
        raise LineError(f"line {number}: {error}") from error
    return _Judged(number, article, raw.get("id", number), judge_for(article, watched))
