"""What each host's robots.txt said last: it need not be asked for in every run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Database
from storage.health.fetches import host_of
from storage.values import from_time, to_time


@dataclass(frozen=True, slots=True)
class Said:
    """The last answer of one `place` (https://www.berita.example), as asked for or confirmed `at` a time.

    `status` is None where no answer came, and `problem` then says why; `body` is empty but for a good answer.
    """

    place: str
    at: datetime
    status: int | None
    problem: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: bytes = field(default=b"", repr=False)


def of(db: Database, place: str) -> Said | None:
    """The last answer of a place, None where it was never asked."""
    row = db.one("SELECT * FROM robots WHERE place = ?", [place])
    if row is None:
        return None
    del row["host"]
    return Said(**row | {"at": from_time(row["at"]), "body": bytes(row["body"])})


def asked(db: Database, host: str) -> datetime | None:
    """When a host was asked for its robots.txt the last time, None for never."""
    row = db.one("SELECT max(at) AS at FROM robots WHERE host = ?", [host])
    return from_time(row["at"]) if row and row["at"] else None


def keep(db: Database, said: Said) -> None:
    """Keep a place's answer instead of the one before. Inside `write()`."""
    db.execute(
        """INSERT INTO robots (place, host, at, status, problem, etag, last_modified, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (place) DO UPDATE SET host = excluded.host, at = excluded.at, status = excluded.status,
            problem = excluded.problem, etag = excluded.etag, last_modified = excluded.last_modified,
            body = excluded.body""",
        [
            said.place, host_of(said.place), to_time(said.at), said.status, said.problem, said.etag,
            said.last_modified, said.body,
        ],
    )  # fmt: skip
