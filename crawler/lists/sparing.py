"""Sparing a site's further lists: which have long shown nothing first, and when one is read again nevertheless."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.report import Account
from storage.health import alarms, harvest
from storage.health.gaps import Covered
from storage.health.harvest import Brought

# Which list shows an article first is learnt from the last two weeks, and from so many articles at the least.
LEARNT_FROM = timedelta(days=14)
ENOUGH = 12
# A list that has shown nothing first is read so often, one that has shown so few first, as where another failed for
# once, so often: more often than news comes, each reading would be of a body that tells nothing.
READ_EVERY = timedelta(days=1)
SELDOM = 0.05
READ_SELDOM = timedelta(hours=4)
# Where nothing new has come for long every list is read, as if the others had died.
READ_WHEN_QUIET = timedelta(hours=6)
# What came out longer before it was listed was a look back at something old, which no list needs to show.
LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sparing:
    """What may be spared now: `brought` is which lists showed the site's articles first, `newest` when its last new
    article was read."""

    now: datetime
    brought: Sequence[Brought] = ()
    newest: datetime | None = None

    def rest(self, known: Covered | None, document: str | None = None) -> timedelta:
        """How long a source so far known, or one document of it, may stay unread: by what share of the articles it
        listed first as long as it was read."""
        if known is None or known.since is None:
            return timedelta(0)
        during = [one for one in self.brought if known.since <= one.at <= known.at]
        own = sum(one.source == known.source and document in (None, one.document) for one in self.brought)
        if len(during) < ENOUGH or own > SELDOM * len(during):
            return timedelta(0)
        return READ_SELDOM if own else READ_EVERY

    def may_wait(self, last_read: datetime | None, rest: timedelta) -> bool:
        """Whether what was read then, and may rest so long, need not be read now."""
        if last_read is None:
            return False
        heard = max(last_read, self.newest or last_read)
        return self.now - last_read < rest and self.now - heard < READ_WHEN_QUIET

    def needed(
        self, known: Covered, documents: Sequence[str], answered: Callable[[str], datetime | None]
    ) -> Sequence[str]:
        """Those of a source's documents that are to be read now; `answered` tells when one was read last."""
        return [one for one in documents if not self.may_wait(answered(one), self.rest(known, one))]


def has_rested(known: Covered | None, now: datetime) -> bool:
    """Whether a source was left unread for so long that it is asked for whole: a server that answers 304 for ever is
    found out."""
    return known is not None and now - known.at >= READ_WHEN_QUIET


def sparing(account: Account, sources: Collection[str]) -> Sparing:
    """What a run may spare of these sources: nothing in a site's first run, and while something is wrong with it."""
    db, site, now = account.db, account.site, account.now()
    stands = any(not alarm.is_note for alarm in alarms.of_site(db, site))
    if account.baseline or stands:
        return Sparing(now)
    brought = harvest.brought(db, site, now - LEARNT_FROM, LATE)
    return Sparing(now, [one for one in brought if one.source in sources], harvest.newest(db, site))
