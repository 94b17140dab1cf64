"""The facts that a site file states: where it lists its articles and how its pages are laid out.

Every fact carries its grade of evidence: A a real saved page, B a public scraper that works,
C a page's text without its markup, D a single mention or what the site's software usually does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed."""

    url: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or a sitemap index; `follow` is the RE2 pattern of the child sitemaps worth reading."""

    url: str
    grade: Grade
    follow: str = ""


@dataclass(frozen=True, slots=True)
class WordPress:
    """A WordPress site's root: its REST listing (/wp-json/wp/v2/posts) is tried first, then /feed/."""

    url: str
    grade: Grade
    query: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing, tag or search page.

    `url` may hold {page}, which counts from `first` by `step`, and the day as {date:%Y-%m-%d} or {date.day};
    `pages` is how many pages a run goes through. `item` selects each card (CSS); within it `link`, `title` and
    `published` are CSS with ::text or ::attr(). Without `item` every link of the page is a card. `data` is used
    instead where the page is data: "SELECTOR | dotted.path" of the list ("| dotted.path" where the whole answer is
    JSON), of whose entries `title` and `published` then name keys, and `link` is the address with keys in it:
    "/{category.slug}/{id}".
    """

    url: str
    grade: Grade
    item: str = ""
    link: str = "a::attr(href)"
    title: str = ""
    published: str = ""
    first: int = 1
    step: int = 1
    pages: int = 3
    data: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """A front page, for a site of which little is known: its links, and the feeds that its head names."""

    url: str
    grade: Grade


Source = Feed | Sitemap | WordPress | Listing | Front


@dataclass(frozen=True, slots=True)
class Query:
    """A news search, asked for the watched place: what its answers list is other publishers'.

    `url` holds {query} and, where the search takes a stretch of time, {since} and {until} (UTC, with a date format);
    the words come from the watched place's profile. `form` is how it answers. The limits that it sets: `items` an
    answer, `terms` words a query, `apart` seconds between two requests, `hourly` requests an hour, `days` back that it
    can be asked for (0: it takes no time at all).
    """

    url: str
    grade: Grade
    form: Literal["google", "bing", "gdelt"]
    items: int
    terms: int
    apart: float
    hourly: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The markup of a site's article pages in one era.

    Selectors are CSS (::text, ::attr()); `body` selects the element that holds the text, `cut` what inside it
    is not the article's. `until` is the last day on which pages were published in this layout (None: today's).
    `data` is used instead where the page is data: "SELECTOR | dotted.path" of the article's object, whose keys
    `title`, `body`, `published`, `author` then name. `pages` tells how a long article goes on: a query or
    path suffix with {page}, or "all" in it for the one that shows everything.
    """

    name: str
    grade: Grade
    body: str
    title: str = ""
    published: str = ""
    author: str = ""
    cut: tuple[str, ...] = ()
    until: date | None = None
    data: str = ""
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RE2 pattern over a canonical URL, with its grade."""

    regex: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that discovery and extraction know of a site: the whole content of a file in spiders/.

    `hosts` are registrable or full host names; their subdomains belong to the site too. `article` tells an
    article's URL from any other, `exclude` takes out pictures, videos and the like. `site_id` has one group:
    the site's own id, a key that survives a changed slug. `date_in_url` are patterns with the named groups y, m,
    d (yy for two digits), the first that fits being the last resort for a date. `utc_offset` is the offset, in
    hours, of times written without one. `keep_query` are the query parameters that belong to an article's
    identity. `queries` are the news searches by which the press of no site is found.
    """

    hosts: tuple[str, ...]
    sources: tuple[Source, ...]
    article: Pattern
    layouts: tuple[Layout, ...]
    exclude: Pattern | None = None
    site_id: Pattern | None = None
    date_in_url: tuple[Pattern, ...] = ()
    utc_offset: int = 7
    keep_query: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()


def wordpress_site(root: str, *, query: str = "") -> SiteFacts:
    """The facts of a site of which no more is known than that it may run WordPress: what that software usually has.

    `root` is the front page's address without the final slash; `query` asks the listing for the posts that hold a
    word, for a site of a whole province. Every fact is of grade D. Articles are known by a slug of four words or
    more, with or without a day, a category or .html around it, or by ?p=NUMBER.
    """
    host = urlsplit(root).hostname or ""
    return SiteFacts(
        hosts=(host.removeprefix("www."),),
        sources=(WordPress(root, "D", query), Front(f"{root}/", "D")),
        article=Pattern(r"/[^/.]+-[^/.]+-[^/.]+-[^/.]+(?:\.html)?/?$|/\?p=\d+$", "D"),
        exclude=Pattern(r"/(?:author|category|tag)/", "D"),
        date_in_url=(Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "D"),),
        layouts=(Layout("WordPress", "D", body=".entry-content", cut=(".page-links",), pages="/{page}"),),
        keep_query=("p",),
    )


def radar_listing(url: str, rows: str) -> Listing:
    """A list of a Radar daily of Jawa Pos, whose pages are data of Inertia.js; `rows` is the list's path in it."""
    return Listing(
        url,
        "D",
        data=f"#app::attr(data-page) | {rows}",
        link="/{category.slug}/{article_id}/{slug}",
        title="title",
        published="date",
    )
