"""The search page: everything stored, by words and fields; searches that are kept, each with a feed of its finds."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from digest import feed
from digest.feed import Entry
from review.desk import Desk, back, text, words_of
from review.log_in import feed_address
from storage import saved
from storage.marking import CLOSE, OPEN
from storage.query import QueryError
from storage.search import Found, Hit, search

IN_FEED = 50


def routes(desk: Desk) -> Sequence[BaseRoute]:
    pages = _Pages(desk)
    return [
        Route("/search", pages.page, methods=["GET"]),
        Route("/search", pages.keep, methods=["POST"]),
        Route("/search/{search:id}.atom", pages.feed, methods=["GET"]),
        Route("/search/{search:id}/forget", pages.forget, methods=["POST"]),
    ]


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def page(self, request: Request) -> Response:
        return self.shown(request, request.query_params.get("q", ""))

    async def keep(self, request: Request) -> Response:
        form = await request.form()
        query = text(form, "q")
        try:
            with self.desk.db.write():
                saved.save(self.desk.db, text(form, "name"), query, who=self.desk.who(request), now=self.desk.now())
        except QueryError as error:
            return self.shown(request, query, error)
        return back(f"/search?{urlencode({'q': query})}")

    async def forget(self, request: Request) -> Response:
        with self.desk.db.write():
            saved.forget(self.desk.db, request.path_params["search"])
        return back("/search")

    async def feed(self, request: Request) -> Response:
        """The newest that a kept search finds."""
        kept = saved.get(self.desk.db, request.path_params["search"])
        if kept is None:
            raise HTTPException(404)
        page = self.desk.config.page
        found = search(self.desk.db, kept.query, limit=IN_FEED)
        made = feed.atom(
            [_entry(hit, page) for hit in found.hits],
            f"Jujugan: {kept.name}",
            f"{page}search/{kept.search_id}.atom",
            f"{page}search?{urlencode({'q': kept.query})}",
            self.desk.config.digest.language,
        )
        return Response(made, media_type="application/atom+xml")

    def shown(self, request: Request, query: str, problem: QueryError | None = None) -> Response:
        before = request.query_params.get("before", "")
        try:
            found = search(self.desk.db, query, before=int(before) if before.isdecimal() and len(before) < 19 else None)
        except QueryError as error:
            found, problem = Found((), 0, False, None), problem or error
        older = f"/search?{urlencode({'q': query, 'before': found.older})}" if found.older else None
        kept = saved.all_saved(self.desk.db)
        return self.desk.render(
            request,
            "search.html",
            400 if problem else 200,
            query=query,
            found=found,
            older=older,
            problem=words_of(request)(f"search.wrong_{problem.key}", **problem.slots) if problem else "",
            saved=[(one, feed_address(self.desk, request, f"/search/{one.search_id}.atom")) for one in kept],
            marked=marked,
        )


def marked(text: str) -> Markup:
    """A passage as HTML, with what matched between <mark>s."""
    return Markup(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def _entry(hit: Hit, page: str) -> Entry:
    """An article under a name that is its own in every feed, as long as it is stored."""
    path = f"visit/{hit.visit_id}" if hit.visit_id else f"article/{hit.article_id}"
    title = hit.title.replace(OPEN, "").replace(CLOSE, "")
    name = f"article.{hit.article_id}.{hit.first_seen:%Y%m%dT%H%M%SZ}"
    return Entry(name, title, hit.first_seen, f"{page}{path}", f"<p>{marked(hit.passage)}</p>")
