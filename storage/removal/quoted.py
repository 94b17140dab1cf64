"""What other rows quote of a text that is taken down: blanked out, or the row is dropped where it is but a stock."""

from __future__ import annotations

import html
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import re2

from storage.database import Database
from storage.removal.masking import SENTENCE, Quotes, each_string, mask

# Of a text this many words in a row are looked for in a page that came with tags between them.
_PROBE = 6
_MEMORY = 256 << 20

# Columns that may quote a text beside the rows of its own article. tests/crawler/test_takedown.py sees to it that every
# column of text is either here, or goes with its article, or can hold no text.
SWEPT = {
    "run": ("problems",),
    "alarm": ("words", "step"),
    "nowhere": ("title",),
    "gap": ("reason", "how"),
    "site_state": ("reason",),
    "site_proof": ("figures", "wrong"),
    "digest": ("text", "html", "subject", "summary", "json", "editions"),
    "notice": ("subject", "text", "html"),
    "outbox": ("error",),
    "mishap": ("words",),
    "decision": ("stated",),
    # A name is another's no longer once it is blanked out: such a search is dropped.
    "saved_search": ("name", "query"),
}
DROPPED = frozenset({"saved_search"})


def probes(texts: Iterable[str]) -> Any | None:
    """A pattern that finds a text in bytes, as it stands there or escaped for HTML or JSON, by a few words of each
    sentence; None where there is nothing to look for."""
    found: set[str] = set()
    for text in texts:
        for line in text.replace(". ", ".\n").split("\n"):
            spoken = line.split()
            if len(spoken) >= SENTENCE:
                found.add(" ".join(spoken[:_PROBE]))
    ways = {
        way for one in found for way in (one, html.escape(one), html.escape(one, quote=False), json.dumps(one)[1:-1])
    }
    if not ways:
        return None
    options = re2.Options()
    options.max_mem = _MEMORY
    return re2.compile("|".join(map(re2.escape, sorted(ways))).encode(), options)


def drop_pages(db: Database, texts: Iterable[str]) -> int:
    """Drop kept pages on which a sentence or title stands, as in a box beside another text; how many. They are kept
    for a mended parser only."""
    finder = probes(texts)
    if finder is None:
        return 0
    rows = db.each("SELECT id, body FROM raw_page")
    found = [row["id"] for row in rows if finder.search(zlib.decompress(row["body"]))]
    return sum(db.execute("DELETE FROM raw_page WHERE id = ?", [page]) for page in found)


def untitle(db: Database, titles: Iterable[str]) -> int:
    """Take the titles, with or without an outlet's name behind them, from whatever candidate lists them; how many."""
    changed = 0
    for title in filter(None, titles):
        bounds = {"low": title, "high": f"{title}\U0010ffff"}
        for column in ("title", "settled_title"):
            changed += db.execute(
                f"UPDATE candidate SET {column} = NULL WHERE {column} >= :low AND {column} < :high", bounds
            )
    return changed


def sweep(
    db: Database, texts: Sequence[str], titles: Sequence[str], facts: Sequence[str], digests: set[int]
) -> Counter[str]:
    """Blank out what rows of other tables quote of these texts; rows by table.

    The facts are blanked out only in `digests`, which told of these very articles; those that quote the texts
    besides are added to it.
    """
    anywhere = Quotes.of(texts, [title for title in titles if len(title.split()) >= SENTENCE])
    of_these = Quotes.of(texts, [*titles, *facts])
    changed = Counter[str]()
    for table, columns in SWEPT.items():
        own = db.keys(table)
        named = ", ".join(dict.fromkeys((*own, *columns)))
        for row in db.rows(f"SELECT {named} FROM {table}"):
            quotes = of_these if table == "digest" and row["number"] in digests else anywhere
            said = {name: each_string(row[name], partial(mask, quotes=quotes)) for name in columns if row[name]}
            said = {name: value for name, value in said.items() if value != row[name]}
            if said:
                put(db, table, {name: row[name] for name in own}, {} if table in DROPPED else said)
                changed[table] += 1
                digests |= {row["number"]} if table == "digest" else set()
    return changed


def put(db: Database, table: str, own: dict[str, Any], said: dict[str, str]) -> None:
    """Let a row say this; nothing to say drops it."""
    where = " AND ".join(f"{name} = ?" for name in own)
    changes = ", ".join(f"{name} = ?" for name in said)
    what = f"UPDATE {table} SET {changes}" if said else f"DELETE FROM {table}"
    db.execute(f"{what} WHERE {where}", [*said.values(), *own.values()])
