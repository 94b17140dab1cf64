"""The facts of a site that has no file yet, guessed from its front page, its sources and a few of its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import re2

from article import Candidate
from crawler import urls
from crawler.asking import Ask, Got
from crawler.extract import NotAnArticle, extract
from crawler.facts import Front, Layout, Pattern, SiteFacts
from crawler.health.looks import look
from crawler.lists.links import anchors, headlines, neighbours
from crawler.new_site import cards, draft_sources, selectors, shapes
from crawler.new_site.draft_sources import ENOUGH_LISTED, FoundSite
from crawler.new_site.selectors import Guess, Sample, nearness
from crawler.page import page_data
from crawler.page.pages import next_pages
from crawler.page.published import Clock
from crawler.page.tree import parse, seen_text
from crawler.text import normalise
from crawler.urls import absolute
from crawler.web.charset import decode

_ANY = Pattern("/.", "D")
_MOST_SAMPLES, _TRIED = 3, 6
_PAGES = ("?page={page}", "/{page}")
_IN_THE_WAY = {
    "challenge": "a firewall asks for proof of a person: nothing works around it; ask the site to let this program in",
    "consent": "a page asks for agreement before it shows anything: look for a feed or sitemap that is not behind it",
    "login": "a page asks to log in: what is not open to everybody is not read",
    "parked": "the domain is for sale or switched off: look for the outlet's new address",
    "hacked": "the page advertises gambling: the site has been hacked; tell its owner, and wait until it is clean",
    "missing": "the page says that there is nothing at this address: take the front page's",
    "empty": "the answer is empty: open the address in a browser",
    "json": "the answer is data, no web page: give the address of the front page or of an article",
    "xml": "the answer is a feed or sitemap: give the address of the front page or of an article",
    "other": "the answer is no web page (a picture, a document or a program): give the front page's address",
}


class CannotDraft(Exception):
    """A page from which no site file can be guessed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Guessed facts, what is unsure about them, the articles they rest on and the pages to record as golden ones."""

    facts: SiteFacts
    unsure: tuple[str, ...]
    samples: tuple[Sample, ...]
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    golden: tuple[tuple[str, Got], ...]
    guess: Guess
    is_wordpress: bool = False


def host_facts(url: str) -> SiteFacts:
    """Facts that let the site of an address be asked, and take every address of it for an article's.

    Raises CannotDraft for what is no address.
    """
    host = urlsplit(url).hostname if absolute(url, url) else None
    if not host or "." not in host:
        raise CannotDraft(f"{url} is no address of a site: give one such as https://contoh.example/")
    return SiteFacts((host.removeprefix("www."),), (), _ANY, (), keep_query=("p",))


async def draft(ask: Ask, url: str, now: datetime) -> Draft:
    """Guess the facts of the site that `url`, a front page or an article, belongs to. Raises CannotDraft."""
    given = await ask.get(url)
    _refuse(given)
    parts = urlsplit(given.url)
    home = f"{parts.scheme}://{parts.netloc}/"
    front = given if urls.is_front(given.url) else await ask.get(home)
    if front is not given:
        _refuse(front)
    facts = host_facts(front.url)
    found = FoundSite(
        home=f"{urlsplit(front.url).scheme}://{urlsplit(front.url).netloc}/",
        facts=facts, now=now, front=front, links=anchors(front.body, front.url, facts),
        sources=[], listed=[], golden=[], unsure=[],
    )  # fmt: skip
    if near := neighbours(front.body, front.url, facts):
        found.unsure.append(f"hosts: only {facts.hosts[0]} is read; the page leads to {', '.join(near)} as well")
    await draft_sources.wordpress(ask, found)
    await draft_sources.feeds(ask, found)
    await draft_sources.sitemaps(ask, found, ask.robots_text.get(f"{found.home}robots.txt", b""))
    shape = _shape(found, None if front is given else given.url)
    found.facts = replace(
        facts,
        article=Pattern(shape.article, "A"),
        site_id=Pattern(shape.site_id, "A") if shape.site_id else None,
        date_in_url=tuple(Pattern(one, "A") for one in shape.dates),
        keep_query=shape.keep_query,
    )
    _front(found)
    _excluded(found)
    given_article = given if front is not given and urls.is_article(given.url, found.facts) else None
    return await _with_articles(ask, found, given_article)


def _refuse(got: Got) -> None:
    if not got.is_there:
        raise CannotDraft(f"{got.asked}: {got.words}: open it in a browser, and give an address that answers")
    found = look(got.body)
    if found != "html":
        raise CannotDraft(f"{got.asked}: {_IN_THE_WAY[found]}")


def _shape(found: FoundSite, given: str | None) -> shapes.Shape:
    """The form of the articles' addresses: from what the sources list, else from the front page's headlines."""
    listed = [one.url for one in found.listed]
    shown = [one.url for one in headlines(found.links)]
    addresses = list(dict.fromkeys(listed or [*shown, *([given] if given else [])]))
    shape = shapes.of_addresses(addresses, found.now.date())
    if shape is None:
        raise CannotDraft(
            f"{found.front.asked} links to {len(addresses)} articles, too few or too different to tell their form: "
            "is the page drawn by a script? Give the address of a list of articles on the same site"
        )
    if shape.fits < shape.told:
        found.unsure.append(f"article: {shape.told - shape.fits} of {shape.told} listed addresses have another form")
    if not listed:
        found.unsure.append("article: no feed or sitemap tells which links are articles; told from headlines only")
    if given and not re2.search(shape.article, given):
        found.unsure.append(f"article: {given} has not the form of the listed articles")
    return shape


def _front(found: FoundSite) -> None:
    """The front page as a source: its cards where nothing else lists the articles, else its links."""
    shown = {urls.key(one.url, found.facts) for one in found.links if urls.is_article(one.url, found.facts)}
    if len(shown) < ENOUGH_LISTED:
        if not found.sources:
            raise CannotDraft(f"{found.front.asked} links to no articles: find the page that lists the site's news")
        return
    listing = None
    if not found.sources:
        found.unsure.append("sources: neither a feed nor a sitemap was found; the front page alone may miss articles")
        listing = cards.listing(found.front.body, found.home, found.facts, Clock(found.now), "A")
    found.golden.append(("front", found.front))
    found.sources.append(listing or Front(found.home, "A"))


def _excluded(found: FoundSite) -> None:
    folders = [one for one in ("author", "category", "tag", "topic") if _has_folder(found, one)]
    if folders:
        found.facts = replace(found.facts, exclude=Pattern(rf"/(?:{'|'.join(folders)})/", "A"))


def _has_folder(found: FoundSite, name: str) -> bool:
    return any(f"/{name}/" in one.url and urls.is_article(one.url, found.facts) for one in found.links)


async def _with_articles(ask: Ask, found: FoundSite, given: Got | None) -> Draft:
    listed = {urls.canonical(one.url, found.facts): one for one in reversed(found.listed)}
    of_front = [urls.canonical(one.url, found.facts) for one in found.links]
    wanted = [one for one in dict.fromkeys([*reversed(listed), *of_front]) if urls.is_article(one, found.facts)]
    samples: list[Sample] = []
    pages = [given] if given else []
    for address in wanted[:_TRIED]:
        if len(samples) + len(pages) < _MOST_SAMPLES and not (given and address == given.url):
            pages.append(await ask.get(address, "article"))
        while pages:
            got = pages.pop()
            sample = _sample(got, listed.get(urls.canonical(got.url, found.facts)), found)
            if sample:
                samples.append(sample)
                found.golden.append((f"article-{len(samples)}" if len(samples) > 1 else "article", got))
    if not samples:
        raise CannotDraft(
            f"none of {min(len(wanted), _TRIED)} articles of {found.home} holds a text that can be read: the site may "
            "draw it by a script, or show it to readers who log in only"
        )
    return _finished(found, samples, wanted)


def _sample(got: Got, listed: Candidate | None, found: FoundSite) -> Sample | None:
    if not got.is_there:
        return None
    html, _ = decode(got.body, got.header("Content-Type"))
    try:
        tree = parse(html)
        of_data = page_data.guess(tree, str(found.now.year), "A")
        facts = replace(found.facts, layouts=(of_data,) if of_data else ())
        article = extract(html, got.url, site="", facts=facts, now=found.now)
        if of_data and normalise(article.body.partition("\n")[0]) in normalise(seen_text(tree)):
            article = extract(html, got.url, site="", facts=found.facts, now=found.now)  # the page shows it as well
        return Sample(html, tree, got.url, article, listed)
    except NotAnArticle as refusal:
        found.unsure.append(f"{got.url} was not taken for an article: {refusal.reason}")
        return None


def _finished(found: FoundSite, samples: Sequence[Sample], wanted: Sequence[str]) -> Draft:
    guess = _of_data(samples, found) or selectors.guess(samples, Clock(found.now), str(found.now.year), "A")
    layouts = (_paged(guess.layout, samples, found.facts),) if guess.layout else ()
    facts = replace(found.facts, sources=tuple(found.sources), layouts=layouts)
    if len(samples) < _MOST_SAMPLES:
        found.unsure.append(f"the layout rests on {len(samples)} articles only")
    refused = [one.url for one in found.links if not urls.is_article(one.url, facts)]
    return Draft(
        facts=facts,
        unsure=(*found.unsure, *guess.doubts, *_checked(facts, samples, found.now)),
        samples=tuple(samples),
        accepted=tuple(wanted[:5]),
        refused=tuple(dict.fromkeys(refused))[:8],
        golden=tuple(found.golden),
        guess=guess,
        is_wordpress=found.is_wordpress,
    )


def _of_data(samples: Sequence[Sample], found: FoundSite) -> Guess | None:
    """The layout of pages whose text stands in their data only."""
    if not all(one.article.method.startswith("data") for one in samples):
        return None
    layouts = {page_data.guess(one.tree, str(found.now.year), "A") for one in samples}
    layout = layouts.pop() if len(layouts) == 1 else None
    return Guess(layout, ("layout: the text stands in the page's data for its script",)) if layout else None


def _paged(layout: Layout, samples: Sequence[Sample], facts: SiteFacts) -> Layout:
    """The layout with the way in which a long article goes on, where one of the pages shows it."""
    shows_all = any("?page=all" in one.html for one in samples)
    for way in ("?page=all",) * shows_all + _PAGES:
        paged = replace(layout, pages=way)
        if any(next_pages(one.html, one.url, replace(facts, layouts=(paged,))) for one in samples):
            return paged
    return layout


def _checked(facts: SiteFacts, samples: Sequence[Sample], now: datetime) -> list[str]:
    """What the finished facts read worse than the general way of reading did."""
    told = []
    for sample in samples:
        try:
            article = extract(sample.html, sample.url, site="", facts=facts, now=now)
        except NotAnArticle as refusal:
            told.append(f"{sample.url}: not read by the drafted facts: {refusal.reason}")
            continue
        if nearness(article.body.split("\n"), sample.article.body.split("\n")) < 0.8:
            told.append(f"{sample.url}: two ways of reading give different texts; look which one is right")
    return told
