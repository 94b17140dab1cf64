"""From a page that was read to its rows: validate, recognise, judge, store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem, NotConfigured

from article import Visit
from crawler import copies as texts
from crawler.manners import CONFIG
from crawler.report import Account
from crawler.stages import Judged, Read, Recognised
from detect import same_visit
from detect.judge import judge
from detect.lexicon import Lexicon, default_lexicon
from detect.profile import Profile, load_profile
from detect.score import Model, default_model
from storage import articles, candidates, copies, pages, verdicts, visits

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
        article = item.article
        if not article.title:
            title = self.account.listed_title(item.asked) or ""
            article = replace(article, title=title, marks=(*article.marks, "title as a source lists it"))
        if not article.title or not article.body:
            raise Unfit(f"has no {'text' if article.title else 'title'}")
        return replace(item, article=article)


class Recognise:
    """Adds what tells an article's copies; the search for them belongs into the transaction that stores it."""

    def process_item(self, item: Read) -> Recognised:
        signature = texts.signature(item.article.body)
        return Recognised(item, texts.content_hash(item.article.body), signature, texts.bands(signature))


class Judge:
    """Adds the verdict."""

    def __init__(self, profile: Profile, lexicon: Lexicon, model: Model) -> None:
        self.profile = profile
        self.lexicon = lexicon
        self.model = model

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Everything is loaded here, so that a faulty file stops the run before a page is asked for.

        Raises ProfileError and LexiconError.
        """
        return cls(load_profile(crawler.settings[CONFIG].watch), default_lexicon(), default_model())

    def process_item(self, item: Recognised) -> Judged:
        return Judged(item, judge(item.read.article, self.profile, self.lexicon, self.model))


class Store:
    """Stores an article with everything that hangs on it in one transaction."""

    def __init__(self, account: Account, keeps_raw: bool) -> None:
        self.account = account
        self.keeps_raw = keeps_raw

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(account_of(crawler), crawler.settings[CONFIG].keep_raw_days > 0)

    def process_item(self, item: Judged) -> Judged:
        """Raises StorageError; then nothing of the article is stored."""
        account, read, found = self.account, item.recognised.read, item.recognised
        now, copied = account.now(), False
        with account.writing() as ledger:
            stored = articles.store(
                account.db,
                account.run_id,
                self._key(found),
                read.article,
                content_hash=found.content_hash,
                signature=found.signature,
                bands=found.bands,
                fetch_id=ledger.get(read.fetch),
                baseline=account.baseline,
                now=now,
            )
            if stored.kind != "same":
                copied = self._link(found, stored.article_id, now)
                self._report(item, stored, now)
            candidates.settle(account.db, account.run_id, account.site, item.asked, "stored", None, now)
        account.stored(item.asked, stored.kind, copied=copied, flagged=item.verdict.flagged)
        return item

    def _key(self, found: Recognised) -> str:
        """The article's key, which for an address that has changed is the one it had before."""
        article = found.read.article
        before = articles.moved_from(self.account.db, article.site, found.content_hash) if not article.site_id else None
        return before or found.read.key

    def _link(self, found: Recognised, article_id: int, now: datetime) -> bool:
        """Link the article to the one whose text it repeats, if any."""
        first = copies.exact(self.account.db, found.content_hash, article_id)
        if first is not None:
            copies.link(self.account.db, article_id, first, "exact", 1.0, now)
            return True
        near = copies.near(self.account.db, found.bands, article_id)
        ranked = sorted((-texts.similarity(found.signature, signature), other) for other, signature in near)
        for likeness, other in ranked:
            if -likeness < texts.NEAR:
                return False
            if -likeness >= texts.CERTAIN or self._same_particulars(found, other):
                copies.link(self.account.db, article_id, other, "near", -likeness, now)
                return True
        return False

    def _same_particulars(self, found: Recognised, other: int) -> bool:
        row = articles.by_id(self.account.db, other)
        return row is not None and texts.keeps_particulars(found.read.article.body, row.article.body)

    def _report(self, item: Judged, stored: articles.Stored, now: datetime) -> None:
        """Store verdict, visits and raw pages of a new version."""
        db, read, verdict = self.account.db, item.recognised.read, item.verdict
        text, published = read.article.text, read.article.published
        verdict_id = verdicts.store(db, stored.article_id, stored.version_id, verdict, text, now)
        for visit in verdict.visits if verdict.flagged else ():
            present = [(one.visit_id, self._told(one, stored.article_id)) for one in visits.near(db, visit, published)]
            chosen = same_visit.choose(visit, published, present)
            visits.report(db, chosen, stored.article_id, verdict_id, visit, text, now)
        for raw in read.raw if self.keeps_raw else ():
            pages.keep(db, stored.version_id, raw.url, raw.body, raw.headers, raw.at)

    @staticmethod
    def _told(stored: visits.StoredVisit, article_id: int) -> list[Visit]:
        """What a visit's reports say. The article's own earlier text counts too, though its verdict is no longer
        current: an edited report goes on telling of its visit."""
        return [one.visit for one in stored.reports if one.current or one.article_id == article_id]


def account_of(crawler: Crawler) -> Account:
    """The account of the crawl's run. Raises NotConfigured where there is none, as in `scrapy shell`."""
    account = getattr(crawler.spider, "account", None)
    if not isinstance(account, Account):
        raise NotConfigured("only a site's own run stores articles")
    return account
