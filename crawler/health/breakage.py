"""What is wrong with a site: what one run saw, held against what the site usually gives. Pure.

Every finding names a cause of crawler/health/causes.py. A rule speaks only on evidence that is hard to come by
otherwise: an alarm that cries wolf is not read (fewer than one false alarm per site and month). What is in order ends
an alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.health import lacking, silence
from crawler.health.article_signs import good_articles, of_articles
from crawler.health.causes import STEPS, Cause
from crawler.health.looks import IN_THE_WAY, Look
from crawler.health.signs import ARTICLES, History, Seen, finding
from crawler.health.source_signs import good_sources, of_sources
from crawler.page.refusals import MISSING
from storage.health.alarms import Found
from storage.told import told, within


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, and (cause, subject) of what was seen to be in order; `taken_over` is the finding by which more
    than half of what the site showed is somebody else's."""

    found: tuple[Found, ...]
    well: frozenset[tuple[str, str]]
    taken_over: Found | None = None


def diagnose(seen: Seen, history: History) -> Diagnosis:
    """Hold what a run saw against what the site usually gives."""
    found = [*_in_the_way(seen), *_answers_all(seen)]
    well = {*_way_is_free(seen), *_knows_nothing(seen)}
    covered = {one.subject for one in found}
    if "" not in covered:
        found += of_sources(seen, history)
        well |= set(good_sources(seen))
        if history.came is not None and _all_good(seen) and not _has_unread_news(seen):
            quiet, lively = silence.findings(history.came, seen.now, STEPS)
            found, well = found + quiet, well | lively
    if ARTICLES not in covered:
        found += of_articles(seen, history)
    well |= set(good_articles(seen))
    lost, whole = lacking.findings(seen.read, history.fields, STEPS["field_lost"])
    if not any(one.cause == "redesign" for one in found):  # which says why
        found += lost
    return Diagnosis(tuple(found), frozenset(well | whole), _taken_over(seen, found))


def _taken_over(seen: Seen, found: Sequence[Found]) -> Found | None:
    own = [one.look for one in seen.answers if not one.is_robots]
    shown = [look for look in (*own, *(one.look for one in seen.pages)) if look]
    foreign = [cause for cause in _TAKEN_OVER if 2 * shown.count(cause) > len(shown)]
    return next((one for one in found if one.cause in foreign), None)


def _has_unread_news(seen: Seen) -> bool:
    """Whether the site had something new that could not be read: then it is not silent."""
    return any(one.reason is not None and one.reason != MISSING for one in seen.pages)


# Looks of a site in which somebody else speaks; each is its cause too.
_TAKEN_OVER: tuple[Look, ...] = ("hacked", "parked")
_CAUSES: Mapping[Look, Cause] = {
    "challenge": "challenge",
    "consent": "consent",
    "login": "login",
    "hacked": "hacked",
    "parked": "parked",
}


def _in_the_way(seen: Seen) -> Iterator[Found]:
    """Pages that stand in the way of the site's own: one source is enough, of articles two and the half of all."""
    looks: Counter[Look] = Counter(one.look for one in seen.answers if one.look in IN_THE_WAY)
    for name in looks:
        cause, example = _CAUSES[name], next(one.url for one in seen.answers if one.look == name)
        yield finding(cause, "", f"way_{cause}", url=example)
    shown: Counter[Look] = Counter(one.look for one in seen.pages if one.look in IN_THE_WAY)
    for name, count in shown.items():
        if name not in looks and count >= 2 and 2 * count >= len(seen.pages):
            cause, example = _CAUSES[name], next(one.url for one in seen.pages if one.look == name)
            what = within(told(f"way_{cause}", url=example))
            yield finding(cause, ARTICLES, "of_articles", n=count, all=len(seen.pages), what=what)


def _way_is_free(seen: Seen) -> Iterator[tuple[str, str]]:
    if any(one.is_good and not one.is_robots for one in seen.answers):
        for name, cause in _CAUSES.items():
            if all(one.look != name for one in seen.answers):
                yield cause, ""
    if any(one.reason is None for one in seen.pages):
        for name, cause in _CAUSES.items():
            if all(one.look != name for one in seen.pages):
                yield cause, ARTICLES


def _all_good(seen: Seen) -> bool:
    own = [one for one in seen.answers if not one.is_robots]
    return bool(own) and all(one.is_good and not one.troubled for one in own)


def _answers_all(seen: Seen) -> Iterator[Found]:
    """Hosts that answer an address that cannot exist with a page, as if it were there."""
    for one in seen.nowhere:
        if one.status == 200:
            yield finding("answers_all", one.host, "answers_all", url=one.url)


def _knows_nothing(seen: Seen) -> Iterator[tuple[str, str]]:
    for one in seen.nowhere:
        if one.status not in (None, 200):
            yield "answers_all", one.host
