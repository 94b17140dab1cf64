"""What many tests begin with: an empty database, a server that answers as it is told, a site that crawls it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from storage.database import Database, open_database
from tests import hostile as web
from tests import warta

# How long an example takes is the machine's doing: no test is to fail by it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ["tests.faults.frame"]


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that flag by hand start no process: only the tests of the reader do."""
    monkeypatch.setattr("review.reader.Reader.start", lambda _: None)


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[[Callable[[Database], None]], str]]:
    """Fill a database and serve the desk over it; the address."""
    from tests.serving import Serving

    path = tmp_path / "j.db"
    running: list[Serving] = []

    def serve(fill: Callable[[Database], None]) -> str:
        with open_database(path, create=True) as db:
            fill(db)
        running.append(Serving(path))
        return f"http://127.0.0.1:{running[0].__enter__()}"

    yield serve
    running[0].__exit__()
