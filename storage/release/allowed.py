"""What goes out to researchers: an allow-list. Whatever is not named here stays in.

Left out on purpose: bodies (unless asked for), authors, raw pages, process numbers and error texts, the ledger of
requests, what editors were told, who decided what, and whatever a newer verdict or an editor has overruled. How whole
the reading was goes out: runs, gaps, and when a site was broken, without the words that quote its pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from storage.schema import DESCRIPTIONS

Kind = Literal["integer", "number", "text", "time", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """`meaning` in words; a "time" is UTC text to the second, a "day" YYYY-MM-DD."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Values of `column` are those of `key` in another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the release. `key` names the columns that tell its rows apart and that order them."""

    name: str
    key: tuple[str, ...]
    meaning: str
    columns: tuple[Column, ...]
    refers: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("registered", "started", "finished", "noticed", "ended", "resolved", "first_seen", "withdrawn", "published",
         "read", "as_of", "fetched", "linked", "judged", "reported", "at", "since", "until"), "time"),
    **dict.fromkeys(("day", "date_start", "date_end"), "day"),
    **dict.fromkeys(("score", "weight", "similarity"), "number"),
    **dict.fromkeys(
        ("id", "baseline", "by_hand", "past", "seen", "stored", "known", "rejected", "failed", "new", "versions",
         "copies", "requests", "bytes", "not_modified", "known_run", "first_run", "number", "is_current",
         "published_offset", "http_status", "first", "entry", "kept", "position", "span_start", "span_end",
         "sentence_start", "sentence_end", "words_start", "words_end", "other", "made", "undoes", "shown", "headcount",
         "reports", "articles", "late", "runs", "good_runs", "days_read", "gaps", "with_text", "was",
         "row"), "integer"),
    **dict.fromkeys(("run", "article", "version", "verdict", "visit", "report", "flagged"), "integer"),
}  # fmt: skip

# table: its columns, those of its key first as far as `_KEYS` says; `table.column` are what it refers to.
LISTED = {
    "watched_place": "code name since",
    "site": "name hosts registered",
    "run": "id site state baseline by_hand past started finished seen stored known rejected failed new versions copies "
    "flagged requests bytes not_modified",
    "gap": "id site source run known_run since until state reason noticed ended how",
    "alarm": "id site cause subject since resolved",
    "article": "id site key site_id url first_seen first_run baseline withdrawn decided",
    "version": "id article number is_current url title published published_offset language method parser marks "
    "content_hash read run fetched http_status",
    "copy": "article first kind similarity linked",
    "verdict": "id article version is_current flagged score direction status undecided lexicon watch judged place",
    "evidence": "id verdict rule weight sentence words sentence_start sentence_end words_start words_end",
    "visit": "id visitors origin headcount programme date_start date_end loci hosts leader status score reports copies "
    "title sentence published first_seen first_site urls decided edited place",
    "visit_region": "visit position region code",
    "report": "id visit article verdict entry day reported kept place",
    "fact": "id report kind position value code quote span_start span_end sentence sentence_start sentence_end mark",
    "decision": "id kind shown visit article reason other made fact stated undoes at",
    "site_month": "site month articles late flagged reports runs good_runs days_read gaps",
}
# Of a release that was merged: which it was merged of, and what each of its rows was in those.
MERGED = {
    "release": "manifest as_of since with_text program gazetteer",
    "release_row": "release name was row",
    "release_site": "release site",
    "release_article": "release article version read verdict judged decided",
}
_KEYS = {
    "watched_place": ("code",),
    "release": ("manifest",),
    "release_row": ("release", "name", "was"),
    "release_site": ("release", "site"),
    "release_article": ("release", "article"),
    "site": ("name",),
    "copy": ("article",),
    "visit_region": ("visit", "position"),
    "site_month": ("site", "month"),
}
_REFERS = {
    "run": "site>site.name",
    "gap": "site>site.name run>run.id known_run>run.id",
    "alarm": "site>site.name",
    "article": "site>site.name first_run>run.id",
    "version": "article>article.id run>run.id",
    "copy": "article>article.id first>article.id",
    "verdict": "article>article.id version>version.id place>watched_place.code",
    "evidence": "verdict>verdict.id",
    "visit": "first_site>site.name place>watched_place.code",
    "visit_region": "visit>visit.id",
    "report": "visit>visit.id article>article.id verdict>verdict.id place>watched_place.code",
    "fact": "report>report.id",
    "decision": "shown>visit.id undoes>decision.id",
    "site_month": "site>site.name",
    "release_row": "release>release.manifest",
    "release_site": "release>release.manifest site>site.name",
    "release_article": "release>release.manifest article>article.id version>version.id verdict>verdict.id",
}

# What stands in no table of the installation, or means something else there.
_OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "visit": (
        "One delegation's study visit in short: each fact as its best report states it, unless an editor mended it. "
        'Several values are joined by "; ".',
        {
            "id": "number of the visit, in the order of being found",
            "visitors": "who came",
            "origin": "regions they came from",
            "headcount": "people in all",
            "programme": "training programme",
            "date_start": "first day",
            "date_end": "last day, of a visit of several days",
            "loci": "what was visited or studied",
            "hosts": "who received them",
            "leader": "who led the delegation",
            "status": "announced, happened, cancelled or recap",
            "score": "probability, 0 to 1, that the best report is one of a study visit to the watched place",
            "reports": "independent reports",
            "copies": "reports that repeat the text of another",
            "title": "title of the best report",
            "sentence": "of the best report, the sentence that says most of who came to learn what",
            "published": "when the first was published",
            "first_seen": "when the first was read here",
            "first_site": "the site where it was read first",
            "urls": "the reports, best first",
            "decided": "confirmed or unsure, where an editor decided",
            "edited": "the kinds of fact that an editor mended",
            "place": "region code of the watched place that was visited",
        },
    ),
    "visit_region": (
        "The regions that a visit's delegation came from, one a row, as in the visit's `origin`.",
        {
            "visit": "the visit",
            "position": "counts the visit's regions from 0",
            "region": "the region, as reported",
            "code": "its code in the gazetteer",
        },
    ),
    "site_month": (
        "How much of a site was read in a month, beside what was found: growth in the first is no growth in visits.",
        {
            "site": "the site",
            "month": "the month (YYYY-MM, Asia/Jakarta)",
            "articles": "articles held that were published in the month, or first read where the page shows no date",
            "late": "of these: found by a first run or a search of the past, and not while the month passed",
            "flagged": "of these articles: flagged",
            "reports": "of these articles: reports of visits in this release",
            "runs": "runs of the site that ended in the month, those by hand left out",
            "good_runs": "of these: good, so that nothing was missed",
            "days_read": "days of the month with a run that ended good or partial",
            "gaps": "gaps in the month that are open or were given up",
        },
    ),
    "release": (
        "The releases of single installations that this one was merged of.",
        {
            "manifest": "SHA-256 of its manifest.json, which tells it from any other",
            "as_of": "the moment it shows",
            "since": "the bound of what it reports; empty: none",
            "with_text": "1: it holds the bodies of articles",
            "program": "version of the program that made it",
            "gazetteer": "version of its gazetteer",
        },
    ),
    "release_row": (
        "Which releases each numbered row came from. Rows that several of them have are one here; where they differ, "
        "the first seen or, of a report, the highest score is shown.",
        {
            "release": "the release",
            "name": "the table",
            "was": "the row's number in that release",
            "row": "its number in this one",
        },
    ),
    "release_site": (
        "Which releases each site is in.",
        {"release": "the release", "site": "the site"},
    ),
    "release_article": (
        "What each release holds of each article. Where they differ, the text read last is the current one here, and "
        "of the verdicts one that flags the article, then one on that text, then the one judged last.",
        {
            "release": "the release",
            "article": "the article",
            "version": "its current text there",
            "read": "when that text was read first there",
            "verdict": "the verdict on the article there",
            "judged": "when it was judged there",
            "decided": "what an editor decided there on the article by itself",
        },
    ),
    "version": (
        DESCRIPTIONS["version"][0],
        {"fetched": "when its page was asked for", "http_status": "HTTP status of the answer"},
    ),
    "report": (DESCRIPTIONS["report"][0], {"visit": "the visit, as editors merged and split them"}),
    "decision": (
        "What editors decided, without their names. An `undo` names the decision that it takes back.",
        {
            "shown": "the visit of this release that it is about; empty where that is not in it, as a dismissed one",
            "visit": "number of the visit it was made on, which may have been merged into `shown` since",
            "stated": "what the editor says it is (JSON list of value and region code), of a visit of this release",
        },
    ),
}  # fmt: skip


def tables(*, with_text: bool, merged: bool = False) -> list[Table]:
    """The tables of a release, each after those it refers to."""
    return [_table(name, with_text) for name in (*LISTED, *(MERGED if merged else ()))]


def _table(name: str, with_text: bool) -> Table:
    meaning, own = _OWN.get(name, (None, {}))
    told, known = DESCRIPTIONS.get(name, ("", {}))
    names = (LISTED | MERGED)[name].split() + (["body"] if with_text and name == "version" else [])
    return Table(
        name=name,
        key=_KEYS.get(name, ("id",)),
        meaning=meaning or told,
        columns=tuple(Column(one, _KINDS.get(one, "text"), own.get(one) or known[one]) for one in names),
        refers=tuple(_reference(told) for told in _REFERS.get(name, "").split()),
    )


def _reference(told: str) -> Reference:
    column, _, target = told.partition(">")
    table, _, key = target.partition(".")
    return Reference(column, table, key)
