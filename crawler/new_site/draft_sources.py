"""Where a site without a file lists its articles: WordPress, feeds and sitemaps, each tried before it is stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import re2

from article import Candidate
from crawler import discover, urls
from crawler.asking import Ask, Got
from crawler.facts import Feed, SiteFacts, Sitemap, Source, WordPress
from crawler.lists.feeds import advertised
from crawler.lists.links import Anchor
from crawler.web.sniff import kind

# Where feeds and sitemaps stand on most sites that do not name them.
_FEEDS = ("/feed/", "/rss", "/rss.xml")
_SITEMAPS = ("/sitemap_news.xml", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml")
_MOST_FEEDS, _MOST_SITEMAPS = 3, 4
# A source that lists fewer is none.
ENOUGH_LISTED = 3


@dataclass(slots=True)
class FoundSite:
    """What is found of the site on the way."""

    home: str
    facts: SiteFacts
    now: datetime
    front: Got
    links: list[Anchor]
    sources: list[Source]
    listed: list[Candidate]
    golden: list[tuple[str, Got]]
    unsure: list[str]
    is_wordpress: bool = False


async def wordpress(ask: Ask, found: FoundSite) -> None:
    if b"/wp-content/" not in found.front.body and b"WordPress" not in found.front.body:
        return
    found.is_wordpress = True
    source = WordPress(found.home.rstrip("/"), "A")
    await _try(ask, found, source, "wordpress", discover.starts(source, [])[0])


async def feeds(ask: Ask, found: FoundSite) -> None:
    if found.sources:
        return
    named = [one for one in advertised(found.front.body, found.front.url) if urls.on_site(one, found.facts)]
    guessed = [] if named else [f"{found.home.rstrip('/')}{path}" for path in _FEEDS]
    for address in (named + guessed)[:_MOST_FEEDS]:
        if await _try(ask, found, Feed(address, "A"), "feed", address):
            break


async def sitemaps(ask: Ask, found: FoundSite, robots: bytes) -> None:
    """A sitemap of news is worth a source beside others; one of the site's whole past where there is nothing else."""
    lines = [line.split(":", 1) for line in robots.decode("utf-8", "replace").splitlines() if ":" in line]
    named = [value.strip() for key, value in lines if key.strip().lower() == "sitemap"]
    named = [one for one in dict.fromkeys(named) if urls.on_site(one, found.facts)]
    news = [one for one in named if "news" in one]
    if found.sources:
        named = news
        if not news:
            return
    for address in (named or [f"{found.home.rstrip('/')}{path}" for path in _SITEMAPS])[:_MOST_SITEMAPS]:
        if await _sitemap(ask, found, address):
            return


async def _sitemap(ask: Ask, found: FoundSite, address: str) -> bool:
    source = Sitemap(address, "A")
    got = await ask.get(address)
    if not got.is_there or kind(got.body) not in ("xml", "gzip"):
        return False
    if b"<rss" in got.body[:2000]:  # some sites call their feed a sitemap
        return await _try(ask, found, Feed(address, "A"), "feed", address)
    read = discover.read_source(got.body, address, source, found.facts, site="", now=found.now)
    if not read.more:
        return _keep(found, source, "sitemap", got, read.candidates)
    child = _news_child(read.more)
    if child is None:
        found.unsure.append(f"sitemap: {address} names {len(read.more)} others, none of them by news or posts")
        return False
    further = await ask.get(child)
    listed = discover.read_source(further.body, child, source, found.facts, site="", now=found.now)
    source = replace(source, follow=f"{re2.escape(urlsplit(child).path.rpartition('/')[2])}$")
    if not further.is_there or not _keep(found, source, "sitemap", got, listed.candidates):
        return False
    found.golden.append(("sitemap-news", further))
    return True


def _news_child(children: Sequence[str]) -> str | None:
    names = [(urlsplit(one).path.rpartition("/")[2].lower(), one) for one in children]
    for wanted in ("news", "post", "berita", "artikel", "article"):
        for name, child in names:
            if wanted in name:
                return child
    return None


async def _try(ask: Ask, found: FoundSite, source: Source, name: str, address: str) -> bool:
    got = await ask.get(address)
    if not got.is_there:
        return False
    read = discover.read_source(got.body, address, source, found.facts, site="", now=found.now)
    return _keep(found, source, name, got, read.candidates)


def _keep(found: FoundSite, source: Source, name: str, got: Got, listed: Sequence[Candidate]) -> bool:
    if len(listed) < ENOUGH_LISTED:
        return False
    found.sources.append(source)
    found.golden.append((name, got))
    found.listed += listed
    return True
