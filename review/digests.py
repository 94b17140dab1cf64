"""The digests: what the next one would say, every one exactly as it was sent, and all of them as a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from digest import compose, feed
from digest.feed import Entry
from digest.saying import Saying
from review.desk import Desk, language
from review.log_in import feed_address
from storage.digest import digests, outbox
from storage.digest.digests import StoredDigest
from storage.digest.outbox import Delivery
from wording.templates import source

SHOWN = 60
IN_FEED = 30

_FORMS = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8", "json": "application/json"}


def routes(desk: Desk) -> Sequence[BaseRoute]:
    pages = _Pages(desk)
    return [
        Route("/digests", pages.archive),
        Route("/digests/style.css", pages.style),
        Route("/digest/preview", pages.preview),
        Route("/digests/{number:id}", pages.one),
        Route("/digests/{number:id}.{form}", pages.exact),
        Route("/feed.atom", pages.feed),
    ]


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def archive(self, request: Request) -> Response:
        before = request.query_params.get("before", "")
        rows = digests.newest(self.desk.db, SHOWN, int(before) if before.isdecimal() and len(before) < 12 else None)
        return self.desk.render(
            request,
            "digests.html",
            digests=rows,
            deliveries=self.deliveries(rows),
            feed=feed_address(self.desk, request, "/feed.atom"),
            undelivered=outbox.troubled(self.desk.db),
            say=Saying(language(request)),
            older=rows[-1].number if len(rows) == SHOWN else None,
        )

    async def preview(self, request: Request) -> Response:
        config = self.desk.config
        spoken = replace(config, digest=replace(config.digest, language=language(request)))
        made = compose.preview(self.desk.db, spoken, self.desk.now())
        return self.desk.render(
            request, "digest.html", number=None, body=Markup(feed.body_of(made.html)), deliveries=[], say=None
        )

    async def one(self, request: Request) -> Response:
        found = self.find(request)
        return self.desk.render(
            request,
            "digest.html",
            number=found.number,
            body=Markup(feed.body_of(found.rendered.html)),
            deliveries=self.deliveries([found])[found.number],
            say=Saying(language(request)),
        )

    async def exact(self, request: Request) -> Response:
        """To the byte what went out, as a file: its own styles would not get past the page's policy."""
        form = request.path_params["form"]
        if form not in _FORMS:
            raise HTTPException(404)
        found = self.find(request)
        rendered = found.rendered
        given = {"html": rendered.html, "txt": rendered.text, "json": rendered.json}[form]
        name = f"jujugan-digest-{found.number}.{form}"
        return Response(
            given, media_type=_FORMS[form], headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    async def style(self, _: Request) -> Response:
        return Response(source("digest", "digest.css"), media_type="text/css")

    async def feed(self, _: Request) -> Response:
        rows = digests.newest(self.desk.db, IN_FEED)
        names = self.deliveries(rows)
        page = self.desk.config.page
        entries = [_entry(row, names[row.number], page) for row in rows]
        spoken = self.desk.config.digest.language
        made = feed.atom(entries, "Jujugan", f"{page}feed.atom", page, spoken)
        return Response(made, media_type="application/atom+xml")

    def find(self, request: Request) -> StoredDigest:
        number = request.path_params["number"]
        found = digests.get(self.desk.db, number) if number < 2**62 else None
        if found is None:
            raise HTTPException(404)
        return found

    def deliveries(self, rows: Sequence[StoredDigest]) -> dict[int, list[Delivery]]:
        return outbox.of_digests(self.desk.db, [row.number for row in rows])


def _entry(row: StoredDigest, deliveries: Sequence[Delivery], page: str) -> Entry:
    names = [one.message_id for one in deliveries if one.channel == "feed"]
    # A digest of before there was an outbox has no Message-ID.
    name = names[0] if names else f"<digest.{row.number}.{row.composed:%Y%m%dT%H%M%SZ}.feed>"
    title = row.rendered.subject or f"Jujugan {row.number}"
    return Entry(name, title, row.composed, f"{page}digests/{row.number}", feed.body_of(row.rendered.html))
