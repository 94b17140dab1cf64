"""Which tests a change of the code is tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.mutants import reach
from bench.mutants.reach import Reach

MODULE = '''"""Of two things."""

LONGEST = 4


def is_long(word: str) -> bool:
    return len(word) > LONGEST
'''


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reach:
    """What two tests ran of a module; the first of them was the first to import it."""
    (tmp_path / "words.py").write_text(MODULE)
    monkeypatch.setattr(reach, "ROOT", tmp_path)
    found = Reach(tmp_path)
    found._known["words.py"] = {3: {"t.py::first"}, 6: {"t.py::first"}, 7: {"t.py::second"}}
    found.__dict__["_seconds"] = {"t.py::first": 1.0, "t.py::second": 2.0}
    return found


@pytest.mark.parametrize(("line", "tests"), [(3, ["first", "second"]), (7, ["second"])])
def test_what_runs_at_import_is_tried_by_all_tests_of_its_module(known: Reach, line: int, tests: list[str]) -> None:
    assert [test.name for test in known.tests("words.py", line, 60)] == [f"t.py::{name}" for name in tests]


def test_no_more_tests_are_tried_than_there_is_time_for(known: Reach) -> None:
    assert [test.name for test in known.tests("words.py", 3, 1.5)] == ["t.py::first"]
