"""What no list of a site shows is told by the lists alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from bench.listed import unlisted
from newsroom.faults import NONE
from newsroom.truth import truth
from newsroom.web import Web
from newsroom.world import Plan, build

# Its site file names the district's tag and two of its five sections.
RADAR, NAMED = "radarbanyuwangi", ("banyuwangi", "politik-pemerintahan")
SITES = (RADAR, "kabarbanyuwangi", "seblang", "menpan")


@cache
def web() -> Web:
    return Web(build(Plan(seed=3, days=6, per_day=70, visits=12, edited=0.2, deleted=0.1, sites=SITES)), NONE)


@cache
def pieces() -> list[dict[str, Any]]:
    return [piece for piece in truth(web())["publications"] if not piece["archive"]]


def test_articles_of_sections_that_the_site_file_does_not_name_are_in_no_list() -> None:
    by_url = {piece.url: piece for piece in web().world.publications}
    expected = {
        piece["url"]
        for piece in pieces()
        if piece["site"] == RADAR
        and by_url[piece["url"]].slot.section not in NAMED
        and "Banyuwangi" not in by_url[piece["url"]].tags
    }
    found = unlisted(web(), pieces())
    assert expected
    assert {url for url in found if by_url[url].site == RADAR} == expected


def test_what_left_a_list_or_was_taken_down_had_been_in_it() -> None:
    local = [piece for piece in pieces() if piece["site"] == "kabarbanyuwangi"]
    assert len(local) > 60  # more than the list has room for
    assert any(piece["deleted"] for piece in local)
    assert unlisted(web(), local) == set()


def test_an_article_is_judged_alike_whichever_others_are_asked_about() -> None:
    whole = unlisted(web(), pieces())
    alone = {url for piece in pieces()[::7] for url in unlisted(web(), [piece])}
    assert alone == {piece["url"] for piece in pieces()[::7]} & whole
