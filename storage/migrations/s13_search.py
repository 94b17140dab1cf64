"""Full-text search over the current text of every article, and searches that people keep.

The index holds no text of its own: it reads the view `search_text`. Its column `tags` has words for what never changes
of an article, its site and its day, so that a search for them is as quick as one for a word.
"""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase

# "zz" begins no Indonesian word; days are those of Asia/Jakarta.
_TAGS = """(SELECT 'zzall zzs' || replace(article.site, '_', '') || ' zzy' || strftime('%Y', day) || ' zzm'
    || strftime('%Y%m', day) || ' zzd' || strftime('%Y%m%d', day)
    FROM (SELECT datetime(coalesce({row}.published, article.first_seen), '+7 hours') AS day, article.site
          FROM article WHERE article.id = {row}.article) AS article)"""

_ADD = f"INSERT INTO search (rowid, title, body, tags) VALUES (new.id, new.title, new.body, {_TAGS.format(row='new')});"
_DROP = f"""INSERT INTO search (search, rowid, title, body, tags)
    VALUES ('delete', old.id, old.title, old.body, {_TAGS.format(row="old")});"""

_STATEMENTS = (
    f"""CREATE VIEW search_text AS
    SELECT version.id, version.title, version.body, {_TAGS.format(row="version")} AS tags
    FROM version WHERE version.is_current = 1""",
    """CREATE VIRTUAL TABLE search USING fts5 (
        title, body, tags, content = 'search_text', content_rowid = 'id', columnsize = 0,
        tokenize = 'unicode61 remove_diacritics 2'
    )""",
    "CREATE VIRTUAL TABLE search_words USING fts5vocab ('search', 'row')",
    f"CREATE TRIGGER search_added AFTER INSERT ON version WHEN new.is_current = 1 BEGIN {_ADD} END",
    f"CREATE TRIGGER search_removed BEFORE DELETE ON version WHEN old.is_current = 1 BEGIN {_DROP} END",
    f"""CREATE TRIGGER search_left BEFORE UPDATE OF is_current, title, body, published ON version
    WHEN old.is_current = 1 BEGIN {_DROP} END""",
    f"""CREATE TRIGGER search_came AFTER UPDATE OF is_current, title, body, published ON version
    WHEN new.is_current = 1 BEGIN {_ADD} END""",
    "INSERT INTO search (search) VALUES ('rebuild')",
    """CREATE TABLE saved_search (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        query TEXT NOT NULL,
        who TEXT NOT NULL,
        saved TEXT NOT NULL
    ) STRICT""",
)


def search_schema(db: SqliteDatabase) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)
