"""Making and opening releases, for the tests of them."""

from __future__ import annotations

import csv
from contextlib import AbstractContextManager
from pathlib import Path

from release.make import Asked, make
from storage.database import Database, new_file

GAZETTEER = "regions-1"


def export(db: Database, folder: Path, asked: Asked = Asked()) -> list[Path]:  # noqa: B008
    return make(db, folder, asked, GAZETTEER)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def opened(folder: Path) -> AbstractContextManager[Database]:
    return new_file(folder / "jujugan.db")
