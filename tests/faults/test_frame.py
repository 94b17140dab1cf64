"""The frame itself: every row is told of, every marker means one, and what was not tested is not called shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.document import DOCUMENT, Result, document, kept, soaked
from tests.faults.frame import PLANTED, leaked
from tests.faults.rows import Row, marked, rows

ROW = Row("A1", "Storage", "Nothing is lost.", "0 lost", "")
PASSED = Result(passed=2, failed=0, skipped=0, measured=("0 of 30",), day="2026-11-22")


def test_every_row_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, row in rows().items():
        assert f"| {name} | {row.promise}" in text, f"{name}: run `.venv/bin/python -m tests.faults.document`"


def test_the_document_says_what_rows_markers_and_results_say() -> None:
    """Written anew by `.venv/bin/python -m tests.faults.document`."""
    assert document(rows(), marked(), kept(), soaked()) == DOCUMENT.read_text(encoding="utf-8")


def test_every_marker_names_a_row() -> None:
    assert {row for row, _ in marked()} <= rows().keys()


def test_a_row_without_a_test_is_not_called_shown() -> None:
    text = document({"A1": ROW}, [], {})
    assert "0 have tests that all passed" in text and "| not tested yet | 0 lost |  |" in text


def test_a_row_is_shown_when_all_its_tests_ran_and_passed() -> None:
    named = [("A1", "tests/test_x.py::test_a"), ("A1", "tests/test_x.py::test_b")]
    ran = {"tests/test_x.py::test_a": PASSED}
    assert "0 have tests that all passed" in document({"A1": ROW}, named, ran)
    assert "has not run yet" in document({"A1": ROW}, named, ran)
    both = ran | {"tests/test_x.py::test_b": replace(PASSED, measured=())}
    text = document({"A1": ROW}, named, both)
    assert "1 have tests that all passed" in text
    assert "0 of 30 (2026-11-22)<br>passed in 2 cases (2026-11-22)" in text


def test_a_failure_is_told() -> None:
    failed = {"tests/test_x.py::test_a": replace(PASSED, failed=1)}
    text = document({"A1": ROW}, [("A1", "tests/test_x.py::test_a")], failed)
    assert "0 have tests that all passed" in text and "FAILED in 1 of 3 cases" in text


def test_what_a_soak_printed_stands_below_the_rows() -> None:
    text = document({"A1": ROW}, [], {}, "2 days of 50 sites\n  threads   9\n")
    assert text.endswith("\n    2 days of 50 sites\n      threads   9\n")
    assert "## The soak" not in document({"A1": ROW}, [], {})


@pytest.mark.fault("H7")
def test_a_secret_that_is_logged_or_printed_by_any_test_is_found(measured: Callable[[str], None]) -> None:
    assert leaked([("Captured log call", "INFO jujugan: kompas: good, 3 new"), ("Captured stderr call", "")]) == []
    for secret in PLANTED:
        assert leaked([("Captured stdout call", "ok"), ("Captured log call", f"ERROR mail: {secret} refused")]) == [
            secret
        ]
    measured(f"every test that is run is searched for {len(PLANTED)} secrets that tests hand to the program")
