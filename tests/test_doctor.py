"""Why a machine cannot run it, before anything is installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import doctor


def test_an_old_python_is_named_with_the_mend() -> None:
    (found,) = [words for words in doctor.python_problems((3, 10)) if "too old" in words]
    assert "3.11" in found
    assert "make PYTHON=" in found


def test_a_full_disk_and_a_bad_path_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "my folder"
    folder.mkdir()
    found = " ".join(doctor.folder_problems(folder, needed_mb=2**40))
    assert "MB free" in found
    assert "blank or a colon" in found


def test_a_broken_environment_is_named(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    assert "make clean" in next(doctor.environment_problems(tmp_path))


def test_it_runs_with_the_standard_library_alone() -> None:
    tree = ast.parse(Path(doctor.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    done = subprocess.run([sys.executable, "-S", "-I", doctor.__file__], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "make demo" in done.stdout
