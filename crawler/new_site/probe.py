"""A site's check: its sources, three of its articles and its searches, read live and held against its site file."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from itertools import combinations

from article import Article, Candidate
from crawler import discover, urls
from crawler.asking import Ask, Got, Robots
from crawler.extract import NotAnArticle, extract
from crawler.facts import Listing, SiteFacts, Source, WordPress
from crawler.lists.searches import NONSENSE, nonsense
from crawler.page.metadata import read as read_metadata
from crawler.page.published import Clock
from crawler.page.tree import parse
from crawler.urls import date_from_url
from crawler.web.charset import decode
from crawler.web.sniff import is_challenge
from crawler.web.validators import fingerprint

# So many documents of one source are enough to see what it is, and so many articles to see how the site writes.
_DOCUMENTS = 6
_ARTICLES = 3
# Single articles may be gone: so many are tried.
_TRIED = 6
# Of so many finds one may be a card that the site puts on every page of its search.
_FIXED = 10


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """What came of one source. `repeat` says how it answers when asked again for changes only; `problem` what is wrong
    with it, `absent` that the site has no such thing; `keys` are the articles that it lists."""

    source: Source
    documents: int = 0
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    keys: frozenset[str] = frozenset()
    newest: datetime | None = None
    repeat: str = ""
    problem: str | None = None
    absent: bool = False
    search: str | None = None
    search_fails: bool = False


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """One article's page: the article, or why it is none. `dated_by` says where its time of publication came from,
    `named` the address that the page calls its own, `key` what the site file knows it by."""

    url: str
    key: str
    article: Article | None = None
    refused: str | None = None
    dated_by: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of the articles that one source lists another lists too."""

    one: Source
    other: Source
    shared: int
    of: int


@dataclass(frozen=True, slots=True)
class Probe:
    """All that a check saw of a site."""

    site: str
    facts: SiteFacts
    at: datetime
    sources: tuple[SourceSeen, ...]
    articles: tuple[ArticleSeen, ...]
    robots: tuple[Robots, ...] = ()

    @property
    def overlaps(self) -> list[Overlap]:
        """Of each pair of sources that list anything, of the shorter list."""
        listing = [seen for seen in self.sources if seen.keys]
        return [
            Overlap(one.source, other.source, len(one.keys & other.keys), min(len(one.keys), len(other.keys)))
            for one, other in combinations(listing, 2)
        ]


async def probe(ask: Ask, site: str, facts: SiteFacts, now: datetime) -> Probe:
    """Read a site as its facts say, at `now` (aware). Whatever goes wrong is part of what was seen."""
    sources = [await _source(ask, source, site, facts, now) for source in facts.sources]
    articles = await _articles(ask, sources, site, facts, now)
    return Probe(site, facts, now, tuple(sources), tuple(articles), ask.robots)


async def _source(ask: Ask, source: Source, site: str, facts: SiteFacts, now: datetime) -> SourceSeen:
    today = now.astimezone(timezone(timedelta(hours=facts.utc_offset))).date()
    ahead = deque(discover.starts(source, [today, today - timedelta(days=1)]))
    seen, candidates, good = SourceSeen(source), dict[str, Candidate](), None
    while ahead and seen.documents < _DOCUMENTS:
        url = ahead.popleft()
        got = await ask.get(url)
        seen = replace(seen, documents=seen.documents + 1)
        if not got.is_there:
            instead = discover.fallback(source, url)
            ahead.extend(instead)
            seen = seen if instead else _without(seen, source, got)
            continue
        good = good or got
        found = discover.read_source(
            got.body, url, source, facts, site=site, now=now, content_type=got.header("Content-Type"), pages=1
        )
        candidates |= {urls.key(one.url, facts): one for one in found.candidates}
        seen = replace(seen, problem=seen.problem or found.problem)
        ahead.extend(found.more if not isinstance(source, Listing | WordPress) or not found.candidates else ())
    dates = [moment for one in candidates.values() if (moment := one.published or one.modified)]
    seen = replace(
        seen, candidates=tuple(candidates.values()), keys=frozenset(candidates), newest=max(dates, default=None)
    )
    if good is not None:
        seen = replace(seen, repeat=await _repeat(ask, good, source))
    return await _searched(ask, seen, site, facts, now)


def _without(seen: SourceSeen, source: Source, got: Got) -> SourceSeen:
    """A guess (grade D) that the site does not have is no fault."""
    if source.grade == "D" and got.status in (404, 410):
        return replace(seen, absent=True)
    return replace(seen, problem=seen.problem or f"{got.asked}: {got.words}")


async def _repeat(ask: Ask, got: Got, source: Source) -> str:
    """How a source answers when it is asked for changes only, at once after it was read."""
    etag, modified = got.header("ETag"), got.header("Last-Modified")
    headers = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
    again = await ask.get(got.asked, headers=headers)
    if again.status == 304:
        return "304 when nothing is new"
    with_scripts = isinstance(source, Listing) and bool(source.data)
    is_same = again.is_there and fingerprint(again.body, with_scripts) == fingerprint(got.body, with_scripts)
    stated = "ignores its own validators" if headers else "states no validators"
    return f"{stated}, but the body tells when nothing is new" if is_same else f"{stated}, and each body differs"


async def _searched(ask: Ask, seen: SourceSeen, site: str, facts: SiteFacts, now: datetime) -> SourceSeen:
    """A search must find nothing for a word that does not exist: else it lists whatever it likes."""
    source = nonsense(seen.source)
    if source is None or seen.absent or not seen.documents or seen.problem:
        return seen
    url = discover.starts(source, [now.date()])[0]
    got = await ask.get(url)
    if not got.is_there:
        told = "finds nothing" if got.status in (404, 410) else f"not tested: {got.words}"
        return replace(seen, search=f"{told} for {NONSENSE!r}")
    found = discover.read_source(got.body, url, source, facts, site=site, now=now, pages=1)
    # A list whose cards are gone is answered with every link of the page, which are no finds.
    finds = 0 if found.problem else len(found.candidates)
    told = f"finds {finds or 'nothing'} for {NONSENSE!r}"
    if 0 < finds <= len(seen.keys) // _FIXED:
        return replace(seen, search=f"{told}, among {len(seen.keys)} for its own word: a card that always stands there")
    return replace(seen, search=told, search_fails=finds > 0)


async def _articles(
    ask: Ask, sources: Sequence[SourceSeen], site: str, facts: SiteFacts, now: datetime
) -> list[ArticleSeen]:
    seen: list[ArticleSeen] = []
    for key, candidate in _chosen(sources, facts)[:_TRIED]:
        if sum(one.article is not None for one in seen) == _ARTICLES:
            break
        got = await ask.get(candidate.url, "article")
        seen.append(_article(got, candidate.url, key, site, facts, now))
    return seen


def _chosen(sources: Sequence[SourceSeen], facts: SiteFacts) -> list[tuple[str, Candidate]]:
    """Articles to open: the first ones of each source in turn, so that each source is tried."""
    lists = [[(urls.key(one.url, facts), one) for one in seen.candidates] for seen in sources if seen.candidates]
    chosen: dict[str, Candidate] = {}
    for place in range(max(map(len, lists), default=0)):
        for one in lists:
            if place < len(one):
                chosen.setdefault(*one[place])
    return list(chosen.items())


def _article(got: Got, url: str, key: str, site: str, facts: SiteFacts, now: datetime) -> ArticleSeen:
    if not got.is_there:
        return ArticleSeen(url, key, refused=got.words)
    if got.url != url and not urls.is_article(got.url, facts):
        return ArticleSeen(url, key, refused=f"redirects to {got.url}, which is no article")
    html, _ = decode(got.body, got.header("Content-Type"))
    try:
        article = extract(html, got.url, site=site, facts=facts, now=now)
        claims = read_metadata(parse(html))
    except NotAnArticle as refusal:
        reason = "a firewall's challenge" if is_challenge(got.body) else refusal.reason
        return ArticleSeen(url, key, refused=reason)
    return ArticleSeen(url, key, article, None, dated_by(article, claims.published, facts, now), claims.canonical)


def dated_by(article: Article, stated: Sequence[str], facts: SiteFacts, now: datetime) -> str:
    """Where an article's time of publication came from: its metadata (`stated`), its text, or its address."""
    if article.published is None:
        return "nowhere"
    if any("date from the address" in mark for mark in article.marks):
        return "address"
    clock = Clock(now, facts.utc_offset)
    read = [moment for text in stated if (moment := clock.read(text))]
    if any(moment == article.published or _wall(moment) == _wall(article.published) for moment in read):
        return "metadata"
    return "page" if date_from_url(article.url, facts) != article.published.date() else "page, and the address agrees"


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def label(source: Source) -> str:
    """A source in a few words: its kind and its address."""
    return f"{type(source).__name__.lower()} {source.url}"
