"""Sparing a site's further lists: which have long shown nothing first, and when one is read again nevertheless."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.report import Account
from storage import alarms, harvest
from storage.gaps import Covered
from storage.harvest import Brought

# Which list shows an article first is learnt from the last two weeks, and from so many articles at the least.
LEARNT_FROM = timedelta(days=14)
ENOUGH = 20
# A spared list is read again after so long, or before with a run in which the others had changed and cost their parsing
# anyway; and where nothing new has come for long, as if the others had died.
READ_EVERY = timedelta(hours=12)
READ_ALONG = timedelta(hours=8)
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

    def is_spare(self, known: Covered | None, document: str | None = None) -> bool:
        """Whether a source so far known, or one document of it, listed nothing first as long as it was read, while
        others did."""
        if known is None or known.since is None:
            return False
        others = sum(known.since <= one.at <= known.at for one in self.brought)
        own = (one for one in self.brought if one.source == known.source and document in (None, one.document))
        return others >= ENOUGH and next(own, None) is None

    def may_wait(self, last_read: datetime | None, *, changed: bool) -> bool:
        """Whether what was read then need not be read now; `changed` tells whether another list had."""
        if last_read is None:
            return False
        heard = max(last_read, self.newest or last_read)
        longest = READ_ALONG if changed else READ_EVERY
        return self.now - last_read < longest and self.now - heard < READ_WHEN_QUIET

    def needed(
        self, known: Covered, documents: Sequence[str], answered: Callable[[str], datetime | None]
    ) -> Sequence[str]:
        """Those of a source's documents that are to be read now; `answered` tells when one was read last."""
        return [
            one for one in documents if not (self.is_spare(known, one) and self.may_wait(answered(one), changed=True))
        ]


def sparing(account: Account, sources: Collection[str]) -> Sparing:
    """What a run may spare of these sources: nothing in a site's first run, in the first one of a day, and while
    something is wrong with the site."""
    db, site, now = account.db, account.site, account.now()
    stands = any(not alarm.is_note for alarm in alarms.of_site(db, site))
    if account.baseline or account.is_first_of_day or stands:
        return Sparing(now)
    brought = harvest.brought(db, site, now - LEARNT_FROM, LATE)
    return Sparing(now, [one for one in brought if one.source in sources], harvest.newest(db, site))
