"""Re-rankers that were fitted to editors' decisions, with the figures of their back-tests; at most one is in use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.values import from_time, to_time

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class StoredReranker:
    """`weights` and `bias` are log-odds added to the rules' own; `model` is the version of the rules' weights that it
    was fitted on; `figures` has the back-test's, of "rules" and of "reranked"."""

    number: int
    made: datetime
    model: str
    decisions: int
    bias: float
    weights: Mapping[str, float]
    figures: Figures
    in_use: bool

    @property
    def version(self) -> str:
        """How verdicts name it."""
        return f"r{self.number}"


def store(
    db: Database,
    *,
    model: str,
    decisions: int,
    bias: float,
    weights: Mapping[str, float],
    figures: Figures,
    use: bool,
    now: datetime,
) -> StoredReranker:
    """Keep a re-ranker; `use` puts it in the place of the one in use. Inside `write()`."""
    if use:
        off(db)
    values = {"model": model, "decisions": decisions, "bias": bias, "made": to_time(now), "in_use": int(use)}
    texts = {"weights": json.dumps(dict(weights)), "figures": json.dumps({k: dict(v) for k, v in figures.items()})}
    number = db.insert("reranker", values | texts)
    return _reranker(db.rows("SELECT * FROM reranker WHERE id = ?", [number])[0])


def in_use(db: Database) -> StoredReranker | None:
    row = db.one("SELECT * FROM reranker WHERE in_use = 1")
    return None if row is None else _reranker(row)


def off(db: Database) -> bool:
    """Put the one in use out of use; whether there was one. Inside `write()`."""
    return db.execute("UPDATE reranker SET in_use = 0 WHERE in_use = 1") > 0


def _reranker(row: Mapping[str, Any]) -> StoredReranker:
    return StoredReranker(
        number=row["id"],
        made=from_time(row["made"]),
        model=row["model"],
        decisions=row["decisions"],
        bias=row["bias"],
        weights=json.loads(row["weights"]),
        figures=json.loads(row["figures"]),
        in_use=bool(row["in_use"]),
    )
