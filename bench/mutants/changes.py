"""Which small changes of a module there are: cosmic-ray's for Python, and our own for the words of SQL in strings."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

from bench.mutants.sql import swapped, swaps

# Of the many that cosmic-ray has, those that a slip of the hand makes: each is another working program, not a crash.
_BINARY = ("Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "BitOr_BitAnd", "BitAnd_BitOr")
_COMPARISON = (
    "Eq_NotEq",
    "NotEq_Eq",
    "Lt_LtE",
    "LtE_Lt",
    "Gt_GtE",
    "GtE_Gt",
    "Lt_GtE",
    "Gt_LtE",
    "Is_IsNot",
    "IsNot_Is",
)
_OTHERS = (
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "ZeroIterationForLoop",
)
_LONGEST_LINE = 120


class SwapSql(Operator):
    """Another word in a statement: AND for OR, < for <=, the order turned round, a condition negated."""

    def mutation_positions(self, node):  # type: ignore[no-untyped-def]
        if node.type in ("string", "fstring_string"):
            for line in swaps(node.value):
                yield (node.start_pos[0] + line, node.start_pos[1]), node.end_pos

    def mutate(self, node, index):  # type: ignore[no-untyped-def]
        node.value = swapped(node.value, index)
        return node

    @classmethod
    def examples(cls) -> Sequence[object]:
        return ()


def _operators() -> dict[str, Operator]:
    names = [f"ReplaceBinaryOperator_{name}" for name in _BINARY]
    names += [f"ReplaceComparisonOperator_{name}" for name in _COMPARISON]
    found = {name: get_operator(f"core/{name}")() for name in (*names, *_OTHERS)}
    return found | {"SwapSql": SwapSql()}


_OPERATORS = _operators()


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change of one file: the `occurrence`-th place at which the operator has something to change.

    `of` is the file's text in short, so that a change of another text is another change.
    """

    path: str
    of: str
    line: int
    operator: str
    occurrence: int


def changes(path: str, source: str) -> dict[tuple[int, int], list[Change]]:
    """Every change of the file that may alter what it does, by the place that it changes."""
    nodes = list(ast_nodes(get_ast(source)))
    left_out = set(_silent(source))
    of = blake2b(source.encode(), digest_size=8).hexdigest()
    found: dict[tuple[int, int], list[Change]] = {}
    for name, operator in _OPERATORS.items():
        places = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(places):
            if start not in left_out:
                found.setdefault(start, []).append(Change(path, of, start[0], name, occurrence))
    return found


def _silent(source: str) -> Iterator[tuple[int, int]]:
    """Each place in types that are written down and in decorators: none of them changes what comes out."""
    for node in ast.walk(ast.parse(source)):
        said = [getattr(node, "annotation", None), getattr(node, "returns", None), *getattr(node, "decorator_list", ())]
        for part in said:
            if isinstance(part, ast.expr):
                yield from _within(part)


def _within(part: ast.expr) -> Iterator[tuple[int, int]]:
    last = part.end_lineno or part.lineno
    for line in range(part.lineno, last + 1):
        first = part.col_offset if line == part.lineno else 0
        end = part.end_col_offset or 0 if line == last else _LONGEST_LINE
        yield from ((line, column) for column in range(first, end))


def changed(change: Change, source: str) -> str | None:
    """The file's text with the change; None where that is no Python any more, or cosmic-ray cannot make it (it renames
    no exception that is named with its module)."""
    try:
        text = mutate_code(source, _OPERATORS[change.operator], change.occurrence)
        compile(text, change.path, "exec")
    except (SyntaxError, ValueError, AttributeError):
        return None
    return str(text)


def sample(found: Iterable[list[Change]], count: int, seed: int) -> list[Change]:
    """So many changes, drawn by place: where several are possible at one place, one of them."""
    chance = random.Random(seed)
    places = sorted(found)
    return [chance.choice(sorted(place)) for place in chance.sample(places, min(count, len(places)))]
