"""Flagged articles read again after 1, 3 and 7 days: has the text changed, has the site taken it down?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from article import Candidate
from crawler.page.refusals import MISSING
from crawler.web.outcomes import GONE, LED_AWAY, Outcome
from crawler.web.validators import conditional
from storage import articles, pages
from storage.database import Database
from storage.digest import changes
from storage.digest.changes import DAYS, Result
from storage.health.fetches import Validators

# At most so many a run, so that a run after a pause is no burden to the site.
AT_ONCE = 20


class Revisits:
    """The flagged articles that one run reads again, whether because it is time or because they are listed as changed.

    What they state before is remembered, so that what they state differently afterwards can be said.
    """

    def __init__(self, db: Database, site: str) -> None:
        self._db = db
        self._site = site
        self._days: dict[str, int] = {}
        self._articles: dict[str, int] = {}
        self._stated: dict[str, dict[str, str]] = {}
        self._results: dict[str, Result] = {}

    def due(self, now: datetime) -> list[tuple[str, Candidate]]:
        """What is to be read again now."""
        found = changes.due(self._db, self._site, now, AT_ONCE)
        self._days = {one.key: one.day for one in found}
        return [(one.key, one.candidate) for one in found]

    def remember(self, keys: Sequence[str]) -> None:
        """What those of the articles with these keys that are flagged state now."""
        self._articles = changes.flagged(self._db, self._site, keys)
        self._stated = {key: changes.stated(self._db, article) for key, article in self._articles.items()}

    def conditional(self, key: str) -> dict[str, str]:
        """The headers that ask for an article only if it differs from the page that is kept of it.

        None for what is listed as changed, for an article on several pages, of which the first tells nothing of the
        others, and on the last day: a server that calls everything unchanged is found out by then.
        """
        if self._days.get(key, DAYS[-1]) == DAYS[-1]:
            return {}
        kept = pages.of_article(self._db, self._site, key)
        if len(kept) != 1:
            return {}
        headers = {name.lower(): value for name, value in kept[0].headers.items()}
        return conditional(Validators(headers.get("etag"), headers.get("last-modified"), None))

    def refused(self, key: str, outcome: Outcome) -> bool:
        """Whether this was a revisit; what is stored of its article stays as it is, whatever came of it."""
        if key not in self._days:
            return False
        is_gone = outcome.reason in (*GONE, MISSING) or outcome.reason.startswith(LED_AWAY)
        self._results[key] = "gone" if is_gone else "unreadable"
        return True

    def read(self, key: str, *, changed: bool) -> None:
        """An article was read."""
        if key in self._articles:
            self._results[key] = "changed" if changed else "same"

    def close(self, now: datetime) -> None:
        """Keep what came of it. Inside `write()`."""
        for key, result in self._results.items():
            article = self._articles.get(key)
            if article is None or articles.by_id(self._db, article) is None:  # it may have been taken down meanwhile
                continue
            if key in self._days:
                changes.revisited(self._db, article, self._days[key], result, now)
            if result == "changed":
                changes.record(self._db, article, self._stated[key], now)
            if result in ("same", "changed"):
                changes.read_again(self._db, article)
