"""The check: articles that were not flagged, drawn to tell how much is missed, and what the answers say so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk, back, text, words_of
from storage.decisions import NotDecidable
from storage.digest import gauge

SHOWN = 20
WINDOW = timedelta(days=90)


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def page(request: Request) -> Response:
        return _page(desk, request)

    async def answer(request: Request) -> Response:
        said = text(await request.form(), "answer")
        known = next((one for one in gauge.ANSWERS if one == said), None)
        if known is None:
            return _page(desk, request, words_of(request)("check.no_answer"))
        try:
            with desk.db.write():
                gauge.answer(desk.db, request.path_params["draw"], known, who=desk.who(request), now=desk.now())
        except NotDecidable:
            return _page(desk, request, words_of(request)("check.gone"))
        if known == "visit":
            desk.reader.start()
        return back("/check")

    return [Route("/check", page), Route("/check/{draw:id}", answer, methods=["POST"])]


def _page(desk: Desk, request: Request, problem: str = "") -> Response:
    """What waits for an answer, and what was answered last, so that a slip can be mended."""
    return desk.render(
        request,
        "check.html",
        400 if problem else 200,
        problem=problem,
        waiting=gauge.unanswered(desk.db, SHOWN),
        answered=gauge.answered_last(desk.db, SHOWN),
        answers=gauge.ANSWERS,
        recall=gauge.estimate(desk.db, desk.now() - WINDOW),
        recall_ever=gauge.estimate(desk.db),
    )
