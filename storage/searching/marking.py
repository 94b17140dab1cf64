"""Words looked for in a few texts, and made to stand out there: by an index of no more than these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from storage.database import SqliteDatabase

OPEN, CLOSE = "\x02", "\x03"
_BEGINNING = 240
_WORDS = 40
_CLEAN = str.maketrans({OPEN: " ", CLOSE: " "})


def matching(rows: Iterable[Mapping[str, Any]], match: str) -> list[int]:
    """The versions that match, in the language of the index; rows have `id`, `title`, `body` and `tags`."""
    with _index((row["id"], row["title"], row["body"], row["tags"]) for row in rows) as index:
        return [version for (version,) in index.execute("SELECT rowid FROM text WHERE text MATCH ?", [match])]


def marked(rows: Iterable[Mapping[str, Any]], match: str | None) -> dict[int, tuple[str, str]]:
    """By version: title and passage, with what matched between OPEN and CLOSE; a passage is where most of it stands.

    Rows have `version`, `title` and `body`; for no `match` nothing stands out.
    """
    texts = [(row["version"], row["title"].translate(_CLEAN), row["body"].translate(_CLEAN), "") for row in rows]
    found = {version: (title, body[:_BEGINNING]) for version, title, body, _ in texts}
    if match is None or not texts:
        return found
    with _index(texts) as index:
        shown = index.execute(_SHOWN, [OPEN, CLOSE, OPEN, CLOSE, match])
        return found | {version: (title, passage) for version, title, passage in shown}


_SHOWN = f"""SELECT rowid, highlight(text, 0, ?, ?), snippet(text, 1, ?, ?, '…', {_WORDS}) FROM text
    WHERE text MATCH ?"""


@contextmanager
def _index(texts: Iterable[tuple[int, str, str, str]]) -> Iterator[SqliteDatabase]:
    """An index of its own, cut into words as the large one is."""
    index = SqliteDatabase(memory=True, execute_plugins=False)
    try:
        index.execute(
            """CREATE VIRTUAL TABLE text USING fts5 (
                title, body, tags, tokenize = 'unicode61 remove_diacritics 2')"""
        )
        index.conn.executemany("INSERT INTO text (rowid, title, body, tags) VALUES (?, ?, ?, ?)", texts)
        yield index
    finally:
        index.close()
