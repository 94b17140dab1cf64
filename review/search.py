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
from review.desk import Desk, back, language, text, words_of
from review.log_in import feed_address
from storage import visits
from storage.cards import VisitCard
from storage.searching import query as queries
from storage.searching import saved
from storage.searching.marking import CLOSE, OPEN
from storage.searching.query import VISITS, Clause, QueryError
from storage.searching.search import Found, Hit, search
from storage.searching.search_visits import FoundVisits, search_visits
from wording.words import Language

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
        """The newest that a kept search finds: articles, or visits where it asks for those."""
        kept = saved.get(self.desk.db, request.path_params["search"])
        if kept is None:
            raise HTTPException(404)
        page = self.desk.config.page
        if queries.asks_for_visits(queries.parse(kept.query)):
            shown = [_visit(card, page) for card in search_visits(self.desk.db, kept.query, limit=IN_FEED).cards]
        else:
            shown = [_entry(hit, page) for hit in search(self.desk.db, kept.query, limit=IN_FEED).hits]
        made = feed.atom(
            shown,
            f"Jujugan: {kept.name}",
            f"{page}search/{kept.search_id}.atom",
            f"{page}search?{urlencode({'q': kept.query})}",
            self.desk.config.digest.language,
        )
        return Response(made, media_type="application/atom+xml")

    def shown(self, request: Request, query: str, problem: QueryError | None = None) -> Response:
        try:
            clauses = queries.parse(query)
            found = self.found(query, clauses, _number(request, "from"))
        except QueryError as error:
            clauses, found, problem = (), Found((), 0, False, None), problem or error
        kept, spoken = saved.all_saved(self.desk.db), language(request)
        return self.desk.render(
            request,
            "search.html",
            400 if problem else 200,
            query=query,
            found=found,
            are_visits=isinstance(found, FoundVisits),
            reported=self.reported(found),
            otherwise=_other(clauses, spoken),
            further=f"/search?{urlencode({'q': query, 'from': found.further})}" if found.further else None,
            problem=words_of(request)(f"search.wrong_{problem.key}", **problem.told(spoken)) if problem else "",
            saved=[
                (one, _spelt(one.query, spoken), feed_address(self.desk, request, f"/search/{one.search_id}.atom"))
                for one in kept
            ],
            marked=marked,
        )

    def found(self, query: str, clauses: tuple[Clause, ...], further: int | None) -> Found | FoundVisits:
        """A page of articles, or of visits, that goes on where the one before said. Raises QueryError."""
        if queries.asks_for_visits(clauses):
            return search_visits(self.desk.db, query, after=further or 0)
        return search(self.desk.db, query, before=further)

    def reported(self, found: Found | FoundVisits) -> dict[int, VisitCard]:
        """The visits that the articles found report, by number."""
        numbers = [one for hit in found.hits for one in hit.visit_ids] if isinstance(found, Found) else []
        return {card.visit_id: card for card in visits.cards(self.desk.db, list(dict.fromkeys(numbers)))}


def _number(request: Request, name: str) -> int | None:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def _other(clauses: tuple[Clause, ...], spoken: Language) -> str:
    """The address of the same search for visits, or, of one for visits, for articles; none of a search for nothing."""
    visits_only = Clause((VISITS,))
    others = tuple(one for one in clauses if one != visits_only)
    asked = others if visits_only in clauses else (*clauses, visits_only)
    return f"/search?{urlencode({'q': queries.spelt(asked, spoken)})}" if others else ""


def _spelt(query: str, spoken: Language) -> str:
    return queries.spelt(queries.parse(query), spoken)


def marked(text: str) -> Markup:
    """A passage as HTML, with what matched between <mark>s."""
    return Markup(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def _entry(hit: Hit, page: str) -> Entry:
    """An article under a name that is its own in every feed, as long as it is stored."""
    path = f"visit/{hit.visit_ids[0]}" if hit.visit_ids else f"article/{hit.article_id}"
    title = hit.title.replace(OPEN, "").replace(CLOSE, "")
    name = f"article.{hit.article_id}.{hit.first_seen:%Y%m%dT%H%M%SZ}"
    return Entry(name, title, hit.first_seen, f"{page}{path}", f"<p>{marked(hit.passage)}</p>")


def _visit(card: VisitCard, page: str) -> Entry:
    """A visit, under one name in every feed too."""
    name = f"visit.{card.visit_id}.{card.first_seen:%Y%m%dT%H%M%SZ}"
    title = "; ".join(card.visitors) or card.title
    return Entry(name, title, card.first_seen, f"{page}visit/{card.visit_id}", f"<p>{escape(card.sentence)}</p>")
