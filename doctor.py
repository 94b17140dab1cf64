"""Why can this machine not run Jujugan? Standard library only, so that it works before anything is installed."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NEEDED_MB = 700


def python_problems(version: tuple[int, int] = sys.version_info[:2]) -> Iterator[str]:
    if version < (3, 11):
        yield (
            f"Python {version[0]}.{version[1]} is too old: 3.11 or newer is needed. "
            "Install it and name it: make PYTHON=python3.11 setup"
        )
    for module, package in (
        ("venv", "python3-venv"),
        ("ensurepip", "python3-venv"),
        ("ssl", "a Python built with OpenSSL"),
    ):
        if importlib.util.find_spec(module) is None:
            yield f"Python's module {module} is missing: install {package} (Debian: apt install python3-venv)"


def folder_problems(root: Path = ROOT, needed_mb: int = NEEDED_MB) -> Iterator[str]:
    if not os.access(root, os.W_OK):
        yield f"The folder {root} is not writable for this user: .venv and data/ are made in it"
    free = shutil.disk_usage(root).free // 2**20
    if free < needed_mb:
        yield f"The disk of {root} has {free} MB free; setting up needs {needed_mb} MB"
    if " " in str(root) or ":" in str(root):
        yield f"The path {root} has a blank or a colon in it, which virtual environments do not bear: move it"


def environment_problems(root: Path = ROOT) -> Iterator[str]:
    python = root / ".venv" / "bin" / "python"
    try:
        is_broken = (root / ".venv").exists() and not python.exists()
    except PermissionError as error:
        yield f"{error.filename} may not be entered by this user: call this as the user who made it"
    else:
        if is_broken:
            yield "The folder .venv is broken (it has no bin/python): remove it with `make clean`, then `make setup`"


def problems() -> list[str]:
    """Everything that stands in the way, in plain words."""
    return [*python_problems(), *folder_problems(), *environment_problems()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    quiet = parser.parse_args().quiet
    found = problems()
    for problem in found:
        sys.stderr.write(f"- {problem}\n")
    if not found and not quiet:
        sys.stdout.write("This machine can run Jujugan. Next: make demo\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
