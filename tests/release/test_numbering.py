"""Rows numbered by what they say: the same release wherever, and in whatever order, the same was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from release.make import Asked
from storage import decisions
from storage.database import Database, new_file, open_database
from storage.release.allowed import tables
from tests.releasing import export
from tests.storing import BODY, DAY, HOUR, NOW, begin, end, save, synthetic_article

pytestmark = pytest.mark.both_stores


def read(db: Database, sites: Sequence[str]) -> None:
    """The same synthetic articles of the same sites, in this order: each has a visit; an editor
    merges two."""
    found = {}
    for site in sites:
        run = begin(db, site)
        with db.write():
            for number in (2, 1) if site == "kabar" else (1, 2):
                article = synthetic_article(url=f"https://{site}.example/{number}", body=f"{BODY} {site} {number}.")
                article = replace(article, site=site)
                found[site, number] = save(db, run, article)
        end(db, run, site, NOW + HOUR)
    one, other = (found[site, 1].visit_ids[0] for site in ("berita", "kabar"))
    with db.write():
        decisions.merge(db, other, one, who="rina", now=NOW + DAY)


def released(db: Database, folder: Path, *, by_content: bool) -> dict[str, list[dict[str, object]]]:
    export(db, folder, Asked(by_content=by_content))
    with new_file(folder / "jujugan.db") as made:
        return {
            table.name: made.rows(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}")
            for table in tables(with_text=False)
        }


def test_the_same_content_makes_the_same_release(db: Database, tmp_path: Path) -> None:
    read(db, ("berita", "kabar"))
    with open_database(tmp_path / "other.db", create=True) as other:
        read(other, ("kabar", "berita"))
        assert released(db, tmp_path / "1", by_content=False) != released(other, tmp_path / "2", by_content=False)
        one = released(db, tmp_path / "3", by_content=True)
        assert one == released(other, tmp_path / "4", by_content=True)
    assert (tmp_path / "3" / "jujugan.db").read_bytes() == (tmp_path / "4" / "jujugan.db").read_bytes()
    assert len(one["article"]) == 4 and len(one["visit"]) == 3


def test_what_refers_to_a_row_still_does(db: Database, tmp_path: Path) -> None:
    read(db, ("kabar", "berita"))
    released(db, tmp_path / "plain", by_content=False)
    released(db, tmp_path / "numbered", by_content=True)
    told = """SELECT visit.title, article.url, version.url, evidence.sentence, fact.value, run.site, decision.kind
        FROM report JOIN visit ON visit.id = report.visit JOIN article ON article.id = report.article
        JOIN version ON version.article = article.id JOIN run ON run.id = version.run
        JOIN evidence ON evidence.verdict = report.verdict JOIN fact ON fact.report = report.id
        LEFT JOIN decision ON decision.shown = visit.id ORDER BY 1, 2, 3, 4, 5, 6"""
    with new_file(tmp_path / "plain" / "jujugan.db") as plain, new_file(tmp_path / "numbered" / "jujugan.db") as made:
        assert plain.rows(told) == made.rows(told) != []
        assert made.rows("PRAGMA foreign_key_check") == []
