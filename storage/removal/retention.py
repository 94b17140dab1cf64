"""What is kept for a time only: raw pages, and, where the operator wants it so, the texts of what was not flagged."""

from __future__ import annotations

from datetime import datetime, timedelta

from config import Config
from storage import pages
from storage.database import Database
from storage.values import to_time

# Texts dropped in one transaction, so that a crawl that writes meanwhile waits but shortly; the rest goes next time.
AT_ONCE = 500


def prune(db: Database, config: Config, now: datetime) -> None:
    """Drop whatever has been kept for as long as the configuration says. Inside `write()`."""
    pages.prune(db, now - timedelta(days=config.keep_raw_days), config.keep_raw_mb * 1_000_000)
    if config.keep_texts_days:
        drop_texts(db, now - timedelta(days=config.keep_texts_days))


def drop_texts(db: Database, before: datetime, limit: int = AT_ONCE) -> int:
    """Empty the oldest texts read before a moment of articles that neither rules nor editors took for one of a visit;
    how many. Title, hash, features for finding copies, verdict with its quotes, and provenance stay; pages that the
    text could be read from again go with it. Inside `write()`."""
    rows = db.rows(_OLD, [to_time(before), limit])
    for row in rows:
        db.execute("UPDATE version SET body = '' WHERE id = ?", [row["id"]])
        db.execute(
            "DELETE FROM raw_page WHERE version = ? OR (site = ? AND key = ? AND at < ?)",
            [row["id"], row["site"], row["key"], to_time(before)],
        )
    return len(rows)


_OLD = """
SELECT version.id, article.site, article.key FROM version JOIN article ON article.id = version.article
WHERE version.body <> '' AND version.read < ? AND article.decided IS NULL
  AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.article = article.id AND verdict.is_current = 1
                  AND (verdict.flagged = 1 OR verdict.undecided IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM report WHERE report.article = article.id)
  AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.article = article.id)
  AND NOT EXISTS (SELECT 1 FROM gauge_draw WHERE gauge_draw.article = article.id AND gauge_draw.answer IS NULL)
  AND NOT EXISTS (SELECT 1 FROM rescore_left WHERE rescore_left.version = version.id)
ORDER BY version.read, version.id LIMIT ?
"""
