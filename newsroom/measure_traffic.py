"""Traffic: what the month cost the sites, and how much of it cost us no parsing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from newsroom.observed import Asked, Line, Observed
from newsroom.publication import WIB

BODIES, POLLS_A_DAY, UNPARSED = 1.3, 48, 0.7
_LISTS = ("listing", "feed", "sitemap")


def lines(seen: Observed) -> Iterator[Line]:
    yield from _bodies(seen)
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


def _bodies(seen: Observed) -> Iterator[Line]:
    """Requests that were answered with a text that the address had not given before, by what they were for."""
    new = max(sum(poll.report.new for poll in seen.polls), 1)
    bodies = [one for one in seen.asked if one.status == 200 and not one.known and one.kind != "robots"]
    lists = [one for one in bodies if one.kind in _LISTS]
    pages = [one for one in bodies if one.kind not in _LISTS]
    with_news = _in_polls_with_news(seen, lists)
    polls, rest = len({one.at for one in with_news}), len(lists) - len(with_news)
    same = sum((one.url, one.at) in seen.same for one in lists)
    first = len({one.url for one in pages})
    ratio = len(bodies) / new
    yield Line("requests with a new body per new article", f"at most {BODIES}", f"{ratio:.2f}", ratio <= BODIES)
    again = (len(pages) - first) / new
    yield Line(
        "  pages of articles", "", f"{len(pages) / new:.2f} ({first / new:.2f} for the first time, {again:.2f} again)"
    )
    further = (len(with_news) - polls) / new
    value = f"{len(with_news) / new:.2f} ({polls / new:.2f} the first of its poll, {further:.2f} further ones)"
    yield Line("  changed lists in polls that brought news", "", value)
    yield Line("  changed lists in polls that brought none", "", f"{rest / new:.2f}")
    yield Line("  of these, new only in ages and scripts", "", f"{same / new:.2f}")


def _in_polls_with_news(seen: Observed, lists: Sequence[Asked]) -> list[Asked]:
    """Those asked for in polls that stored a new article; a poll's requests bear its time, to the second."""
    news = {poll.at.replace(microsecond=0) for poll in seen.polls if poll.report.new}
    return [one for one in lists if one.at in news]
