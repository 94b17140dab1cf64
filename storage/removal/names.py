"""Names of people that are blanked out wherever they stand, on their wish; inside `write()`, like all that writes.

A name is known again by a hash of its words, so that the note holds no name. Who guesses it can find out by the hash
whether it was blanked out: the note keeps it from being read, not from being tried.

Every letter becomes one sign, so that the places at which evidence and facts quote a text stay right.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.removal import quoted
from storage.removal.masking import each_string, each_word, words
from storage.values import from_time, to_time

SIGN = "█"

# Every column in which a name may stand; a test compares them with the schema. `history` is last: changing the others
# adds to it what they said before.
HELD = {
    "version": ("title", "body", "author"),
    "candidate": ("title", "settled_title"),
    "evidence": ("sentence", "words"),
    "fact": ("value", "quote", "sentence"),
    "change": ("was", "became"),
    **quoted.SWEPT,
    "tombstone": ("reason",),
    "history": ("was",),
}


@dataclass(frozen=True, slots=True)
class Note:
    """That a name of so many words was blanked out in so many articles, why and when."""

    words: int
    mark: str
    reason: str
    at: datetime
    articles: int


@dataclass(frozen=True, slots=True)
class Place:
    """An article in which a name stands, in any of its texts, and a visit that it reports."""

    article_id: int
    site: str
    url: str
    title: str = field(repr=False)
    visit_id: int | None
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Blanks:
    """Names to blank out: the marks of each number of words, and a word that each of them has where it is known."""

    marks: dict[int, frozenset[str]]
    word: str = field(default="", repr=False)

    @classmethod
    def of(cls, name: str) -> Blanks:
        said = words(name)
        return cls({len(said): frozenset([mark(name)])}, max(said, key=len))

    @classmethod
    def known(cls, db: Database) -> Blanks:
        """Of every name that was ever blanked out here."""
        marks: dict[int, set[str]] = {}
        for row in db.rows("SELECT words, mark FROM blanked_name"):
            marks.setdefault(row["words"], set()).add(row["mark"])
        return cls({length: frozenset(found) for length, found in marks.items()})

    def blank(self, text: str) -> str:
        """The text with each letter of these names replaced, whatever stands between their words; as long as before."""
        if not self.marks or self.word not in text.casefold():
            return text
        said = [one for one in each_word(text) if one[0]]
        parts, at = [], 0
        for start, end in sorted({said[place][1:] for place in self._places([word for word, _, _ in said])}):
            parts += [text[at:start], SIGN * (end - start)]
            at = end
        return "".join([*parts, text[at:]])

    def _places(self, said: list[str]) -> Iterator[int]:
        for length, marks in self.marks.items():
            for start in range(len(said) - length + 1):
                if _mark(said[start : start + length]) in marks:
                    yield from range(start, start + length)

    def stands_in(self, text: str) -> bool:
        return self.blank(text) != text


def mark(name: str) -> str:
    """What a name is known again by, however it is written: capitals, signs and spaces do not matter."""
    return _mark(words(name))


def _mark(said: list[str]) -> str:
    return hashlib.sha256(" ".join(said).encode()).hexdigest()


def places(db: Database, name: str) -> list[Place]:
    """The articles in which a name stands, oldest first; one line for each visit that an article reports."""
    blanks = Blanks.of(name)
    rows = db.each("SELECT article, title, body, coalesce(author, '') AS author FROM version ORDER BY article")
    found = {row["article"] for row in rows if any(blanks.stands_in(row[one]) for one in ("title", "body", "author"))}
    return [
        Place(row["id"], row["site"], row["url"], row["title"], row["visit"], bool(row["flagged"]))
        for article in sorted(found)
        for row in db.rows(_PLACE, [article])
    ]


_PLACE = """SELECT article.id, article.site, version.url, version.title, standing.visit, verdict.flagged FROM article
    JOIN version ON version.article = article.id AND version.is_current = 1
    LEFT JOIN standing ON standing.article = article.id AND standing.holds
    LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
    WHERE article.id = ? ORDER BY standing.visit"""


def note(db: Database, name: str, reason: str, articles: int, now: datetime) -> None:
    """Keep on record that a name was blanked out; one that was before keeps its reason and time."""
    db.execute(
        """INSERT INTO blanked_name (words, mark, reason, at, articles) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (mark) DO UPDATE SET articles = max(articles, excluded.articles)""",
        [len(words(name)), mark(name), Blanks.of(name).blank(reason), to_time(now), articles],
    )


def notes(db: Database) -> list[Note]:
    rows = db.rows("SELECT * FROM blanked_name ORDER BY id")
    return [Note(row["words"], row["mark"], row["reason"], from_time(row["at"]), row["articles"]) for row in rows]


def blank_out(db: Database, name: str) -> tuple[Counter[str], tuple[int, ...]]:
    """Blank a name out of every row, and drop the kept pages on which it stands and the searches for it.

    Rows by table, and the versions whose text is another now.
    """
    blanks, changed = Blanks.of(name), Counter[str]()
    pages = [row["id"] for row in db.each("SELECT id, body FROM raw_page") if _shows(blanks, row["body"])]
    changed["raw_page"] = sum(db.execute("DELETE FROM raw_page WHERE id = ?", [page]) for page in pages)
    texts: tuple[int, ...] = ()
    for table, columns in HELD.items():
        found = _said_anew(db, table, columns, blanks.blank)
        for own, said in found:
            quoted.put(db, table, own, {} if table in quoted.DROPPED else said)
        changed[table] += len(found)
        texts = tuple(own["id"] for own, _ in found) if table == "version" else texts
    return changed, texts


def rehash(db: Database, version_id: int, content_hash: str) -> None:
    """Give a changed text the hash that it will have when it is read again."""
    db.execute("UPDATE version SET content_hash = ? WHERE id = ?", [content_hash, version_id])


def _said_anew(
    db: Database, table: str, columns: tuple[str, ...], change: Callable[[str], str]
) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """(key, what the row is to say instead) of each row of a table that changes."""
    own = db.keys(table)
    found = []
    for row in db.each(f"SELECT {', '.join(dict.fromkeys((*own, *columns)))} FROM {table}"):
        said = {name: each_string(row[name], change) for name in columns if row[name]}
        said = {name: value for name, value in said.items() if value != row[name]}
        if said:
            found.append(({name: row[name] for name in own}, said))
    return found


def _shows(blanks: Blanks, page: bytes) -> bool:
    return shows(blanks, zlib.decompress(page))


def shows(blanks: Blanks, page: bytes) -> bool:
    """Whether a page as it came shows a name, wherever its markup stands."""
    return bool(blanks.marks) and blanks.stands_in(page.decode("utf-8", "replace"))
