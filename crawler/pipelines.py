"""From a page that was read to its rows: validate, recognise, judge, store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem, NotConfigured

from article import Article
from crawler.health.nowhere import shows_nothing
from crawler.manners import CONFIG
from crawler.page.refusals import MISSING
from crawler.report import Account
from crawler.rules import Rules, present, register
from crawler.storing.barring import TAKEN_DOWN, is_barred, is_kept, without_names
from crawler.storing.filing import file
from crawler.storing.linking import Text, key_of, link
from crawler.storing.stages import Judged, Read, Recognised
from storage import articles, candidates, pages
from storage.health import nowhere
from storage.health.harvest import BORROWED_TITLE
from storage.health.nowhere import Nowhere

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Unfit(DropItem):
    """An article that is not stored; the message says why, for the run's report."""


class Validate:
    """Lets pass what has a title, if need be the one that a source lists, and a text."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(account_of(crawler))

    def process_item(self, item: Read) -> Read:
        """Raises Unfit."""
        known = nowhere.of(self.account.db, self.account.site).values()
        article = fit(item.article, self.account.listed_title(item.asked), known)
        return replace(item, article=without_names(self.account.db, article))


def fit(article: Article, listed_title: str | None, known: Collection[Nowhere]) -> Article:
    """The article with a title, if need be the one that a source lists.

    Raises Unfit for one without title or text, and for what the site's hosts show where they have nothing (`known`).
    """
    if shows_nothing(article, listed_title, known):
        raise Unfit(MISSING)
    if not article.title:
        article = replace(article, title=listed_title or "", marks=(*article.marks, BORROWED_TITLE))
    if not article.title or not article.body:
        raise Unfit(f"has no {'text' if article.title else 'title'}")
    return article


class Recognise:
    """Adds what tells an article's copies; the search for them belongs into the transaction that stores it."""

    def process_item(self, item: Read) -> Recognised:
        return Recognised(item, Text.of(item.article))


class Judge:
    """Adds the verdict."""

    def __init__(self, account: Account, rules: Rules) -> None:
        self.account = account
        self.rules = rules
        self._is_known = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Everything is loaded here, so that a faulty file stops the run before a page is asked for.

        Raises ProfileError, LexiconError and ModelError.
        """
        account = account_of(crawler)
        return cls(account, present(account.db, crawler.settings[CONFIG].profiles))

    def process_item(self, item: Recognised) -> Judged:
        """Raises StorageError, where the places of the run's first verdict cannot be kept."""
        if not self._is_known:
            register(self.account.db, self.rules, self.account.now())
            self._is_known = True
        return Judged(item, self.rules.judge(item.read.article))


class Store:
    """Stores an article with everything that hangs on it in one transaction."""

    def __init__(self, account: Account, keeps_raw: bool) -> None:
        self.account = account
        self.keeps_raw = keeps_raw

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(account_of(crawler), crawler.settings[CONFIG].keep_raw_days > 0)

    def process_item(self, item: Judged) -> Judged:
        """Raises StorageError, and Unfit for what was taken down; then nothing of the article is stored."""
        account, read, text = self.account, item.recognised.read, item.recognised.text
        now, copied = account.now(), False
        with account.writing() as ledger:
            key = key_of(account.db, read.article, text.content_hash, read.key)
            if is_barred(account.db, {key, read.key, item.asked}, read.article, text):
                raise Unfit(TAKEN_DOWN)
            stored = articles.store(
                account.db,
                account.run_id,
                key,
                read.article,
                content_hash=text.content_hash,
                signature=text.signature,
                bands=text.bands,
                fetch_id=ledger.get(read.fetch),
                baseline=account.baseline,
                now=now,
            )
            if stored.kind != "same":
                copied = link(account.db, stored.article_id, text, now)
                self._report(item, stored, now)
            # Also of a text that looks unchanged: a mended parser may see a change that this one does not.
            keeps = self.keeps_raw and all(is_kept(account.db, raw.body) for raw in read.raw)
            for raw in read.raw if keeps else ():
                pages.keep(account.db, stored.version_id, raw.url, raw.body, raw.headers, raw.at)
            candidates.settle(account.db, account.run_id, account.site, item.asked, "stored", None, now)
        account.stored(item.asked, stored.kind, copied=copied, flagged=item.verdict.flagged)
        return item

    def _report(self, item: Judged, stored: articles.Stored, now: datetime) -> None:
        """Store verdict and visits of a new version."""
        db, read = self.account.db, item.recognised.read
        text, published = read.article.text, read.article.published
        file(db, stored.article_id, stored.version_id, item.verdict, text, published, now)


def account_of(crawler: Crawler) -> Account:
    """The account of the crawl's run. Raises NotConfigured where there is none, as in `scrapy shell`."""
    account = getattr(crawler.spider, "account", None)
    if not isinstance(account, Account):
        raise NotConfigured("only a site's own run stores articles")
    return account
