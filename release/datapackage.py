"""A Frictionless data package: every CSV file with its columns, keys and references.

https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from release.about import About
from release.metadata import TITLE
from storage.release.allowed import Column, Kind, Table

NAME = "datapackage.json"

_TYPES: Mapping[Kind, str] = {
    "integer": "integer",
    "number": "number",
    "text": "string",
    "time": "datetime",
    "day": "date",
}


def write(folder: Path, about: About, tables: Sequence[Table]) -> None:
    package = {
        "profile": "tabular-data-package",
        "name": f"study-visits-{about.day}",
        "title": TITLE,
        "version": about.moment,
        "created": about.moment,
        **_published(about),
        "resources": [_resource(folder, table) for table in tables],
    }
    (folder / NAME).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _published(about: About) -> Mapping[str, list[dict[str, str]]]:
    """Whom it is by and on what terms, where that was said: an empty list would be no valid package."""
    told: dict[str, list[dict[str, str]]] = {}
    if about.publishing.authors:
        told["contributors"] = [{"title": name, "role": "author"} for name in about.publishing.authors]
    if about.licence:
        told["licenses"] = [{"name": about.publishing.licence, "title": about.licence.title, "path": about.licence.url}]
    return told


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    path = folder / "csv" / f"{table.name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.meaning,
        "path": f"csv/{path.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [one.column],
                    # An empty name is the resource itself.
                    "reference": {"resource": "" if one.table == table.name else one.table, "fields": [one.key]},
                }
                for one in table.refers
            ],
        },
    }


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": _TYPES[column.kind], "description": column.meaning}
