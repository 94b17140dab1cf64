"""What was stored against what was published. Flags count here too, but as plumbing: the texts are synthetic, so
they show that a verdict arrives where it belongs, not how good the judgement is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the database has it. `copy_of` is the URL of the article that it was linked to as a copy;
    `visits` are the ids of the visits that it is taken to report."""

    site: str
    url: str
    title: str
    versions: int = 1
    copy_of: str | None = None
    flagged: bool = False
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Counts for one site, or for all.

    `due` are the articles about the watched place, `edits` their later versions, that were up at some poll; `others`
    are the articles that do not name the place, `also` those of them stored; `twice` are publications kept as several
    articles that do not know of each other; `strange` are stored rows that no publication explains; `linked` are
    copies tied to another of their family, `mislinked` links between different texts.
    """

    site: str
    due: int = 0
    stored: int = 0
    others: int = 0
    also: int = 0
    twice: int = 0
    strange: int = 0
    archive: int = 0
    edits: int = 0
    kept: int = 0
    copies: int = 0
    linked: int = 0
    mislinked: int = 0
    visits: int = 0
    flagged: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows by site and their sum, and whatever is missing or odd, as URLs. `pairs` are (pairs of reports of one visit,
    pairs stored as one visit, pairs that are both)."""

    rows: tuple[Row, ...]
    total: Row
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    strange: tuple[str, ...]
    pairs: tuple[int, int, int]

    @property
    def complete(self) -> bool:
        """Every article that could be seen is stored, once, and nothing else is."""
        return not (self.missing or self.twice or self.strange)

    def table(self) -> str:
        """The comparison as text, one line a site; what is as it should be, zero or all, is left out."""
        names = [name for name in _SHOWN if getattr(self.total, name) or name not in _FAULTS]
        lines = [f"{'site':16}" + "".join(f"{name:>9}" for name in names)]
        for row in (*self.rows, self.total):
            lines.append(f"{row.site:16}" + "".join(f"{getattr(row, name):9d}" for name in names))
        right, flagged, visits = self.total.right, self.total.flagged, self.total.visits
        lines.append(
            f"flags (plumbing, not judgement: the texts are synthetic): precision {_share(right, flagged)}, "
            f"recall {_share(right, visits)}"
        )
        true, put, both = self.pairs
        lines.append(
            f"reports of one visit brought together: precision {_share(both, put)}, recall {_share(both, true)}"
        )
        for name, urls in (("missing", self.missing), ("stored twice", self.twice), ("not published", self.strange)):
            lines += [f"{name}: {url}" for url in urls[:20]]
        return "\n".join(lines)


_FAULTS = ("twice", "strange", "mislinked")
_SHOWN = ("due", "stored", *_FAULTS[:2], "edits", "kept", "copies", "linked", _FAULTS[2], "visits", "flagged", "right")


def compare(
    truth: Mapping[str, Any],
    stored: Iterable[StoredArticle],
    polls: Mapping[str, Sequence[datetime]],
    *,
    place: str = "Banyuwangi",
) -> Comparison:
    """Hold the stored articles against the truth file (`newsroom.truth.truth`, or the same read from its file).

    `polls` says when each site was polled; sites that are not in it are left out. An article is due when it was up at
    a poll and names the place, a later version likewise. The others and the pieces of earlier eras are counted apart:
    a site's tag and search pages do not show the ones, and no listing shows all of the others.
    """
    known = [piece for piece in truth["publications"] if piece["site"] in polls]
    found, strange = matched(known, stored)
    rows = []
    for site, times in polls.items():
        pieces = [piece for piece in known if piece["site"] == site]
        near = [piece for piece in pieces if _about(piece, place)]
        row = _row(site, pieces, near, found, times)
        odd = [one for one in strange if one.site == site]
        rows.append(replace(row, strange=len(odd), flagged=row.flagged + sum(one.flagged for one in odd)))
    links = _links(known, found)
    rows = [_with_links(row, links) for row in rows]
    due = [piece for piece in known if _about(piece, place) and _due(piece, polls[piece["site"]])]
    return Comparison(
        tuple(rows),
        _sum(rows),
        tuple(piece["url"] for piece in due if piece["url"] not in found),
        tuple(url for url, same in found.items() if _double(same)),
        tuple(one.url for one in strange),
        _pairs(known, found),
    )


def matched(
    known: Sequence[Mapping[str, Any]], stored: Iterable[StoredArticle]
) -> tuple[dict[str, list[StoredArticle]], list[StoredArticle]]:
    """Stored articles by the URL of their publication, and those that have none."""
    index = {address: piece["url"] for piece in known for address in _addresses(piece)}
    found: dict[str, list[StoredArticle]] = {}
    strange = []
    for one in stored:
        url = index.get(bare(one.url))
        if url is None:
            strange.append(one)
        else:
            found.setdefault(url, []).append(one)
    return found, strange


def _double(same: Sequence[StoredArticle]) -> bool:
    """Whether one publication stands for several articles: rows that are linked to each other as copies, as after a
    changed address on a site without ids, count as one."""
    own = {one.url for one in same}
    return sum(one.copy_of not in own for one in same) > 1


def _addresses(piece: Mapping[str, Any]) -> set[str]:
    """Every address under which a publication may come to be stored, bare."""
    moved = piece["moved"]
    given = [piece["url"], piece["linked_as"], moved["from"] if moved else None]
    known = {bare(url) for url in given if url}
    host, _, slug = bare(piece["url"]).rpartition("/")
    if piece["site"] == "banyuwangikab":
        home = host.partition("/")[0]
        stem = slug.removesuffix(".html")
        known |= {
            f"{home}/{form}" for form in (f"berita/{stem}", f"public/berita/{stem}", f"berita-daerah/{stem}.html")
        }
    return known


def bare(url: str) -> str:
    """Host and path without scheme, www, query, AMP and closing slash; ?p=NUMBER is an address of its own."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix("/amp").replace("/amp/", "/")
    number = f"?{parts.query}" if not path and parts.query.startswith("p=") else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{path}{number}"


def _about(piece: Mapping[str, Any], place: str) -> bool:
    """Whether the piece, as it was first printed, names the place: in its dateline, title or text."""
    first = piece["versions"][0]
    return place == piece["town"] or place in first["title"] or place in first["text"]


def _due(piece: Mapping[str, Any], times: Sequence[datetime]) -> bool:
    return not piece["archive"] and _up(piece["published"], piece["deleted"], times)


def _up(since: str, until: str | None, times: Sequence[datetime]) -> bool:
    first, last = datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None
    return any(first <= moment and (last is None or moment < last) for moment in times)


def _edits(piece: Mapping[str, Any], times: Sequence[datetime]) -> int:
    """How many further versions there were to see: one that came and went between two polls, nobody could."""
    versions = piece["versions"]
    ends = [version["at"] for version in versions[1:]] + [piece["deleted"]]
    return max(0, sum(_up(version["at"], end, times) for version, end in zip(versions, ends, strict=True)) - 1)


def _row(
    site: str,
    pieces: Sequence[Mapping[str, Any]],
    near: Sequence[Mapping[str, Any]],
    found: Mapping[str, Sequence[StoredArticle]],
    times: Sequence[datetime],
) -> Row:
    up = [piece for piece in pieces if _due(piece, times)]
    due = [piece for piece in near if _due(piece, times)]
    have = [piece for piece in pieces if piece["url"] in found]
    edits = {piece["url"]: _edits(piece, times) for piece in due}
    kept = [min(edits[piece["url"]], found[piece["url"]][0].versions - 1) for piece in due if piece["url"] in found]
    flagged = [piece for piece in have if any(one.flagged for one in found[piece["url"]])]
    return Row(
        site,
        due=len(due),
        stored=sum(piece["url"] in found for piece in due),
        twice=sum(_double(found[piece["url"]]) for piece in have),
        others=len(up) - len(due),
        also=sum(piece["url"] in found for piece in up) - sum(piece["url"] in found for piece in due),
        archive=sum(piece["archive"] for piece in have),
        edits=sum(edits.values()),
        kept=sum(kept),
        visits=sum(piece["kind"] == "visit" for piece in have),
        flagged=len(flagged),
        right=sum(piece["kind"] == "visit" for piece in flagged),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    copies: Counter[str]
    linked: Counter[str]
    mislinked: Counter[str]


def _links(known: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[StoredArticle]]) -> _Links:
    """By site. In a family one article is the first and the others are its copies, whichever was crawled first."""
    family = {piece["url"]: piece["copy_of"] or piece["url"] for piece in known}
    site = {piece["url"]: piece["site"] for piece in known}
    of_stored = {one.url: url for url, same in found.items() for one in same}
    sizes = Counter(family[url] for url in found)
    links = _Links(Counter(), Counter(), Counter())
    heads: set[str] = set()
    for url, same in found.items():
        own = {one.url for one in same}
        target = next((one.copy_of for one in same if one.copy_of and one.copy_of not in own), None)
        alone = target is None and family[url] not in heads
        if sizes[family[url]] > 1 and alone:
            heads.add(family[url])
        elif sizes[family[url]] > 1:
            links.copies[site[url]] += 1
        if target is not None:
            good = family.get(of_stored.get(target, ""), "") == family[url]
            (links.linked if good else links.mislinked)[site[url]] += 1
    return links


def _with_links(row: Row, links: _Links) -> Row:
    site = row.site
    return replace(row, copies=links.copies[site], linked=links.linked[site], mislinked=links.mislinked[site])


def _sum(rows: Sequence[Row]) -> Row:
    names = [field.name for field in fields(Row) if field.name != "site"]
    return Row("all", **{name: sum(getattr(row, name) for row in rows) for name in names})


def _pairs(known: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[StoredArticle]]) -> tuple[int, int, int]:
    """Pairs of flagged reports: of one happening, of one stored visit, of both. Reprints count as reports."""
    reports = [
        (piece["event"], {visit for one in found[piece["url"]] for visit in one.visits})
        for piece in known
        if piece["kind"] == "visit" and any(one.flagged for one in found.get(piece["url"], ()))
    ]
    true = put = both = 0
    for (event, visits), (other_event, other_visits) in combinations(reports, 2):
        same, together = event == other_event, bool(visits & other_visits)
        true, put, both = true + same, put + together, both + (same and together)
    return true, put, both


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none to count"
