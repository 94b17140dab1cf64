"""A visit on a page of its own: its facts in the text that states them, its reports, what was decided on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from review.changing import change
from review.desk import Desk, text, words_of
from review.entries import Entry, following, recently
from review.log import log_lines
from review.marks import lines
from review.rewritten import rewritten
from review.visit_facts import fact_lines, in_short, marks
from storage import articles, decisions, visits
from storage.cards import StoredReport, StoredVisit
from storage.database import Database
from storage.decisions import NotDecidable
from storage.desk import likely, reviews
from storage.desk.reviews import Decision

_BAD = {
    "headcount": "visit.bad_number",
    "date_start": "visit.bad_day",
    "date_end": "visit.bad_day",
    "programme": "visit.bad_line",
    "leader": "visit.bad_line",
}

# Seconds that the page waits for facts which are just being read.
_PATIENCE = 4.0


def routes(desk: Desk) -> Sequence[BaseRoute]:
    async def show(request: Request) -> Response:
        number: int = request.path_params["number"]
        is_read = await _is_read(desk, number)
        with desk.db.snapshot():
            standing = reviews.standing(desk.db, number)
            stored = visits.get(desk.db, number)
            if standing is None or stored is None:
                return desk.refuse(request, words_of(request)("queue.gone"), 404)
            if standing.shown != number:
                return RedirectResponse(f"/visit/{standing.shown}")
            return _page(desk, request, stored, standing.said, is_read)

    async def edit(request: Request) -> Response:
        form, number = await request.form(), request.path_params["number"]
        return change(desk, request, form, "visit", number, lambda: _edit(desk, request, form, number))

    async def merge(request: Request) -> Response:
        form, number = await request.form(), request.path_params["number"]
        return change(desk, request, form, "visit", number, lambda: _merge(desk, request, form, number))

    async def split(request: Request) -> Response:
        form, number = await request.form(), request.path_params["number"]
        return change(desk, request, form, "visit", number, lambda: _split(desk, request, form, number))

    return [
        Route("/visit/{number:id}", show),
        Route("/visit/{number:id}/edit", edit, methods=["POST"]),
        Route("/visit/{number:id}/merge", merge, methods=["POST"]),
        Route("/visit/{number:id}/split", split, methods=["POST"]),
    ]


def _page(desk: Desk, request: Request, stored: StoredVisit, decision: Decision | None, is_read: bool) -> Response:
    db, number = desk.db, stored.visit_id
    told = in_short(stored)
    assert told is not None  # a stored visit has reports
    log = reviews.visit_history(db, number)
    text_of = _texts(db)
    read = _read_report(stored.reports, request.query_params.get("report", ""))
    said, last = recently(db, desk.who(request), desk.now(), log)
    return desk.render(
        request,
        "visit.html",
        entry=Entry(f"visit-{number}", f"/visit/{number}", log[-1].decision_id if log else 0, visit=told),
        stored=stored,
        decision=decision,
        is_read=is_read,
        next=following(db, "visit", number),
        holds=any(one.current for one in stored.reports),
        lines=fact_lines(stored, log, text_of),
        read=read,
        text=lines(text_of(read.version), marks(read)),
        first=min(stored.reports, key=lambda one: (one.first_seen, one.article_id)),
        near=likely.likely(db, told),
        rewritten=rewritten(db, [one.article_id for one in stored.reports]),
        log=log_lines(db, log),
        reports_by_article={one.article_id: one for one in stored.reports},
        said=said,
        last=last,
    )


async def _is_read(desk: Desk, number: int) -> bool:
    """Whether all facts are there that come without an editor; waits a while for those of this very visit."""
    stored = visits.get(desk.db, number)
    told = in_short(stored) if stored else None
    return told is None or not told.is_unread or await desk.reader.is_done(_PATIENCE)


def _read_report(reports: Sequence[StoredReport], asked: str) -> StoredReport:
    """The report whose text is shown: the one asked for, else the best."""
    return next((one for one in reports if str(one.report_id) == asked), reports[0])


def _texts(db: Database) -> Callable[[int], str]:
    @cache
    def text_of(version: int) -> str:
        found = articles.version(db, version)
        return found.article.text if found else ""

    return text_of


def _edit(desk: Desk, request: Request, form: FormData, number: int) -> str:
    kind = text(form, "kind")
    values = [value.strip() for value in text(form, "value").splitlines() if value.strip()]
    stored = visits.get(desk.db, number)
    told = in_short(stored) if stored else None
    codes = dict(zip(told.origin, told.origin_codes, strict=True)) if told else {}
    try:
        decisions.edit(
            desk.db,
            number,
            kind,
            values,
            who=desk.who(request),
            now=desk.now(),
            codes=[codes.get(value) for value in values] if kind == "origin" else (),
        )
    except NotDecidable:
        raise NotDecidable(words_of(request)(_BAD.get(kind, "visit.bad_list"))) from None
    return f"/visit/{number}#fact-{kind}"


def _merge(desk: Desk, request: Request, form: FormData, number: int) -> str:
    asked = text(form, "into").strip().removeprefix("#")
    into = int(asked) if asked.isdecimal() and len(asked) <= 18 else 0
    standing = reviews.standing(desk.db, into)
    if standing is None:
        raise NotDecidable(words_of(request)("visit.no_such", number=asked))
    if standing.shown == number:
        raise NotDecidable(words_of(request)("visit.same_already"))
    decisions.merge(desk.db, number, into, who=desk.who(request), now=desk.now())
    return f"/visit/{standing.shown}"


def _split(desk: Desk, request: Request, form: FormData, number: int) -> str:
    asked = text(form, "article")
    article = int(asked) if asked.isdecimal() and len(asked) <= 18 else 0
    try:
        made = decisions.split(desk.db, number, article, who=desk.who(request), now=desk.now())
    except NotDecidable:
        raise NotDecidable(words_of(request)("visit.not_split")) from None
    decision = reviews.decision(desk.db, made)
    assert decision is not None and decision.other_id is not None
    return f"/visit/{decision.other_id}"
