"""One stored article: its text with what the rules saw in it, its texts over time; to be flagged by hand."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from article import Span
from review.changing import change
from review.desk import Desk, words_of
from review.entries import Entry, following, recently
from review.log import log_lines
from review.marks import Mark, lines
from review.rewritten import rewritten
from storage import articles, decisions, verdicts, visits
from storage.decisions import NotDecidable
from storage.desk import queue, reviews


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def show(request: Request) -> Response:
        with desk.db.snapshot():
            return _page(desk, request, request.path_params["number"])

    async def flag(request: Request) -> Response:
        form, number = await request.form(), request.path_params["number"]

        def make() -> str:
            if visits.of_article(desk.db, number):
                raise NotDecidable(words_of(request)("visit.reports_one"))
            decisions.flag(desk.db, number, who=desk.who(request), now=desk.now())
            return f"/visit/{visits.of_article(desk.db, number)[0]}"

        answer = change(desk, request, form, "article", number, make)
        if "location" in answer.headers:
            desk.reader.start()
        return answer

    return [
        Route("/article/{number:id}", show),
        Route("/article/{number:id}/flag", flag, methods=["POST"]),
    ]


def _page(desk: Desk, request: Request, article_id: int) -> Response:
    db = desk.db
    stored = articles.by_id(db, article_id)
    if stored is None:
        return desk.refuse(request, words_of(request)("queue.gone"), 404)
    log = reviews.article_history(db, article_id)
    verdict = verdicts.current(db, article_id)
    reasons = verdicts.words_at(db, verdict.verdict_id) if verdict else []
    seen = queue.last_decisions(db, "article", [article_id])[article_id]
    said, last = recently(db, desk.who(request), desk.now(), log)
    return desk.render(
        request,
        "article.html",
        stored=stored,
        verdict=verdict,
        text=lines(
            stored.article.text, [Mark(Span(*at), "reason", f"reason-{number}") for number, at in enumerate(reasons)]
        ),
        entry=Entry(f"article-{article_id}", f"/article/{article_id}", seen),
        next=following(db, "article", article_id),
        waits=queue.waits(db, "article", article_id),
        decision=reviews.last_verdict(log),
        its_visits=list(visits.cards(db, visits.of_article(db, article_id))),
        rewritten=rewritten(db, [article_id]),
        log=log_lines(db, log),
        said=said,
        last=last,
    )
