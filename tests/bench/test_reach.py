"""Which tests a change of the code is tried with."""

from __future__ import annotations

from pathlib import Path

import pytest
from coverage import CoverageData

from bench.mutants import reach
from bench.mutants.reach import Reach

MODULE = '''"""Of two things."""

LONGEST = 4


def is_long(word: str) -> bool:
    return len(word) > LONGEST
'''


# As pytest writes it: what each test took.
TAKEN = """<testsuites><testsuite>
<testcase file="t.py" name="first" time="1.0"/>
<testcase file="t.py" name="second[a]" time="0.5"/>
<testcase file="t.py" name="second[b]" time="1.5"/>
<testcase file="u.py" name="third" time="1.0"/>
<testcase file="u.py" name="broken" time="1.0"><failure/></testcase>
</testsuite></testsuites>"""


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


def test_what_a_fixture_runs_is_tried_by_all_tests_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.py").write_text(MODULE)
    (tmp_path / "t.xml").write_text(TAKEN)
    measured = CoverageData(str(tmp_path / "t.coverage"))
    for context in ("t.py::", "u.py::third", "u.py::broken"):
        measured.set_context(context)
        measured.add_lines({"words.py": [7]})
    measured.write()
    monkeypatch.setattr(reach, "ROOT", tmp_path)
    assert sorted(test.name for test in Reach(tmp_path).tests("words.py", 7, 60)) == [
        "t.py::first",
        "t.py::second",
        "u.py::third",
    ]


def test_a_module_that_is_only_imported_is_tried_by_the_tests_of_its_package(known: Reach, tmp_path: Path) -> None:
    (tmp_path / "storage").mkdir()
    (tmp_path / "storage" / "steps.py").write_text("STEPS = (1, 2)\n")
    known._known["storage/steps.py"] = {}
    known.__dict__["_seconds"] |= {"tests/storage/test_steps.py::first": 1.0, "tests/detect/test_words.py::second": 1.0}
    assert [test.name for test in known.tests("storage/steps.py", 1, 60)] == ["tests/storage/test_steps.py::first"]
