"""What of a digest is told to those who are told of some watched places only. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest.news import News
from storage.digest.digests import DigestData


def part(data: DigestData, besides: News, places: Sequence[str]) -> tuple[DigestData, News]:
    """A digest and its other news without what is about watched places elsewhere.

    `places` are region codes, each of which stands for all within it. What is about no watched place in particular, as
    gaps, is told to everybody.
    """

    def is_told(place: str | None) -> bool:
        return place is None or any(f"{place}.".startswith(f"{code}.") for code in places)

    elsewhere = {one.visit_id for one in (*data.visits, *besides.known.values()) if not is_told(one.place)}

    def stays(visits: Sequence[int]) -> bool:
        return not visits or not elsewhere.issuperset(visits)

    told = replace(
        data,
        visits=tuple(one for one in data.visits if is_told(one.place)),
        flags=tuple(one for one in data.flags if is_told(one.place)),
        more=tuple(one for one in data.more if is_told(one.place)),
        only=tuple(places),
    )
    return told, News(
        changes=tuple(one for one in besides.changes if stays(one.visits)),
        recovered=tuple(one for one in besides.recovered if stays(one.visits)),
        known={visit: card for visit, card in besides.known.items() if visit not in elsewhere},
        marked=tuple(one for one in besides.marked if stays(one.visits)),
    )
