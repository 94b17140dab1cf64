"""The digest as JSON, for programs: names as in the tables, times with their offset."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from digest.news import KnownVisit
from storage.digest.digests import DigestData
from storage.digest.untold import FlagCard, MoreReport
from storage.health.gaps import Gap
from storage.visits import VisitCard

VERSION = 1


def payload(
    data: DigestData, known: Sequence[KnownVisit], gaps: Sequence[Gap], subject: str, page: str, language: str
) -> dict[str, Any]:
    """The object that a webhook gets; docs/operate.md names its fields."""
    return {
        "version": VERSION,
        "digest": data.number,
        "subject": subject,
        "language": language,
        "composed": data.now.isoformat(timespec="seconds"),
        "since": _time(data.since),
        "page": f"{page}digests/{data.number}",
        "visits": [_visit(one, page) for one in data.visits],
        "known_visits": [_known(one, page) for one in known],
        "articles": [_article(one) for one in data.flags],
        "reports": [_report(one) for one in data.more],
        "gaps": [_gap(one) for one in gaps],
        "sites": {
            "read": data.sites_read,
            "total": data.sites_total,
            "unread": list(data.unread),
            "oldest_read": _time(data.oldest_read),
        },
    }


def _visit(one: VisitCard, page: str) -> dict[str, Any]:
    return {
        "visit": one.visit_id,
        "page": f"{page}visit/{one.visit_id}",
        "visitors": list(one.visitors),
        "origin": list(one.origin),
        "origin_codes": list(one.origin_codes),
        "headcount": one.headcount,
        "programme": one.programme,
        "date_start": _time(one.date_start),
        "date_end": _time(one.date_end),
        "loci": list(one.loci),
        "hosts": list(one.hosts),
        "leader": one.leader,
        "status": one.status,
        "score": one.score,
        "reports": one.reports,
        "copies": one.copies,
        "sentence": one.sentence,
        "urls": list(one.urls),
        "place": one.place,
    }


def _known(one: KnownVisit, page: str) -> dict[str, Any]:
    return {
        "visit": one.card.visit_id,
        "page": f"{page}visit/{one.card.visit_id}",
        "visitors": list(one.card.visitors),
        "cancelled": one.is_cancelled,
        "reports": [_report(more) for more in one.reports],
        "changes": [{"what": change.what, "was": change.was, "became": change.became} for change in one.changes],
    }


def _report(one: MoreReport) -> dict[str, Any]:
    return {"visit": one.visit_id, "site": one.site, "url": one.url, "title": one.title, "is_copy": one.is_copy}


def _article(one: FlagCard) -> dict[str, Any]:
    return {
        "article": one.article_id,
        "site": one.site,
        "url": one.url,
        "title": one.title,
        "published": _time(one.published),
        "score": one.score,
        "undecided": one.undecided,
        "place": one.place,
    }


def _gap(one: Gap) -> dict[str, Any]:
    times = {"since": _time(one.since), "until": _time(one.until)}
    return {"site": one.site, "source": one.source, "state": one.state} | times


def _time(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
