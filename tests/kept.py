"""All that a database says of a site's articles, in words that do not depend on the order of being stored."""

from __future__ import annotations

from typing import Any

from storage.database import Database

KEPT = {
    "articles": "SELECT key, site_id, url, first_seen, baseline, withdrawn FROM article ORDER BY key",
    "versions": "SELECT article.key, number, is_current, version.url, title, body, author, published, "
    "published_offset, language, method, marks, content_hash, read FROM version "
    "JOIN article ON article.id = version.article ORDER BY 1, 2",
    "signatures": "SELECT article.key, number, signature FROM signature JOIN version ON version.id = "
    "signature.version JOIN article ON article.id = version.article ORDER BY 1, 2",
    "bands": "SELECT article.key, number, band FROM band JOIN version ON version.id = band.version "
    "JOIN article ON article.id = version.article ORDER BY 1, 2, 3",
    "copies": "SELECT a.key, b.key AS first, kind FROM copy JOIN article a ON a.id = copy.article "
    "JOIN article b ON b.id = copy.first ORDER BY 1",
    "verdicts": "SELECT article.key, flagged, score, direction, status, undecided, lexicon, watch, version.number "
    "FROM verdict JOIN article ON article.id = verdict.article JOIN version ON version.id = verdict.version "
    "WHERE verdict.is_current = 1 ORDER BY 1",
    "facts": "SELECT article.key, kind, position, value, quote, span_start FROM fact JOIN report ON report.id = "
    "fact.report JOIN verdict ON verdict.id = report.verdict AND verdict.is_current = 1 "
    "JOIN article ON article.id = report.article ORDER BY 1, 2, 3",
    "candidates": "SELECT key, url, title, state, reason FROM candidate ORDER BY key",
}


def kept(db: Database) -> dict[str, list[dict[str, Any]]]:
    found = {name: db.rows(sql) for name, sql in KEPT.items()}
    groups: dict[int, list[str]] = {}
    for row in db.rows(
        "SELECT report.visit, article.key FROM report JOIN verdict ON verdict.id = report.verdict "
        "AND verdict.is_current = 1 JOIN article ON article.id = report.article ORDER BY 2"
    ):
        groups.setdefault(row["visit"], []).append(row["key"])
    found["visits"] = [{"keys": keys} for keys in sorted(groups.values())]
    return found
