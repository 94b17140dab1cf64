"""atheris on the small readers of tests/fuzz/targets.py, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.targets import MANY, TARGETS, Target
from tests.fuzz.trying import fuzzed


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.fault("E10", "C14")
@pytest.mark.parametrize("target", [one for one in TARGETS if one.inputs >= MANY], ids=lambda target: target.name)
def test_e10_no_input_that_a_fuzzer_finds_breaks_a_promise(
    target: Target, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    fuzzed(target, tmp_path, measured)
