"""What came of every run and of every article that a newsroom has published, as lines: (what, how it went, whether it
is right). An article is stored, or settled with a reason, or missed in a way that the program tells of; what no list of
its site shows is counted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.listed import unlisted
from config import Config
from demo import read, stored
from newsroom.compare import compare, matched
from newsroom.web import Web
from storage.database import check, open_database

Line = tuple[str, str, bool]
Rows = Sequence[Mapping[str, Any]]


def accounted(config: Config, truth: Path, honest: Web) -> Iterator[Line]:
    """`truth` is the newsroom's truth file, `honest` the same web without faults. Raises StorageError where the
    database is damaged."""
    with open_database(config.database) as db:
        check(db, "integrity_check")
        runs = db.rows("SELECT * FROM run")
        settled = {row["url"] for row in db.rows("SELECT url FROM candidate WHERE reason IS NOT NULL")}
        waiting = db.rows("SELECT count(*) AS n FROM candidate WHERE state = 'new'")[0]["n"]
        gaps = db.rows("SELECT site, since, until FROM gap")
    polls: dict[str, list[datetime]] = {}
    for row in runs:
        if row["state"] in ("good", "partial"):
            polls.setdefault(row["site"], []).append(datetime.fromisoformat(row["started"]))
    yield from _of_runs(runs)
    pieces = {piece["url"]: piece for piece in read(truth)["publications"]}
    known = stored(config)
    found = compare({"publications": [*pieces.values()]}, known, polls)
    hidden = unlisted(honest, [piece for piece in pieces.values() if not piece["archive"]])
    shown = hidden & matched([*pieces.values()], known)[0].keys()
    yield "articles about the place", f"{found.total.stored} of {found.total.due} stored", True
    yield "others of these in sections that no list shows", str(len(hidden & set(found.missing))), True
    yield "stored although no list shows them", str(len(shown)), not shown
    yield from _of_the_missed([pieces[url] for url in found.missing if url not in settled | hidden], polls, gaps)
    yield "stored twice", str(len(found.twice)), not found.twice
    yield "not published", str(len(found.strange)), not found.strange
    yield "still to be read", str(waiting), True


def _of_runs(runs: Rows) -> Iterator[Line]:
    states = Counter(row["state"] for row in runs)
    wrong = [row for row in runs if row["seen"] != row["stored"] + row["known"] + row["rejected"] + row["failed"]]
    off = [row for row in wrong if row["state"] in ("good", "partial")]
    said = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    yield "runs", said, not states["running"]
    yield "runs that do not add up", str(len(off)), not off


def _of_the_missed(pieces: Rows, polls: Mapping[str, Sequence[datetime]], gaps: Rows) -> Iterator[Line]:
    early = [piece for piece in pieces if datetime.fromisoformat(piece["published"]) < min(polls[piece["site"]])]
    told = [piece for piece in pieces if piece not in early and _in_a_gap(piece, gaps)]
    lost = [piece["url"] for piece in pieces if piece not in early and piece not in told]
    yield "gone from the lists before a site was first read", str(len(early)), True
    yield "come out in a stretch told as one that may be missed", str(len(told)), True
    yield "neither stored nor accounted for", f"{len(lost)} {' '.join(lost[:5])}".strip(), not lost


def _in_a_gap(piece: Mapping[str, Any], gaps: Rows) -> bool:
    """Whether an article came out in a stretch of its site that the program has told as one it may have missed."""
    at = datetime.fromisoformat(piece["published"]).astimezone(UTC).isoformat()
    return any(gap["site"] == piece["site"] and (gap["since"] or "") <= at <= (gap["until"] or "9") for gap in gaps)
