"""The digests as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wording.clean import one_line, printable
from wording.templates import environment
from wording.words import Language


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `name` never changes and names no other (a Message-ID), `html` is what a reader shows."""

    name: str
    title: str
    updated: datetime
    link: str
    html: str


def atom(entries: Sequence[Entry], title: str, address: str, page: str, language: Language) -> str:
    """Pure: a whole feed, newest first, whatever its titles hold. `address` is its own, `page` what it is about."""
    shown = [
        {
            "id": _urn(one.name),
            "title": one_line(one.title),
            "updated": _time(one.updated),
            "link": one.link,
            "html": printable(one.html),
        }
        for one in entries
    ]
    updated = max((one.updated for one in entries), default=datetime.fromtimestamp(0, UTC))
    given = {"title": title, "feed_id": _urn(address), "address": address, "page": page, "updated": _time(updated)}
    return environment("digest", language).get_template("feed.xml").render(entries=shown, **given)


def body_of(html: str) -> str:
    """What stands in the body of a digest's HTML; our template writes that tag once, and no page's text can."""
    return html.partition("<body>")[2].partition("</body>")[0].strip()


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
