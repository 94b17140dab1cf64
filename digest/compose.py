"""What is new since the last digest, as text and as HTML."""

from __future__ import annotations

from datetime import datetime

from config import Config, site_names
from digest.wording import environment
from storage import digests
from storage.database import Database
from storage.digests import DigestData, Rendered


def preview(db: Database, config: Config, now: datetime) -> Rendered:
    """The next digest as it would be; nothing is numbered or kept."""
    return render(digests.preview(db, now, sites=config.sites or site_names(), due=config.timetable.again))


def compose(db: Database, config: Config, now: datetime) -> Rendered:
    """Number the next digest and keep it: each visit and flag belongs to exactly one."""
    with db.write():
        kept = digests.compose(db, now, render, sites=config.sites or site_names(), due=config.timetable.again)
    return Rendered(kept.text, kept.html)


def render(data: DigestData) -> Rendered:
    """Pure: the same data give the same text and HTML."""
    pages = environment("digest")
    return Rendered(
        pages.get_template("digest.txt").render(digest=data), pages.get_template("digest.html").render(digest=data)
    )
