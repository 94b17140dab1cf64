"""What belongs together across releases: visits that share a report, articles that share a text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

from storage.database import Database

T = TypeVar("T", bound=Hashable)


def groups(pairs: Iterable[tuple[T, T]]) -> dict[T, T]:
    """By member: the one that stands for its group, where pairs and pairs of pairs are in one (union-find)."""
    above: dict[T, T] = {}

    def top(one: T) -> T:
        while (higher := above.setdefault(one, one)) != one:
            above[one] = one = above[higher]
        return one

    for one, other in pairs:
        above[top(other)] = top(one)
    return {one: top(one) for one in above}


def join_visits(db: Database) -> None:
    """Number visits anew in `merged_visit`: those are one that share a report, or whose reports are the same page or
    text and tell of the same delegation in it. Inside `write()`."""
    together = groups(
        ((row["src"], row["visit"]), (row["other_src"], row["other"])) for sql in _SHARED for row in db.each(sql)
    )
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    first: dict[tuple[int, int], int] = {}
    for row in db.each("SELECT src, visit, min(id) AS report FROM merged_report GROUP BY src, visit"):
        one = row["src"], row["visit"]
        standing = together.get(one, one)
        members.setdefault(standing, []).append(one)
        first[standing] = min(first.get(standing, row["report"]), row["report"])
    ordered = sorted(members, key=lambda standing: first[standing])
    db.execute("CREATE TABLE merged_visit (src INTEGER, old INTEGER, id INTEGER, PRIMARY KEY (src, old)) STRICT")
    db.insert_all(
        "merged_visit",
        (
            {"src": src, "old": old, "id": number}
            for number, standing in enumerate(ordered, 1)
            for src, old in members[standing]
        ),
    )


# A delegation of an article is told by its place in the verdict; where one release has several visits of that, the
# first is the first of another's. CROSS JOIN: from the few reports to their articles, not from all articles.
_DELEGATION = """
WITH told AS (
    SELECT report.src, report.visit, {text} AS text, report.host, report.entry, min(report.old) AS first
    FROM merged_report AS report
    CROSS JOIN merged_article AS article ON article.id = report.article AND article.choice = 1
    CROSS JOIN release_article AS held ON held.article = report.article
    CROSS JOIN merged_version AS version ON version.id = held.version AND version.choice = 1
    GROUP BY report.src, report.visit, text, report.host, report.entry),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY src, text, host, entry ORDER BY first) AS nth FROM told)
SELECT src, visit, first_value(src) OVER same AS other_src, first_value(visit) OVER same AS other
FROM numbered WINDOW same AS (PARTITION BY text, host, entry, nth ORDER BY src, visit)
"""
_SHARED = (
    """SELECT src, visit, first_value(src) OVER same AS other_src, first_value(visit) OVER same AS other
    FROM merged_report WINDOW same AS (PARTITION BY id ORDER BY src, visit)""",
    _DELEGATION.format(text="article.url"),
    _DELEGATION.format(text="version.content_hash"),
)


def join_copies(db: Database) -> None:
    """Fill `copy` anew: the copies that each release tells of, and articles of which releases held equal texts.

    Every copy points at the article of its group that was seen first, with what makes it most alike. Inside `write()`.
    """
    alike = db.rows(_ALIKE)
    standing = groups((row["one"], row["other"]) for row in alike)
    first: dict[int, int] = {}
    best: dict[int, tuple[Any, ...]] = {}
    for row in alike:
        told = (-row["similarity"], row["kind"], row["linked"])
        for article in (row["one"], row["other"]):
            first[standing[article]] = min(first.get(standing[article], article), article)
            best[article] = min(best.get(article, told), told)
    db.insert_all(
        "copy",
        (
            {"article": article, "first": first[standing[article]], "kind": kind, "similarity": -less, "linked": at}
            for article, (less, kind, at) in sorted(best.items())
            if article != first[standing[article]]
        ),
    )


# Pairs of articles, by their new numbers, which count them in the order of being seen.
_ALIKE = """
SELECT min(one.id, other.id) AS one, max(one.id, other.id) AS other, copy.kind, copy.similarity, copy.linked
FROM in_copy AS copy
JOIN merged_article AS one ON one.src = copy.src AND one.old = copy.first
JOIN merged_article AS other ON other.src = copy.src AND other.old = copy.article
WHERE one.id <> other.id
UNION
SELECT first, article, 'exact', 1.0, first_seen FROM (
    SELECT version.article, article.first_seen, min(version.article) OVER (PARTITION BY version.content_hash) AS first
    FROM version JOIN article ON article.id = version.article
    WHERE version.id IN (SELECT version FROM release_article))
WHERE article <> first
"""
