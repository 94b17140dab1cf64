"""Which tests run which lines: measured once by coverage, asked for each change."""

from __future__ import annotations

import ast
import os
import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "mutants" / "reach"
# Test files that take longer than this together, in seconds, are no unit tests: they are left out.
LONGEST = 1800
# Short and fast test files are run together: each process takes seconds to begin.
_TOGETHER = 8
# What runs when the tests are collected, without a test of its own.
COLLECTED = "collected"
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)


def measure(files: list[str]) -> None:
    """Run the test files under coverage and keep what each test ran; those that were measured since are left out."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if not _collected():
        _covered(COLLECTED, ["--collect-only", "tests"])
    new = [file for file in files if not _is_measured(file)]
    for first in range(0, len(new), _TOGETHER):
        together = new[first : first + _TOGETHER]
        name = _name(together[0])
        if _covered(f"{name}.coverage", [f"--junitxml={KEPT / name}.xml", "-o", "junit_family=xunit1", *together]):
            for file in together:
                _mark(file).touch()


def _is_measured(file: str) -> bool:
    return _mark(file).exists() and _mark(file).stat().st_mtime >= (ROOT / file).stat().st_mtime


def _mark(file: str) -> Path:
    return KEPT / f"{_name(file)}.done"


def _name(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def _collected() -> list[Path]:
    return list(KEPT.glob(f"{COLLECTED}*"))


def _covered(data: str, asked: list[str]) -> bool:
    """Run pytest under coverage; whether it came to its end."""
    command = [ROOT / ".venv/bin/python", "-m", "coverage", "run", f"--rcfile={Path(__file__).parent / 'coveragerc'}"]
    environ = os.environ | {"COVERAGE_FILE": str(KEPT / data)}
    try:
        subprocess.run(
            [*command, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "bench.mutants.contexts", *asked],
            cwd=ROOT,
            env=environ,
            timeout=LONGEST,
            stdout=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Test:
    """A test function by its node id, and how many seconds it took under coverage."""

    name: str
    seconds: float


class Reach:
    """What was measured, by line."""

    def __init__(self, kept: Path = KEPT) -> None:
        self._kept = kept
        self._known: dict[str, dict[int, set[str]]] = {}

    @cached_property
    def _seconds(self) -> dict[str, float]:
        """The tests that passed, with what they took."""
        taken: defaultdict[str, float] = defaultdict(float)
        failed = set()
        for report in self._kept.glob("*.xml"):
            for case in ET.parse(report).iter("testcase"):
                name = f"{case.get('file')}::{(case.get('name') or '').partition('[')[0]}"
                taken[name] += float(case.get("time") or 0)
                if case.find("failure") is not None or case.find("error") is not None:
                    failed.add(name)
        return {name: seconds for name, seconds in taken.items() if name not in failed}

    @cached_property
    def _data(self) -> list[CoverageData]:
        return [_data(file) for file in self._kept.glob("*.coverage*")]

    def _by_line(self, path: str) -> dict[int, set[str]]:
        """The tests that ran each line of the file."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def at_import(self, path: str, line: int) -> bool:
        """Whether the statement runs before any test does: then it is too late to change a module that is loaded."""
        return not self._collected_lines(path).isdisjoint(_statement(path, line))

    @cached_property
    def _at_collection(self) -> list[CoverageData]:
        return [_data(file) for file in _collected()]

    def _collected_lines(self, path: str) -> set[int]:
        return {line for data in self._at_collection for file in _files(data, path) for line in data.lines(file) or ()}

    def _read(self, path: str) -> dict[int, set[str]]:
        found: defaultdict[int, set[str]] = defaultdict(set)
        for data in self._data:
            for file in _files(data, path):
                for line, contexts in data.contexts_by_lineno(file).items():
                    found[line].update(contexts)
        return {line: set(self._tests(contexts)) for line, contexts in found.items()}

    def _tests(self, contexts: Iterable[str]) -> Iterator[str]:
        for context in contexts:
            if context.endswith("::"):
                yield from (name for name in self._seconds if name.startswith(context))
            elif context in self._seconds:
                yield context

    def tests(self, path: str, line: int, most: float) -> list[Test]:
        """The tests that ran the statement, the likeliest killers first, as many as take `most` seconds together.

        What runs when the module is imported, by whichever test was the first to ask for it, is reached by all; of a
        module that no test runs but by importing it, by those of its package.
        """
        lines = self._by_line(path)
        ran = _statement(path, line) if _is_inside(path, line) else lines
        found = set().union(*(lines.get(one, set()) for one in ran)) or set().union(*lines.values())
        found = found or {name for name in self._seconds if name.startswith(f"tests/{Path(path).parts[0]}/")}
        chosen, left = [], most
        for name in sorted(found, key=lambda name: self._order(name, path)):
            test = Test(name, self._seconds[name])
            if test.seconds <= left:
                chosen.append(test)
                left -= test.seconds
        return chosen

    def _order(self, name: str, path: str) -> tuple[bool, float, str]:
        stem = Path(path).stem
        return stem not in name.partition("::")[0], self._seconds[name], name


def _data(file: Path) -> CoverageData:
    data = CoverageData(str(file))
    data.read()
    return data


def _files(data: CoverageData, path: str) -> list[str]:
    """What the data calls the file, by its whole path or by that within the project."""
    return [file for file in data.measured_files() if file == path or file.endswith(f"/{path}")]


def _is_inside(path: str, line: int) -> bool:
    """Whether the line is in a function's body, and so not run by the import."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return any(node.body[0].lineno <= line <= (node.end_lineno or 0) for node in functions)


def _statement(path: str, line: int) -> range:
    """The lines of the smallest statement around a line: of a compound one its head; of a function's head, all."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.stmt, ast.ExceptHandler)) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    node = min(around, key=lambda node: (node.end_lineno or 0) - node.lineno)
    if isinstance(node, _COMPOUND) and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return range(node.lineno, max(node.lineno + 1, node.body[0].lineno))
    return range(node.lineno, (node.end_lineno or 0) + 1)
