"""The size and shape of a tree of Python, ours beside libraries that it uses: python -m bench.shape [PACKAGE ...]

Ours is all but tests, benches and the newsroom; of a package what is installed of it. Length counts from `def` to the
last line, decorators and all; a public function is one without an underscore that stands in a module or a public class.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles

from config import ROOT

PEERS = ("scrapy", "starlette", "sqlite_utils")
HEAD = (
    "tree", "files", "lines", "lines of a file: median / p90 / most", "of a function", "return types",
    "public docstrings", "comment lines", "broad `except` per 1000",
)  # fmt: skip
_LEFT = frozenset({"tests", "bench", "newsroom", "build", "data"})
_BROAD = frozenset({"Exception", "BaseException"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines of each file and function; how many of how many functions tell their types, and names a docstring."""

    name: str
    files: Sequence[int]
    functions: Sequence[int]
    typed: int
    told: int
    public: int
    comments: int
    broad: int

    def row(self) -> str:
        lines = sum(self.files)
        cells = (
            self.name, str(len(self.files)), f"{lines / 1000:.1f}k", _spread(self.files), _spread(self.functions),
            f"{self.typed / len(self.functions):.0%}", f"{self.told / self.public:.0%}", f"{self.comments / lines:.0%}",
            f"{1000 * self.broad / lines:.1f}",
        )  # fmt: skip
        return _row(cells)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _spread(lengths: Sequence[int]) -> str:
    p90 = quantiles(lengths, n=10, method="inclusive")[8]
    return f"{median(lengths):.0f} / {p90:.0f} / {max(lengths)}"


def shape(name: str, paths: Sequence[Path]) -> Shape:
    """Of these files; those without a line are left out. Raises SyntaxError for what is no Python."""
    texts = [text for text in (path.read_text(encoding="utf-8") for path in paths) if text.strip()]
    trees = [ast.parse(text) for text in texts]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, Function)]
    public = [node for tree in trees for node in _public(tree)]
    return Shape(
        name=name,
        files=[text.count("\n") for text in texts],
        functions=[(node.end_lineno or 0) - _first(node) + 1 for node in functions],
        typed=sum(node.returns is not None for node in functions),
        told=sum(ast.get_docstring(node) is not None for node in public),
        public=len(public),
        comments=sum(line.lstrip().startswith("#") for text in texts for line in text.splitlines()),
        broad=sum(_is_broad(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)),
    )


def _first(node: Function) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _BROAD) for kind in kinds)


def own() -> list[Path]:
    """The program's own files."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(ROOT / path for path in found if path.parts[0] not in _LEFT and not path.parts[0].startswith("."))


def package(name: str) -> list[Path]:
    """An installed package's files. Raises ValueError where there is none of this name."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"no package {name} is installed: name one that is")
    return sorted(Path(spec.submodule_search_locations[0]).rglob("*.py"))


def main() -> int:
    whole = shape("Jujugan", own())
    tests = shape("tests", sorted((ROOT / "tests").rglob("*.py")))
    rows = [whole, *(shape(name, package(name)) for name in sys.argv[1:] or PEERS)]
    sys.stdout.write(_row(HEAD) + _row(["---"] * len(HEAD)) + "".join(row.row() for row in rows))
    sys.stdout.write(f"Lines of tests for each of the program: {sum(tests.files) / sum(whole.files):.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
