"""What goes out to researchers: an allow-list. Whatever is not named here stays in.

Left out on purpose: bodies (unless asked for), authors, raw pages, process numbers and error texts, the ledger of
requests, what editors were told, who decided what, and whatever a newer verdict or an editor has overruled. How whole
the reading was goes out: runs, gaps, and when a site was broken, without the words that quote its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storage.cards import VisitCard
from storage.database import Database
from storage.schema import DESCRIPTIONS
from storage.values import to_time
from storage.visits import cards


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the release; `refers` is (column, table, column) each, `rows` gives them in a fixed order."""

    name: str
    key: str
    description: str
    kinds: Mapping[str, type]
    descriptions: Mapping[str, str]
    refers: tuple[tuple[str, str, str], ...]
    rows: Callable[[], Iterator[dict[str, Any]]]


_STANDS = "holds AND decided IS NOT 'dismissed'"
# A verdict that was overruled goes out where an editor's word keeps the report that it gave.
_CURRENT = f"is_current = 1 OR id IN (SELECT verdict FROM standing WHERE {_STANDS})"

# table: (columns, key first; condition)
_COPIED = {
    "site": ("name hosts registered", "1"),
    "run": (
        "id site state baseline by_hand past started finished seen stored known rejected failed new versions copies "
        "flagged requests bytes not_modified",
        "1",
    ),
    "gap": ("id site source run known_run since until state reason tries noticed ended how", "1"),
    "alarm": ("id site cause subject since last_seen runs resolved", "1"),
    "article": ("id site key site_id url first_seen last_read first_run baseline withdrawn", "1"),
    "version": (
        "id article number is_current url title published published_offset language method marks content_hash read run",
        "1",
    ),
    "copy": ("article first kind similarity linked", "1"),
    "verdict": ("id article version flagged score direction status undecided lexicon watch judged", _CURRENT),
    "evidence": (
        "id verdict rule weight sentence words sentence_start sentence_end words_start words_end",
        f"verdict IN (SELECT id FROM verdict WHERE {_CURRENT})",
    ),
    "report": ("id visit article verdict day reported", _STANDS),
    "fact": (
        "id report kind position value code quote span_start span_end mark",
        f"report IN (SELECT id FROM standing WHERE {_STANDS})",
    ),
}

# Read where editors' decisions count, in place of the table itself.
_SEEN_THROUGH = {"report": "standing"}

# Of each fact of a visit: what its best report says. All that was said stands in the table `fact`.
_VISIT: dict[str, tuple[type, str]] = {
    "id": (int, "number of the visit, in the order of being found"),
    "visitors": (str, "who came"),
    "origin": (str, "regions they came from"),
    "origin_codes": (str, "region codes in the gazetteer, in the same order"),
    "headcount": (int, "people in all"),
    "programme": (str, "training programme"),
    "date_start": (str, "first day"),
    "date_end": (str, "last day, of a visit of several days"),
    "loci": (str, "what was visited or studied"),
    "hosts": (str, "who received them"),
    "leader": (str, "who led the delegation"),
    "status": (str, "announced, happened, cancelled or recap"),
    "score": (float, "probability, 0 to 1, that the best report is one of a study visit to the watched place"),
    "reports": (int, "independent reports"),
    "copies": (int, "reports that repeat the text of another"),
    "title": (str, "title of the best report"),
    "sentence": (str, "the sentence that decided"),
    "published": (str, "when the first was published"),
    "first_seen": (str, "when the first was read here"),
    "first_site": (str, "the site where it was read first"),
    "urls": (str, "the reports, best first"),
    "decided": (str, "confirmed or unsure, where an editor decided"),
    "edited": (str, "the facts that an editor mended"),
}


def tables(db: Database, *, with_text: bool) -> list[Table]:
    """The tables of a release, each after those it refers to."""
    copied = {name: _copied(db, name, with_text) for name in _COPIED}
    judged = ("report", "fact")
    return [*(copied[name] for name in copied if name not in judged), _visit(db), *(copied[name] for name in judged)]


def _copied(db: Database, name: str, with_text: bool) -> Table:
    listed, condition = _COPIED[name]
    columns = listed.split() + (["body"] if with_text and name == "version" else [])
    description, descriptions = DESCRIPTIONS[name]
    table = db.sql.table(name)
    sql = f"SELECT {', '.join(columns)} FROM {_SEEN_THROUGH.get(name, name)} WHERE {condition} ORDER BY {columns[0]}"
    return Table(
        name=name,
        key=columns[0],
        description=description,
        kinds={column: table.columns_dict[column] for column in columns},
        descriptions={column: descriptions[column] for column in columns},
        refers=tuple(
            (str(key.column), key.other_table, str(key.other_column))
            for key in table.foreign_keys
            if key.column in columns
        ),
        rows=lambda: db.each(sql),
    )


def _visit(db: Database) -> Table:
    def rows() -> Iterator[dict[str, Any]]:
        found = db.rows(f"SELECT DISTINCT visit FROM standing WHERE {_STANDS} ORDER BY visit")
        return map(_visit_row, cards(db, [row["visit"] for row in found]))

    return Table(
        name="visit",
        key="id",
        description="One delegation's study visit in short: each fact as its best report states it. "
        'Several values are joined by "; ".',
        kinds={name: kind for name, (kind, _) in _VISIT.items()},
        descriptions={name: description for name, (_, description) in _VISIT.items()},
        refers=(("first_site", "site", "name"),),
        rows=rows,
    )


def _visit_row(card: VisitCard) -> dict[str, Any]:
    return {
        "id": card.visit_id,
        "visitors": _joined(card.visitors),
        "origin": _joined(card.origin),
        "origin_codes": _joined(code or "" for code in card.origin_codes),
        "headcount": card.headcount,
        "programme": card.programme,
        "date_start": card.date_start and card.date_start.isoformat(),
        "date_end": card.date_end and card.date_end.isoformat(),
        "loci": _joined(card.loci),
        "hosts": _joined(card.hosts),
        "leader": card.leader,
        "status": card.status,
        "score": card.score,
        "reports": card.reports,
        "copies": card.copies,
        "title": card.title,
        "sentence": card.sentence,
        "published": card.published and to_time(card.published),
        "first_seen": to_time(card.first_seen),
        "first_site": card.first_site,
        "urls": _joined(card.urls),
        "decided": card.decided,
        "edited": _joined(card.edited),
    }


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None
