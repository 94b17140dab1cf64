"""The release's README: what it is, how whole it is, how to open it, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from release import coverage, figures
from release.about import About
from release.metadata import TITLE
from storage.values import to_time
from timetable import TIMEZONE

NAME = "README.md"

WITHOUT_PARQUET = "Parquet files were left out: pyarrow is not installed (the extra `research` brings it)."

WITHOUT_FIGURES = "Figures were left out: matplotlib is not installed (the extra `research` brings it)."

TERMS = (
    "The articles belong to their publishers. A release holds their titles, addresses and the short passages that "
    "state a fact, so that each can be checked at its source.",
    "With texts (`--with-text`) it holds their bodies too: these are for research on your own machines, to be cited "
    "with their source, and not to be published or passed on. Delete what a publisher asks to have taken down.",
    "With pages (`--warc`) it holds those of the last weeks as they came (`pages.warc.gz`), with all that stood on "
    "them, such as telephone numbers: these are for checking, and never to be passed on.",
    "Names of people in it are those of officials in public acts, as the press printed them.",
)

_OPENING = """
    sqlite3 jujugan.db "SELECT year, count(*) FROM visits GROUP BY year"
    datasette jujugan.db --metadata metadata.yaml
    python -c "import pandas; print(pandas.read_csv('csv/visit.csv').origin.value_counts())"
    duckdb -c "SELECT code, count(*) FROM 'csv/visit_region.csv' GROUP BY code"
"""


def write(folder: Path, about: About, months: Sequence[tuple[Any, ...]], sites: Sequence[tuple[Any, ...]]) -> None:
    """`months` and `sites` are the rows of coverage.MONTHS and coverage.SITES."""
    lines = [*_what(about), *_how_whole(about, months, sites), *_how_made(about), *_merged_of(about), *_terms(about)]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _what(about: About) -> Iterator[str]:
    yield f"# {TITLE}, as of {about.day}"
    yield ""
    yield (
        f"Everything that was known and decided at {about.moment}: {about.rows['visit']} visits in "
        f"{about.rows['report']} reports, found among {about.rows['article']} articles of {about.rows['site']} sites."
    )
    if about.as_of < about.kept_since:
        yield (
            f"This installation keeps what changes since {to_time(about.kept_since)}: verdicts, reports and texts that "
            "were changed before are shown as they stood then."
        )
    if about.since:
        day = about.since.astimezone(TIMEZONE).date().isoformat()
        yield (
            f"Bounded: articles published on or after {day} (or first read, where the page shows no date), and visits "
            f"of which no report was published earlier."
        )
    yield ""
    yield "| file | holds |"
    yield "| --- | --- |"
    yield (
        "| `jujugan.db` | everything, as SQLite, with full-text search and the views `visits`, `reports`, `articles`, "
        "`sites_per_month`, `visitor_regions` and `provenance` |"
    )
    yield "| `csv/`, `jsonl/`, `parquet/` | the same tables |"
    if about.figures:
        yield "| `figures/` | pictures for print, as SVG and PNG |"
    yield "| `data-dictionary.md` | what each table and column means |"
    yield "| `datapackage.json`, `metadata.yaml` | the same for Frictionless and Datasette |"
    yield "| `CITATION.cff` | how to cite this release |"
    yield "| `manifest.json` | the versions it was made by, and the SHA-256 of every file |"
    for there, without in ((about.parquet, WITHOUT_PARQUET), (about.figures, WITHOUT_FIGURES)):
        if not there:
            yield ""
            yield without
    yield ""
    yield "## How to open it"
    yield _OPENING


def _how_whole(about: About, months: Sequence[tuple[Any, ...]], sites: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    yield "## How whole it is"
    yield ""
    yield (
        "Read the counts of visits beside those of what was read: more sites or more days read bring more visits, "
        "without more people travelling. `late` articles were found after their month had passed, by a site's first "
        "run or a search of the past. Months are those of Asia/Jakarta; articles and visits count in the "
        "month in which they were first published."
    )
    yield ""
    if about.figures:
        yield from (f"![{told}]({figures.FOLDER}/{name}.png)" for name, told in figures.FIGURES.items())
        yield ""
    yield from coverage.by_month(months)
    yield ""
    yield "### By site"
    yield ""
    yield from coverage.by_site(sites)
    yield ""


def _how_made(about: About) -> Iterator[str]:
    yield "## How it was made"
    yield ""
    yield f"By Jujugan {about.program}, with the gazetteer {about.gazetteer}. Verdicts by their rules:"
    yield ""
    yield "| words and weights | profile of the watched place | verdicts |"
    yield "| --- | --- | --- |"
    for (lexicon, profile), count in sorted(about.rules.items()):
        yield f"| {lexicon} | {profile} | {count} |"
    yield ""
    yield (
        "The same database and date give the same bytes. Every fact leads to its sentence, text, page and rules, and "
        "to an editor's decision where there is one: the view `provenance` has it in one row."
    )
    yield ""


def _merged_of(about: About) -> Iterator[str]:
    if not about.merged:
        return
    yield "## What it was merged of"
    yield ""
    yield (
        "Releases of single installations, each by the SHA-256 of its `manifest.json`. What several of them have is "
        "here once; the table `release_row` says what each row was in each of them."
    )
    yield ""
    yield "| manifest | as of | since | made by | gazetteer |"
    yield "| --- | --- | --- | --- | --- |"
    for one in about.merged:
        since = to_time(one.since) if one.since else ""
        yield f"| {one.manifest} | {to_time(one.as_of)} | {since} | Jujugan {one.program} | {one.gazetteer} |"
    yield ""


def _terms(about: About) -> Iterator[str]:
    yield "## Terms"
    yield ""
    yield f"- {_licence(about)}"
    yield from (f"- {line}" for line in TERMS)
    if about.with_text:
        yield "- This release holds the bodies of articles (`version.body`)."


def _licence(about: About) -> str:
    by = f" by {'; '.join(about.publishing.authors)}" if about.publishing.authors else ""
    if about.licence is None:
        return f"This release is made{by} without a licence: ask before you pass it on."
    told = f"[{about.licence.title}]({about.licence.url})"
    return f"What was gathered here is published{by} under {told}; that does not reach what belongs to others:"
