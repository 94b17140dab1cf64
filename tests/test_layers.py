"""Imports point one way, and the daemon stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

OURS = {
    "article": set(),
    "timetable": set(),
    "doctor": set(),
    "config_file": {"timetable"},
    "config_digest": {"config_file", "timetable"},
    "config_release": {"config_file"},
    "config": {"config_digest", "config_file", "config_release", "timetable"},
    "child": {"config"},
    "detect": {"article"},
    "storage": {"article", "config"},
    "crawler": {"article", "config", "detect", "polling", "storage", "timetable"},
    "spiders": {"crawler"},
    "polling": {"storage", "timetable"},
    "release": {"config", "config_release", "storage", "timetable"},
    "wording": {"storage", "timetable"},
    "digest": {"article", "config", "storage", "timetable", "wording"},
    "review": {"article", "child", "config", "storage", "digest", "polling", "timetable", "wording"},
    "ready": {"config", "detect", "storage", "timetable"},
    "scheduler": {"article", "child", "config", "digest", "polling", "review", "storage", "timetable", "cli"},
    "cluster": {"article", "child", "config", "crawler", "polling", "storage", "timetable"},
    "newsroom": {"article"},
}
# Of the two large folders' own folders: what each may ask besides the modules at the top.
FOLDERS = {
    "crawler": {
        "web": set(),
        "page": {"web"},
        "lists": {"page", "web"},
        "storing": {"page"},
        "health": {"lists", "page", "storing", "web"},
        "press": {"lists", "storing", "web"},
        "past": {"lists", "press", "storing", "web"},
        "new_site": {"health", "lists", "page", "press", "web"},
        "again": {"page", "storing", "web"},
        "takedown": {"storing"},
    },
    "storage": {
        "migrations": set(),
        "schema": set(),
        "health": set(),
        "searching": set(),
        "file": {"health", "migrations"},
        "removal": {"file", "schema"},
        "digest": {"health"},
        "desk": {"digest"},
        "release": {"schema"},
        "postgres": {"file", "migrations", "schema", "searching"},
    },
}


def sources(name: str) -> list[Path]:
    return [ROOT / f"{name}.py"] if (ROOT / f"{name}.py").exists() else sorted((ROOT / name).rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("name", sorted(OURS))
def test_imports_point_one_way(name: str) -> None:
    known = set(OURS) | {"cli", "commands", "demo"}
    for path in sources(name):
        assert (imported(path) & known) - {name} <= OURS[name], path


@pytest.mark.parametrize(("whole", "folder"), [(whole, one) for whole, found in FOLDERS.items() for one in found])
def test_the_folders_of_a_large_one_lean_on_one_another_one_way(whole: str, folder: str) -> None:
    allowed = FOLDERS[whole]
    assert sorted(allowed) == sorted(path.parent.name for path in (ROOT / whole).glob("*/__init__.py"))
    for path in (ROOT / whole / folder).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked = {name for name in allowed if f"{whole}.{name}." in text or f"from {whole}.{name} import" in text}
        assert asked - {folder} <= allowed[folder], path


@pytest.mark.parametrize("name", OURS)
def test_no_file_is_too_long_to_be_read_at_once(name: str) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(name)}
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def test_no_name_of_ours_hides_an_installed_one() -> None:
    code = (
        "import importlib.util, sys; sys.path = [p for p in sys.path if p not in ('', sys.argv[1])]; "
        "sys.meta_path = [f for f in sys.meta_path if 'editable' not in getattr(f, '__name__', str(f)).lower()]; "
        "print([n for n in sys.argv[2:] if importlib.util.find_spec(n)])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(ROOT), *OURS], capture_output=True, text=True, check=True, cwd="/"
    )
    assert done.stdout.strip() == "[]"


def test_only_the_cluster_knows_its_libraries() -> None:
    apart = {".venv", ".venv-peers", ".venv-mutants", "build", "tests", "bench", "cluster", "postgres"}
    ours = [path for path in ROOT.rglob("*.py") if not apart & set(path.relative_to(ROOT).parts)]
    assert len(ours) > 200
    for path in ours:
        assert not imported(path) & {"psycopg", "sqlglot"}, path


def test_the_daemon_imports_neither_scrapy_nor_trafilatura() -> None:
    code = "import scheduler, sys; print(sorted({'scrapy', 'trafilatura', 'twisted', 'bs4'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_one_module_knows_the_queue_s_engine() -> None:
    engines = {"procrastinate", "psycopg", "psycopg_pool"}
    knowing = {path.relative_to(ROOT).as_posix() for path in sources("cluster") if imported(path) & engines}
    assert knowing == {"cluster/engine.py"}
