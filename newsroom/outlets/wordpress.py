"""WordPress as four of the outlets and the Balai sites run it: feeds, REST listing, archives, search, ?p= links."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, ClassVar

from newsroom.outlets import feeds
from newsroom.outlets.base import Handler, Outlet
from newsroom.outlets.linked import news_article
from newsroom.outlets.pages import JSON, Ask, Page
from newsroom.publication import Publication
from newsroom.shelf import Shelf


class WordPress(Outlet):
    """`site` is the RE of the host; `permalink` the RE of an article's path with a group `slug`."""

    site: ClassVar[str]
    permalink: ClassVar[str]
    per_feed: ClassVar[int] = 10
    entry_class: ClassVar[str] = "entry-content"
    robots = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {home}/wp-sitemap.xml\n"
    cards = 12

    def routes(self) -> Sequence[tuple[str, Handler]]:
        return (
            (self.site + r"/(?:index\.php/)?(?:feed|rss|feed/rss2?)/?|" + self.site + r"/rss\.xml", self._feed),
            (self.site + r"/feed/atom/?", self._atom),
            (self.site + r"/comments/feed/?", lambda ask, _: self.rss(ask, [])),
            (self.site + r"/wp-json/wp/v2/posts/?", self._rest),
            (self.site + r"/wp-json/?", lambda _, __: Page(json.dumps({"name": self.title}), "other", JSON)),
            (self.site + r"/(?:wp-)?sitemap(?:_index)?\.xml", self._index),
            (
                self.site + r"/(?:wp-sitemap-posts-post-1|post-sitemap)\.xml",
                lambda ask, _: self.sitemap(ask, self.posts(ask)),
            ),
            (self.site + r"/(?:page/(?P<page>\d{1,5})/?)?", self._home),
            (self.site + r"/search/(?P<words>[^/]+)/feed/?", self._search_feed),
            (self.site + r"/(?:category|kanal)/(?P<section>[a-z-]+)(?:/page/(?P<page>\d{1,5}))?/?", self._category),
            (self.site + r"/tag/(?P<tag>[a-z0-9-]+)(?:/page/(?P<page>\d{1,5}))?/?", self._tag),
            (self.site + self.permalink, self._post),
        )

    def posts(self, ask: Ask) -> list[Publication]:
        """What this WordPress holds, newest first."""
        return ask.shelf.all()

    def fresh(self, ask: Ask) -> list[Publication]:
        return [piece for piece in self.posts(ask) if not piece.archive]

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:
        return {"ld": news_article(piece, piece.version(ask.now), piece.address(ask.now), self.title)}

    def _post(self, ask: Ask, match: re.Match[str]) -> Page | None:
        parts = match.groupdict()
        digits = parts.get("page") or "1"
        return self.article(ask, parts["slug"], page=0 if digits == "amp" or "amp" in ask.query else int(digits))

    def _feed(self, ask: Ask, _: re.Match[str]) -> Page:
        paged = ask.query.get("paged", "1")
        number = int(paged) if paged.isdecimal() and len(paged) < 5 else 1
        pieces = self.fresh(ask)[(number - 1) * self.per_feed : number * self.per_feed]
        return self._rss_of(ask, pieces) if pieces or number == 1 else self.not_found(ask)

    def _rss_of(self, ask: Ask, pieces: Sequence[Publication]) -> Page:
        home = f"https://{ask.host}"
        return self.rss(ask, pieces, guid=lambda piece: f"{home}/?p={piece.slot.number}", full=True)

    def _atom(self, ask: Ask, _: re.Match[str]) -> Page:
        text = feeds.atom(ask.shelf, self.fresh(ask)[: self.per_feed], self.title, ask.url)
        return Page(text, "feed", "application/atom+xml; charset=utf-8", etag=True)

    def _search_feed(self, ask: Ask, match: re.Match[str]) -> Page:
        return self._rss_of(ask, self._found(ask, match["words"])[: self.per_feed])

    def _found(self, ask: Ask, words: str) -> list[Publication]:
        held = {piece.url for piece in self.posts(ask)}
        return [piece for piece in ask.shelf.matching(words) if piece.url in held]

    def _rest(self, ask: Ask, _: re.Match[str]) -> Page:
        """The REST listing: ?search, ?per_page (at most 100), ?page, ?after, ?orderby=modified."""
        pieces = self._found(ask, ask.query["search"]) if ask.query.get("search") else self.posts(ask)
        if ask.query.get("orderby") == "modified":
            pieces = sorted(pieces, key=lambda piece: piece.modified(ask.now), reverse=True)
        count = min(100, _number(ask.query.get("per_page"), 10))
        first = (_number(ask.query.get("page"), 1) - 1) * count
        shown = [piece for piece in pieces if _after(ask.query.get("after"), piece.published)][first : first + count]
        if first and not shown:
            error = {"code": "rest_post_invalid_page_number", "data": {"status": 400}}
            return Page(json.dumps(error), "feed", JSON, 400)
        return Page(json.dumps([_as_post(ask.shelf, piece) for piece in shown]), "feed", JSON, etag=True)

    def _index(self, ask: Ask, _: re.Match[str]) -> Page:
        return self.sitemap_index(ask, (f"https://{ask.host}/wp-sitemap-posts-post-1.xml",))

    def _home(self, ask: Ask, match: re.Match[str]) -> Page | None:
        if "p" in ask.query:
            wanted = [piece for piece in self.posts(ask) if str(piece.slot.number) == ask.query["p"]]
            return Page(status=301, location=wanted[0].address(ask.now)) if wanted else None
        if "s" in ask.query:
            pieces = self._found(ask, ask.query["s"])
            if ask.query.get("feed") == "rss2":
                return self._rss_of(ask, pieces[: self.per_feed])
            return self.listing(ask, pieces, ask.page(), heading="Hasil pencarian")
        if ask.query.get("feed") in ("rss2", "rss"):
            return self._rss_of(ask, self.fresh(ask)[: self.per_feed])
        return self.listing(ask, self.posts(ask), int(match["page"] or 1))

    def _category(self, ask: Ask, match: re.Match[str]) -> Page:
        pieces = [piece for piece in self.posts(ask) if piece.slot.section == match["section"]]
        return self.listing(ask, pieces, int(match["page"] or 1), heading=match["section"])

    def _tag(self, ask: Ask, match: re.Match[str]) -> Page:
        held = {piece.url for piece in self.posts(ask)}
        pieces = [piece for piece in ask.shelf.tagged(match["tag"]) if piece.url in held]
        return self.listing(ask, pieces, int(match["page"] or ask.page()), heading=match["tag"])


def _number(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 6 else default


def _after(text: str | None, published: datetime) -> bool:
    if not text:
        return True
    try:
        limit = datetime.fromisoformat(text)
    except ValueError:
        return True
    return published > (limit if limit.tzinfo else limit.replace(tzinfo=published.tzinfo))


def _as_post(shelf: Shelf, piece: Publication) -> dict[str, Any]:
    version = piece.version(shelf.now)
    html = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in version.paragraphs)
    link = piece.address(shelf.now)
    return {
        "id": piece.slot.number,
        "date": f"{piece.published:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{piece.published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{version.at:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{version.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": piece.slot.slug,
        "status": "publish",
        "link": link,
        "guid": {"rendered": f"https://{link.split('/')[2]}/?p={piece.slot.number}"},
        "title": {
            "rendered": escape(version.title).replace("-", "&#8211;", 1)
            if " - " in version.title
            else escape(version.title)
        },
        "content": {"rendered": html, "protected": False},
        "excerpt": {"rendered": f"<p>{escape(version.paragraphs[0][:140])} [&hellip;]</p>"},
    }
