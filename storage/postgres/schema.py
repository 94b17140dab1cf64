"""The tables of PostgreSQL, read from those of SQLite once its steps are taken: so the two cannot drift.

A database that has had fewer steps is brought up to date by the statements of those it lacks, as SQLite is. Full-text
search is another in each: see `search`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from storage.file.sqlite import SqliteStore, empty
from storage.migrations import STEPS
from storage.postgres import search, triggers
from storage.postgres.dialect import parsed, written
from storage.postgres.differences import rewritten
from storage.postgres.functions import FUNCTIONS
from storage.postgres.store import PostgresStore

# SQLite's own, and what full-text search there is made of.
_NOT_OURS = ("sqlite_", "_sqlite_", "search")

# What pages say in as many letters as they like: an ordered index takes 2,700 bytes, and these are only asked for one
# value at a time.
_OF_ANY_LENGTH = {"candidate_title": ("candidate", "title"), "article_url": ("article", "url")}
_ANY = re.compile(r"\bANY\b")


@dataclass(frozen=True, slots=True)
class Made:
    """A table, index, view or trigger of the SQLite schema: its kind, name and statement."""

    kind: str
    name: str
    sql: str


def applied(db: PostgresStore) -> frozenset[str]:
    """The names of the steps that the database has had; none where there is nothing yet."""
    if db.rows("SELECT to_regclass('schema_step') IS NULL AS is_new")[0]["is_new"]:
        return frozenset()
    return frozenset(row["name"] for row in db.rows("SELECT name FROM schema_step"))


def bring_up_to_date(db: PostgresStore) -> None:
    """Take the steps that the database lacks. Inside `write()`, and nothing to do where another process was first."""
    had = applied(db)
    lacking = [step for step in STEPS if step.__name__ not in had]
    if not had:
        make(db)
    elif lacking:
        with empty(before=lacking[0].__name__) as ours:
            for step in lacking:
                _take(step, ours, db)
    for step in lacking:
        db.execute("INSERT INTO schema_step (name) VALUES (?)", [step.__name__])


def make(db: PostgresStore, before: str | None = None) -> None:
    """Make everything in a new database. Inside `write()`."""
    for statement in (*tables(before), *first_rows(before), *around_tables(before)):
        db.run(statement)


def _take(step: Callable[[Any], None], ours: SqliteStore, db: PostgresStore) -> None:
    """One step on both: what it says to SQLite is said to PostgreSQL."""
    later: list[str] = []
    with ours.write():
        step(_Both(ours, db, later))
    for statement in later:
        db.run(statement)


@dataclass(frozen=True, slots=True)
class _Both:
    ours: SqliteStore
    db: PostgresStore
    references: list[str]

    def execute(self, sql: str) -> None:
        self.ours.sql.execute(sql)
        if sql.startswith("CREATE TABLE"):
            self.db.run(_table(sql, self.references))
            return
        if sql.startswith("DROP TRIGGER"):  # what calls the function goes with it
            self.db.run(f"DROP FUNCTION {sql.split()[2]} CASCADE")
            return
        for statement in _statements(Made(sql.split()[1].lower(), sql.split()[2], sql)):
            self.db.run(statement)


def tables(before: str | None) -> Iterator[str]:
    """The statements that make the tables, and what their own statements need."""
    yield FUNCTIONS
    yield "CREATE TABLE schema_step (name TEXT PRIMARY KEY)"
    yield from (_table(one.sql, []) for one in made(before) if one.kind == "table")


def first_rows(before: str | None) -> Iterator[str]:
    """The statements that put in what a new database of ours has in it."""
    with empty(before=before) as ours:
        for one in _made(ours):
            if one.kind == "table":
                yield from (_row(one.name, row) for row in ours.rows(f"SELECT * FROM {one.name}"))


def around_tables(before: str | None) -> Iterator[str]:
    """The statements that make all else: what refers to what, the search, indexes, views and triggers."""
    parts = made(before)
    references: list[str] = []
    for table in (one for one in parts if one.kind == "table"):
        _table(table.sql, references)
    yield from references
    yield from (search.TABLE, search.INDEX)
    for kind in ("index", "view", "trigger"):
        for one in parts:
            if one.kind == kind:
                yield from _statements(one)
    yield search.TRIGGERS


def made(before: str | None = None) -> list[Made]:
    """The parts of the SQLite schema, each after those it is made of; `before` names the first step to leave out."""
    with empty(before=before) as ours:
        return list(_made(ours))


def _made(ours: SqliteStore) -> Iterator[Made]:
    for row in ours.rows("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
        about = row["name"] if row["type"] == "trigger" else row["tbl_name"]
        if row["type"] == "view" or not about.startswith(_NOT_OURS):
            yield Made(row["type"], row["name"], row["sql"])


def _statements(made: Made) -> Iterator[str]:
    """One part of the schema but a table."""
    if made.kind == "trigger":
        yield from triggers.translated(made.sql)
    elif made.name in _OF_ANY_LENGTH:
        table, column = _OF_ANY_LENGTH[made.name]
        yield f'CREATE INDEX {made.name} ON "{table}" USING hash ("{column}")'
    else:
        yield written(rewritten(parsed(made.sql)))


def _table(sql: str, references: list[str]) -> str:
    """The statement that makes a table. What it refers to may be made later: that is added to `references`."""
    # what may be of any kind is kept as text
    tree = parsed(_ANY.sub("TEXT", sql[: sql.rindex(")") + 1]))
    name = tree.this.this.name
    for column in tree.this.expressions:
        if isinstance(column, exp.ColumnDef):
            refers = [one for one in column.constraints if _is_reference(one)]
            references += [_reference(name, column.name, one) for one in refers]
            column.set("constraints", [one for one in column.constraints if one not in refers])
            if not refers:
                _number(column)
    return written(rewritten(tree))


def _is_reference(constraint: exp.Expression) -> bool:
    return isinstance(constraint.args["kind"], exp.Reference)


def _reference(table: str, column: str, constraint: exp.Expression) -> str:
    refers = constraint.args["kind"].sql("postgres", identify=True)
    return f'ALTER TABLE "{table}" ADD FOREIGN KEY ("{column}") {refers}'


def _number(column: exp.ColumnDef) -> None:
    """A row's number is given by the database unless it comes with one."""
    is_key = any(isinstance(one.kind, exp.PrimaryKeyColumnConstraint) for one in column.constraints)
    if is_key and column.args["kind"].this == exp.DataType.Type.INT:
        own = exp.GeneratedAsIdentityColumnConstraint(this=False)
        column.append("constraints", exp.ColumnConstraint(kind=own))


def _row(table: str, row: dict[str, Any]) -> str:
    values = ", ".join(exp.convert(value).sql("postgres") for value in row.values())
    names = ", ".join(f'"{name}"' for name in row)
    return f'INSERT INTO "{table}" ({names}) VALUES ({values})'
