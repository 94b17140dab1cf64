"""A statement written for SQLite, in PostgreSQL's words. Pure.

sqlglot reads the one and writes the other; what the two mean otherwise is changed on the tree between (`differences`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import ParseError

from storage.postgres.differences import LIST, rewritten

# How often a process sees new statements is bounded by the program's own text.
_KNOWN_STATEMENTS = 4096

_MANY = re.compile(r"\bIN \(\s*\?(?:\s*,\s*\?)*\s*\)")
_SLOT = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\?")
_MARK = re.compile("\x01(\\w+)\x02")


class _Ours(SQLite):
    """SQLite as we write it: a table of ours is called what other databases have as a word."""

    class Tokenizer(SQLite.Tokenizer):
        KEYWORDS = {word: token for word, token in SQLite.Tokenizer.KEYWORDS.items() if word != "FETCH"}


@dataclass(frozen=True, slots=True)
class Statement:
    """`sql` takes its values by name, as psycopg writes them. `slots` are the names of those that came without one: of
    a list of values one name and how many there are. `searches` are the names of values in the index's language."""

    sql: str
    slots: tuple[tuple[str, int | None], ...] = ()
    searches: frozenset[str] = frozenset()


def translate(sql: str, *, is_one: bool = False) -> Statement:
    """The statement, which `is_one` where no more than a row of its result is wanted: PostgreSQL would make it all.

    Raises sqlglot.errors.ParseError for what is no SQL.
    """
    sizes: list[int] = []

    def listed(found: re.Match[str]) -> str:
        sizes.append(found[0].count("?"))
        return f"IN (:{LIST})"

    # Lists of values are one value, however many there are, so that a statement is translated once.
    statement = _translated(_MANY.sub(listed, sql), is_one)
    left = iter(sizes)
    slots = tuple((name, next(left) if name.startswith(LIST) else None) for name, _ in statement.slots)
    return Statement(statement.sql, slots, statement.searches)


@lru_cache(_KNOWN_STATEMENTS)
def _translated(sql: str, is_one: bool) -> Statement:
    names: list[str] = []
    numbers = count()

    def named(found: re.Match[str]) -> str:
        if found[0] not in ("?", f":{LIST}"):
            return found[0]
        names.append(f"{'p' if found[0] == '?' else LIST}{next(numbers)}")
        return f":{names[-1]}"

    tree = rewritten(parsed(re.sub(rf"{_SLOT.pattern}|:{LIST}\b", named, sql)))
    if is_one and isinstance(tree, exp.Query) and not tree.args.get("limit"):
        tree = tree.limit(1)
    searches = frozenset(
        match.this.find(exp.Placeholder).name
        for match in tree.find_all(exp.MatchAgainst)
        if match.this.find(exp.Placeholder)
    )
    for slot in list(tree.find_all(exp.Placeholder)):
        slot.replace(exp.Var(this=f"\x01{slot.name}\x02"))
    text = written(tree).replace("%", "%%")
    return Statement(_MARK.sub(r"%(\1)s", text), tuple((name, None) for name in names), searches)


def parsed(sql: str) -> exp.Expression:
    """The tree of a SQLite statement. Raises sqlglot.errors.ParseError."""
    (tree,) = _Ours().parse(sql)
    if not isinstance(tree, exp.Expression):
        raise ParseError(f"this is no one statement: {sql[:80]}")
    return tree


def written(tree: exp.Expression) -> str:
    """Every name in quotes: some of ours are words of PostgreSQL's."""
    return tree.sql("postgres", identify=True, comments=False)
