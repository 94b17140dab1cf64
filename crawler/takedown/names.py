"""Blanking a person's name out of all that the installation holds; crawler/storing/barring.py keeps it away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import re2

from crawler.storing.linking import Text
from crawler.takedown.everywhere import Outcome, holds, rewritten
from storage import articles
from storage.database import Database
from storage.file import holdings
from storage.file.scrub import scrub
from storage.removal import names
from storage.removal.masking import words
from storage.removal.names import Blanks

_SAID = {
    "version": "texts",
    "candidate": "listed titles",
    "evidence": "quoted reasons",
    "fact": "facts",
    "raw_page": "kept pages removed",
}


def everywhere(db: Database, name: str, reason: str, now: datetime) -> Iterator[Outcome]:
    """Blank a name out of everything, part by part. Killed at any point, it goes on when it is called again.

    Raises StorageError where the database itself cannot be written.
    """
    digests = _sent(db, name)
    yield Outcome(db.path, f"blanked out in {_here(db, name, reason, now)}")
    for number, channel, at in digests:
        yield Outcome(db.path, f"digest {number} went out to {channel} at {at}: what has left cannot be called back")
    if todo := scrub(db):
        yield Outcome(db.path, "", todo)
    with db.write():
        holdings.find_again(db)
    for held in holdings.known(db):
        if not holdings.is_there(held):
            with db.write():
                holdings.mark_gone(db, held.holding_id, now)
            yield Outcome(held.path, f"the {held.kind} is not there; should it come back, blank the name out again")
        elif held.kind == "backup":
            yield rewritten(db, held, lambda backup: f"blanked out in {_here(backup, name, reason, now)}")
        elif _stands_under(held.path, name):
            yield Outcome(held.path, "", "delete this release, export it anew, and tell those who have it")


def _here(db: Database, name: str, reason: str, now: datetime) -> str:
    """Blank a name out of one database, and note it there; what was changed, in words."""
    with db.write():
        found = len({place.article_id for place in names.places(db, name)})
        changed, versions = names.blank_out(db, name)
        for version in versions:
            row = articles.version(db, version)
            if row is not None and row.article.body:
                text = Text.of(row.article)
                names.rehash(db, version, text.content_hash)
                articles.sign_again(db, version, text.signature, text.bands)
        names.note(db, name, reason, found, now)
    told = [f"{changed[table]} {said}" for table, said in _SAID.items() if changed[table]]
    told += [f"{many} rows of {table}" for table, many in sorted(changed.items()) if many and table not in _SAID]
    return ", ".join(told) or "nothing: it does not stand there"


def _sent(db: Database, name: str) -> list[tuple[int, str, str]]:
    """(digest, channel, when) of the digests with the name that have left this machine."""
    rows = db.rows(
        """SELECT digest.number, digest.text, outbox.channel, outbox.sent FROM digest
        JOIN outbox ON outbox.digest = digest.number WHERE outbox.sent IS NOT NULL ORDER BY outbox.id"""
    )
    blanks = Blanks.of(name)
    return [(row["number"], row["channel"], row["sent"]) for row in rows if blanks.stands_in(row["text"])]


def _stands_under(folder: Path, name: str) -> bool:
    """Whether a file under a folder holds the name's words with little between them."""
    said = r"[^\pL\pN]{1,20}".join(map(re2.escape, words(name)))
    finder = re2.compile(f"(?i){said}".encode())
    return any(holds(path, finder.search) for path in sorted(folder.rglob("*")) if path.is_file())
