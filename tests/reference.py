"""The reference data, which stay outside the repository: one setting names them, and tests skip without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import ROOT

REFERENCE_DATA = Path(os.environ.get("REFERENCE_DATA") or ROOT / ".." / "shared").resolve()


def reference(*parts: str) -> Path:
    """A file of the reference data; skips the test, saying why, where it is missing."""
    path = REFERENCE_DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no reference data at {path} (set REFERENCE_DATA)")
    return path
