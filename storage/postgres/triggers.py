"""A trigger of SQLite as PostgreSQL has them: a function, and what calls it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from storage.postgres.dialect import parsed, written
from storage.postgres.differences import rewritten
from storage.postgres.truth import settle_truth

_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>BEFORE|AFTER) (?P<what>INSERT|DELETE|UPDATE(?: OF [\w, ]+?)?)\s+"
    r"ON (?P<table>\w+)"
    r"(?:\s+WHEN (?P<condition>.*?))?\s+BEGIN(?P<body>.*)END",
    re.DOTALL,
)
_REFUSED = re.compile(r"SELECT RAISE\(ABORT, ('(?:[^']|'')*')\)")


def translated(sql: str) -> Iterator[str]:
    found = _TRIGGER.fullmatch(sql.strip())
    if found is None:
        raise ValueError(f"a trigger that is written otherwise than the others: {sql[:80]}")
    name, what = found["name"], found["what"]
    steps = "\n".join(f"{_statement(one)};" for one in found["body"].split(";") if one.strip())
    if found["condition"]:
        steps = f"IF {_condition(found['condition'])} THEN\n{steps}\nEND IF;"
    back = "NULL" if found["when"] == "AFTER" else "old" if what == "DELETE" else "new"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
        f"#variable_conflict use_column\nBEGIN\n{steps}\nRETURN {back};\nEND $body$"
    )
    columns = ", ".join(f'"{one.strip()}"' for one in what.removeprefix("UPDATE OF ").split(","))
    event = f"UPDATE OF {columns}" if what.startswith("UPDATE OF") else what
    yield (
        f'CREATE TRIGGER {name} {found["when"]} {event} ON "{found["table"]}" FOR EACH ROW EXECUTE FUNCTION {name}()'
    )


def _statement(sql: str) -> str:
    refused = _REFUSED.fullmatch(sql.strip())
    if refused:
        return f"RAISE EXCEPTION USING MESSAGE = {refused[1]}, ERRCODE = 'integrity_constraint_violation'"
    return written(rewritten(parsed(sql)))


def _condition(sql: str) -> str:
    """A condition is a truth, with whatever it asks the tables."""
    tree = exp.Where(this=parsed(f"SELECT 1 WHERE {sql}").args["where"].this)
    whole = rewritten(exp.select("1").where(tree.this))
    settle_truth(whole)
    return written(whole.args["where"].this)
