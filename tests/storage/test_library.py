"""One SQLite library, and nothing heavy beside it."""

from __future__ import annotations

import ast
import importlib.util
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from storage.database import Database, library_warning, new_file, open_database
from storage.file import sqlite

pytestmark = pytest.mark.sqlite_file


@pytest.mark.fault("A14")
def test_the_library_with_the_wal_reset_bug_is_warned_of() -> None:
    assert "install pysqlite3" in (library_warning((3, 40, 1)) or "")
    assert library_warning((3, 51, 2)) is not None
    assert library_warning((3, 50, 6)) is not None
    for good in ((3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4)):
        assert library_warning(good) is None


@pytest.mark.fault("A14")
def test_an_old_library_is_logged_at_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "library_warning", lambda: "old")
    with caplog.at_level(logging.WARNING):
        open_database(tmp_path / "news.db", create=True).close()
    assert caplog.messages == ["old"]


@pytest.mark.fault("A15")
def test_one_module_imports_a_sqlite_library() -> None:
    libraries = {"sqlite3", "pysqlite3", "aiosqlite", "apsw", "sqlean", "sqlalchemy"}
    wrappers = ("storage/__init__.py", "storage/file/sqlite.py", "storage/migrations/")
    # The peers of a bench run in an environment of their own, and store in the plainest way.
    others = {".venv", ".venv-peers", ".venv-mutants", "build", "tests", "peers"}
    ours = [path for path in ROOT.rglob("*.py") if not others & set(path.relative_to(ROOT).parts)]
    assert len(ours) > 20
    for path in ours:
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in {module.partition(".")[0] for module in modules}:
                assert module not in libraries, name
                assert module != "sqlite_utils" or name.startswith(wrappers), name


def test_the_tests_too_use_the_one_library() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(line.startswith(("import sqlite3", "from sqlite3")) for line in text.splitlines()), path


@pytest.mark.fault("A15")
def test_pysqlite3_is_used_where_it_is_installed(db: Database) -> None:
    wanted = "pysqlite3" if importlib.util.find_spec("pysqlite3") else "sqlite3"
    assert type(db.sql.conn).__module__.partition(".")[0] == wanted
    with new_file(db.path.with_name("release.db")) as other:
        assert type(other.sql.conn) is type(db.sql.conn)


def test_storage_brings_nothing_heavy_along_and_hides_it_from_nobody() -> None:
    code = (
        "import release.make, storage.digest.digests, sys; "
        "print({'scrapy', 'trafilatura', 'twisted', 'lxml', 'bs4', 'jinja2', 'numpy', 'pandas'} & set(sys.modules)); "
        "import numpy, pandas; print(numpy.__name__, pandas.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["set()", "numpy pandas"]
