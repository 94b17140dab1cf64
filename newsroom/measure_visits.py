"""Visits: each flagged once, how soon, and whether later edits and withdrawals were seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

from newsroom.compare import bare
from newsroom.observed import Line, Observed

MEDIAN, NEARLY_ALL = timedelta(minutes=30), timedelta(hours=2)
REVISITS = (1, 3, 7)
_SLACK = timedelta(hours=6)
# These keep a site's news from everybody while they last.
_HIDING = frozenset(
    {"power", "short_list", "restart", "burst", "hacked", "challenge", "redesign_lists", "feed_404", "feed_html"}
)


def lines(seen: Observed) -> Iterator[Line]:
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for piece in seen.pieces:
        if piece["kind"] == "visit" and _was_up(piece, seen):
            reports[piece["event"]].append(piece)
    yield _once(seen, reports)
    yield from _soon(seen, [piece for pieces in reports.values() for piece in pieces])
    yield from _later(seen, [piece for pieces in reports.values() for piece in pieces])


def _was_up(piece: dict[str, Any], seen: Observed) -> bool:
    deleted = datetime.fromisoformat(piece["deleted"]) if piece["deleted"] else None
    return any(deleted is None or at < deleted for at in seen.runs_after(piece["site"], piece["at"])[:3])


def _visits(seen: Observed, piece: dict[str, Any]) -> set[int]:
    return {visit for one in seen.found.get(piece["url"], ()) if one.flagged for visit in one.visits}


def _once(seen: Observed, reports: dict[str, list[dict[str, Any]]]) -> Line:
    """A happening with several delegations is as many visits."""
    told = {event: [_visits(seen, piece) for piece in pieces] for event, pieces in reports.items()}
    guests = {event: len((seen.truth["events"][event]["facts"] or {}).get("visitors") or [""]) for event in told}
    missed = [event for event, visits in told.items() if not any(visits)]
    doubled = [event for event, visits in told.items() if len(set().union(*visits)) > guests[event]]
    holders = Counter(visit for visits in told.values() for visit in set().union(*visits))
    merged = sorted(visit for visit, count in holders.items() if count > 1)
    value = (
        f"{len(told)} visits in {sum(map(len, told.values()))} articles: {len(missed)} missed, {len(doubled)} doubled, "
        f"{len(merged)} entries that hold several"
    )
    details = [f"missed: {event}: {reports[event][0]['url']}" for event in missed]
    details += [f"doubled: {event}: {[piece['url'] for piece in reports[event]]}" for event in doubled]
    details += [f"merged: {', '.join(event for event, v in told.items() if one in set().union(*v))}" for one in merged]
    return Line("visits flagged once", "all", value, not (missed or doubled or merged), tuple(details))


def _soon(seen: Observed, pieces: Sequence[dict[str, Any]]) -> Iterator[Line]:
    """Of what came out while the machine was on and the site showed its news; of all, without a target, besides."""
    waits = [(piece, _wait(seen, piece)) for piece in pieces]
    shown = [wait for piece, wait in waits if wait is not None and not _hidden(seen, piece)]
    every = [wait for _, wait in waits if wait is not None]
    late = [f"{_said(wait)}: {piece['url']}" for piece, wait in waits if wait and wait > NEARLY_ALL]
    if len(shown) < 2:
        yield Line("from publication to flag, median", f"under {_said(MEDIAN)}", "hardly anything was flagged", False)
        return
    middle, most = _median(shown), _percentile(shown)
    yield Line("from publication to flag, median", f"under {_said(MEDIAN)}", _said(middle), middle < MEDIAN)
    yield Line("  95th percentile", f"under {_said(NEARLY_ALL)}", _said(most), most < NEARLY_ALL, tuple(late[:12]))
    value = f"median {_said(_median(every))}, 95th percentile {_said(_percentile(every))}"
    yield Line(f"  with the {len(every) - len(shown)} of {len(every)} that power or site hid", "", value)


def _wait(seen: Observed, piece: dict[str, Any]) -> timedelta | None:
    flagged = [seen.flags[one.url] for one in seen.found.get(piece["url"], ()) if one.url in seen.flags]
    return max(min(flagged) - piece["at"], timedelta(0)) if flagged else None


def _hidden(seen: Observed, piece: dict[str, Any]) -> bool:
    return any(
        one["kind"] in _HIDING and one["site"] in (piece["site"], "*") and one["since"] <= piece["at"] < one["until"]
        for one in seen.incidents
    )


def _median(waits: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))


def _percentile(waits: Sequence[timedelta]) -> timedelta:
    seconds = [wait.total_seconds() for wait in waits]
    return timedelta(seconds=quantiles(seconds, n=20, method="inclusive")[-1])


def _said(wait: timedelta) -> str:
    minutes = round(wait.total_seconds() / 60)
    return f"{minutes} min" if minutes < 240 else f"{minutes / 60:.1f} h"


def _later(seen: Observed, pieces: Sequence[dict[str, Any]]) -> Iterator[Line]:
    flagged = [piece for piece in pieces if any(one.flagged for one in seen.found.get(piece["url"], ()))]
    late = [piece for piece in flagged if _due_after(seen, piece, piece["versions"][-1]["at"])]
    edited = [piece for piece in late if _texts(seen, piece) > 1]
    kept = [piece for piece in edited if seen.found[piece["url"]][0].versions >= _texts(seen, piece)]
    value = f"{len(kept)} of {len(edited)}"
    lost = [piece["url"] for piece in edited if piece not in kept]
    yield Line("edits after a day or more, seen", "all", value, not lost, tuple(f"not seen: {url}" for url in lost))
    gone = [piece for piece in flagged if piece["deleted"] and _due_after(seen, piece, piece["deleted"])]
    told = [piece for piece in gone if any(one.url in seen.withdrawn for one in seen.found[piece["url"]])]
    rest = tuple(f"not noticed: {piece['url']}" for piece in gone if piece not in told)
    yield Line("articles taken down, noticed", "all", f"{len(told)} of {len(gone)}", not rest, rest)


def _texts(seen: Observed, piece: dict[str, Any]) -> int:
    """How many texts there were to see: of what a site hid until it was edited nobody could read the first."""
    first = seen.read.get(bare(piece["url"]), piece["at"])
    later = [version for version in piece["versions"][1:] if datetime.fromisoformat(version["at"]) > first]
    return 1 + len(later)


def _due_after(seen: Observed, piece: dict[str, Any], stamp: str) -> bool:
    """Whether what happened at `stamp` a day or more after publishing was to be seen by a revisit within the month."""
    at = datetime.fromisoformat(stamp)
    days = [piece["at"] + timedelta(days=day) for day in REVISITS if piece["at"] + timedelta(days=day) > at]
    return at >= piece["at"] + timedelta(days=1) and bool(days) and days[0] + _SLACK < seen.end
