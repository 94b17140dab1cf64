"""The writers of rows: CSV, JSON Lines and Parquet, all fed from one pass over each table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from storage.release.allowed import Table

Row = tuple[Any, ...]
Write = Callable[[Sequence[Row]], None]
Writer = Callable[[Path, Table], AbstractContextManager[Write]]

AT_ONCE = 5_000

# What spreadsheets take for a formula, their full-width twins included (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(folder: Path, table: Table, rows: Iterable[Row], writers: Sequence[Writer]) -> int:
    """Hand the rows to every writer, some thousand at a time; how many there were."""
    count = 0
    left = iter(rows)
    with ExitStack() as open_files:
        sinks = [open_files.enter_context(writer(folder, table)) for writer in writers]
        while some := list(islice(left, AT_ONCE)):
            for sink in sinks:
                sink(some)
            count += len(some)
    return count


def guarded(value: Any) -> Any:
    """A CSV cell: text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


@contextmanager
def as_csv(folder: Path, table: Table) -> Iterator[Write]:
    """As RFC 4180 has it; an unknown value is an empty cell."""
    with (folder / "csv" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        cells = csv.writer(file)
        cells.writerow(table.names)
        yield lambda rows: cells.writerows([guarded(value) for value in row] for row in rows)


@contextmanager
def as_jsonl(folder: Path, table: Table) -> Iterator[Write]:
    """One JSON object a line; an unknown value is null."""
    told = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
    names = table.names
    with (folder / "jsonl" / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        yield lambda rows: file.writelines(f"{told(dict(zip(names, row, strict=True)))}\n" for row in rows)
