"""The windows of a site's past: how far each of its sources can be asked for days gone by. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from crawler import discover
from crawler.facts import Listing, Query, SiteFacts, Sitemap, Source, WordPress
from crawler.lists.wordpress import posts_url
from storage.health.backfill import Window

# A window is gone through in a run or a few: so many days of a daily's index, or of a site's posts.
_DAYS_OF_INDEX = 7
_DAYS_OF_POSTS = 31
_DAYS_OF_SEARCH = 31
# The sources of windows that are no source of a site: a web archive, and what searches of the past have found on it.
ARCHIVE, FINDS = "archive", "finds"


def windows(facts: SiteFacts, since: date, until: date, *, today: date, archive: bool = False) -> list[Window]:
    """The windows from `since` to `until`, both included, of every source that can be asked for the past.

    Newest first, but for sources that are gone through as a whole. With `archive` the web archive is the only one:
    the site itself is not asked.
    """
    if archive:
        return [Window(ARCHIVE, since, until)]
    found: list[Window] = []
    for source in (*facts.sources, *facts.queries):
        days = _days(source)
        if isinstance(source, Query) and days:
            reach = max(since, today - timedelta(days=source.days))
            found += [Window(source.url, first, last) for first, last in _pieces(reach, until, days)]
        elif days == 0:
            found.append(Window(source.url, since, until))
        elif days:
            found += [Window(source.url, first, last) for first, last in _pieces(since, until, days)]
    return found


def source_of(facts: SiteFacts, window: Window) -> Source | Query | None:
    """The source that a window is of; None for the archive's."""
    return next((one for one in (*facts.sources, *facts.queries) if one.url == window.source), None)


def starts(source: Source, window: Window) -> tuple[str, ...]:
    """The addresses with which the reading of a window begins, newest first."""
    if isinstance(source, WordPress):
        # The listing compares with the site's own time, which it writes without an offset.
        after, before = window.since - timedelta(days=1), window.until + timedelta(days=1)
        return (f"{posts_url(source)}&after={after}T23:59:59&before={before}T00:00:00",)
    days = [window.until - timedelta(days=back) for back in range((window.until - window.since).days + 1)]
    return discover.starts(source, days)


def next_posts(start: str, url: str) -> str:
    """The page after `url` of a WordPress listing that began at `start`."""
    number = url.removeprefix(start).removeprefix("&page=")
    return f"{start}&page={int(number or 1) + 1}"


def _days(source: Source | Query) -> int | None:
    """How many days a window of the source has: 0 for its whole past at once, None where it cannot be asked for any."""
    match source:
        case Listing() if discover.is_by_day(source):
            return _DAYS_OF_INDEX
        case Listing() if "{page}" in source.url:
            return 0
        case Sitemap():
            return 0
        case WordPress():
            return _DAYS_OF_POSTS
        case Query() if source.days:
            return _DAYS_OF_SEARCH
        case _:
            return None


def _pieces(since: date, until: date, days: int) -> Iterator[tuple[date, date]]:
    """The stretch cut into pieces that begin on the same days whatever `until` is, so that they are known again."""
    first = date.fromordinal(until.toordinal() - until.toordinal() % days)
    while until >= since:
        yield max(first, since), until
        until, first = first - timedelta(days=1), first - timedelta(days=days)
