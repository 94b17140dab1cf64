"""Which rows of several releases are one row, and what it says: as values, and as SQL.

A row is the same in two releases when it has the same key; of equal rows within one release the first is the same as
the first of the other, and so on, so that no release loses a row to itself. What stands is decided by what the rows
say, never by where they came from: so neither the order of the releases nor merging again makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from storage.release.allowed import LISTED


@dataclass(frozen=True, slots=True)
class Plan:
    """Of one table, as names: what its rows are told apart by (`key`), when they came about (`came`).

    `refers`: the table that a column refers to. `said`: SQL by name of what else a row says, to choose by. `first`: SQL
    to order by, which of several stands. `together`: SQL by column of what all of them say, over the window `same`.
    `part_of`: the table of which rows these are parts, which stay in one piece as one release has it.
    """

    told_apart: str
    came: str
    first: str = "1"
    refers: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    together: Mapping[str, str] = field(default_factory=dict)
    part_of: str | None = None

    @property
    def key(self) -> list[str]:
        return self.told_apart.split()


_PARTS = (
    "(SELECT group_concat(line, char(10)) FROM (SELECT json_array({columns}) AS line FROM in_{name} AS part "
    "WHERE part.src = t.src AND part.{whole} = t.old ORDER BY part.old))"
)


def columns(name: str, with_text: bool) -> list[str]:
    """The columns of a table that are merged: those of a release, without its number."""
    listed = [column for column in LISTED[name].split() if column != "id"]
    return [*listed, *(["body"] if with_text and name == "version" else [])]


def _part_of(whole: str) -> Plan:
    """Of rows that a whole has in one order, told apart by their place in it."""
    place = f"row_number() OVER (PARTITION BY t.src, t.{whole} ORDER BY t.old)"
    return Plan(f"{whole} place", whole, refers={whole: whole}, said={"place": place}, part_of=whole)


# By table, each after those it refers to.
PLANS: Mapping[str, Plan] = {
    "run": Plan(" ".join(columns("run", with_text=False)), "started"),
    "gap": Plan(
        "site source run noticed since",
        "noticed",
        first="ended IS NULL, ended DESC",
        refers={"run": "run", "known_run": "run"},
    ),
    "alarm": Plan("site cause subject since", "since", first="resolved IS NULL, resolved"),
    "article": Plan(
        "site key",
        "first_seen",
        first="first_seen",
        refers={"first_run": "run"},
        together={"withdrawn": "min(withdrawn) OVER same"},
    ),
    "version": Plan(
        "article content_hash title",
        "read",
        first="read",
        refers={"article": "article", "run": "run"},
    ),
    "verdict": Plan(
        "article version flagged score direction status undecided lexicon watch place",
        "judged",
        first="parts, judged",
        refers={"article": "article", "version": "version"},
        said={"parts": _PARTS.format(columns="rule, weight, words, words_start", name="evidence", whole="verdict")},
        together={"judged": "min(judged) OVER same"},
    ),
    "evidence": _part_of("verdict"),
    "report": Plan(
        "article host entry",
        "reported",
        first="score DESC, judgement, parts, kept DESC",
        refers={"article": "article", "verdict": "verdict"},
        said={
            "host": "coalesce(t.place, ref_verdict.watch)",
            "score": "ref_verdict.score",
            "judgement": "(SELECT json_array(text.content_hash, text.title, ref_verdict.lexicon, ref_verdict.status, "
            "ref_verdict.parts) FROM merged_version AS text WHERE text.id = ref_verdict.version AND text.choice = 1)",
            "parts": _PARTS.format(columns="kind, position, value, code, span_start", name="fact", whole="report"),
        },
        together={"reported": "min(reported) OVER same"},
    ),
    "fact": _part_of("report"),
    "decision": Plan(
        "at kind shown article reason other made fact stated",
        "at",
        refers={"shown": "visit", "other": "visit", "article": "article"},
    ),
}

# Numbers of one release mean nothing in another, and what stands in one need not in all: they decide nothing.
_NUMBERS = frozenset({"number", "undoes", "visit", "is_current", "decided"})


def to_sql(name: str, with_text: bool) -> Iterator[str]:
    """The statements that number the rows of `in_NAME` anew: in `merged_NAME`, `src` and `old` say which row it was,
    `id` which it is, and `choice` 1 marks the one that stands."""
    plan, listed = PLANS[name], columns(name, with_text)
    taken = [f"ref_{one}.id AS {one}" if one in plan.refers else f"t.{one}" for one in listed]
    taken += [f"{sql} AS {one}" for one, sql in plan.said.items()]
    shown = [f"{plan.together[one]} AS {one}" if one in plan.together else one for one in (*listed, *plan.said)]
    same = ", ".join([*plan.key, "nth"])
    order = ", ".join([plan.first, *(one for one in listed if one not in _NUMBERS and one not in plan.together)])
    yield f"""CREATE TABLE merged_{name} AS
        WITH placed AS (SELECT t.src, t.old, {", ".join(taken)} FROM in_{name} AS t{"".join(_joins(plan))}),
        counted AS (SELECT *, row_number() OVER (PARTITION BY src, {", ".join(plan.key)} ORDER BY old) AS nth
            FROM placed),
        chosen AS (SELECT src, old, nth, {", ".join(shown)}, min({plan.came}) OVER same AS came_first,
                row_number() OVER (PARTITION BY {same} ORDER BY {order}) AS choice
            FROM counted WINDOW same AS (PARTITION BY {same}))
        SELECT *, dense_rank() OVER (ORDER BY came_first, {same}) AS id FROM chosen"""
    yield f"CREATE INDEX merged_{name}_old ON merged_{name}(src, old)"
    yield f"CREATE INDEX merged_{name}_id ON merged_{name}(id) WHERE choice = 1"


def _joins(plan: Plan) -> Iterator[str]:
    for column, table in plan.refers.items():
        yield f" LEFT JOIN merged_{table} AS ref_{column} ON ref_{column}.src = t.src AND ref_{column}.old = t.{column}"
    if plan.part_of:
        yield (
            f" JOIN merged_{plan.part_of} AS best ON best.id = ref_{plan.part_of}.id AND best.choice = 1"
            f" AND best.parts IS ref_{plan.part_of}.parts"
        )
