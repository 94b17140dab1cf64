"""docs/reliability.md: what is promised under each fault, which test shows it, and what that test measured.

`python -m tests.faults.document` writes it anew from rows.toml, the tests' markers and the results kept so far;
`make faults` runs the tests first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from config import ROOT
from tests.faults.rows import HERE, Row, marked, rows

DOCUMENT = ROOT / "docs" / "reliability.md"
RESULTS = HERE / "results.json"
# What `make soak` printed last.
SOAK = HERE / "soak.txt"


@dataclass(frozen=True, slots=True)
class Result:
    """How one test ended on one day: cases of each outcome, and what they measured."""

    passed: int
    failed: int
    skipped: int
    measured: tuple[str, ...]
    day: str

    @property
    def words(self) -> str:
        if self.failed:
            return f"FAILED in {self.failed} of {self.failed + self.passed} cases"
        if not self.passed:
            return "skipped on that machine"
        return "; ".join(self.measured) or ("passed" if self.passed == 1 else f"passed in {self.passed} cases")


def kept() -> dict[str, Result]:
    """The newest result of each test that has run."""
    if not RESULTS.exists():
        return {}
    read = json.loads(RESULTS.read_text(encoding="utf-8"))
    return {test: Result(**one | {"measured": tuple(one["measured"])}) for test, one in read.items()}


def keep(new: Mapping[str, Result]) -> None:
    """Put results over those of before; tests that name no row any more are dropped."""
    named = {test for _, test in marked()}
    results = {test: asdict(one) for test, one in sorted((kept() | dict(new)).items()) if test in named}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def document(
    known: Mapping[str, Row], named: Iterable[tuple[str, str]], results: Mapping[str, Result], soak: str = ""
) -> str:
    """The whole text of docs/reliability.md; `soak` is the table that a soak has printed."""
    tests: defaultdict[str, list[str]] = defaultdict(list)
    for name, test in named:
        tests[name].append(test)
    shown = sum(_is_shown(tests[name], results) for name in known)
    untested = sum(not tests[name] for name in known)
    lines = [
        "# Reliability",
        "",
        "What this program promises under each fault and attack that we know of, which tests try it, and what they "
        "measured. Written by `make faults` from `tests/faults/rows.toml` and the results of the tests; "
        "`.venv/bin/python -m tests.faults.document` writes it anew without running anything.",
        "",
        f"Of {len(known)} rows {shown} have tests that all passed (a cell says so where a part was "
        f"skipped, since the machine cannot try it), {len(known) - shown - untested} have tests "
        f"of which not every one has run and passed, and {untested} are not tested yet. "
        f"{sum(bool(row.part) for row in known.values())} rows are shown in part only, and say which.",
    ]
    group = ""
    for row in known.values():
        if row.group != group:
            group = row.group
            lines += [
                "",
                f"## {group}",
                "",
                "| row | promise | tests | figure wanted | measured |",
                "| --- | --- | --- | --- | --- |",
            ]
        lines.append(_line(row, tests[row.name], results))
    if soak:
        lines += ["", "## The soak", "", _SOAKED, "", *(f"    {line}" for line in soak.splitlines())]
    return "\n".join(lines) + "\n"


_SOAKED = (
    "What `make soak` printed last: the daemon over the newsroom with random faults and killed crawls, in one process "
    "with the newsroom's modules, looked at each second. Of memory, files and threads the medians of the second and of "
    "the last third are told."
)


def _is_shown(tests: Iterable[str], results: Mapping[str, Result]) -> bool:
    ended = [results.get(test) for test in tests]
    return any(one and one.passed for one in ended) and not any(one is None or one.failed for one in ended)


def _line(row: Row, tests: Iterable[str], results: Mapping[str, Result]) -> str:
    promise = f"{row.promise} *In part: {row.part}*" if row.part else row.promise
    cells = [row.name, promise, "<br>".join(f"`{_short(test)}`" for test in tests) or "not tested yet", row.figure]
    measured = "<br>".join(_measured(results.get(test)) for test in tests)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in [*cells, measured]) + " |"


def _short(test: str) -> str:
    return test.removeprefix("tests/").replace(".py::test_", ": ")


def _measured(result: Result | None) -> str:
    return f"{result.words} ({result.day})" if result else "has not run yet"


def today() -> str:
    return date.today().isoformat()


def soaked() -> str:
    return SOAK.read_text(encoding="utf-8") if SOAK.exists() else ""


def write() -> None:
    DOCUMENT.write_text(document(rows(), marked(), kept(), soaked()), encoding="utf-8")


if __name__ == "__main__":
    write()
