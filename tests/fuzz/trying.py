"""A target under atheris, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config import ROOT
from tests.fuzz.targets import Target

# Of a hundred inputs this many, so that `make faults` takes half an hour; the figure is printed with the number that
# was promised. FUZZ_PERCENT=100 tries them all.
_SHARE = int(os.environ.get("FUZZ_PERCENT", "30"))


def fuzzed(target: Target, folder: Path, measured: Callable[[str], None]) -> None:
    """Try a target's inputs; one that breaks a promise is left in the folder and fails the test."""
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris has no wheel for this machine")
    wanted = target.inputs * _SHARE // 100
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.drive", target.name, str(wanted), str(folder)],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    said = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, f"{said[-4000:]}\nthe input is in {folder}"
    told = json.loads(done.stdout.decode().splitlines()[-1])
    reduced = "" if wanted == target.inputs else f" (of {target.inputs:,})"
    measured(f"{target.name}: {told['inputs']:,}{reduced} inputs, the slowest {told['slowest']:.2f} s")
