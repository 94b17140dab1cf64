"""atheris on every reader of tests/fuzz/targets.py, each in a process of its own, begun with real pages."""

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
from tests.fuzz.targets import TARGETS, Target

Measured = Callable[[str], None]

# Of a hundred inputs this many; the figure is printed with the number that was tried.
_SHARE = int(os.environ.get("FUZZ_PERCENT", "100"))


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.fault("E10", "C14")
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_e10_no_input_that_a_fuzzer_finds_breaks_a_promise(target: Target, tmp_path: Path, measured: Measured) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris has no wheel for this machine")
    wanted = target.inputs * _SHARE // 100
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.drive", target.name, str(wanted), str(tmp_path)],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    said = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, f"{said[-4000:]}\nthe input is in {tmp_path}"
    told = json.loads(done.stdout.decode().splitlines()[-1])
    reduced = "" if wanted == target.inputs else f" (of {target.inputs:,})"
    measured(f"{target.name}: {told['inputs']:,}{reduced} inputs, the slowest {told['slowest']:.2f} s")
