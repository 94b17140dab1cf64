"""The tally adds up whatever is told to it, and what is worth a request is chosen by what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError

from article import Candidate
from crawler.choosing import MAX_MODIFIED, to_read
from crawler.errors import Forbidden, HostPaused, RedirectLoop, Refused, TooBig, Unreachable
from crawler.extract import NotAnArticle
from crawler.storing.tally import Tally
from crawler.web.outcomes import outcome
from storage.candidates import Known
from tests import warta

ENDINGS = st.sampled_from(["stored", "known", "rejected", "failed"])
READINGS = st.sampled_from(["waiting", "answered", "troubled", "failed", "absent"])


@given(
    seen=st.lists(st.integers(0, 20)),
    ended=st.lists(st.tuples(st.integers(0, 20), ENDINGS)),
    readings=st.dictionaries(st.integers(0, 5), READINGS),
)
def test_a_good_run_has_an_outcome_for_all_it_saw(
    seen: list[int], ended: list[tuple[int, Any]], readings: dict[int, Any]
) -> None:
    tally = Tally("warta", readings={str(source): reading for source, reading in readings.items()})
    for number in seen:
        tally.see(str(number))
    for number, ending in ended:
        tally.end(str(number), ending, "sebab")
    report = tally.report()
    assert report.seen == len({*seen, *(number for number, _ in ended)})
    assert report.stored + report.known + report.rejected + report.failed + len(tally.open_keys()) == report.seen
    unread = bool(readings) and set(readings.values()) <= {"failed", "waiting", "absent"}
    answered = not unread and set(readings.values()) <= {"answered", "absent"}
    assert (report.state == "good") == (report.adds_up and report.failed == 0 and answered)
    assert (report.state == "failed") == unread


@pytest.mark.parametrize(
    ("readings", "state", "told"),
    [
        ({"feed": "answered", "guess": "absent"}, "good", ()),
        ({"guess": "absent"}, "failed", ("unreachable: no address for guess.example",)),
        ({"feed": "failed", "guess": "absent"}, "failed", ("unreachable: no address for guess.example",)),
    ],
)
def test_a_guessed_host_without_an_address_is_told_of_only_where_nothing_answered(
    readings: dict[str, Any], state: str, told: tuple[str, ...]
) -> None:
    report = Tally("warta", readings=readings, excused=["unreachable: no address for guess.example"]).report()
    assert (report.state, report.problems) == (state, told)


def test_many_reasons_are_told_in_short() -> None:
    tally = Tally("warta")
    for number in range(20):
        tally.end(str(number), "failed", f"sebab {min(number, 8)}")
    problems = tally.report().problems
    assert problems[0] == "12 failed: sebab 8"
    assert len(problems) == 6 and problems[-1] == "4 failed for other reasons"


READ = datetime.fromisoformat("2026-10-14T10:00:00+07:00")


def candidate(title: str | None = "Judul", modified: datetime | None = None) -> Candidate:
    return Candidate("warta", warta.article_url(1), "feed", warta.FEED, title, None, modified)


def known(state: Any = "stored", **values: Any) -> Known:
    before = Known(state, warta.article_url(1), "Judul", None, 0, READ)
    return replace(before, **values)


def is_read(shown: Sequence[Candidate], before: Known | None, own: str | None = "Judul di halaman") -> bool:
    return to_read({"1": shown}, {"1": before} if before else {}, lambda _: own) == ["1"]


def test_new_and_unread_candidates_are_read() -> None:
    assert is_read([candidate()], None)
    assert is_read([candidate()], known("new"))
    assert is_read([candidate()], known("failed", attempts=4))


def test_what_was_read_or_rejected_or_given_up_is_not() -> None:
    assert not is_read([candidate()], known("stored"))
    assert not is_read([candidate("Judul lain")], known("rejected"))
    assert not is_read([candidate()], known("failed", attempts=5))


@pytest.mark.parametrize(
    ("title", "changed"),
    [
        ("Judul", False), ("JUDUL", False), ("  judul ", False), ("Jud...", False), ("Ju…", False), (None, False),
        ("Judul di halaman", False), ("Judul baru", True), ("Ralat: Judul", True), ("...", True),
    ],
)  # fmt: skip
def test_a_title_has_changed_only_if_it_is_none_we_know(title: str | None, changed: bool) -> None:
    assert is_read([candidate(title)], known()) == changed


def test_one_known_title_among_several_is_enough() -> None:
    assert not is_read([candidate("Judul SEO"), candidate("Judul")], known())


def test_a_stated_change_counts_if_it_is_later_than_our_reading_and_new() -> None:
    later, earlier = READ + timedelta(hours=1), READ - timedelta(hours=1)
    assert is_read([candidate(modified=later)], known())
    assert not is_read([candidate(modified=earlier)], known())
    assert not is_read([candidate(modified=later)], known(modified=later))


@pytest.mark.parametrize(("reason", "followed"), [("empty or tiny body (0 characters)", True), ("front page", False)])
def test_a_page_refused_for_now_is_read_again_when_it_is_listed_as_changed(reason: str, followed: bool) -> None:
    before = known("rejected", reason=reason)
    assert is_read([candidate("Judul baru")], before) == followed
    assert is_read([candidate(modified=READ + timedelta(hours=1))], before) == followed
    assert not is_read([candidate()], before)


def test_a_site_that_calls_everything_changed_costs_few_requests() -> None:
    later = READ + timedelta(hours=1)
    listed = {str(number): [candidate(modified=later)] for number in range(100)}
    assert len(to_read(listed, {key: known() for key in listed}, lambda _: None)) == MAX_MODIFIED


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (NotAnArticle("halaman kosong"), "rejected", "halaman kosong"),
        (Refused("off site: x"), "rejected", "off site: x"),
        (Forbidden("robots.txt forbids it"), "rejected", "robots.txt forbids it"),
        (TooBig("larger than 4 bytes"), "rejected", "larger than 4 bytes"),
        (RedirectLoop("redirects more than 5 times"), "failed", "redirects more than 5 times"),
        (HostPaused("x answers 429"), "failed", "x answers 429"),
        (Unreachable("unreachable: no address for x"), "failed", "unreachable: no address for x"),
        (DownloadTimeoutError("Getting http://x took longer"), "failed", "no answer in time"),
        (ResponseDataLossError(), "failed", "the answer broke off"),
        (DownloadFailedError("[<twisted Failure>]"), "failed", "the connection broke off"),
        (DownloadFailedError("[<Failure 'certificate verify failed'>]"), "failed", "its TLS certificate is not valid"),
        (IgnoreRequest("lain"), "failed", "IgnoreRequest: lain"),
        (ValueError(), "failed", "ValueError"),
        (HttpError(SimpleNamespace(status=410)), "rejected", "answers 410"),  # type: ignore[arg-type]
        (HttpError(SimpleNamespace(status=503)), "failed", "answers 503"),  # type: ignore[arg-type]
    ],
)
def test_every_error_has_an_outcome_in_plain_words(error: Exception, state: str, reason: str) -> None:
    found = outcome(error)
    assert (found.state, found.reason) == (state, reason)
