"""Discovery: the bytes of a site's feeds, sitemaps, listings and WordPress answers into candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from article import Candidate, FoundBy
from crawler import dates, urls
from crawler.facts import Feed, Front, Listing, SiteFacts, Sitemap, Source, WordPress
from crawler.lists.feeds import advertised, read_feed
from crawler.lists.found import Found, Link, Listed
from crawler.lists.listings import first_pages, page_number, read_listing
from crawler.lists.sitemaps import read_sitemap
from crawler.lists.wordpress import feed_url, posts_url, read_wordpress
from crawler.web.sniff import is_challenge, kind

FOUND_BY: dict[type[Source], FoundBy] = {
    Feed: "feed",
    Sitemap: "sitemap",
    Listing: "listing",
    WordPress: "wordpress",
    Front: "listing",
}


# So few articles stand beside the list on a page of the sites; a day of theirs has more.
_BESIDE = 15


def starts(source: Source, days: Sequence[date]) -> tuple[str, ...]:
    """The addresses with which the reading of a source begins.

    `days` are the days, in the site's own time, that a listing by date is asked for: today and yesterday in a
    run, any others in a backfill.
    """
    match source:
        case Listing():
            return first_pages(source, days)
        case WordPress():
            return (posts_url(source),)
        case _:
            return (source.url,)


def fallback(source: Source, url: str) -> tuple[str, ...]:
    """What to ask instead when `url` answers with an error: the feed of a WordPress site whose REST listing is shut."""
    return (feed_url(source),) if isinstance(source, WordPress) and url != feed_url(source) else ()


def is_by_day(source: Source) -> bool:
    """Whether the source has a list of its own for each day."""
    return isinstance(source, Listing) and "{date" in source.url


def is_beyond(source: Source, url: str) -> bool:
    """Whether an address is a further page than the site file states, which there need not be."""
    match source:
        case Listing():
            return page_number(source, url) > source.pages
        case WordPress():
            return url not in (posts_url(source), feed_url(source))
        case _:
            return False


def read_source(
    body: bytes,
    url: str,
    source: Source,
    facts: SiteFacts,
    *,
    site: str,
    now: datetime,
    content_type: str | None = None,
    pages: int | None = None,
) -> Found:
    """The candidates in one answer of `source`: each article's canonical address once, in the order listed.

    `url` is the address as it was asked for, `pages` how many pages of a listing to go through instead of the
    number that the site file states. No body makes it raise: what is wrong is said in `problem`.
    """
    if kind(body) == "empty":
        return Found(problem=f"{url} answered with nothing")
    if is_challenge(body):
        return Found(problem=f"{url} answered with a firewall's challenge: the site does not let us read it now")
    listed = _read(body, url, source, facts, now, content_type, pages)
    candidates = tuple(_candidates(listed.links, url, FOUND_BY[type(source)], facts, site, now))
    problem = listed.problem
    if listed.links and not candidates and not problem:
        problem = (
            f"{url} lists {len(listed.links)} addresses, none of which has the form of the site's articles "
            f"(the first: {listed.links[0].url}): correct `article` in the site file"
        )
    if problem and isinstance(source, Listing) and _is_the_end(source, url, len(candidates)):
        return Found()
    return Found(candidates, listed.more, problem)


def read_past(
    body: bytes, url: str, source: Sitemap, facts: SiteFacts, since: datetime, *, site: str, now: datetime
) -> Found:
    """All that one answer of a sitemap lists, and the children that may list what came out since then."""
    read_date = partial(dates.parse, now=now, utc_offset=facts.utc_offset)
    listed = read_sitemap(body, url, source.follow, read_date, since)
    candidates = tuple(_candidates(listed.links, url, "sitemap", facts, site, now))
    return Found(candidates, listed.more, listed.problem)


def _read(
    body: bytes, url: str, source: Source, facts: SiteFacts, now: datetime, content_type: str | None, pages: int | None
) -> Listed:
    read_date = partial(dates.parse, now=now, utc_offset=facts.utc_offset)
    is_article = partial(urls.is_article, facts=facts)
    match source:
        case Feed():
            return read_feed(body, url, read_date, is_article)
        case Sitemap():
            return read_sitemap(body, url, source.follow, read_date)
        case WordPress():
            return read_wordpress(body, url, source, pages or 1, read_date, is_article)
        case Listing():
            return read_listing(body, url, source, pages or source.pages, read_date, content_type)
        case Front() if kind(body) == "xml":
            return read_feed(body, url, read_date, is_article)
        case Front():
            links = read_listing(body, url, Listing(source.url, source.grade), 1, read_date, content_type)
            return replace(links, more=tuple(feed for feed in advertised(body, url) if urls.on_site(feed, facts)))


def _is_the_end(source: Listing, url: str, articles: int) -> bool:
    """Whether the answer is a listing's page after the last, or a day without articles, and not a broken listing.

    A list by day whose cards are no longer found still links to many articles, an empty day to the few beside it.
    """
    return page_number(source, url) > 1 or (is_by_day(source) and articles < _BESIDE)


def _candidates(
    links: Iterable[Link], url: str, found_by: FoundBy, facts: SiteFacts, site: str, now: datetime
) -> Iterable[Candidate]:
    seen: set[str] = set()
    for link in links:
        address = urls.canonical(link.url, facts)
        if address in seen or not urls.is_article(address, facts):
            continue
        seen.add(address)
        yield Candidate(
            site=site,
            url=address,
            found_by=found_by,
            found_in=url,
            title=link.title,
            published=_believed(link.published, now),
            modified=_believed(link.modified, now),
        )


def _believed(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and dates.plausible(moment, now) else None
