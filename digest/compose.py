"""What is new since the last digest, as text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from config import Config, site_names
from digest import news
from digest.news import News
from storage import digests, gaps
from storage.database import Database
from storage.digests import DigestData, Rendered
from storage.gaps import Gap
from wording.templates import environment


def preview(db: Database, config: Config, now: datetime) -> Rendered:
    """The next digest as it would be; nothing is numbered or kept."""
    data = digests.preview(db, now, sites=config.sites or site_names(), due=config.timetable.again)
    return render(data, _gaps(db, data), news.gather(db, data.since))


def compose(db: Database, config: Config, now: datetime) -> Rendered:
    """Number the next digest and keep it: each visit and flag belongs to exactly one."""

    def whole(data: DigestData) -> Rendered:
        return render(data, _gaps(db, data), news.gather(db, data.since))

    with db.write():
        kept = digests.compose(db, now, whole, sites=config.sites or site_names(), due=config.timetable.again)
        news.tell(db, kept.number)
    return Rendered(kept.text, kept.html)


def render(data: DigestData, told: Sequence[Gap] = (), besides: News | None = None) -> Rendered:
    """Pure: the same data, gaps and news give the same text and HTML."""
    besides = besides or News()
    pages = environment("digest")
    return Rendered(
        pages.get_template("digest.txt").render(digest=data, gaps=told, news=besides),
        pages.get_template("digest.html").render(digest=data, gaps=told, news=besides),
    )


def _gaps(db: Database, data: DigestData) -> list[Gap]:
    """Those that stand, and those that the last digest told and that have been closed since."""
    return [*gaps.standing(db), *(gaps.closed_since(db, data.since) if data.since else ())]
