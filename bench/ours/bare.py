"""Plain Scrapy that only fetches: the limit that our whole path is held against.

python -m bench.ours.bare ADDRESS PAGES.jsonl [COUNT]
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from bench.spent import spent, tell

# Everything that a plain project can switch off is off; sixteen at once is the most that gives any more speed.
SETTINGS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "ERROR",
    "STATS_DUMP": False,
}


class Bare(scrapy.Spider):
    name = "bare"
    urls: list[str]
    bytes = 0

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "bytes": len(response.body)}


def main(address: str, told: Path, count: int | None) -> None:
    lines = told.read_text(encoding="utf-8").splitlines()[:count]
    Bare.urls = [f"{address}/{json.loads(line)['url']}" for line in lines]
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(Bare)
    with spent(count=len(lines)) as out:
        process.crawl(crawler)
        process.start()
    assert crawler.stats is not None and crawler.stats.get_value("item_scraped_count") == len(lines)
    tell(out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
