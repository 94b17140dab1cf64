"""A copy of this program that watches further outlets of the newsroom too: its spiders/ has a file for each.

What is started in it (workers, crawls, the newsroom) finds those sites as it finds the shipped ones.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from config import ROOT, site_names
from newsroom.outlets import every_outlet
from newsroom.outlets.further import further, site_file

# What a copy is run without; the folder that it is made in may be one of them.
_LEFT = frozenset({"build", "data", "docs"})


def watched(count: int) -> tuple[str, ...]:
    """So many sites: the newsroom's own, then further ones. Raises ValueError for fewer than its own."""
    own = tuple(every_outlet())
    if count < len(own):
        raise ValueError(f"the newsroom has {len(own)} outlets of its own: ask for no fewer than these")
    return (*own, *further(count - len(own)))


def is_widened(sites: Sequence[str]) -> bool:
    """Whether the program that runs has a file for each of these sites."""
    return set(sites) <= set(site_names())


def widened(folder: Path, sites: Sequence[str]) -> Path:
    """The copy, made in a new folder of `folder`."""
    copy = folder / "program"

    def left(place: str, names: list[str]) -> set[str]:
        is_top = Path(place) == ROOT
        return {name for name in names if name[0] == "." or name == "__pycache__" or (is_top and name in _LEFT)}

    shutil.copytree(ROOT, copy, ignore=left)
    for name, outlet in further(len(sites) - len(every_outlet())).items():
        (copy / "spiders" / f"{name}.py").write_text(site_file(outlet), encoding="utf-8")
    return copy


def run_widened(folder: Path, sites: Sequence[str], module: str, arguments: Sequence[str]) -> int:
    """Run a module of such a copy with these arguments; its exit code."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=widened(folder, sites), check=False).returncode


def judged(sites: Sequence[str], module: str, judge: Callable[[Path], bool]) -> int:
    """The exit code of a bench over these sites, in a folder of its own: judged here, or by a copy of the program."""
    with TemporaryDirectory() as folder:
        if not is_widened(sites):
            return run_widened(Path(folder), sites, module, sys.argv[1:])
        return 0 if judge(Path(folder)) else 1
