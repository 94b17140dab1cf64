"""Alarms: each injected trouble named with its right cause within one run, and few besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from newsroom.observed import Line, Observed, SeenAlarm

RIGHT: Mapping[str, frozenset[str]] = {
    "redesign_articles": frozenset({"redesign"}),
    "redesign_lists": frozenset({"redesign"}),
    "feed_404": frozenset({"feed_dead"}),
    "feed_html": frozenset({"feed_dead"}),
    "feed_frozen": frozenset({"feed_dead", "silent"}),
    "hacked": frozenset({"hacked"}),
    "challenge": frozenset({"challenge"}),
    "consent": frozenset({"consent"}),
}
# What may rightly be said besides the cause.
_ALSO: Mapping[str, frozenset[str]] = {
    "redesign_articles": frozenset({"bodies_empty", "field_lost"}),
    "feed_frozen": frozenset({"fewer_items"}),
    "short_list": frozenset({"fewer_items"}),
    "restart": frozenset({"unreachable", "fewer_items"}),
}
# Nobody can call a feed frozen before it has kept so many articles back.
_TELLING = 12
_AFTERWARDS = timedelta(hours=12)
_NAMES = {
    "redesign_articles": "redesigns of articles",
    "redesign_lists": "redesigns of lists",
    "feed_404": "dead feed: 404",
    "feed_html": "dead feed: HTML",
    "feed_frozen": "dead feed: frozen",
    "hacked": "hacked sites",
    "challenge": "challenge page",
    "consent": "consent page",
}


def lines(seen: Observed) -> Iterator[Line]:
    for kind, name in _NAMES.items():
        injected = [one for one in seen.incidents if one["kind"] == kind and one["since"] < seen.end]
        told = [_told(seen, one) for one in injected]
        good = sum(runs is not None and runs <= 1 for runs, _ in told)
        details = tuple(words for runs, words in told if runs is None or runs > 1)
        if injected:
            value = f"{good} of {len(injected)}{_unread(seen, injected)}"
            yield Line(f"{name} named within one run", "all", value, not details, details)
    yield from _holiday(seen)
    yield from _false(seen)


def _told(seen: Observed, one: dict[str, Any]) -> tuple[int | None, str]:
    """After how many runs the cause was named, None for never; and that in words."""
    site, kind = one["site"], one["kind"]
    runs = seen.runs_after(site, _visible(seen, one))
    own = [alarm for alarm in seen.alarms if alarm.site == site and one["since"] <= alarm.since <= one["until"]]
    right = [alarm.since for alarm in own if alarm.cause in RIGHT[kind]]
    place = f"{kind} at {site}, {one['since']:%d %b %H:%M}"
    if not right:
        causes = sorted({alarm.cause for alarm in own})
        return None, f"{place}: never named{f', but {causes}' if causes else ''}"
    count = sum(at <= min(right) for at in runs)
    return count, f"{place}: named in run {count}"


def _visible(seen: Observed, one: dict[str, Any]) -> datetime:
    """When a run could see it first: a redesign, with the first article, or the first list, that is read."""
    site, since = one["site"], one["since"]
    if one["kind"] == "redesign_articles":
        read = (poll.at for poll in seen.polls if poll.site == site and poll.report.seen > poll.report.known)
        return next((at for at in read if at >= since), seen.end)
    if one["kind"] == "redesign_lists":
        runs = {at.replace(microsecond=0): at for at in seen.runs_after(site, since)}
        return min(
            (runs[page.at] for page in seen.asked if page.kind == "listing" and page.at in runs), default=seen.end
        )
    if one["kind"] == "feed_frozen":
        times = sorted(piece["at"] for piece in seen.pieces if piece["site"] == site and piece["at"] >= since)
        return times[_TELLING - 1] if len(times) >= _TELLING else seen.end
    began: datetime = since
    return began


def _unread(seen: Observed, injected: Sequence[dict[str, Any]]) -> str:
    """In words how many runs had left a redesigned list unread, as lists that show nothing first are spared."""
    lists = [one for one in injected if one["kind"] == "redesign_lists"]
    runs = sum(at < _visible(seen, one) for one in lists for at in seen.runs_after(one["site"], one["since"]))
    return f" (in the first that read them: {runs} before had spared them)" if runs else ""


def _holiday(seen: Observed) -> Iterator[Line]:
    for one in seen.incidents:
        if one["kind"] != "holiday" or one["until"] > seen.end:
            continue
        during = [alarm for alarm in seen.alarms if one["since"] <= alarm.since <= one["until"] + _AFTERWARDS]
        noted = {alarm.site for alarm in during if alarm.cause == "holiday"}
        silent = {
            alarm.site for alarm in during if alarm.cause in ("silent", "fewer_items") and not _explained(seen, alarm)
        }
        value = f"{len(noted)} sites noted as quiet for it, {len(silent)} called silent"
        yield Line("national holiday told from breakage", "no alarm", value, bool(noted) and not silent, tuple(silent))


def _false(seen: Observed) -> Iterator[Line]:
    false = [alarm for alarm in seen.alarms if not alarm.is_note and not _explained(seen, alarm)]
    by_site = Counter(alarm.site for alarm in false)
    days = (seen.end - seen.polls[0].at) / timedelta(days=30)
    rate, most = len(false) / len(seen.times) / days, max(by_site.values(), default=0)
    value = f"{rate:.2f} on average ({len(false)} at {len(by_site)} of {len(seen.times)} sites, at most {most} at one)"
    rows = tuple(f"{alarm.since:%d %b %H:%M} {alarm.site}: {alarm.cause} {alarm.subject}" for alarm in false[:25])
    yield Line("false alarms per site and month", "under 1", value, rate < 1, rows)


def _explained(seen: Observed, alarm: SeenAlarm) -> bool:
    return any(
        one["site"] == alarm.site
        and one["since"] <= alarm.since <= one["until"] + _AFTERWARDS
        and alarm.cause in RIGHT.get(one["kind"], frozenset()) | _ALSO.get(one["kind"], frozenset())
        for one in seen.incidents
    )
