"""Whether what a check saw is good: all that is wrong, each with its next step. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.facts import Listing
from crawler.new_site.probe import ArticleSeen, Probe, SourceSeen, label

# A site whose newest article is older has fallen silent, or its sources list something else.
SILENT = timedelta(days=30)
LEAST_ARTICLES = 2
_DATELESS = "no date found"
_READABLE = ("rules", "none")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as the site file says, and what to do next."""

    what: str
    step: str


def wrong(seen: Probe) -> list[Wrong]:
    """All that is wrong with a site; empty where it may be relied on."""
    return [*_robots(seen), *_sources(seen), *_articles(seen)]


def figures(seen: Probe) -> Mapping[str, int | str | None]:
    """What a check is kept as proof with."""
    read = [one.article for one in seen.articles if one.article is not None]
    newest = newest_of(seen)
    return {
        "sources": len(seen.sources),
        "sources_read": sum(bool(one.keys) for one in seen.sources),
        "listed": len(frozenset().union(*(one.keys for one in seen.sources))),
        "newest": newest.isoformat() if newest else None,
        "opened": len(seen.articles),
        "titles": sum(bool(one.title) for one in read),
        "dates": sum(one.published is not None for one in read),
        "bodies": sum(bool(one.body) for one in read),
        "authors": sum(one.author is not None for one in read),
    }


def newest_of(seen: Probe) -> datetime | None:
    """When the newest article came out that a source or an opened article dates."""
    dates = [one.newest for one in seen.sources] + [one.article.published for one in seen.articles if one.article]
    return max((moment for moment in dates if moment), default=None)


def _robots(seen: Probe) -> Iterator[Wrong]:
    for one in seen.robots:
        if one.words not in _READABLE:
            yield Wrong(one.words, "nothing of this host is read until its robots.txt can be: try again tomorrow")


def _sources(seen: Probe) -> Iterator[Wrong]:
    told = [one.words for one in seen.robots if one.words not in _READABLE]
    for one in seen.sources:
        if one.problem and not any(words in one.problem for words in told):
            yield Wrong(one.problem, _step(one))
        if one.search_fails:
            yield Wrong(
                f"{label(one.source)}: {one.search}, a word that nobody ever wrote",
                "the search does not search: take another address for it, or its `item` selects more than the finds",
            )
    if not any(one.keys for one in seen.sources):
        if not told:
            step = "open the site in a browser and find its feed, sitemap or listing"
            yield Wrong("no source lists any article", step)
        return
    newest = newest_of(seen)
    if newest is None:
        yield Wrong("nothing that was found has a date", "state where a source or an article shows its date")
    elif seen.at - newest > SILENT:
        days = (seen.at - newest).days
        yield Wrong(
            f"the newest article is {days} days old", "open the site: if it has news, its sources no longer tell of it"
        )


def _step(one: SourceSeen) -> str:
    if one.problem and "robots.txt forbids" in one.problem:
        return "take this source out of the site file: the site does not want it read"
    if isinstance(one.source, Listing) and one.source.item:
        return "open it in a browser, and correct the address or its selectors in the site file"
    return "open it in a browser, and correct or take out the source in the site file"


def _articles(seen: Probe) -> Iterator[Wrong]:
    read = [one for one in seen.articles if one.article is not None]
    if any(one.keys for one in seen.sources) and len(read) < min(LEAST_ARTICLES, _listed(seen)):
        yield Wrong(
            f"only {len(read)} of {len(seen.articles)} articles could be read",
            "open them in a browser: where they are articles, correct the layout's `body`, else `article` or `exclude`",
        )
    for one in read:
        yield from _fields(one, seen)
    for field, words in (("title", "title"), ("body", "text")):
        if len(read) > 1 and len({getattr(one.article, field) for one in read}) < len({one.key for one in read}):
            yield Wrong(
                f"different articles have the same {words}",
                f"the layout's `{field}` selects something that stands on every page: correct it",
            )


def _listed(seen: Probe) -> int:
    return len(frozenset().union(*(one.keys for one in seen.sources)))


def _fields(one: ArticleSeen, seen: Probe) -> Iterator[Wrong]:
    article = one.article
    assert article is not None
    if not article.title:
        yield Wrong(f"{one.url}: no title", "state the layout's `title`")
    if article.published is None:
        yield Wrong(f"{one.url}: {', '.join(article.marks) or _DATELESS}", "state the layout's `published`")
    if seen.facts.layouts and not article.method.startswith(("layout", "data")):
        yield Wrong(
            f"{one.url}: no layout of the site file fits the page (its text is the {article.method})",
            "correct the layout's `body`; where the site has changed, give the old layout an `until` and add a new one",
        )
    if seen.facts.site_id is not None and article.site_id is None:
        yield Wrong(f"{one.url}: its address holds no id", "correct `site_id`, or take it out")
