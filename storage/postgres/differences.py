"""What SQLite and PostgreSQL mean otherwise, each on the tree of a statement. Pure, on sqlglot's trees.

Each function below is one difference. What stands nowhere here is not used in storage/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sqlglot import exp

from storage.postgres.truth import settle_truth

# What a list of values is called, however long it is.
LIST = "list_of_values"

_MAKERS = frozenset({"jsonb_build_array", "json_build_object"})
_SQLITE_TIMES = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "HH24", "%M": "MI", "%S": "SS"}


def rewritten(tree: exp.Expression) -> exp.Expression:
    """The tree of a SQLite statement as one of PostgreSQL."""
    for kind, change in _CHANGES.items():
        # the innermost first, so that none is changed within one that was replaced
        for node in reversed(list(tree.find_all(kind))):
            new = change(node)
            if new is not node:
                if node is tree:
                    tree = new
                else:
                    node.replace(new)
    settle_truth(tree)
    return tree


def _table(node: exp.Expression) -> exp.Expression:
    """PostgreSQL takes no hint which index to use; a list of JSON as a table has one column, `value`."""
    node.set("indexed", None)
    call = node.this
    if isinstance(call, exp.Anonymous) and call.name.lower() == "json_each":
        call.replace(_call("jsonb_array_elements_text", _json(call.expressions[0])))
        alias = node.args.get("alias")
        named = alias.this if alias else exp.to_identifier("each")
        node.set("alias", exp.TableAlias(this=named, columns=[exp.to_identifier("value")]))
    return node


def _join(node: exp.Expression) -> exp.Expression:
    """CROSS JOIN ... ON is SQLite's way to fix the order."""
    if node.args.get("on") and node.args.get("kind") == "CROSS":
        node.set("kind", None)
    return node


def _subquery(node: exp.Expression) -> exp.Expression:
    """What stands among tables has a name."""
    if isinstance(node.parent, exp.From | exp.Join) and not node.alias:
        node.set("alias", exp.TableAlias(this=exp.to_identifier("nameless")))
    return node


def _in(node: exp.Expression) -> exp.Expression:
    """A list is one value; an empty one is written as such."""
    given = node.expressions
    if len(given) == 1 and isinstance(given[0], exp.Placeholder) and given[0].name.startswith(LIST):
        return exp.EQ(this=node.this, expression=exp.Any(this=exp.Paren(this=given[0])))
    if not given and not node.args.get("query") and not node.args.get("unnest"):
        return exp.false()
    return node


def _escape(node: exp.Expression) -> exp.Expression:
    if not node.this.args.get("negate"):
        return node
    node.this.set("negate", None)
    return exp.Not(this=exp.Paren(this=node.copy()))


def _like(node: exp.Expression) -> exp.Expression:
    """SQLite's LIKE takes a and A for the same, and knows no escape unless it is told one."""
    alike: exp.Expression = exp.ILike(this=node.this, expression=node.expression)
    negate, parent = node.args.get("negate"), node.parent
    if not isinstance(parent, exp.Escape):
        alike = exp.Escape(this=alike, expression=exp.Literal.string(""))
    return exp.Not(this=exp.Paren(this=alike)) if negate else alike


def _utmost(node: exp.Expression) -> exp.Expression:
    """max(a, b) is unknown where one is, GREATEST(a, b) only where all are."""
    parts = [node.this, *node.expressions]
    known = exp.and_(*(exp.Not(this=exp.Is(this=one.copy(), expression=exp.null())) for one in parts))
    return exp.Case(ifs=[exp.If(this=known, true=node.copy())])


def _match(node: exp.Expression) -> exp.Expression:
    """The index's own language: a value in it is put into PostgreSQL's by `search`; anything else is one phrase."""
    asked = node.expression
    query = (
        exp.Cast(this=asked, to=exp.DataType.build("tsquery", udt=True))
        if isinstance(asked, exp.Placeholder)
        else _call("jujugan_phrase", asked)
    )
    return exp.MatchAgainst(this=query, expressions=[exp.column("words", table=node.this.name)])


def _insert(node: exp.Expression) -> exp.Expression:
    """What is there already is named by its table, what was to come by `excluded`: the bare name could be either."""
    if node.args.get("alternative") == "IGNORE":
        node.set("alternative", None)
        node.set("conflict", exp.OnConflict(action=exp.var("DO NOTHING")))
    conflict = node.args.get("conflict")
    if conflict is None:
        return node
    keys = conflict.args.get("conflict_keys") or ()
    conflict.set("conflict_keys", [one.this if isinstance(one, exp.Ordered) else one for one in keys])
    into = next(iter(node.find_all(exp.Table))).name
    for part in (*conflict.expressions, conflict.args.get("where")):
        value = part.expression if isinstance(part, exp.EQ) else part
        for column in value.find_all(exp.Column) if value else ():
            if not column.table and column.find_ancestor(exp.Select) is None:
                column.set("table", exp.to_identifier(into))
    return node


def _ordered(node: exp.Expression) -> exp.Expression:
    """Numbers of rows are never NULL: to say where those go would keep PostgreSQL from its index."""
    if isinstance(node.this, exp.Column) and node.this.name in ("id", "number"):
        return exp.Ordered(this=node.this, desc=node.args.get("desc"), nulls_first=bool(node.args.get("desc")))
    if isinstance(node.parent, exp.IndexParameters) and not isinstance(node.this, exp.Column):
        node.this.replace(exp.Paren(this=node.this.copy()))
    return node


def _collate(node: exp.Expression) -> exp.Expression:
    return exp.Lower(this=node.this)


def _data_type(node: exp.Expression) -> exp.Expression:
    kinds = {"INT": "bigint", "REAL": "double precision", "FLOAT": "double precision", "BLOB": "bytea"}
    name = node.this.value if isinstance(node.this, exp.DataType.Type) else ""
    wanted = kinds.get(name) or ("bytea" if name == "VARBINARY" else None)
    return exp.DataType.build(wanted, dialect="postgres") if wanted else node


def _moment(node: exp.Expression) -> exp.Expression:
    """Times are text: SQLite's functions of them are told by what they are made of."""
    given = list(node.expressions) if isinstance(node, exp.Anonymous) else [node.this, *node.expressions]
    name = node.name.upper() if isinstance(node, exp.Anonymous) else "DATE"
    if name == "JULIANDAY":
        return _call("jujugan_julian", *given)
    how = {"DATE": "YYYY-MM-DD", "DATETIME": "YYYY-MM-DD HH24:MI:SS"}.get(name)
    if how is None:
        how, given = _time_format(given[0].name), given[1:]
    return _call("to_char", _call("jujugan_moment", *given), exp.Literal.string(how))


def _time_format(sqlite: str) -> str:
    parts = re.findall(r"%[A-Za-z]|[^%]+", sqlite)
    return "".join(_SQLITE_TIMES[part] if part.startswith("%") else f'"{part}"' for part in parts)


def _anonymous(node: exp.Expression) -> exp.Expression:
    name = node.name.upper()
    if name in ("STRFTIME", "DATE", "DATETIME", "JULIANDAY"):
        return _moment(node)
    if name == "JSON_ARRAY":
        return _text(_call("jsonb_build_array", *map(_nested, node.expressions)))
    return node


def _json_object(node: exp.Expression) -> exp.Expression:
    parts = [part for pair in node.expressions for part in (pair.this, _nested(pair.expression))]
    return _text(_call("json_build_object", *parts))


def _json_list(node: exp.Expression) -> exp.Expression:
    """Of no rows SQLite makes an empty list."""
    nothing = exp.Cast(this=exp.Literal.string("[]"), to=exp.DataType.build("json"))
    return _text(exp.Coalesce(this=_call("json_agg", _nested(node.this)), expressions=[nothing]))


def _nested(node: exp.Expression) -> exp.Expression:
    """JSON that was made in place is a part of what it is put into, not a text in it."""
    made = node.this if isinstance(node, exp.Cast) else None
    return made if isinstance(made, exp.Anonymous) and made.name.lower() in _MAKERS else node


def _json_part(node: exp.Expression) -> exp.Expression:
    steps = [step for step in node.expression.expressions if not isinstance(step, exp.JSONPathRoot)]
    return _call("jsonb_extract_path_text", _json(node.this), *(exp.Literal.string(str(step.this)) for step in steps))


def _joined(node: exp.Expression) -> exp.Expression:
    """Numbers are joined as text."""
    inner = node.this
    if isinstance(inner, exp.Distinct):
        inner.set("expressions", [_text(one) for one in inner.expressions])
    else:
        node.set("this", _text(inner))
    return node


def _call(name: str, *given: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this=name, expressions=[one.copy() for one in given])


def _text(node: exp.Expression) -> exp.Expression:
    return exp.Cast(this=node.copy(), to=exp.DataType.build("text"))


def _json(node: exp.Expression) -> exp.Expression:
    return exp.Cast(this=node.copy(), to=exp.DataType.build("jsonb", dialect="postgres"))


_CHANGES: Mapping[type[exp.Expression], Callable[[exp.Expression], exp.Expression]] = {
    exp.Table: _table,
    exp.Join: _join,
    exp.Match: _match,
    exp.Escape: _escape,
    exp.Like: _like,
    exp.Subquery: _subquery,
    exp.In: _in,
    exp.Insert: _insert,
    exp.Ordered: _ordered,
    exp.Collate: _collate,
    exp.DataType: _data_type,
    exp.Date: _moment,
    exp.Anonymous: _anonymous,
    exp.JSONObject: _json_object,
    exp.JSONArrayAgg: _json_list,
    exp.JSONExtractScalar: _json_part,
    exp.GroupConcat: _joined,
    exp.Greatest: _utmost,
    exp.Least: _utmost,
}
