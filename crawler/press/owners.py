"""Whose an address is among the sites that are watched, and handing a page over to the site that owns it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from article import Candidate
from config import Config, site_names
from crawler import urls
from crawler.press.answers import Hit, publisher_address
from crawler.report import Account
from crawler.run import most_specific, site_class
from crawler.site import NewsSite
from crawler.storing.barring import keepable
from storage import candidates, sites


class Owners:
    """The sites that one run hands pages over to, in its account's database."""

    def __init__(self, account: Account, watched: Sequence[type[NewsSite]]) -> None:
        self._account = account
        self._watched = watched

    @classmethod
    def watched(cls, account: Account, config: Config) -> Owners:
        """All the sites that the configuration watches but the account's own. Raises ImportError."""
        names = config.sites or site_names()
        return cls(account, [site_class(name) for name in names if name != account.site])

    def of(self, url: str) -> type[NewsSite] | None:
        """The watched site that an address is on."""
        return most_specific(url, self._watched)

    def is_opaque(self, url: str) -> bool:
        """Whether it is a search's own link, which does not say where it leads."""
        return publisher_address(url) is None and bool(urlsplit(url).hostname)

    def hand_over(self, site: type[NewsSite], hit: Hit, found_in: str) -> bool:
        """Let the site's own next run read the page, unless it knows it; False where it is no article of the site.

        Under the site's own key, so that it is one article however it was found. Raises StorageError.
        """
        address = urls.canonical(hit.url, site.facts)
        if not urls.is_article(address, site.facts):
            return False
        db, now, key = self._account.db, self._account.now(), urls.key(address, site.facts)
        if key in candidates.known(db, site.name, [key]):
            return True
        found = Candidate(site.name, address, "search", found_in, hit.title, hit.published)
        with db.write():
            if site.name not in sites.watched(db):
                sites.register(db, site.name, site.facts.hosts, now)
            candidates.record(db, self._account.run_id, keepable(db, site.name, [(key, found)]), now)
        return True
