"""Which candidates are worth a request: new ones, unread ones, and known ones that are listed as changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from article import Candidate
from crawler.page.refusals import FOR_NOW
from crawler.text import normalise
from storage.candidates import MAX_ATTEMPTS, Known

# Some sites give every page the time of the request as its time of change: they cost no more requests than this a run.
MAX_MODIFIED = 10


def to_read(
    listed: Mapping[str, Sequence[Candidate]], known: Mapping[str, Known], own_title: Callable[[str], str | None]
) -> list[str]:
    """The keys to read, in the order listed.

    `listed` has what this run saw of each key (once or more), `known` what was known before. `own_title` gives the
    title that a stored article bears itself, which a source may show in place of a shorter one.
    """
    chosen: list[str] = []
    modified = 0
    for key, shown in listed.items():
        before = known.get(key)
        if before is None or _unread(before) or _retitled(shown, before, partial(own_title, key)):
            chosen.append(key)
        elif modified < MAX_MODIFIED and _modified(shown, before):
            modified += 1
            chosen.append(key)
    return chosen


def _unread(before: Known) -> bool:
    return before.state == "new" or (before.state == "failed" and before.attempts < MAX_ATTEMPTS)


def _is_followed(before: Known) -> bool:
    """Whether a change is worth a request: of a page refused for now, too, since each text that a broken parser did not
    see is kept as a page, to be read again once it is mended."""
    return before.state == "stored" or (before.state == "rejected" and (before.reason or "").startswith(FOR_NOW))


def _modified(shown: Sequence[Candidate], before: Known) -> bool:
    """Whether a source states a change later than our last reading, and not the one that it stated then."""
    if not _is_followed(before) or (read := before.fetched_at) is None:
        return False
    stated = [one.modified for one in shown if one.modified is not None and one.modified != before.modified]
    return any(moment > read for moment in stated)


def _retitled(shown: Sequence[Candidate], before: Known, own_title: Callable[[], str | None]) -> bool:
    """Whether none of the titles shown is one that we have read it under: a source's short form is no new title."""
    titles = [one.title for one in shown if one.title]
    if (
        not _is_followed(before)
        or not titles
        or before.title is None
        or any(_same(title, before.title) for title in titles)
    ):
        return False
    own = own_title()
    return own is None or not any(_same(title, own) for title in titles)


def _same(one: str, other: str) -> bool:
    a, b = normalise(one), normalise(other)
    return a == b or _is_cut(one, a, b) or _is_cut(other, b, a)


def _is_cut(title: str, start: str, whole: str) -> bool:
    return title.rstrip().endswith(("...", "…")) and bool(start) and whole.startswith(start)
