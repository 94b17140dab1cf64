"""The rows of rows.toml, and the tests that name them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One fault: the promise, the figure that proves it, and what of it no test shows yet."""

    name: str
    group: str
    promise: str
    figure: str
    part: str


def rows(path: Path = HERE / "rows.toml") -> dict[str, Row]:
    """Every row by its name (A1, A2 ...), in the order of the file."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{letter}{number}": Row(
            f"{letter}{number}", group["title"], row["promise"], row["figure"], row.get("part", "")
        )
        for letter, group in groups.items()
        for number, row in group.items()
        if number != "title"
    }


def marked(folder: Path = TESTS) -> Iterator[tuple[str, str]]:
    """Each row that a test names, with the test (tests/test_x.py::test_y), as they stand in the files."""
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for row in _named(node):
                    yield row, f"{path.relative_to(folder.parent).as_posix()}::{node.name}"


def _named(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(row) for row in mark.args)
