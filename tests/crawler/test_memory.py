"""The memory of a run is its own process's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

LARGE = """
import subprocess, sys
held = bytearray(300_000_000)
held[::4096] = b"x" * len(held[::4096])
print(subprocess.run([sys.executable, "-c", sys.argv[1]], capture_output=True, text=True, check=True).stdout)
"""
SMALL = "from crawler.health.memory import OwnMemory; print(OwnMemory.get_virtual_size(object.__new__(OwnMemory)))"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_a_run_started_by_a_large_process_is_not_taken_for_large() -> None:
    done = subprocess.run([sys.executable, "-c", LARGE, SMALL], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) < 200_000_000
