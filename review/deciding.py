"""Deciding with one key: what a card's form sends, and what comes back: the card's new look, or the page it was on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review.changing import Meanwhile, unchanged_since
from review.desk import Desk, back, text, words_of
from review.entries import recently, said, strip, waiting
from review.queue import Ask, left_words
from storage import decisions, visits
from storage.decisions import NotDecidable, Reason, Verdict
from storage.desk import queue, reviews
from storage.desk.queue import Kind

# What a card's buttons say; to dismiss, one says why.
_SAY: Mapping[str, tuple[Verdict | None, Reason | None]] = {
    "confirm": ("confirm", None),
    "unsure": ("unsure", None),
    **{reason: ("dismiss", reason) for reason in decisions.REASONS},
}


def routes(desk: Desk) -> Sequence[BaseRoute]:
    def decide(kind: Kind) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            form = await request.form()
            number: int = request.path_params["number"]
            notice = ""
            try:
                with desk.db.write():
                    unchanged_since(desk, request, kind, number, text(form, "seen"))
                    _decide(desk, request, kind, number, text(form, "say"))
            except Meanwhile as error:
                notice = str(error)
            except NotDecidable:
                notice = words_of(request)("queue.cannot")
            if kind == "article" and text(form, "say") == "confirm" and not notice:
                desk.reader.start()
            is_on_its_page = text(form, "back") == f"/article/{number}" and text(form, "say") == "confirm"
            if is_on_its_page and not notice and (made := visits.of_article(desk.db, number)):
                return back(f"/visit/{made[0]}")  # where its facts are written
            return _answer(desk, request, form, kind, number, notice)

        return handle

    async def undo(request: Request) -> Response:
        form = await request.form()
        number: int = request.path_params["number"]
        entry = reviews.decision(desk.db, number)
        if entry is None:
            return desk.refuse(request, words_of(request)("queue.gone"), 404)
        about = said(desk.db, entry)
        notice = ""
        try:
            with desk.db.write():
                decisions.undo(desk.db, number, who=desk.who(request), now=desk.now())
        except NotDecidable:
            notice = words_of(request)("queue.not_undone")
        return _answer(desk, request, form, about.kind, about.number, notice)

    return [
        Route("/visit/{number:id}/decide", decide("visit"), methods=["POST"]),
        Route("/article/{number:id}/decide", decide("article"), methods=["POST"]),
        Route("/decision/{number:id}/undo", undo, methods=["POST"]),
    ]


def _decide(desk: Desk, request: Request, kind: Kind, number: int, say: str) -> None:
    verdict, reason = _SAY.get(say, (None, None))
    if verdict is None:
        raise NotDecidable(f"{say!r} is no decision; known are {', '.join(_SAY)}")
    visit, article = (number, None) if kind == "visit" else (None, number)
    decisions.decide(
        desk.db, verdict, who=desk.who(request), now=desk.now(), visit=visit, article=article, reason=reason
    )


def _answer(desk: Desk, request: Request, form: FormData, kind: Kind, number: int, notice: str) -> Response:
    """To a script the parts of the page that changed; to a plain form the page it was sent from."""
    where = text(form, "back")
    if "hx-request" not in request.headers:
        return desk.refuse(request, notice) if notice else back(where)
    ask = Ask.of(dict(parse_qsl(_query(request.headers.get("hx-current-url", "")))), desk.places())
    place = ask.place or None
    db, words = desk.db, words_of(request)
    with db.snapshot():
        done, last = recently(db, desk.who(request), desk.now())
        return desk.render(
            request,
            "decided.html",
            409 if notice else 200,
            entry=waiting(db, kind, number, ask.decided, notice),
            strip=strip(db, kind, number),
            said=done,
            last=last,
            notice=notice,
            unsure=queue.left(db, "unsure", place),
            after=where,
            left_words=left_words(words, queue.left(db, ask.decided, place), ask.decided),
        )


def _query(address: str) -> str:
    """What a script says its page's address asks for; nothing where that is no address."""
    try:
        return urlsplit(address).query
    except ValueError:
        return ""
