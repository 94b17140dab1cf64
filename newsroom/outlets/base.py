"""What every outlet is: addresses, routes and pages, with the words that differ left to its own file."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from newsroom.outlets import feeds
from newsroom.outlets.furniture import Furniture
from newsroom.outlets.pages import XML, Ask, Card, Era, Page
from newsroom.outlets.text import Block, blocks, part
from newsroom.publication import Publication, Slot
from newsroom.render import render

Handler = Callable[[Ask, "re.Match[str]"], "Page | None"]
Gone = Literal["404", "410", "soft", "home"]


class Outlet(ABC):
    """One news site. `hosts[0]` is the host of its home page.

    `local` outlets tell of Banyuwangi only. `folder` has its templates, by default that of its name.
    `per_page` is after how many paragraphs a new page begins, 0 for never.
    """

    name: ClassVar[str]
    folder: ClassVar[str] = ""
    title: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]]
    sections: ClassVar[tuple[str, ...]]
    eras: ClassVar[tuple[Era, ...]]
    aliases: ClassVar[Mapping[str, str]] = {}
    weight: ClassVar[float] = 3.0
    robots: ClassVar[str] = "User-agent: *\nDisallow: /search\nDisallow: /admin/\n"
    crawl_delay: ClassVar[float] = 0.0
    gone: ClassVar[Gone] = "404"
    gzip: ClassVar[bool] = False
    kilobytes: ClassVar[int] = 40
    local: ClassVar[bool] = False
    per_page: ClassVar[int] = 0
    cards: ClassVar[int] = 20

    def __init__(self) -> None:
        self.furniture = Furniture(self.name, self.title, f"https://{self.hosts[0]}", self.kilobytes)
        self._routes = [(re.compile(pattern), handler) for pattern, handler in self.routes()]

    @property
    def home(self) -> str:
        return f"https://{self.hosts[0]}"

    @abstractmethod
    def routes(self) -> Sequence[tuple[str, Handler]]:
        """(pattern over host + path, handler); the first that matches in full and answers wins."""

    @abstractmethod
    def url(self, slot: Slot) -> str:
        """The canonical URL of what takes this slot."""

    def key(self, slot: Slot) -> str:
        """The site's own key of an article; its slug unless the URL carries an id."""
        return slot.slug

    def number(self, published: datetime) -> int:
        """About the id that the site gives at this time; the world makes them unique and rising."""
        return int(published.timestamp()) // 60

    def keys(self, piece: Publication) -> set[str]:
        """Every key that leads to a piece: its own, and that of the slug it had before."""
        if piece.moved is None:
            return {self.key(piece.slot)}
        before = piece.moved.url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
        return {self.key(piece.slot), self.key(replace(piece.slot, slug=before))}

    def amp(self, piece: Publication) -> str | None:  # noqa: ARG002
        """The address of a piece's AMP page, where the site has one."""
        return None

    def tells(self, kind: str, town: str) -> bool:
        """Whether a story of this kind and place is for this outlet."""
        return not self.local or kind != "local_news" or town == "Banyuwangi"

    def refuses(self, agent: str) -> bool:  # noqa: ARG002
        """Whether the site's edge turns this User-Agent away with 403."""
        return False

    def page_count(self, era: Era, paragraphs: int) -> int:
        return -(-paragraphs // self.per_page) if self.per_page and era.last is None else 1

    def answer(self, ask: Ask) -> Page:
        """The page at an address of this outlet; its own "not found" for all it does not know."""
        for pattern, handler in self._routes:
            match = pattern.fullmatch(ask.host + ask.path)
            page = handler(ask, match) if match else None
            if page is not None:
                return page
        return self.not_found(ask)

    def of_day(self, ask: Ask, pieces: list[Publication], form: str) -> list[Publication]:
        """The pieces of the day that ?date= asks for; all without it, none for what is no date."""
        asked = ask.query.get("date", "")
        if not asked:
            return pieces
        try:
            day = datetime.strptime(asked, form).date()
        except ValueError:
            return []
        return [piece for piece in pieces if piece.published.date() == day]

    def robots_text(self, scale: float) -> str:
        """robots.txt; a Crawl-delay is multiplied by `scale`, and left out for 0."""
        delay = f"Crawl-delay: {self.crawl_delay * scale:g}\n" if self.crawl_delay * scale else ""
        first, rest = self.robots.replace("{home}", self.home).split("\n", 1)
        return f"{first}\n{delay}{rest}"

    def not_found(self, ask: Ask) -> Page:
        return Page(self.show("not_found.html", ask, cards=self.recent(ask, 8)), status=404)

    def article(self, ask: Ask, key: str, *, page: int = 1) -> Page | None:
        """The article with this key: its page, the site's way of saying that it is gone, or where it has moved."""
        piece = ask.shelf.find(key)
        if piece is None:
            return None
        if piece.gone(ask.now):
            return self.taken_down(ask, piece)
        if piece.moved is not None and ask.path == urlsplit(piece.moved.url).path and piece.moved.at <= ask.now:
            return Page(status=301, location=piece.url, subject=piece.url)
        if piece.moved is not None and ask.path == urlsplit(piece.url).path and ask.now < piece.moved.at:
            return None
        version = piece.version(ask.now)
        text = self.show(
            self.template(piece),
            ask,
            p=piece,
            v=version,
            url=piece.address(ask.now),
            page=page,
            pages=piece.pages,
            blocks=self.body(ask, piece, page),
            modified=version.at,
            recent=self.recent(ask, 12),
            related=self.related(ask, piece),
            **self.facts(ask, piece),
        )
        return Page(text, "article", modified=version.at, subject=piece.url)

    def template(self, piece: Publication) -> str:
        return f"{self.name}/{piece.slot.era}.html"

    def facts(self, ask: Ask, piece: Publication) -> dict[str, Any]:  # noqa: ARG002
        """What this outlet's templates need besides."""
        return {}

    def body(self, ask: Ask, piece: Publication, page: int) -> list[Block]:
        """The article's text with whatever the site puts between its paragraphs; page 0 is all of it."""
        older = ask.shelf.before(piece.published)
        whole = blocks(
            piece.version(ask.now).paragraphs, piece.url, [(old.url, old.versions[0].title) for old in older]
        )
        return part(whole, page, piece.pages) if page else whole

    def taken_down(self, ask: Ask, piece: Publication) -> Page:
        if self.gone == "home":
            return Page(status=302, location=self.home + "/", subject=piece.url)
        status = {"404": 404, "410": 410, "soft": 200}[self.gone]
        return Page(self.not_found(ask).text, "article", status=status, subject=piece.url)

    def recent(self, ask: Ask, count: int) -> list[Card]:
        return self.deal(ask, ask.shelf.live()[:count])

    def related(self, ask: Ask, piece: Publication) -> list[Card]:
        """Other headlines, a visit's before others: the leftovers that must not flag this article."""
        others = [other for other in ask.shelf.all() if other.url != piece.url]
        others.sort(key=lambda other: (other.kind != "visit", -other.published.timestamp()))
        return self.deal(ask, others[:6])

    def deal(self, ask: Ask, pieces: Sequence[Publication]) -> list[Card]:
        """Cards for these pieces, linked the way the site's listings link."""
        return [_card(ask, piece) for piece in pieces]

    def listing(self, ask: Ask, pieces: Sequence[Publication], page: int, *, heading: str = "", **more: Any) -> Page:
        """One page of a listing; its first page looks back each day on another piece of an earlier era."""
        first = (page - 1) * self.cards
        shown = list(pieces[first : first + self.cards])
        strays: list[Card] = []
        if page == 1 and not ask.query.keys() - {"page", "site"}:
            strays = _strays(ask)
            old = ask.shelf.archive()
            flashback = old[ask.now.toordinal() % len(old)] if old else None
            shown += [flashback] if flashback is not None and flashback not in shown else []
        text = self.show(
            f"{self.folder or self.name}/listing.html",
            ask,
            cards=self.deal(ask, shown) + strays,
            page=page,
            last=max(1, -(-len(pieces) // self.cards)),
            heading=heading or self.title,
            path=ask.path,
            **more,
        )
        return Page(text, "listing", etag=True)

    def tag(self, ask: Ask, match: re.Match[str]) -> Page:
        """The listing of a tag: the group `tag` of the route; the page is its group `page` or ?page=."""
        number = match.groupdict().get("page")
        return self.listing(ask, ask.shelf.tagged(match["tag"]), int(number or ask.page()), heading=match["tag"])

    def search(self, ask: Ask, _: re.Match[str]) -> Page:
        """The listing of what holds every word of ?q= or ?query=."""
        words = ask.query.get("q") or ask.query.get("query", "")
        return self.listing(ask, ask.shelf.matching(words), ask.page(), heading="Hasil pencarian")

    def sitemap(self, ask: Ask, pieces: Sequence[Publication]) -> Page:
        return Page(feeds.sitemap(ask.shelf, pieces), "sitemap", XML, modified=_newest(pieces, ask.now), etag=True)

    def news_sitemap(self, ask: Ask, pieces: Sequence[Publication]) -> Page:
        text = feeds.news_sitemap(ask.shelf, pieces, self.title)
        return Page(text, "sitemap", XML, modified=_newest(pieces, ask.now), etag=True)

    def sitemap_index(self, ask: Ask, children: Sequence[str]) -> Page:
        stamp = _newest(ask.shelf.live(), ask.now)
        return Page(feeds.sitemap_index(children, stamp), "sitemap", XML, modified=stamp, etag=True)

    def rss(self, ask: Ask, pieces: Sequence[Publication], **quirks: Any) -> Page:
        text = feeds.rss(ask.shelf, pieces, self.title, ask.url, **quirks)
        return Page(text, "feed", "application/rss+xml; charset=utf-8", modified=_newest(pieces, ask.now), etag=True)

    def show(self, template: str, ask: Ask, **context: Any) -> str:
        return render(template, f=self.furniture, ask=ask, now=ask.now, outlet=self, **context)


def _card(ask: Ask, piece: Publication) -> Card:
    version = piece.version(ask.now)
    return Card(ask.shelf.link(piece), version.title, piece.published, piece.slot.number, version.paragraphs[0][:120])


def _strays(ask: Ask) -> list[Card]:
    """Links that lead off the site or nowhere, in among the cards."""
    strays = [stray for stray in ask.shelf.strays if stray.since <= ask.now < stray.until]
    return [Card(stray.url, stray.title, stray.since) for stray in strays]


def _newest(pieces: Sequence[Publication], now: datetime) -> datetime | None:
    return max((piece.modified(now) for piece in pieces), default=None)
