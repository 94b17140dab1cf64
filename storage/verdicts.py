"""Verdicts: what the detector said of an article, with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from article import Direction, Span, Status, Verdict
from storage import history
from storage.database import Database
from storage.values import from_stated_time, from_time, to_time


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One reason, with the words quoted from the text that was judged; heaviest first."""

    rule: str
    weight: float
    sentence: str
    words: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    verdict_id: int
    article_id: int
    version_id: int
    flagged: bool
    score: float
    direction: Direction | None
    status: Status | None
    undecided: str | None
    lexicon: str
    watch: str
    judged: datetime
    evidence: tuple[EvidenceRow, ...]
    place: str | None = None


def store(db: Database, article_id: int, version_id: int, verdict: Verdict, text: str, now: datetime) -> int:
    """Store a verdict on `text` (the judged version's Article.text) as the article's current one; its id."""
    history.at(db, now)
    db.execute("UPDATE verdict SET is_current = 0 WHERE article = ? AND is_current = 1", [article_id])
    return _add(db, article_id, version_id, verdict, text, now, is_current=True)


def replace(
    db: Database, article_id: int, version_id: int, verdict: Verdict, text: str, now: datetime, *, anew: bool = False
) -> int:
    """Store a verdict on a text that was judged before; its id.

    Where it says the same, only what it was judged by changes, unless it is to be stored `anew`: then what hung on the
    one before holds no longer. It is the article's current one if its text is.
    """
    before = of_version(db, version_id)
    if before is not None and not anew and _content(verdict, text) == _stored_content(db, before.verdict_id):
        db.execute(
            "UPDATE verdict SET lexicon = ?, watch = ?, place = ?, judged = ? WHERE id = ?",
            [verdict.lexicon, verdict.watch, verdict.place, to_time(now), before.verdict_id],
        )
        return before.verdict_id
    if db.one("SELECT 1 FROM version WHERE id = ? AND is_current = 1", [version_id]):
        return store(db, article_id, version_id, verdict, text, now)
    return _add(db, article_id, version_id, verdict, text, now, is_current=False)


def _add(
    db: Database, article_id: int, version_id: int, verdict: Verdict, text: str, now: datetime, *, is_current: bool
) -> int:
    judged = {
        name: getattr(verdict, name)
        for name in ("score", "direction", "status", "undecided", "lexicon", "watch", "place")
    }
    verdict_id = db.insert(
        "verdict",
        {
            "article": article_id,
            "version": version_id,
            "is_current": int(is_current),
            "flagged": int(verdict.flagged),
            "judged": to_time(now),
        }
        | judged,
    )
    db.insert_all("evidence", ({"verdict": verdict_id} | row for row in _evidence(verdict, text)))
    return verdict_id


def _evidence(verdict: Verdict, text: str) -> Iterator[dict[str, Any]]:
    for reason in verdict.evidence:
        yield {
            "rule": reason.rule,
            "weight": reason.weight,
            "sentence": _quote(text, reason.sentence),
            "words": _quote(text, reason.words),
            "sentence_start": reason.sentence.start,
            "sentence_end": reason.sentence.end,
            "words_start": reason.words.start,
            "words_end": reason.words.end,
        }


def _content(verdict: Verdict, text: str) -> list[dict[str, Any]]:
    says = {name: getattr(verdict, name) for name in ("score", "direction", "status", "undecided")}
    return [{"flagged": int(verdict.flagged)} | says, *_evidence(verdict, text)]


def _stored_content(db: Database, verdict_id: int) -> list[dict[str, Any]]:
    says = db.rows("SELECT flagged, score, direction, status, undecided FROM verdict WHERE id = ?", [verdict_id])
    reasons = db.rows("SELECT * FROM evidence WHERE verdict = ? ORDER BY id", [verdict_id])
    return says + [{name: row[name] for name in row if name not in ("id", "verdict")} for row in reasons]


def of_version(db: Database, version_id: int) -> VerdictRow | None:
    """The last verdict on a text, whether the text is the article's current one or not."""
    row = db.one("SELECT * FROM verdict WHERE version = ? ORDER BY id DESC", [version_id])
    return None if row is None else _verdict(db, row)


def published(db: Database, verdict_id: int) -> datetime | None:
    """When the text that was judged was published."""
    row = db.one(
        """SELECT published, published_offset FROM verdict JOIN version ON version.id = verdict.version
        WHERE verdict.id = ?""",
        [verdict_id],
    )
    return None if row is None else from_stated_time(row["published"], row["published_offset"])


def current(db: Database, article_id: int) -> VerdictRow | None:
    row = db.one("SELECT * FROM verdict WHERE article = ? AND is_current = 1", [article_id])
    return None if row is None else _verdict(db, row)


def words_at(db: Database, verdict_id: int) -> list[tuple[int, int]]:
    """Where in the judged text the words stand that spoke for the verdict: (start, end) each."""
    rows = db.rows("SELECT words_start, words_end FROM evidence WHERE verdict = ? AND weight > 0", [verdict_id])
    return [(row["words_start"], row["words_end"]) for row in rows]


def _verdict(db: Database, row: Mapping[str, Any]) -> VerdictRow:
    reasons = db.rows(
        "SELECT rule, weight, sentence, words FROM evidence WHERE verdict = ? ORDER BY weight DESC, id", [row["id"]]
    )
    return VerdictRow(
        verdict_id=row["id"],
        article_id=row["article"],
        version_id=row["version"],
        flagged=bool(row["flagged"]),
        score=row["score"],
        direction=row["direction"],
        status=row["status"],
        undecided=row["undecided"],
        lexicon=row["lexicon"],
        watch=row["watch"],
        judged=from_time(row["judged"]),
        place=row["place"],
        evidence=tuple(EvidenceRow(**reason) for reason in reasons),
    )


def _quote(text: str, span: Span) -> str:
    return text[span.start : span.end]
