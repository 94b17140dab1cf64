"""What many tests begin with: an empty database, a server that answers as it is told, a site that crawls it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests import hostile as web
from tests import warta


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "news.db", create=True)


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        yield running


@pytest.fixture
def crawl(server: web.Hostile, tmp_path: Path) -> warta.Crawl:
    return warta.Crawl(server, tmp_path)
