"""The search page: everything stored, by words and fields; searches that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk, back, text
from storage import saved
from storage.query import QueryError
from storage.search import CLOSE, OPEN, Found, search


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def page(request: Request) -> Response:
        return _page(desk, request, request.query_params.get("q", ""))

    async def keep(request: Request) -> Response:
        form = await request.form()
        query = text(form, "q")
        try:
            with desk.db.write():
                saved.save(desk.db, text(form, "name"), query, who=desk.who(request), now=desk.now())
        except QueryError as error:
            return _page(desk, request, query, str(error))
        return back(f"/search?{urlencode({'q': query})}")

    async def forget(request: Request) -> Response:
        with desk.db.write():
            saved.forget(desk.db, request.path_params["search"])
        return back("/search")

    return [
        Route("/search", page, methods=["GET"]),
        Route("/search", keep, methods=["POST"]),
        Route("/search/{search:id}/forget", forget, methods=["POST"]),
    ]


def _page(desk: Desk, request: Request, query: str, problem: str = "") -> Response:
    before = request.query_params.get("before", "")
    try:
        found = search(desk.db, query, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    except QueryError as error:
        found, problem = Found((), 0, False, None), problem or str(error)
    older = f"/search?{urlencode({'q': query, 'before': found.older})}" if found.older else None
    return desk.render(
        request,
        "search.html",
        400 if problem else 200,
        query=query,
        found=found,
        older=older,
        problem=problem,
        saved=saved.all_saved(desk.db),
        marked=marked,
    )


def marked(text: str) -> Markup:
    """A passage as HTML, with what matched between <mark>s."""
    return Markup(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
