"""The queue: what is to be decided, a page of it at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk, words_of
from review.entries import entries, recently
from storage.cards import Decided
from storage.database import Database
from storage.desk import queue
from storage.desk.queue import Item, Order
from wording.words import Words


@dataclass(frozen=True, slots=True)
class Ask:
    """What of the queue is asked for, as the address says it: an order, what is to be decided or was left unsure, the
    item after which to begin, and, of several watched places, the region code of one."""

    order: Order = "newest"
    decided: Decided | None = None
    after: str = ""
    place: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], places: Collection[str] = ()) -> Ask:
        """Whatever an address says that means nothing is left out; `places` are the region codes that do."""
        return cls(
            order=next((one for one in get_args(Order) if one == query.get("order")), "newest"),
            decided="unsure" if query.get("decided") == "unsure" else None,
            after=query.get("after", ""),
            place=query["place"] if query.get("place") in places else "",
        )

    def address(self, **changes: Any) -> str:
        """The address of another part of the same place; another order or kind begins anew."""
        asked = replace(self, **({"after": "", "decided": None} | changes if "after" not in changes else changes))
        default = Ask()
        told = {
            name: value
            for name in ("order", "decided", "place", "after")
            if (value := getattr(asked, name)) != getattr(default, name)
        }
        return f"/?{urlencode(told)}" if told else "/"

    @property
    def here(self) -> str:
        return self.address(after=self.after)


def routes(desk: Desk) -> Sequence[BaseRoute]:
    place = _place_name(desk.config.profiles)

    async def show(request: Request) -> Response:
        ask = Ask.of(request.query_params, desk.places())
        with desk.db.snapshot():
            after = _mark(desk.db, ask.after)
            page = queue.page(desk.db, ask.order, ask.decided, after, place=ask.place or None)
            said, last = recently(desk.db, desk.who(request), desk.now())
            return desk.render(
                request,
                "queue.html",
                ask=ask,
                place=place,
                page=page,
                entries=list(entries(desk.db, page.items)),
                left_words=left_words(words_of(request), page.left, ask.decided),
                unsure=queue.left(desk.db, "unsure", ask.place or None),
                said=said,
                last=last,
            )

    return [Route("/", show)]


def left_words(words: Words, left: int, decided: Decided | None) -> str:
    """How many are left, in words."""
    return words("queue.left_unsure", n=left) if decided else words("queue.left", n=left)


def _place_name(profiles: Sequence[Path]) -> str:
    """What the watched place is called; nothing where there are several, or its profile cannot be read, which is for
    others to report."""
    if len(profiles) != 1:
        return ""
    try:
        return str(tomllib.loads(profiles[0].read_text(encoding="utf-8-sig")).get("name", ""))
    except (OSError, ValueError, RecursionError):
        return ""


def _mark(db: Database, name: str) -> Item | None:
    kind, _, number = name.partition("-")
    if kind not in ("visit", "article") or not number.isdecimal() or len(number) > 18:
        return None
    return queue.item(db, "visit" if kind == "visit" else "article", int(number))
