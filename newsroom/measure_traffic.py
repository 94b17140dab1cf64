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
    days = Counter((poll.site, poll.at.astimezone(WIB).date()) for poll in seen.polls)
    most, middle = max(days.values()), median(days.values())
    yield Line("polls a site and day", f"at most {POLLS_A_DAY}", f"max {most}, median {middle:g}", most <= POLLS_A_DAY)
    told = [poll.report for poll in seen.polls if poll.report.state != "failed"]
    idle = sum(report.seen == 0 for report in told) / len(told)
    yield Line("polls that cost no parsing", f"at least {UNPARSED:.0%}", f"{idle:.0%}", idle >= UNPARSED)


def _bodies(seen: Observed) -> Iterator[Line]:
    """Requests that were answered with a body, by what they were for.

    Counted apart is what a list answered with 304 or with a body that was known: the very text that its address gave
    before, or one that the run took for it, since it differed only in the ages of articles and in scripts.
    """
    new = max(sum(poll.report.new for poll in seen.polls), 1)
    lists = [one for one in seen.asked if one.kind in _LISTS]
    changed = [one for one in lists if one.status == 200 and not one.known and (one.url, one.at) not in seen.same]
    answered = [one for one in seen.asked if one.status == 200 and one.kind not in _LISTS]
    pages = [one for one in answered if one.kind != "robots"]
    ratio = (len(pages) + len(changed)) / new
    yield Line("requests with a body per new article", f"at most {BODIES}", f"{ratio:.2f}", ratio <= BODIES)
    first = len({one.url for one in pages})
    value = f"{len(pages) / new:.2f} ({first / new:.2f} for the first time, {(len(pages) - first) / new:.2f} again)"
    yield Line("  pages of articles", "", value)
    yield from _changed(seen, changed, new)
    robots = len(answered) - len(pages)
    yield Line("  besides, robots.txt (once a day and host)", "", f"{robots / new:.2f}")
    same = sum(one.status == 304 or one.known for one in lists)
    aged = sum((one.url, one.at) in seen.same and not one.known for one in lists)
    value = f"{same} of {len(lists)} ({same / max(len(lists), 1):.0%}), {aged} more with new ages or scripts only"
    yield Line("  lists answered 304 or with a known body", "", value)


def _changed(seen: Observed, changed: Sequence[Asked], new: int) -> Iterator[Line]:
    """Lists that had changed, by what their polls brought; a poll's requests bear its time, to the second."""
    reports = [poll for poll in seen.polls if poll.report.new or poll.report.versions]
    brought = {poll.at.replace(microsecond=0): poll.report for poll in reports}
    news = [one for one in changed if one.at in brought and brought[one.at].new]
    edits = [one for one in changed if one.at in brought and not brought[one.at].new]
    polls = len({one.at for one in news})
    value = (
        f"{len(news) / new:.2f} ({polls / new:.2f} the first of its poll, {(len(news) - polls) / new:.2f} further ones)"
    )
    yield Line("  changed lists in polls that brought news", "", value)
    rest = len(changed) - len(news) - len(edits)
    value = f"{(rest + len(edits)) / new:.2f} ({len(edits) / new:.2f} an edit)"
    yield Line("  changed lists in polls that brought none", "", value)
