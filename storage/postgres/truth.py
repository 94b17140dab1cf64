"""Truth: SQLite takes 0 and 1 for false and true and the other way round, PostgreSQL neither. Pure, on sqlglot's trees.

Where a truth is wanted and a number stands, it is compared with 0; where a number is wanted and a truth stands, it is
made one.
"""

from __future__ import annotations

from sqlglot import exp

_TRUTHS = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean, exp.Escape, exp.MatchAgainst)
_ASKING = (exp.Where, exp.Having, exp.Connector, exp.Not, exp.CheckColumnConstraint, exp.Check)
_COUNTING = (
    exp.Alias, exp.Func, exp.Binary, exp.Tuple, exp.Cast, exp.Between, exp.In, exp.Neg, exp.Distinct, exp.JSONKeyValue,
)  # fmt: skip
_ASSIGNING = (exp.Update, exp.OnConflict)


def settle_truth(tree: exp.Expression) -> None:
    """Put every number and every truth of a tree in its place."""
    for node in list(tree.iter_expressions()):
        settle_truth(node)
        wanted = _is_wanted(node)
        if wanted is True and not is_truth(node):
            whole = exp.Paren(this=node.copy()) if isinstance(node, exp.Binary) else node.copy()
            node.replace(exp.NEQ(this=whole, expression=exp.Literal.number(0)))
        elif wanted is False and is_truth(node):
            node.replace(exp.Cast(this=exp.Paren(this=node.copy()), to=exp.DataType.build("int", dialect="postgres")))


def is_truth(node: exp.Expression) -> bool:
    """Whether PostgreSQL takes this for true or false."""
    if isinstance(node, exp.Paren):
        return is_truth(node.this)
    return isinstance(node, _TRUTHS) and not isinstance(node, exp.Any)


def _is_wanted(node: exp.Expression) -> bool | None:
    """Whether a truth is wanted here, or a value; None where neither is, or what stands around it is asked."""
    around, part = node.parent, node.arg_key
    if isinstance(around, _ASKING):
        return True
    if isinstance(around, exp.Join):
        return True if part == "on" else None
    if isinstance(around, exp.If):
        case = around.find_ancestor(exp.Case)
        return part == "this" and case is not None and case.args.get("this") is None
    if isinstance(around, (exp.Escape, exp.Exists, exp.Paren, *_ASSIGNING)):
        return None
    if isinstance(around, exp.Select):
        return False if part == "expressions" else None
    return False if isinstance(around, _COUNTING) else None
