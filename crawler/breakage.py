"""What is wrong with a site: what one run saw, held against what the site usually gives. Pure.

Every finding names a cause of crawler/causes.py. A rule speaks only on evidence that is hard to come by otherwise: an
alarm that cries wolf is not read (fewer than one false alarm per site and month). What is in order ends an alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler import lacking, silence
from crawler.causes import STEPS, Cause
from crawler.looks import IN_THE_WAY, Look
from crawler.refusals import EMPTY, MISSING
from storage.alarms import Found
from storage.harvest import Fields, Usual

ARTICLES, PAGES = "articles", "pages"
_XML: frozenset[str] = frozenset({"xml", "json"})
_GONE, _FORBIDDEN = (404, 410), (401, 403, 451)
# A source that fails for the network's or the server's sake may be well again a minute later.
_IN_A_ROW, _FAILING_FOR = 2, timedelta(hours=1)
_SOURCE_IN_A_ROW, _SOURCE_FAILING_FOR = 3, timedelta(hours=3)
_ENOUGH_ANSWERS, _ENOUGH_DAYS = 20, 7
_MANY_ITEMS = 8
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer to one of a run's requests that was not for an article.

    `source` is the address with numbers written as 0; `look` is None where no answer came. `listed` counts the
    articles in it, None where it had not changed; `troubled`: its source was not read as the site file says.
    """

    source: str
    url: str
    status: int | None
    look: Look | None
    listed: int | None = None
    troubled: bool = False
    is_robots: bool = False

    @property
    def is_good(self) -> bool:
        return self.status == 304 or (self.status == 200 and self.look not in IN_THE_WAY and self.look != "empty")


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page that a run asked for: `reason` why it is no article, None where it is one."""

    url: str
    look: Look | None
    body_hash: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw. `unlike` says whether its newest article page shares hardly a name with those before it, None
    where there is none to compare."""

    now: datetime
    answers: Sequence[Answer] = ()
    pages: Sequence[Page] = ()
    read: Sequence[Fields] = ()
    unlike: bool | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The site's own: `sources` by Answer.source, `fields` of its articles newest first, `empty_pages` of the 30 days
    before the run. `came` is there where its rhythm is looked at: after long without anything new, and once a day."""

    sources: Mapping[str, Usual] = field(default_factory=dict)
    fields: Sequence[Fields] = ()
    empty_pages: int = 0
    came: silence.Came | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, and (cause, subject) of what was seen to be in order."""

    found: tuple[Found, ...]
    well: frozenset[tuple[str, str]]


def diagnose(seen: Seen, history: History) -> Diagnosis:
    """Hold what a run saw against what the site usually gives."""
    found = [*_in_the_way(seen)]
    well = set(_way_is_free(seen))
    covered = {one.subject for one in found}
    if "" not in covered:
        found += _sources(seen, history)
        well |= set(_good_sources(seen))
        if history.came is not None and _all_good(seen) and not _has_unread_news(seen):
            quiet, lively = silence.findings(history.came, seen.now, STEPS)
            found, well = found + quiet, well | lively
    if ARTICLES not in covered:
        found += _articles(seen, history)
    well |= set(_good_articles(seen))
    lost, whole = lacking.findings(seen.read, history.fields, STEPS["field_lost"])
    if not any(one.cause == "redesign" for one in found):  # which says why
        found += lost
    return Diagnosis(tuple(found), frozenset(well | whole))


def _has_unread_news(seen: Seen) -> bool:
    """Whether the site had something new that could not be read: then it is not silent."""
    return any(one.reason is not None and one.reason != MISSING for one in seen.pages)


def _finding(cause: Cause, subject: str, words: str) -> Found:
    return Found(cause, subject, words, STEPS[cause])


_WORDS: Mapping[Look, tuple[Cause, str]] = {
    "challenge": ("challenge", "answers with a firewall's challenge instead of its pages"),
    "consent": ("consent", "asks for agreement (cookies) instead of showing its pages"),
    "login": ("login", "asks to log in instead of showing its pages"),
    "hacked": ("hacked", "shows gambling advertisements: it has been hacked"),
    "parked": ("parked", "is for sale, has run out or was switched off"),
}


def _in_the_way(seen: Seen) -> Iterator[Found]:
    """Pages that stand in the way of the site's own: one source is enough, of articles two and the half of all."""
    looks: Counter[Look] = Counter(one.look for one in seen.answers if one.look in IN_THE_WAY)
    for name in looks:
        cause, words = _WORDS[name]
        example = next(one.url for one in seen.answers if one.look == name)
        yield _finding(cause, "", f"{example} {words}")
    shown: Counter[Look] = Counter(one.look for one in seen.pages if one.look in IN_THE_WAY)
    for name, count in shown.items():
        if name not in looks and count >= 2 and 2 * count >= len(seen.pages):
            cause, words = _WORDS[name]
            example = next(one.url for one in seen.pages if one.look == name)
            yield _finding(cause, ARTICLES, f"{count} of {len(seen.pages)} articles: {example} {words}")


def _way_is_free(seen: Seen) -> Iterator[tuple[str, str]]:
    if any(one.is_good and not one.is_robots for one in seen.answers):
        for name, (cause, _) in _WORDS.items():
            if all(one.look != name for one in seen.answers):
                yield cause, ""
    if any(one.reason is None for one in seen.pages):
        for name, (cause, _) in _WORDS.items():
            if all(one.look != name for one in seen.pages):
                yield cause, ARTICLES


def _all_good(seen: Seen) -> bool:
    own = [one for one in seen.answers if not one.is_robots]
    return bool(own) and all(one.is_good and not one.troubled for one in own)


def _sources(seen: Seen, history: History) -> list[Found]:
    down = list(_whole_site(seen, history))
    if down:
        return down
    return [one for answer in seen.answers if not answer.is_robots for one in _source(answer, seen, history)]


def _whole_site(seen: Seen, history: History) -> Iterator[Found]:
    """Nothing of the site answers, and not for the first time."""
    own = [one for one in seen.answers if not one.is_robots] or list(seen.answers)
    if not own or any(one.is_good for one in own):
        return
    states = [history.sources.get(one.source, Usual()) for one in own]
    since = max((one.failing_since or seen.now for one in states), default=seen.now)
    if min(one.failing for one in states) + 1 < _IN_A_ROW or seen.now - since < _FAILING_FOR:
        return
    cause: Cause = "refused" if all(one.status in _FORBIDDEN for one in own) else "unreachable"
    if all(one.status in _GONE for one in own) and not own[0].is_robots:
        return  # each of its sources is dead, which says more
    yield _finding(cause, "", f"{own[0].url} {_answered(own[0])}, and so does all we ask of it")


def _source(answer: Answer, seen: Seen, history: History) -> Iterator[Found]:
    usual = history.sources.get(answer.source, Usual())
    if not usual.answers or answer.status == 304:
        return
    if not answer.troubled:
        if _is_halved(answer, usual):
            words = f"lists {answer.listed} articles, and never fewer than {usual.least} in the last 30 days"
            yield _finding("fewer_items", answer.source, f"{answer.url} {words}")
        return
    is_feed = usual.look in _XML
    cause: Cause = "feed_dead" if is_feed else "redesign"
    if answer.status in _GONE:
        yield _finding(cause, answer.source, f"{answer.url} is gone (answers {answer.status})")
    elif answer.status != 200:
        yield from _failing(answer, usual, seen.now, cause)
    elif answer.look == "empty":
        yield _finding(cause, answer.source, f"{answer.url} answers with nothing")
    elif is_feed and answer.look not in _XML:
        yield _finding(cause, answer.source, f"{answer.url} was a feed and is a web page now")
    elif answer.listed == 0:
        words = "is a feed without entries now" if is_feed else "shows none of the articles that its selectors name"
        yield _finding(cause, answer.source, f"{answer.url} {words}")


def _failing(answer: Answer, usual: Usual, now: datetime, cause: Cause) -> Iterator[Found]:
    since = usual.failing_since or now
    if usual.failing + 1 >= _SOURCE_IN_A_ROW and now - since >= _SOURCE_FAILING_FOR:
        yield _finding(cause, answer.source, f"{answer.url} {_answered(answer)}, {usual.failing + 1} times in a row")


def _answered(answer: Answer) -> str:
    return "gives no answer" if answer.status is None else f"answers {answer.status}"


def _is_halved(answer: Answer, usual: Usual) -> bool:
    least = usual.least or 0
    enough = usual.days >= _ENOUGH_DAYS and usual.answers >= _ENOUGH_ANSWERS and least >= _MANY_ITEMS
    return enough and bool(answer.listed) and 2 * (answer.listed or 0) <= least


def _good_sources(seen: Seen) -> Iterator[tuple[str, str]]:
    for answer in seen.answers:
        if not answer.is_good or answer.is_robots or answer.troubled:
            continue
        yield "unreachable", ""
        yield "refused", ""
        if answer.listed != 0:
            yield "feed_dead", answer.source
            yield "redesign", answer.source
        if answer.listed:
            yield "fewer_items", answer.source


def _articles(seen: Seen, history: History) -> Iterator[Found]:
    yield from _empty_pages(seen, history)
    yield from _missing_pages(seen)
    misfits = list(_misfits(seen, history))
    yield from misfits
    fits = any(one.layout for one in seen.read)
    if seen.unlike and not misfits and not fits and len(history.fields) >= _ENOUGH_ANSWERS:
        words = "its articles' pages are built otherwise than before; titles, dates and texts may have suffered"
        yield _finding("redesign", PAGES, words)


def _empty_pages(seen: Seen, history: History) -> Iterator[Found]:
    """Pages without a text: one is enough of a site that had none in 30 days and articles enough to tell."""
    empty = [one for one in seen.pages if (one.reason or "").startswith(EMPTY)]
    never_before = not history.empty_pages and len(history.fields) >= _ENOUGH_ANSWERS
    enough = len(empty) >= _SEVERAL or (empty and never_before)
    if not enough or 2 * len(empty) < len(seen.pages):
        return
    words = f"{len(empty)} of {len(seen.pages)} articles have no text, such as {empty[0].url}"
    yield _finding("bodies_empty", ARTICLES, words)


def _missing_pages(seen: Seen) -> Iterator[Found]:
    """Many addresses, one body; or pages that say with status 200 that there is nothing."""
    missing = [one for one in seen.pages if one.reason == MISSING]
    bodies = Counter(one.body_hash for one in seen.pages if one.body_hash and one.look not in IN_THE_WAY)
    body, times = bodies.most_common(1)[0] if bodies else ("", 0)
    if times > len(missing):
        missing = [one for one in seen.pages if one.body_hash == body]
    if len(missing) >= _SEVERAL and 2 * len(missing) >= len(seen.pages):
        words = f"{len(missing)} of {len(seen.pages)} articles show a page of no article, such as {missing[0].url}"
        yield _finding("soft_404", ARTICLES, words)


def _misfits(seen: Seen, history: History) -> Iterator[Found]:
    """Articles that fit no layout of the site, of a site whose articles did."""
    fitting = sum(one.layout for one in history.fields)
    if not seen.read or any(one.layout for one in seen.read) or fitting < 10 or 10 * fitting < 9 * len(history.fields):
        return
    if seen.unlike or len(seen.read) >= _SEVERAL:
        words = f"{_counted(seen.read)} fit no layout of the site file: their text was found without it"
        yield _finding("redesign", ARTICLES, words)


def _counted(read: Sequence[Fields]) -> str:
    return "the newest article does" if len(read) == 1 else f"the {len(read)} newest articles do"


def _good_articles(seen: Seen) -> Iterator[tuple[str, str]]:
    good = [one for one in seen.pages if one.reason is None]
    if seen.read:
        yield "silent", ""
        yield "holiday", ""
    if any(one.layout for one in seen.read):
        yield "redesign", ARTICLES
    if seen.unlike is False:
        yield "redesign", PAGES
    if good and not any(one.reason for one in seen.pages):
        yield "bodies_empty", ARTICLES
        yield "soft_404", ARTICLES
