"""One change that an editor asked for: made on what the editor had before the eyes, or refused in plain words."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from review.desk import Desk, back, text, words_of
from storage.decisions import NotDecidable
from storage.desk import queue, reviews
from storage.desk.queue import Kind


class Meanwhile(Exception):
    """Somebody decided on the same thing after the page was made; the message says who and what."""


def change(desk: Desk, request: Request, form: FormData, kind: Kind, number: int, make: Callable[[], str]) -> Response:
    """Make a change in one transaction and go where it says, or say why it was not made.

    `make` may raise NotDecidable.
    """
    try:
        with desk.db.write():
            unchanged_since(desk, request, kind, number, text(form, "seen"))
            where = make()
    except (Meanwhile, NotDecidable) as error:
        return desk.refuse(request, str(error))
    return back(where)


def unchanged_since(desk: Desk, request: Request, kind: Kind, number: int, seen: str) -> None:
    """Inside `write()`. Raises Meanwhile where something was decided that the editor had not before the eyes."""
    words, group = words_of(request), number
    if kind == "visit":
        standing = reviews.standing(desk.db, number)
        if standing is None:
            raise Meanwhile(words("queue.gone"))
        group = standing.shown
    last = queue.last_decisions(desk.db, kind, [group])[group]
    newest = reviews.decision(desk.db, last)
    if newest is None or str(last) == seen:
        return
    if group != number:
        raise Meanwhile(words("queue.merged_meanwhile", who=newest.who))
    raise Meanwhile(words("queue.meanwhile", who=newest.who, what=words(f"queue.did_{newest.kind}")))
