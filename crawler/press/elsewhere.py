"""The press at large: pages that the news searches find and that belong to no watched site, each read politely at its
own publisher's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.http import Response

from article import Article, Candidate
from crawler import urls
from crawler.extract import NotAnArticle, extract
from crawler.fetch import header
from crawler.manners import CONFIG, JITTER, delay
from crawler.press.answers import Hit
from crawler.press.owners import Owners
from crawler.press.searching import Search
from crawler.site import PAGE_TYPES, NewsSite
from crawler.storing.stages import Read
from crawler.web.charset import decode
from crawler.web.outcomes import Outcome, outcome
from detect.profile import load_profiles

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

# How far back a run asks: what a week of outages hid is found again.
LOOKS_BACK = timedelta(days=7)


class SearchSite(NewsSite):
    """What the site file of the press at large inherits: its facts name news searches in place of sources.

    Any public host may be asked, by name, after its robots.txt and with the delay of a site's.
    """

    bounds = None
    owners: Owners

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The pace that each search asks for."""
        super().update_settings(settings)
        config = settings[CONFIG]
        slots = {
            urlsplit(query.url).hostname: {"delay": max(query.apart, config.delay) / (1 - JITTER)}
            for query in cls.facts.queries
            if delay(config)
        }
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See NewsSite."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        # A search brings up old stories too: they are news only where they came out in the last seven days.
        spider.account.baseline = True
        spider.owners = Owners.watched(spider.account, crawler.settings[CONFIG])
        return spider

    def asked_for(self) -> list[str]:
        """The searches."""
        return [query.url for query in self.facts.queries]

    async def _discovered(self) -> list[tuple[str, Candidate]]:
        config = self.crawler.settings[CONFIG]
        ask = self.crawler.engine.download_async
        search = Search(ask, self.account, self.facts, load_profiles(config.profiles), self.owners, self.until)
        until = self.account.now().astimezone(UTC)
        since = datetime.combine(self.since, time(0), UTC) if self.since else until - LOOKS_BACK
        await search.ask_all(since, until)
        return await search.addressed(search.choose(self.account.to_read()))

    async def parse(self, response: Response, key: str) -> AsyncIterator[Read]:
        """A publisher's page: an article, the reason why it is none, or one of a watched site after all."""
        owner = self.owners.of(response.url)
        if owner is not None:
            hit = Hit(response.url, self.account.listed_title(key))
            self.owners.hand_over(owner, hit, response.meta.get("redirect_urls", [response.url])[0])
            self.account.settle(key, Outcome("rejected", f"redirects to {response.url}, which is left to {owner.name}"))
            return
        try:
            article = self._read_anywhere(response)
        except NotAnArticle as error:
            self.account.settle(key, outcome(error))
            return
        yield Read(urls.key(article.url, None), key, article, response.meta["fetch"], [self._raw(response)])

    def _read_anywhere(self, response: Response) -> Article:
        """Raises NotAnArticle."""
        content_type = header(response, "Content-Type")
        kind = (content_type or "").partition(";")[0].strip().lower()
        if kind not in PAGE_TYPES:
            raise NotAnArticle(f"is {kind}, no web page")
        if urls.is_front(response.url):
            raise NotAnArticle(f"redirects to {response.url}, which is a front page")
        html, _ = decode(response.body, content_type)
        return extract(html, response.url, site=self.name, facts=None, now=self.account.now())
