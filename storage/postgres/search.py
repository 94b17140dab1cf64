"""Full-text search: the same words under the same rules as SQLite's index, kept in a table of their own.

The index's own language (FTS5, as far as storage.searching uses it) is put into PostgreSQL's: phrases, AND, OR, NOT,
and a column before a colon. Titles weigh A, bodies B, tags D.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from storage.searching import query

_PIECE = re.compile(r'"[^"]*"|[(){}:]|[^\s(){}:"]+')
_COLUMNS = {"title": "A", "body": "B", "tags": "D"}
_SIGNS = {"AND": " & ", "OR": " | ", "NOT": " & !"}

# The column that SQLite calls so is the version's number.
TABLE = "CREATE TABLE search (rowid bigint PRIMARY KEY, words tsvector NOT NULL)"
INDEX = "CREATE INDEX search_words ON search USING gin (words)"
TRIGGERS = """
CREATE FUNCTION search_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP <> 'INSERT' THEN DELETE FROM search WHERE rowid = old.id; END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search (rowid, words)
        SELECT id, jujugan_index(title, body, tags) FROM search_text WHERE id = new.id;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER search_kept AFTER INSERT OR DELETE OR UPDATE OF is_current, title, body, published ON version
FOR EACH ROW EXECUTE FUNCTION search_kept();
"""


def to_tsquery(match: str) -> str:
    """A search in FTS5's words, as text that PostgreSQL reads as a tsquery. Pure."""
    return "".join(_parts(iter(_PIECE.findall(match)), ""))


def _parts(pieces: Iterator[str], weights: str) -> Iterator[str]:
    """All until the bracket that closes this part; `weights` are those of the columns that it is looked for in."""
    columns = ""
    for piece in pieces:
        if piece == ")":
            return
        if piece in _COLUMNS:
            columns += _COLUMNS[piece]
        elif piece in _SIGNS:
            yield _SIGNS[piece]
        elif piece == "(":
            yield f"({''.join(_parts(pieces, columns or weights))})"
            columns = ""
        elif piece not in "{}:":
            yield _phrase(piece, columns or weights)
            columns = ""


def _phrase(piece: str, weights: str) -> str:
    """Words that follow one another, cut as the index cuts them."""
    plain = "".join(one for one in unicodedata.normalize("NFD", piece) if not "\u0300" <= one <= "\u036f").lower()
    found = [f"'{word}'{weights and ':' + weights}" for word in query.words(plain)]
    return f"({' <-> '.join(found)})"
