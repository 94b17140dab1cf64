"""The log of decisions as pages show it: who decided what and when, and what can still be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk
from review.entries import Said, said
from storage.database import Database
from storage.desk import reviews
from storage.desk.reviews import Decision

SHOWN = 100


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision as made; of an undo, `of` is what it took back."""

    decision: Decision
    said: Said
    of: Decision | None


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def latest(request: Request) -> Response:
        with desk.db.snapshot():
            lines = log_lines(desk.db, reviews.latest(desk.db, SHOWN))
            return desk.render(request, "decisions.html", log=lines)

    return [Route("/decisions", latest)]


def log_lines(db: Database, log: Sequence[Decision]) -> list[LogLine]:
    known = {one.decision_id: one for one in log}
    return [
        LogLine(one, said(db, one), known.get(one.undoes) or reviews.decision(db, one.undoes) if one.undoes else None)
        for one in log
    ]
