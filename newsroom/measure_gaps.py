"""Gaps: each injected one found, none besides; and what a power cut left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from newsroom.compare import bare
from newsroom.incidents import GAPS
from newsroom.observed import Line, Observed, SeenGap

_AFTERWARDS = timedelta(days=1)
# By then every open gap has been looked into often enough to be closed or declared (1 + 2 + 4 + 8 + 16 hours).
_SETTLED = timedelta(hours=40)
_CATCH_UP = timedelta(minutes=20)


def lines(seen: Observed) -> Iterator[Line]:
    injected = [one for one in seen.incidents if one["kind"] in GAPS and one["until"] < seen.end]
    found = {_name(one): _found(seen, one) for one in injected}
    counts = Counter(how for how in found.values() if how)
    missed = tuple(f"not found: {name}" for name, how in found.items() if how is None)
    ways = ", ".join(f"{count} {how}" for how, count in sorted(counts.items()))
    value = f"{sum(counts.values())} of {len(injected)} ({ways})"
    yield Line("injected gaps found", "all", value, not missed, missed)
    other = [gap for gap in seen.gaps if not any(_explains(one, gap) for one in injected)]
    follows = [gap for gap in other if any(_caused(one, gap) for one in seen.incidents)]
    false = [gap for gap in other if gap not in follows]
    value = f"{len(false)} (besides {len(follows)} that follow from power cut, holiday or another incident)"
    rows = tuple(f"{gap.site} {gap.source}: {gap.since:%d %H:%M} to {gap.until:%d %H:%M}, {gap.state}" for gap in false)
    yield Line("false gaps", "0", value, not false, rows)
    yield from _power(seen)


def _name(one: dict[str, Any]) -> str:
    return f"{one['kind']} {one['site']} {one['since']:%d %b %H:%M}"


def _found(seen: Observed, one: dict[str, Any]) -> str | None:
    """How an injected gap was found by the second poll after it, None where it was not."""
    end = one["back"] or one["since"] + timedelta(minutes=8)
    polls = seen.runs_after(one["site"], end)
    if len(polls) < 2:
        return None
    rows = [gap for gap in seen.gaps if _explains(one, gap)]
    if any(gap.noticed <= polls[1] for gap in rows):
        states = {gap.state for gap in rows}
        return "recorded and open" if "open" in states else f"recorded and {max(states)}"
    lost = [piece for piece in seen.pieces if piece["site"] == one["site"] and one["since"] <= piece["at"] <= end]
    late = [piece for piece in lost if not _read_by(seen, piece, polls[1])]
    return "read back at once" if lost and not late else None


def _read_by(seen: Observed, piece: dict[str, Any], moment: datetime) -> bool:
    """Whether a piece was read by then, or had been taken down before."""
    if piece["deleted"] and datetime.fromisoformat(piece["deleted"]) <= moment:
        return True
    times = [seen.read.get(bare(url)) for one in seen.found.get(piece["url"], ()) for url in (one.url, piece["url"])]
    moved = [seen.read.get(bare(piece["moved"]["from"]))] if piece["moved"] else []
    return any(at is not None and at <= moment for at in (*times, *moved))


def _explains(one: dict[str, Any], gap: SeenGap) -> bool:
    return bool(gap.site == one["site"] and gap.since <= one["until"] and one["since"] <= gap.noticed <= _last(one))


def _caused(one: dict[str, Any], gap: SeenGap) -> bool:
    return one["site"] in (gap.site, "*") and bool(one["since"] <= gap.noticed <= _last(one))


def _last(one: dict[str, Any]) -> datetime:
    until: datetime = one["until"]
    return until + _AFTERWARDS


def _power(seen: Observed) -> Iterator[Line]:
    for one in seen.incidents:
        if one["kind"] != "power" or one["until"] > seen.end:
            continue
        polls = Counter(poll.site for poll in seen.polls if one["until"] <= poll.at < one["until"] + _CATCH_UP)
        during = sum(one["since"] <= poll.at < one["until"] for poll in seen.polls)
        wrong = tuple(f"{site}: {polls[site]} runs" for site in seen.times if polls[site] != 1)
        value = f"{len(seen.times) - len(wrong)} of {len(seen.times)} sites, {during} runs while off"
        yield Line("after the power cut: one catch-up run a site", "all", value, not wrong and not during, wrong)
        left = [gap for gap in seen.gaps if gap.noticed >= one["until"] and gap.noticed < one["until"] + _AFTERWARDS]
        still = tuple(f"{gap.site} {gap.source}" for gap in left if gap.state == "open")
        states = Counter(gap.state for gap in left)
        value = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none was needed"
        yield Line("  its gaps closed or declared", "all", value, not still, still)
    late = [gap for gap in seen.gaps if gap.state == "open" and gap.noticed < seen.end - _SETTLED]
    yield Line(
        "gaps left open for over 40 hours", "0", str(len(late)), not late, tuple(f"{g.site} {g.source}" for g in late)
    )
