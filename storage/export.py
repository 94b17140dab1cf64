"""A release for researchers: one fresh SQLite file, a CSV a table and a data dictionary."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from storage.database import Database, SqliteDatabase, new_file
from storage.errors import DiskFull, FolderMissing, NotWritable, StorageError
from storage.release import Table, tables
from storage.values import to_time

DATABASE = "jujugan.db"
DICTIONARY = "data-dictionary.md"
# Datasette reads it with -m: https://docs.datasette.io/en/stable/metadata.html
METADATA = "metadata.json"

_TYPES = {str: "text", int: "integer", float: "real"}

# What spreadsheets take for a formula, their full-width twins included (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export(db: Database, folder: Path, now: datetime, *, with_text: bool = False) -> list[Path]:
    """Write a release into `folder`, which must not exist yet or be empty; the files written.

    All of it shows one moment of the database. Bodies of articles go out only `with_text`. The folder gets its
    name when everything is written, so that a release is whole or not there.
    Raises FolderMissing, NotWritable, DiskFull, StorageError.
    """
    folder = folder.absolute()
    _check_place(folder)
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    with _plain_errors(folder):
        partial.mkdir()
        try:
            release = tables(db, with_text=with_text)
            with db.snapshot():
                counts = _write_tables(partial, release)
            _describe(partial, release, counts, now)
            files = sorted(path.name for path in partial.iterdir())
            for path in (*(partial / name for name in files), partial):
                _sync(path)
            partial.rename(folder)
            _sync(folder.parent)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    return [folder / name for name in files]


def guarded(value: Any) -> Any:
    """A CSV cell: text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


def _check_place(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise FolderMissing(f"the folder {folder.parent}, in which to make the release, does not exist: create it")
    if folder.is_dir() and any(folder.iterdir()):
        raise StorageError(f"{folder} exists and is not empty: name a new folder for the release")
    if folder.exists() and not folder.is_dir():
        raise StorageError(f"{folder} is a file: name a new folder for the release")
    if not os.access(folder.parent, os.W_OK | os.X_OK):
        raise NotWritable(f"the folder {folder.parent} is not writable: give this program's user the right")


def _write_tables(folder: Path, release: Sequence[Table]) -> dict[str, int]:
    """The rows written, by table."""
    with new_file(folder / DATABASE) as target:
        with target.atomic():
            for table in release:
                _write_table(target, folder / f"{table.name}.csv", table)
            target.index_foreign_keys()
        return {table.name: target.table(table.name).count for table in release}


def _write_table(target: SqliteDatabase, path: Path, table: Table) -> None:
    made = target.table(table.name).create(
        dict(table.kinds), pk=table.key, foreign_keys=list(table.refers), strict=True
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        made.insert_all(_written(file, table))


def _written(file: TextIO, table: Table) -> Iterator[dict[str, Any]]:
    cells = csv.writer(file)
    cells.writerow(table.kinds)
    for row in table.rows():
        cells.writerow([guarded(row[column]) for column in table.kinds])
        yield row


def _describe(folder: Path, release: Sequence[Table], counts: Mapping[str, int], now: datetime) -> None:
    lines = [
        "# Data dictionary",
        "",
        f"Released {to_time(now)}. `{DATABASE}` (SQLite) and the CSV files hold the same rows; `{METADATA}` brings "
        "these descriptions into Datasette.",
        "",
        "Times are UTC, days YYYY-MM-DD, lists JSON; 0 and 1 mean no and yes. Empty means unknown. In the CSV files a "
        "text that a spreadsheet would run as a formula has an apostrophe in front; the database has it as it was.",
    ]
    for table in release:
        lines += ["", f"## {table.name}", "", f"{table.description} Rows: {counts[table.name]}.", ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        refers = {column: f" (refers to {other}.{key})" for column, other, key in table.refers}
        lines += [
            f"| {column} | {_TYPES[kind]} | {table.descriptions[column]}{refers.get(column, '')} |"
            for column, kind in table.kinds.items()
        ]
    (folder / DICTIONARY).write_text("\n".join(lines) + "\n", encoding="utf-8")
    described = {
        table.name: {"description": table.description, "columns": dict(table.descriptions)} for table in release
    }
    metadata = {"title": "Study visits in the news", "databases": {Path(DATABASE).stem: {"tables": described}}}
    (folder / METADATA).write_text(json.dumps(metadata, indent=1) + "\n", encoding="utf-8")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = {errno.ENOSPC: DiskFull, errno.EACCES: NotWritable, errno.EROFS: NotWritable}.get(
            error.errno or 0, StorageError
        )
        raise kind(f"the release {folder} could not be written ({error}): nothing is left of it") from error
