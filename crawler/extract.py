"""A page into an article.

A chain, whose link that gave the text is recorded in Article.method: the site's layouts ("layout NAME"), or its data
("data NAME"); on a page that fits none the element that the site's software names ("named element"), the one densest
in running text ("densest element"), and last trafilatura. Title, author and date come from JSON-LD, metas and what the
page shows beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from lxml.html import HtmlElement

from article import Article
from crawler import urls
from crawler.dates import WIB
from crawler.facts import SiteFacts
from crawler.page import authors, fallback, headline, language, layouts, metadata, pages, parser, published, refusals
from crawler.page.lines import Line, of_article
from crawler.page.metadata import Metadata
from crawler.page.redaction import redact
from crawler.page.refusals import SHORTEST
from crawler.page.refusals import NotAnArticle as NotAnArticle
from crawler.page.tree import parse, seen_text
from crawler.text import has_lookalikes, normalise

# trafilatura copies and prunes the whole tree: on more tags than an article's page has it takes many seconds.
_MOST_TAGS_FOR_TRAFILATURA = 15_000
_MOST_HEADINGS = 5
_MUCH_LONGER = 1.5
_ELLIPSES = ("...", "\u2026", "[...]", "[\u2026]")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page on its way through the chain."""

    html: str
    tree: HtmlElement
    url: str
    facts: SiteFacts | None
    metadata: Metadata
    clock: published.Clock
    headings: Sequence[headline.Heading]
    title: str


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text and the way it was found; what the layout showed beside it."""

    body: str
    method: str
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def extract(html: str, url: str, *, site: str, facts: SiteFacts | None, now: datetime, part: bool = False) -> Article:
    """The article of one page, read at `now` (aware).

    `facts` are the site's, None for an unknown site. `part` is for a further page of a long article, whose text may
    be short. Raises NotAnArticle with the reason, and nothing else whatever the page.
    """
    _refuse(refusals.of_document(html))
    tree = parse(html)
    claims = metadata.read(tree)
    _refuse(refusals.of_address(url, claims.canonical))
    clock = published.Clock(now, facts.utc_offset if facts else WIB)
    shown = headline.headings(tree)
    page = _Page(html, tree, url, facts, claims, clock, shown, headline.choose(shown, claims, url))
    found = _text(page, shortest=1 if part else SHORTEST)
    title = found.titles[0] if found.titles else page.title
    if not (part and found.body):
        _refuse_text(page, found, title)
    when = _published(page, found, title)
    return Article(
        url=_address(page),
        site=site,
        title=redact(title),
        body=redact(found.body),
        published=when.moment,
        author=redact(authors.choose(found.authors, claims, tree, url) or "") or None,
        language=language.of_text(found.body),
        site_id=_site_id(page),
        method=found.method,
        marks=(*when.marks, *_marks(page, found, title)),
        parser=parser.version(facts),
    )


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise NotAnArticle(reason)


def _refuse_text(page: _Page, found: _Text, title: str) -> None:
    headings = map(seen_text, islice(page.tree.iter("h1"), _MOST_HEADINGS))
    seen = seen_text(page.tree) if len(found.body) < SHORTEST else ""
    _refuse(refusals.of_text([title, *page.metadata.titles, *headings], found.body, page.html, seen))


def _text(page: _Page, shortest: int) -> _Text:
    """The first link of the chain that gives a text of an article's length, else the first that gives any.

    Where the site's own layout gives a short text, only a text that holds it is the article's too: any other is
    the page's furniture.
    """
    first = _Text("", "")
    for found in _chain(page):
        if len(found.body) >= shortest and (not first.body or normalise(first.body) in normalise(found.body)):
            return found
        first = first if first.body else found
    return first


def _chain(page: _Page) -> Iterator[_Text]:
    if page.facts is not None:
        for layout in layouts.in_order(page.facts.layouts, _rough_day(page)):
            reading = layouts.read(page.tree, layout, page.title)
            if reading is not None:
                method = f"{'data' if layout.data else 'layout'} {layout.name}"
                yield _Text(reading.body, method, reading.titles, reading.published, reading.authors)
    yield _Text(*fallback.read(page.tree, page.title))
    yield _Text(_by_trafilatura(page), "trafilatura")


def _by_trafilatura(page: _Page) -> str:
    """The text that trafilatura finds; empty where that is no sentences but the words of a menu."""
    if page.html.count("<") > _MOST_TAGS_FOR_TRAFILATURA or len(seen_text(page.tree)) < SHORTEST:
        return ""
    import trafilatura  # here, since most pages need it not: it is a tenth of what a crawl's process loads

    text = trafilatura.extract(page.html, fast=True, include_comments=False, include_tables=False) or ""
    lines = of_article((Line(((line, False),)) for line in text.split("\n")), page.title)
    return "\n".join(lines) if language.of_text(" ".join(lines)) != language.UNKNOWN else ""


def _rough_day(page: _Page) -> date | None:
    """The day of publication as far as the choice of an era needs it."""
    for stated in page.metadata.published:
        moment = page.clock.read(stated)
        if moment is not None:
            return moment.date()
    return urls.date_from_url(page.url, page.facts) if page.facts else None


def _published(page: _Page, found: _Text, title: str) -> published.Published:
    shown = [text for text in found.published if page.clock.read(text)]
    if not shown:
        heading = headline.anchor(page.headings, page.tree, title)
        shown = published.beside(heading, page.clock) if heading is not None else []
    in_url = urls.date_from_url(page.url, page.facts) if page.facts else None
    return published.choose(page.metadata.published, shown, in_url, page.clock)


def _address(page: _Page) -> str:
    """The canonical address: what the page calls its own where that is the same article on the same site."""
    own = urls.canonical(page.url, page.facts)
    named = page.metadata.canonical
    if not named or page.facts is None or not urls.is_article(named, page.facts):
        return own
    return urls.canonical(named, page.facts) if urls.key(named, page.facts) == urls.key(own, page.facts) else own


def _site_id(page: _Page) -> str | None:
    return urls.site_id(page.url, page.facts) if page.facts else None


def _marks(page: _Page, found: _Text, title: str) -> Iterator[str]:
    """What looks odd about the article, in plain words."""
    if page.facts is not None and not found.method.startswith(("layout", "data")):
        yield "no layout of the site fits the page"
    if not title:
        yield "no title found"
    elif page.metadata.titles and not _are_alike(title, page.metadata.titles[0]):
        yield "title differs from the metadata"
    if pages.go_on(page.tree, page.url, page.facts):
        yield pages.GOES_ON
    elif page.metadata.body_length > _MUCH_LONGER * len(found.body):
        yield "shorter than the text in the metadata"
    if found.body.endswith(_ELLIPSES):
        yield "text ends in an ellipsis"
    if has_lookalikes(f"{title} {found.body}"):
        yield "letters of another script inside words"


def _are_alike(title: str, claim: str) -> bool:
    """Whether one title holds the other: metadata carry the site's name or are cut short."""
    ours, theirs = normalise(title), normalise(claim)
    return ours in theirs or theirs in ours
