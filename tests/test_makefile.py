"""The Makefile installs into no other tree."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A tree whose .venv is another one's, set up and up to date."""
    tree, other = tmp_path / "tree", tmp_path / "other"
    tree.mkdir()
    shutil.copy(ROOT / "Makefile", tree)
    shutil.copy(ROOT / "pyproject.toml", tree)
    shutil.copytree(ROOT / "requirements", tree / "requirements")
    (other / "bin").mkdir(parents=True)
    for name in ("bin/python", "ready", "ready-dev"):
        (other / name).touch()
    (tree / ".venv").symlink_to(other)
    return tree


@pytest.mark.parametrize("target", ["setup", "demo", "run", "test", "check", "bench"])
def test_a_linked_environment_is_refused_and_left_as_it_is(linked: Path, target: str) -> None:
    done = subprocess.run(["make", target], cwd=linked, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert ".venv is a link to" in done.stderr and "rm .venv" in done.stderr
    assert {path.name for path in (linked / ".venv").iterdir()} == {"bin", "ready", "ready-dev"}
    assert (linked / ".venv" / "bin" / "python").read_bytes() == b""


def test_what_needs_no_environment_goes_on(linked: Path) -> None:
    listed = subprocess.run(["make"], cwd=linked, capture_output=True, text=True, check=True)
    assert "make demo" in listed.stdout and "own" not in listed.stdout.split()
    subprocess.run(["make", "clean"], cwd=linked, capture_output=True, check=True)
    assert not (linked / ".venv").exists() and (linked.parent / "other" / "ready").exists()
