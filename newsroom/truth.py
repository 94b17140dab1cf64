"""The truth file: everything that the stand-in web will publish, do and suffer, as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsroom.outlets import press
from newsroom.publication import Publication
from newsroom.web import Web

# The site that reads what the visitors' own press prints.
ELSEWHERE = "elsewhere"
_FACTS = ("visitors", "origin", "headcount", "programme", "date_start", "date_end", "loci", "hosts", "leader")


def truth(web: Web) -> dict[str, Any]:
    """Keys: `plan`, `rates`, `publications` (one object a URL, oldest first), `events` (by id: kind, URLs, and for a
    visit the facts that its pieces state together), `sources` (faults of a site's sources by day), `strays` (links
    in listings that are no article), `incidents`
    (what was done to the sites on purpose, with its times). Times are ISO 8601 with offset."""
    pieces = web.world.publications
    return {
        "plan": {name: value for name, value in _dictionary(web.world.plan).items() if name != "incidents"},
        "rates": _dictionary(web.rates),
        "publications": [_publication(piece, web) for piece in pieces],
        "events": _events(pieces),
        "sources": [
            {"site": site, "day": day, "fault": fault} for (site, day), fault in sorted(web.misfortunes.sources.items())
        ],
        "incidents": [_dictionary(one) for one in web.world.plan.incidents],
        "strays": [
            {"site": site, "url": stray.url, "since": _plain(stray.since), "dead": stray.url in web.noise.dead}
            for site, strays in web.noise.strays.items()
            for stray in strays
        ],
    }


def write(web: Web, path: Path) -> None:
    """Raises OSError when the file cannot be written."""
    path.write_text(json.dumps(truth(web), ensure_ascii=False), encoding="utf-8")


def _publication(piece: Publication, web: Web) -> dict[str, Any]:
    return {
        "url": piece.url,
        "site": ELSEWHERE if piece.site in press() else piece.site,
        "era": piece.slot.era,
        "kind": piece.kind,
        "town": piece.town,
        "event": piece.event,
        "copy_of": piece.copy_of,
        "copy": piece.copy,
        "published": _plain(piece.published),
        "deleted": _plain(piece.deleted),
        "moved": {"from": piece.moved.url, "at": _plain(piece.moved.at)} if piece.moved else None,
        "pages": piece.pages,
        "archive": piece.archive,
        "reporter": piece.reporter,
        "fault": web.misfortunes.articles.get(piece.url),
        "linked_as": web.noise.linked[piece.site].get(piece.url),
        "facts": _plain(piece.facts),
        "versions": [
            {"at": _plain(version.at), "title": version.title, "text": "\n".join(version.paragraphs)}
            for version in piece.versions
        ],
    }


def _events(pieces: tuple[Publication, ...]) -> dict[str, Any]:
    events: dict[str, Any] = {}
    for piece in pieces:
        event = events.setdefault(piece.event, {"kind": piece.kind, "urls": [], "facts": None})
        event["urls"].append(piece.url)
        if piece.facts is not None:
            event["facts"] = _together(event["facts"], piece.facts)
    return events


def _together(known: Mapping[str, Any] | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of several reports: the first that states one gives it."""
    before = known or {}
    return {name: before.get(name) or _plain(facts.get(name)) for name in _FACTS}


def _dictionary(record: Any) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """The value as JSON has it: dates as text, tuples as lists."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
