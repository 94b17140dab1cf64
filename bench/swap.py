"""Articles about visits with the two sides exchanged in title and lead: the visit is then somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from article import Article
from detect.lines import from_line

# A first line shorter than this is a dateline or a caption.
_PARAGRAPH = 120


def swapped(rows: Iterable[Mapping[str, Any]], place: str) -> Iterator[Article]:
    """One article for each labelled visit that names the place and the guests' region in title or first paragraph."""
    for row in rows:
        told = from_line(row)
        paragraphs = told.body.split("\n")
        first = next((i for i, p in enumerate(paragraphs) if len(p) > _PARAGRAPH), 0) + 1
        title, lead = told.title, "\n".join(paragraphs[:first])
        for name in map(_bare, (row.get("visit") or {}).get("origin", ())):
            if len(name) > 2 and name in title + lead and place in title + lead:
                title, lead = (_exchange(text, place, name) for text in (title, lead))
                yield Article(told.url, told.site, title, "\n".join((lead, *paragraphs[first:])), told.published)
                break


def _bare(name: str) -> str:
    return re.sub(r"^(Kabupaten|Kota|Provinsi) ", "", name)


def _exchange(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)
