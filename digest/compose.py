"""The digest: what is new since the last one, numbered, in each form that a channel wants."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from config import Config, site_names
from digest import news
from digest.news import News
from digest.parts import part
from digest.payload import payload
from digest.saying import Saying
from storage import runs
from storage.database import Database
from storage.digest import digests, outbox
from storage.digest.digests import DigestData, Rendered, StoredDigest
from storage.digest.outbox import Channel
from storage.health import gaps
from storage.health.gaps import Gap
from timetable import Entry
from wording.clean import printable
from wording.templates import environment
from wording.words import Language

# Addresses of reports on one card, and visits in a summary for chats: the page has the rest.
_ADDRESSES = 5
_IN_SHORT = 10


def preview(db: Database, config: Config, now: datetime) -> Rendered:
    """The next digest as it would be; nothing is numbered or kept."""
    with db.snapshot():
        return _rendered(db, config, digests.preview(db, now, **_watched(config)))


def compose(db: Database, config: Config, now: datetime) -> StoredDigest:
    """Number the next digest, keep it and queue it for every channel, in one transaction."""
    with db.write():
        return _compose(db, config, now)


def compose_due(db: Database, config: Config, now: datetime) -> bool:
    """Compose the digest that the timetable owes, once however many were missed; whether one was owed."""
    if not is_due(db, config.digest.entry, now):
        return False
    with db.write():
        if not is_due(db, config.digest.entry, now):  # a person was faster
            return False
        _compose(db, config, now)
    return True


def is_due(db: Database, entry: Entry | None, now: datetime) -> bool:
    """Whether one of the entry's times has passed since the last digest; before the first one, since the first run."""
    if entry is None:
        return False
    last = digests.latest(db)
    since = last.composed if last else runs.first_start(db)
    return since is not None and entry.has_passed(since, now)


def channels(config: Config) -> list[Channel]:
    """Those that each digest goes to."""
    told = config.digest
    wanted: dict[Channel, bool] = {
        "mail": bool(told.mail.host and told.mail.to),
        "feed": True,
        "webhook": bool(told.webhook.url),
        "chat": told.chat.is_on,
    }
    return [channel for channel, is_wanted in wanted.items() if is_wanted]


def host(config: Config) -> str:
    """What Message-IDs end in: the domain that mails come from, else the page's host."""
    return config.digest.mail.sender.rpartition("@")[2] or urlsplit(config.page).hostname or "localhost"


def render(
    data: DigestData,
    told: Sequence[Gap] = (),
    besides: News | None = None,
    language: Language = "en",
    page: str = "http://127.0.0.1:8600/",
) -> Rendered:
    """Pure: the same data, gaps, news, language and address of the page give the same digest."""
    besides = besides or News()
    known = besides.on_visits(data.more)
    loose_reports, loose_changes = besides.without_visit(data.more)
    say = Saying(language)
    subject = say.subject(data, known)
    given: dict[str, Any] = {
        "digest": data,
        "gaps": told,
        "news": besides,
        "known": known,
        "loose_reports": loose_reports,
        "loose_changes": loose_changes,
        "say": say,
        "subject": subject,
        "page": page,
        "shown": _ADDRESSES,
        "most": _IN_SHORT,
    }
    pages = environment("digest", language)
    text, html, summary = (
        printable(pages.get_template(name).render(given)) for name in ("digest.txt", "digest.html", "summary.txt")
    )
    told_as = payload(data, known, told, subject, page, language)
    return Rendered(text, html, subject, summary, json.dumps(told_as, ensure_ascii=False))


def _compose(db: Database, config: Config, now: datetime) -> StoredDigest:
    stored = digests.compose(db, now, lambda data: _rendered(db, config, data), **_watched(config))
    news.tell(db, stored.number)
    # Where all that get mail are told of some places only, nobody gets the whole.
    wanted = [channel for channel in channels(config) if channel != "mail" or config.digest.mail.of_all]
    outbox.queue_digest(db, stored.number, wanted, host(config), now, sorted(json.loads(stored.rendered.editions)))
    return stored


def _rendered(db: Database, config: Config, data: DigestData) -> Rendered:
    told = [gap for gap in _gaps(db, data) if gap.site in _watched(config)["sites"]]
    besides, language = news.gather(db, data), config.digest.language
    editions = {}
    for places in config.digest.mail.places.values() if config.digest.mail.host else ():
        kept, its_news = part(data, besides, places)
        made = render(kept, told, its_news, language, config.page)
        editions[outbox.edition(places)] = {"subject": made.subject, "text": made.text, "html": made.html}
    whole = render(data, told, besides, language, config.page)
    return replace(whole, editions=json.dumps(editions, ensure_ascii=False))


def _watched(config: Config) -> dict[str, Any]:
    return {"sites": config.sites or site_names(), "due": config.timetable.again}


def _gaps(db: Database, data: DigestData) -> list[Gap]:
    """Those that stand, and those that the last digest told and that have been closed since."""
    return [*gaps.standing(db), *(gaps.closed_since(db, data.since) if data.since else ())]
