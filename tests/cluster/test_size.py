"""The table of docs/scale.md is the one that the bench reckons."""

from __future__ import annotations

import pytest

from bench.cluster_size import AT_ONCE, Size, table
from config import ROOT


def test_the_document_has_the_table_as_it_is_reckoned() -> None:
    assert "\n".join(table()) in (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def test_ten_times_the_sites_take_ten_times_of_everything() -> None:
    small, large = Size(1000), Size(10_000)
    assert large.requests == pytest.approx(10 * small.requests)
    assert large.cores == pytest.approx(10 * small.cores)
    assert small.at_once < large.at_once <= 10 * small.at_once
    assert int(large.row()[4]) * AT_ONCE >= large.at_once
