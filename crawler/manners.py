"""How a crawl behaves: every Scrapy setting that is not Scrapy's own default, from one configuration.

Scrapy's defaults are not safe for pages of strangers: it verifies no certificate, reads up to 1 GiB, opens files,
and serves consoles that run code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from config import VERSION, Config, site_names

CONFIG = "JUJUGAN"
AGENT = "Jujugan"
JITTER = 0.2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer and one run may cost; `wait` is the longest Retry-After, in seconds, that a run sits out."""

    page_bytes: int = 4 * 1024 * 1024
    page_seconds: float = 30
    redirects: int = 5
    retries: int = 2
    depth: int = 3
    wait: float = 60


def user_agent(contact: str) -> str:
    """Who we are, and where a webmaster reaches us."""
    return f"Mozilla/5.0 (compatible; {AGENT}/{VERSION}{f'; +{contact}' if contact else ''})"


def clock(config: Config) -> Callable[[], datetime]:
    """The time as the run sees it: real, or standing still where the configuration moves it."""
    moved = config.now
    return (lambda: moved) if moved else (lambda: datetime.now(UTC))


def delay(config: Config) -> float:
    """Seconds between two requests to one host; none where the clock is moved, since then no stranger is asked."""
    return 0.0 if config.now else config.delay


def scrapy_settings(config: Config, limits: Limits | None = None) -> dict[str, Any]:
    """The settings of one run; the configuration itself is among them, as `CONFIG`."""
    limits = limits or Limits()
    return _PROJECT | {
        CONFIG: config,
        "USER_AGENT": user_agent(config.contact),
        # Scrapy's jitter goes both ways: from this middle it never goes below the delay that was asked for.
        "DOWNLOAD_DELAY": delay(config) / (1 - JITTER),
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_TIMEOUT": limits.page_seconds,
        "DOWNLOAD_MAXSIZE": limits.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "RETRY_TIMES": limits.retries,
        "RETRY_AFTER_WAIT": limits.wait,
        "DEPTH_LIMIT": limits.depth,
        "CLOSESPIDER_TIMEOUT": config.run_seconds,
        "MEMUSAGE_LIMIT_MB": config.run_memory_mb,
    }


_PROJECT: dict[str, Any] = {
    "BOT_NAME": "jujugan",
    # Each by itself, and a broken one warned of only: it must not keep the other sites from being read.
    "SPIDER_MODULES": [f"spiders.{name}" for name in site_names()],
    "SPIDER_LOADER_WARN_ONLY": True,
    "ROBOTSTXT_OBEY": True,
    # One at a time, so that a host's wish to be left alone is heard before the next request is on its way.
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.fetch.Handler",
        "https": "crawler.fetch.Handler",
        "file": None,
        "ftp": None,
        "s3": None,
        "data": None,
    },
    "TWISTED_DNS_RESOLVER": "crawler.web.guard.GuardedResolver",
    # A proxy would resolve the names, and the guard could not see what to.
    "HTTPPROXY_ENABLED": False,
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "crawler.web.guard.SiteGuard": 50,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.web.robots.Robots": 100,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "crawler.politeness.Retries": 550,
        "crawler.health.looking.Looking": 580,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "crawler.fetch.Unpacking": 590,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.fetch.Redirects": 600,
    },
    # All that Scrapy adds by itself, less what a run has no use for: to load that costs each run's process a tenth of a
    # second, and Scrapy loads even what EXTENSIONS sets to None.
    "EXTENSIONS_BASE": {
        "scrapy.extensions.corestats.CoreStats": 0,
        "scrapy.extensions.logcount.LogCount": 0,
        "scrapy.extensions.closespider.CloseSpider": 0,
        "scrapy.extensions.logstats.LogStats": 0,
    },
    "EXTENSIONS": {"crawler.politeness.Pace": 0, "crawler.health.memory.OwnMemory": 0},
    "ITEM_PIPELINES": {
        "crawler.pipelines.Validate": 100,
        "crawler.pipelines.Recognise": 200,
        "crawler.pipelines.Judge": 300,
        "crawler.pipelines.Store": 400,
    },
    "CONCURRENT_ITEMS": 1,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 10,
    # Runs are whole and start anew: what a killed one left in a JOBDIR has been lost before.
    "JOBDIR": None,
    "LOG_LEVEL": "INFO",
    "STATS_DUMP": False,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "id,en;q=0.5",
    },
}
