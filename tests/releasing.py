"""Making and opening releases, for the tests of them."""

from __future__ import annotations

import csv
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from release.make import Asked, make
from storage.database import Database, new_file
from storage.release.allowed import Table, tables

GAZETTEER = "regions-1"


def export(db: Database, folder: Path, asked: Asked = Asked()) -> list[Path]:  # noqa: B008
    return make(db, folder, asked, GAZETTEER)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def opened(folder: Path) -> AbstractContextManager[Database]:
    return new_file(folder / "jujugan.db")


# What differs by when and in what order sites were read: which of several articles of one text was first, and what a
# host was asked for once a day.
ASIDE = {"run.requests", "run.bytes", "run.not_modified", "run.copies", "visit.first_site"}


def released(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a release but for times of reading, ASIDE, and the table of sites, of which one machine registers
    only those that it reads."""

    def asked(table: Table) -> str:
        stays = [one.name for one in table.columns if one.kind != "time" or one.name == "published"]
        return ", ".join(name for name in stays if f"{table.name}.{name}" not in ASIDE)

    with opened(folder) as made:
        return {
            table.name: made.rows(f"SELECT {asked(table)} FROM {table.name} ORDER BY {', '.join(table.key)}")
            for table in tables(with_text=False)
            if table.name != "site"
        }


def unlike(one: Path, other: Path) -> tuple[int, dict[str, list[Any]]]:
    """How many rows the first of two releases has, and by table what stands in one of them only; of the copies, which
    articles are one text is compared."""
    here, there = released(one), released(other)
    count = sum(len(rows) for name, rows in here.items() if name != "copy")
    texts = groups(here.pop("copy")) ^ groups(there.pop("copy"))
    found = {name: _only_in_one(here[name], there[name]) for name in here if here[name] != there[name]}
    return count, found | ({"copy": sorted(map(sorted, texts))} if texts else {})


def _only_in_one(here: list[dict[str, Any]], there: list[dict[str, Any]]) -> list[dict[str, Any]]:
    unlike = {tuple(row.values()) for row in here} ^ {tuple(row.values()) for row in there}
    return [row for row in (*here, *there) if tuple(row.values()) in unlike]


def groups(copies: list[dict[str, Any]]) -> set[frozenset[int]]:
    """Articles that are one text, whichever of them was first."""
    found: list[set[int]] = []
    for row in copies:
        pair = {row["article"], row["first"]}
        joined = [group for group in found if group & pair]
        found = [group for group in found if group not in joined] + [pair.union(*joined)]
    return {frozenset(group) for group in found}
