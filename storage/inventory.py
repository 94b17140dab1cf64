"""Everything stored, in short: to hold a database against what should be in it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class Inventory:
    """One article: `copy_of` is the URL of the first seen article with its text, `visits` are visit ids."""

    site: str
    url: str
    title: str
    versions: int
    copy_of: str | None
    flagged: bool
    visits: tuple[int, ...]


def inventory(db: Database) -> list[Inventory]:
    """Every article, by site and URL."""
    rows = db.rows(
        """SELECT article.site, article.url, version.title, first.url AS copy_of, verdict.flagged,
             (SELECT count(*) FROM version WHERE version.article = article.id) AS versions,
             (SELECT group_concat(DISTINCT standing.visit) FROM standing
              WHERE standing.article = article.id AND standing.holds) AS visits
           FROM article
           JOIN version ON version.article = article.id AND version.is_current = 1
           LEFT JOIN copy ON copy.article = article.id
           LEFT JOIN article AS first ON first.id = copy.first
           LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
           ORDER BY article.site, article.url"""
    )
    return [
        Inventory(
            row["site"],
            row["url"],
            row["title"],
            row["versions"],
            row["copy_of"],
            bool(row["flagged"]),
            tuple(sorted(int(number) for number in (row["visits"] or "").split(",") if number)),
        )
        for row in rows
    ]
