"""Traffic: what the month cost the sites, and how much of it cost us no parsing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from newsroom.observed import Line, Observed
from newsroom.publication import WIB

BODIES, POLLS_A_DAY, UNPARSED = 1.3, 48, 0.7
_LISTS = ("listing", "feed", "sitemap")


def lines(seen: Observed) -> Iterator[Line]:
    new = sum(poll.report.new for poll in seen.polls)
    bodies = [one for one in seen.asked if one.status == 200 and not one.known and one.kind != "robots"]
    pages, lists = (sum(one.kind == "article" for one in bodies), sum(one.kind in _LISTS for one in bodies))
    ratio = len(bodies) / max(new, 1)
    value = f"{ratio:.2f} ({pages / max(new, 1):.2f} articles, {lists / max(new, 1):.2f} lists that had changed)"
    yield Line("requests with a new body per new article", f"at most {BODIES}", value, ratio <= BODIES)
    asked = [one for one in seen.asked if one.kind in _LISTS]
    same = sum(one.status == 304 or one.known for one in asked)
    yield Line(
        "  lists answered 304 or with a known body", "", f"{same} of {len(asked)} ({same / max(len(asked), 1):.0%})"
    )
    days = Counter((poll.site, poll.at.astimezone(WIB).date()) for poll in seen.polls)
    most, middle = max(days.values()), median(days.values())
    yield Line("polls a site and day", f"at most {POLLS_A_DAY}", f"max {most}, median {middle:g}", most <= POLLS_A_DAY)
    told = [poll.report for poll in seen.polls if poll.report.state != "failed"]
    idle = sum(report.seen == 0 for report in told) / len(told)
    yield Line("polls that cost no parsing", f"at least {UNPARSED:.0%}", f"{idle:.0%}", idle >= UNPARSED)
