"""Verdicts: what the detector said of an article, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from article import Direction, Span, Status, Verdict
from storage.database import Database
from storage.values import from_time, to_time


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


def store(db: Database, article_id: int, version_id: int, verdict: Verdict, text: str, now: datetime) -> int:
    """Store a verdict on `text` (the judged version's Article.text) as the article's current one; its id."""
    db.execute("UPDATE verdict SET is_current = 0 WHERE article = ? AND is_current = 1", [article_id])
    verdict_id = db.insert(
        "verdict",
        {
            "article": article_id,
            "version": version_id,
            "is_current": 1,
            "flagged": int(verdict.flagged),
            "score": verdict.score,
            "direction": verdict.direction,
            "status": verdict.status,
            "undecided": verdict.undecided,
            "lexicon": verdict.lexicon,
            "watch": verdict.watch,
            "judged": to_time(now),
        },
    )
    db.insert_all(
        "evidence",
        (
            {
                "verdict": verdict_id,
                "rule": reason.rule,
                "weight": reason.weight,
                "sentence": _quote(text, reason.sentence),
                "words": _quote(text, reason.words),
                "sentence_start": reason.sentence.start,
                "sentence_end": reason.sentence.end,
                "words_start": reason.words.start,
                "words_end": reason.words.end,
            }
            for reason in verdict.evidence
        ),
    )
    return verdict_id


def current(db: Database, article_id: int) -> VerdictRow | None:
    row = db.one("SELECT * FROM verdict WHERE article = ? AND is_current = 1", [article_id])
    if row is None:
        return None
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
        evidence=tuple(EvidenceRow(**reason) for reason in reasons),
    )


def deciding_sentence(verdict: str) -> str:
    """SQL for the sentence of the heaviest evidence of the verdict that this column names."""
    return f"(SELECT sentence FROM evidence WHERE evidence.verdict = {verdict} ORDER BY weight DESC, id LIMIT 1)"


def _quote(text: str, span: Span) -> str:
    return text[span.start : span.end]
