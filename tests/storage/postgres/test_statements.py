"""Every statement that storage/ has as one text is understood by PostgreSQL, over the tables that it has there."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

import pytest

from config import ROOT, Config
from storage.database import open_store
from tests.postgres import Cluster

# What works on SQLite files alone: releases and what they are made of, the file's own condition, moving.
FILES_ONLY = {"migrations", "postgres", "release", "schema"}
FILE_ONLY = {"condition", "marking", "scrub", "sqlite"}
_ASKING = frozenset({"rows", "one", "each", "execute"})
_BEGINNINGS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


def statements() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "storage").rglob("*.py")):
        within = path.relative_to(ROOT)
        if within.parts[1] in FILES_ONLY or path.stem in FILE_ONLY or path.stem == "__init__":
            continue
        module = importlib.import_module(".".join(within.with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, str) and value.strip().startswith(_BEGINNINGS) and "{" not in value:
                yield f"{path.stem}.{name}", value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING:
                for given in node.args[:1]:
                    if isinstance(given, ast.Constant) and str(given.value).strip().startswith(_BEGINNINGS):
                        yield f"{path.stem}:{node.lineno}", str(given.value)


def test_each_is_understood(cluster: Cluster) -> None:
    psycopg = pytest.importorskip("psycopg")
    from sqlglot.errors import ParseError

    from storage.postgres.dialect import translate

    said, wrong, parts = list(statements()), {}, 0
    assert len(said) > 150
    with cluster.database() as address:
        open_store(Config(store=address)).close()
        with psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
            for place, sql in said:
                try:
                    statement = translate(sql)
                except ParseError:
                    parts += 1  # the beginning of one
                    continue
                values = dict.fromkeys((*_named(sql), *(name for name, _ in statement.slots)))
                try:
                    connection.execute(f"EXPLAIN {statement.sql}", values)
                except psycopg.errors.GroupingError:
                    parts += 1  # likewise: how it is grouped stands in what follows
                except psycopg.Error as error:
                    wrong[place] = str(error)
    assert wrong == {}
    assert parts < 10


def _named(sql: str) -> set[str]:
    return set(re.findall(r":([a-z_]+)", sql))
