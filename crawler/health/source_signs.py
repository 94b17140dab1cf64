"""What is wrong with a site's sources: down, dead, emptied, halved, or standing still beside the others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from crawler.errors import FORBIDS
from crawler.health.causes import Cause
from crawler.health.signs import Answer, History, Seen, Stand, finding
from polling.holidays import holiday
from storage.health.alarms import Found
from storage.health.harvest import Usual
from timetable import TIMEZONE

_XML: frozenset[str] = frozenset({"xml", "json"})
_GONE, _FORBIDDEN = (404, 410), (401, 403, 451)
# A source that fails for the network's or the server's sake may be well again a minute later.
_IN_A_ROW, _FAILING_FOR = 2, timedelta(hours=1)
_SOURCE_IN_A_ROW, _SOURCE_FAILING_FOR = 3, timedelta(hours=3)
# Of a site that is read a few times a day, so long is enough, however few runs it was: each is told within a day.
_SOURCE_FAILING_LONG = timedelta(hours=12)
_ENOUGH_ANSWERS, _ENOUGH_DAYS = 20, 7
_MANY_ITEMS = 8
# A sitemap of news lists two days.
_LISTED_DAYS = 2
# An address that has listed so many articles does not lose all of them at once, but where they are not found any more.
_SEVERAL = 3
# A source stands still once the others are so many times further ahead than they were on all days but one, and so many
# articles more; of one that has moved on few days nothing can be told.
_TIMES_FURTHER, _FURTHER, _MOVED = 3, 6, 5


def of_sources(seen: Seen, history: History) -> list[Found]:
    """What is wrong with the sources, or with the whole site where nothing of it answers."""
    down = list(_whole_site(seen, history))
    if down:
        return down
    own = [answer for answer in seen.answers if not answer.is_robots]
    found = [one for answer in own for one in _source(answer, seen, history)]
    pages = [answer for answer in own if history.sources.get(answer.source, Usual()).look == "html"]
    found += _emptied([answer for answer in pages if not answer.troubled])
    broken = {one.subject for one in found}
    return [*found, *(one for stand in seen.stands if stand.source not in broken for one in _frozen(stand, history))]


def _whole_site(seen: Seen, history: History) -> Iterator[Found]:
    """Nothing of the site answers, and not for the first time."""
    sources = [one for one in seen.answers if not one.is_robots]
    own = [one for one in sources if one.kept_out is None] or sources or list(seen.answers)
    if not own or any(one.is_good for one in own):
        return
    states = [history.sources.get(one.source, Usual()) for one in own]
    since = max((one.failing_since or seen.now for one in states), default=seen.now)
    if min(one.failing for one in states) + 1 < _IN_A_ROW or seen.now - since < _FAILING_FOR:
        return
    cause: Cause = "refused" if all(_is_refused(one) for one in own) else "unreachable"
    if all(one.status in _GONE for one in own) and not own[0].is_robots:
        return  # each of its sources is dead, which says more
    # What keeps sources out is told as it stands in their place, where that was asked for in this run.
    shown = next((one for one in seen.answers if own[0].kept_out and one.is_robots and not one.is_good), own[0])
    word = "all_kept_out" if shown.kept_out else "no_answer" if shown.status is None else "all_answer"
    yield finding(cause, "", word, **_asked(shown))


def _source(answer: Answer, seen: Seen, history: History) -> Iterator[Found]:
    usual = history.sources.get(answer.source, Usual())
    if not usual.answers or answer.status == 304:
        return
    if not answer.troubled:
        if _is_halved(answer, usual) and not _is_after_holiday(seen.now):
            slots = {"url": answer.url, "listed": answer.listed, "least": usual.least}
            yield finding("fewer_items", answer.source, "source_fewer", **slots)
        return
    is_feed = usual.look in _XML
    cause: Cause = "feed_dead" if is_feed else "redesign"
    if answer.status in _GONE:
        yield finding(cause, answer.source, "source_gone", **_asked(answer))
    elif answer.status != 200:
        yield from _failing(answer, usual, seen.now, cause)
    elif answer.look == "empty":
        yield finding(cause, answer.source, "source_nothing", url=answer.url)
    elif is_feed and answer.look not in _XML:
        yield finding(cause, answer.source, "source_page", url=answer.url)
    elif answer.listed == 0:
        word = "source_no_entries" if is_feed else "source_no_articles"
        yield finding(cause, answer.source, word, url=answer.url)


def _emptied(own: list[Answer]) -> Iterator[Found]:
    """Pages of lists of which every one that was read shows no article, though one of them has shown some before.

    A list by day is empty in the morning, but it does not lose what yesterday's showed (a sitemap of news does).
    """
    groups: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in own:
        groups[answer.source].append(answer)
    for source, group in groups.items():
        before = max(group, key=lambda one: one.most)
        if before.most >= _SEVERAL and all(one.shown == 0 for one in group):
            yield finding("redesign", source, "source_emptied", url=before.url, n=before.most)


def _frozen(stand: Stand, history: History) -> Iterator[Found]:
    """A source that answers as ever and shows nothing new, while the site's other sources do."""
    usual = history.sources.get(stand.source, Usual())
    if usual.moved < _MOVED or stand.behind < _TIMES_FURTHER * usual.behind + _FURTHER:
        return
    slots = {"url": stand.url, "newest": stand.newest, "behind": stand.behind, "usual": usual.behind}
    yield finding("feed_dead" if usual.look in _XML else "fewer_items", stand.source, "source_frozen", **slots)


def _failing(answer: Answer, usual: Usual, now: datetime, cause: Cause) -> Iterator[Found]:
    times, since = usual.failing + 1, usual.failing_since or now
    is_long = times >= _IN_A_ROW and now - since >= _SOURCE_FAILING_LONG
    if is_long or (times >= _SOURCE_IN_A_ROW and now - since >= _SOURCE_FAILING_FOR):
        cause = "refused" if answer.kept_out and _is_refused(answer) else cause
        word = "source_no_answer" if answer.status is None else "source_answers"
        word = "source_kept_out" if answer.kept_out else word
        yield finding(cause, answer.source, word, n=times, **_asked(answer))


def _is_refused(answer: Answer) -> bool:
    return answer.status in _FORBIDDEN or FORBIDS in (answer.kept_out or "")


def _asked(answer: Answer) -> dict[str, object]:
    more = {"status": answer.status, "why": answer.kept_out}
    return {"url": answer.url} | {name: said for name, said in more.items() if said is not None}


def _is_halved(answer: Answer, usual: Usual) -> bool:
    least = usual.least or 0
    enough = usual.days >= _ENOUGH_DAYS and usual.answers >= _ENOUGH_ANSWERS and least >= _MANY_ITEMS
    return enough and bool(answer.listed) and 2 * (answer.listed or 0) <= least


def _is_after_holiday(now: datetime) -> bool:
    """Whether a list of the last days' news is short for a holiday's sake."""
    today = now.astimezone(TIMEZONE).date()
    return any(holiday(today - timedelta(days=back)) for back in range(_LISTED_DAYS + 1))


def good_sources(seen: Seen) -> Iterator[tuple[str, str]]:
    """(cause, subject) of what was seen to be in order."""
    for answer in seen.answers:
        if not answer.is_good or answer.is_robots or answer.troubled:
            continue
        yield "unreachable", ""
        yield "refused", ""
        yield "refused", answer.source
        if answer.shown != 0:
            yield "feed_dead", answer.source
            yield "redesign", answer.source
        if answer.listed:
            yield "fewer_items", answer.source
