"""Downloader middleware: shows each answer to the run's account of its site's condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response

from crawler.fetch import Fetch, headers_of
from crawler.health.condition import Condition, Shown
from crawler.manners import CONFIG
from crawler.pipelines import account_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Looking:
    """Sees every answer once it is unpacked, those included that are asked for again and those of robots.txt."""

    def __init__(self, condition: Condition, keeps_raw: bool) -> None:
        self._condition = condition
        self._keeps_raw = keeps_raw

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured where no site is read."""
        return cls(account_of(crawler).condition, crawler.settings[CONFIG].keep_raw_days > 0)

    def process_response(self, request: Request, response: Response) -> Response:
        """Show the answer and pass it on."""
        key = request.cb_kwargs.get("key")
        fetch = request.meta.get("fetch")
        if isinstance(fetch, Fetch) and fetch.kind != "article":
            asked = request.meta.get("redirect_urls", [fetch.url])[0]
            self._condition.answered(fetch.url, response.body, asked)
        elif isinstance(fetch, Fetch) and key is not None and response.status == 200:
            page = Shown(response.url, response.body, headers_of(response), fetch.at)
            self._condition.shown(key, page, keep=self._keeps_raw)
        return response
