"""The truth file says what is served, and can be read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from newsroom.faults import NONE, Rates
from newsroom.truth import truth, write
from newsroom.web import Web
from tests.newsroom.test_outlets import BROWSER
from tests.newsroom.test_world import NOON, small_world


def test_the_file_reads_back_as_it_was_made(tmp_path: Path) -> None:
    web = Web(small_world(), Rates())
    write(web, tmp_path / "truth.json")
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8")) == truth(web)


def test_every_publication_is_in_it_and_answers_as_it_says() -> None:
    web = Web(small_world(), NONE)
    rows = truth(web)["publications"]
    assert len(rows) == len(small_world().publications)
    for row in rows:
        up = datetime.fromisoformat(row["published"]) <= NOON
        gone = row["deleted"] is not None and datetime.fromisoformat(row["deleted"]) <= NOON
        url = row["url"]
        if row["moved"] and datetime.fromisoformat(row["moved"]["at"]) > NOON:
            url = row["moved"]["from"]
        status = web.answer(url, BROWSER, NOON).status
        assert (status == 200) == (up and not gone) or (gone and row["site"] == "antara"), url


def test_a_visit_has_the_facts_that_its_reports_state() -> None:
    document = truth(Web(small_world(), NONE))
    rows = {row["url"]: row for row in document["publications"]}
    visits = [event for event in document["events"].values() if event["kind"] == "visit"]
    assert visits
    for event in visits:
        assert event["facts"]["visitors"]
        stated = [rows[url]["facts"]["visitors"] for url in event["urls"]]
        assert event["facts"]["visitors"] in stated


def test_only_visits_have_facts() -> None:
    for row in truth(Web(small_world(), NONE))["publications"]:
        assert (row["facts"] is not None) == (row["kind"] == "visit")


def test_every_fault_of_the_world_is_listed() -> None:
    web = Web(small_world(), replace(Rates(), dead=0.5, busy=0.05))
    document = truth(web)
    assert {row["url"]: row["fault"] for row in document["publications"] if row["fault"]} == dict(
        web.misfortunes.articles
    )
    assert {(row["site"], row["day"]): row["fault"] for row in document["sources"]} == dict(web.misfortunes.sources)
    assert {row["url"] for row in document["strays"] if row["dead"]} == set(web.noise.dead)
    linked = {row["url"]: row["linked_as"] for row in document["publications"] if row["linked_as"]}
    assert linked == {url: link for links in web.noise.linked.values() for url, link in links.items()}
