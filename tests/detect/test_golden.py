from __future__ import annotations

from difflib import unified_diff

import pytest

from tests.detect.golden import GOLDEN, golden, golden_sets

_SHOWN = 40


@pytest.mark.parametrize("name", golden_sets())
def test_what_is_read_from_each_article_is_as_written_down(name: str) -> None:
    """A change that is meant is written down by `python -m tests.detect.golden`, and its difference read."""
    known = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    changed = list(unified_diff(known, golden(name).splitlines(), "written down", "now", lineterm="", n=1))
    assert not changed, "\n".join(changed[:_SHOWN])


def test_every_set_that_is_read_is_written_down() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(golden_sets())
