"""A release, from the database to the folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config import VERSION
from config_release import UNSAID, Publishing
from release import citation, coverage, datapackage, dictionary, figures, manifest, metadata, parquet, readme, warc
from release.about import About
from release.folder import files, whole
from release.rows import Writer, as_csv, as_jsonl, write
from storage.database import Database, new_file
from storage.release import building
from storage.release.allowed import Table


@dataclass(frozen=True, slots=True)
class Asked:
    """What a release is to show: things as they stood `as_of` a moment (None: as they stand), nothing published
    before `since`, bodies only `with_text`, kept pages only `with_pages`; its rows numbered as they are in the
    installation, or `by_content`, so that they have the same numbers wherever the same was read; published as the
    configuration says."""

    as_of: datetime | None = None
    since: datetime | None = None
    with_text: bool = False
    with_pages: bool = False
    by_content: bool = False
    publishing: Publishing = UNSAID


def make(
    db: Database, folder: Path, asked: Asked, gazetteer: str, note: Callable[[Path], None] = lambda _: None
) -> list[Path]:
    """Write a release into `folder`, which must not exist yet or be empty; the files written.

    All of it shows one moment of the database. The folder gets its name when everything is written, so that a release
    is whole or not there. `gazetteer` is the version of the regions' names and codes. `note` is called with where the
    files are just before the folder gets its name, so that no release is ever unknown; what it raises ends it all.
    Raises FolderMissing, NotWritable, DiskFull, StorageError.
    """
    with whole(folder) as partial:
        built = building.build(
            db,
            partial,
            as_of=asked.as_of,
            since=asked.since,
            with_text=asked.with_text,
            by_content=asked.by_content,
        )
        if asked.with_pages:
            warc.write(partial / warc.NAME, db, asked.as_of)
        complete(
            partial,
            built.tables,
            About(
                as_of=asked.as_of or built.newest,
                kept_since=built.kept_since,
                since=asked.since,
                with_text=asked.with_text,
                parquet=parquet.is_there(),
                figures=figures.is_there(),
                program=VERSION,
                gazetteer=gazetteer,
                publishing=asked.publishing,
            ),
        )
        note(partial)
    return files(folder)


def complete(folder: Path, tables: Sequence[Table], about: About) -> None:
    """Write every file of a release beside its database, which tells its `rules` and `rows`."""
    with new_file(folder / building.DATABASE) as made:
        rows = _write_tables(folder, made, tables)
        _describe(folder, made, replace(about, rules=building.rules(made), rows=rows), tables)


def _write_tables(folder: Path, made: Database, tables: Sequence[Table]) -> dict[str, int]:
    """The rows written, by table."""
    writers: dict[str, Writer] = {"csv": as_csv, "jsonl": as_jsonl}
    if parquet.is_there():
        writers["parquet"] = parquet.as_parquet
    for name in writers:
        (folder / name).mkdir()
    return {
        table.name: write(
            folder, table, building.rows(made, table.name, table.names, table.key), tuple(writers.values())
        )
        for table in tables
    }


def _describe(folder: Path, made: Database, about: About, tables: Sequence[Table]) -> None:
    dictionary.write(folder, tables, about.rows)
    metadata.write(folder, about, tables)
    datapackage.write(folder, about, tables)
    citation.write(folder, about, datapackage.digest(folder / building.DATABASE))
    months = list(building.rows(made, "sites_per_month", coverage.MONTHS, ("month",)))
    sites = list(building.rows(made, "site_month", coverage.SITES, ("month", "site")))
    if about.figures:
        figures.write(folder, made)
    readme.write(folder, about, months, sites)
    manifest.write(folder, about)
