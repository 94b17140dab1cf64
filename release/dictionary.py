"""The data dictionary: every table and column in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from storage.release.allowed import Table
from storage.release.building import DATABASE
from storage.release.views import MEANINGS

NAME = "data-dictionary.md"


def write(folder: Path, tables: Sequence[Table], counts: Mapping[str, int]) -> None:
    lines = [
        "# Data dictionary",
        "",
        f"`{DATABASE}` (SQLite) and the files in `csv/`, `jsonl/` and `parquet/` hold the same rows.",
        "",
        "Times are UTC (2018-10-17T03:22:00Z), days YYYY-MM-DD, lists JSON; 0 and 1 mean no and yes. Empty means "
        "unknown. In the CSV files a text that a spreadsheet would run as a formula has an apostrophe in front; all "
        "other files have it as it was.",
    ]
    for table in tables:
        lines += ["", f"## {table.name}", "", f"{table.meaning} Rows: {counts[table.name]}.", ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        refers = {one.column: f" (refers to {one.table}.{one.key})" for one in table.refers}
        lines += [
            f"| {column.name} | {column.kind} | {column.meaning}{refers.get(column.name, '')} |"
            for column in table.columns
        ]
    lines += ["", "## Views", "", f"In `{DATABASE}` only.", ""]
    lines += [f"- `{name}`: {meaning}" for name, meaning in MEANINGS.items()]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
