"""What many tests begin with: an empty database, a server that answers as it is told, a site that crawls it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from config import Config
from storage.database import Database, open_store
from tests import hostile as web
from tests import postgres, warta

# How long an example takes is the machine's doing: no test is to fail by it. The gate draws the same examples every
# time, so that it says the same of the same tree; --faults draws others each time.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("faults", deadline=None)
settings.load_profile("gate")

pytest_plugins = ["tests.faults.frame"]


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that flag by hand start no process: only the tests of the reader do."""
    monkeypatch.setattr("review.reader.Reader.start", lambda _: None)


@pytest.fixture(autouse=True)
def no_nice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup gives way to all other processes; the tests that come after it in this one are not to."""
    monkeypatch.setattr("os.nice", lambda _: 0)


STORES = ("sqlite", "postgres")

# Thousands of tests commit to databases of their own: on a disk they wait for its syncs most of the time.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=STORES, default="sqlite", help="What the tests keep their databases in.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_stores: runs on SQLite and on PostgreSQL, whatever --store says")
    config.addinivalue_line("markers", "sqlite_file: is about the SQLite file itself")
    if config.getoption("--faults"):
        settings.load_profile("faults")
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes of ours would each compile all modules


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a child, a browser or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database has one of the store that is chosen; one `both_stores`, of each in turn."""
    if "store" in metafunc.fixturenames:
        marks = {mark.name for mark in metafunc.definition.iter_markers()}
        chosen = metafunc.config.getoption("--store")
        stores = ("sqlite",) if "sqlite_file" in marks else STORES if "both_stores" in marks else (chosen,)
        metafunc.parametrize("store", stores, indirect=True, ids=stores if len(stores) > 1 else [pytest.HIDDEN_PARAM])


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.served() as server:
        yield postgres.Cluster(server)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """The setting `store`: empty for a SQLite file, else the address of a database with our tables."""
    if request.param == "sqlite":
        yield ""
    else:
        with request.getfixturevalue("cluster").database() as address:
            yield address


@pytest.fixture
def db(tmp_path: Path, store: str) -> Iterator[Database]:
    with open_store(Config(database=tmp_path / "news.db", store=store), create=True) as made:
        yield made


@pytest.fixture
def server() -> Iterator[web.Hostile]:
    with web.hostile() as running:
        yield running


@pytest.fixture
def crawl(server: web.Hostile, tmp_path: Path, store: str) -> warta.Crawl:
    return warta.Crawl(server, tmp_path, store)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def served(tmp_path: Path, store: str) -> Iterator[Callable[[Callable[[Database], None]], str]]:
    """Fill a database and serve the desk over it; the address."""
    from tests.serving import Serving

    config = Config(database=tmp_path / "j.db", store=store)
    running: list[Serving] = []

    def serve(fill: Callable[[Database], None]) -> str:
        with open_store(config, create=True) as db:
            fill(db)
        running.append(Serving(config))
        return f"http://127.0.0.1:{running[0].__enter__()}"

    yield serve
    running[0].__exit__()
