"""The tables that say how whole the reading was."""

from __future__ import annotations

from release.coverage import by_month


def rate(sites_read: int, articles: int, visits: int) -> str:
    *_, row = by_month([("2026-10", sites_read, articles, 0, 0, 0, visits, 0, 0, 0)])
    return row.rsplit("|", 2)[1].strip()


def test_visits_are_set_against_what_was_read_in_their_month() -> None:
    assert rate(17, 1315, 59) == "44.9"


def test_a_month_that_no_site_was_read_in_has_no_rate() -> None:
    assert rate(0, 1, 1) == ""


def test_a_month_read_without_an_article_has_no_rate() -> None:
    assert rate(2, 0, 0) == ""
