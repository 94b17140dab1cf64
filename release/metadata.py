"""Datasette's metadata: what each table and column means, what to sort by value, and questions ready to ask.

https://docs.datasette.io/en/stable/metadata.html
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from release.about import About
from storage.release.allowed import Table
from storage.release.building import DATABASE
from storage.release.queries import QUERIES
from storage.release.views import MEANINGS

NAME = "metadata.yaml"
TITLE = "Study visits in the news"

# Datasette turns a view's rows by this index: (index, the view's column that its rows are numbered by).
_INDEXED = {"articles": ("version_fts", "version"), "visits": ("visit_fts", "id")}
# What Datasette counts by value beside a table's rows.
_FACETS = {
    "visits": ["year", "status", "decided"],
    "reports": ["site", "status"],
    "articles": ["site", "flagged", "direction"],
    "fact": ["kind"],
    "visit_region": ["region"],
}


def write(folder: Path, about: About, tables: Iterable[Table]) -> None:
    described: dict[str, Any] = {
        table.name: {
            "description": table.meaning,
            "columns": {column.name: column.meaning for column in table.columns},
        }
        for table in tables
    }
    for name, meaning in MEANINGS.items():
        index = _INDEXED.get(name)
        described[name] = {"description": meaning} | ({"fts_table": index[0], "fts_pk": index[1]} if index else {})
    for name, columns in _FACETS.items():
        described[name]["facets"] = columns
    asked = {
        name: {"title": query.title, "description": query.meaning, "sql": query.sql, "hide_sql": True}
        for name, query in QUERIES.items()
    }
    told = {
        "title": TITLE,
        "description": "How to read it, and how whole it is: README.md beside this file.",
        **({"license": about.licence.title, "license_url": about.licence.url} if about.licence else {}),
        "databases": {Path(DATABASE).stem: {"tables": described, "queries": asked}},
    }
    (folder / NAME).write_text(
        yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8", newline="\n"
    )
