"""What an article's texts differ in, as an operator sees it. The article is synthetic."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import jujugan
from storage.database import open_database
from storage.digest import changes
from tests.storing import DAY, NOW, another, begin, save, synthetic_visit

URL = "https://berita.example/7"
TEXT = "Sebanyak 42 orang datang. Mereka diterima di pendopo."
BEFORE = another(url=URL, title="Tamu Datang", body=TEXT, published=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_database(tmp_path / "j.db", create=True) as db:
        run = begin(db)
        with db.write():
            stored = save(db, run, BEFORE)
            was = changes.stated(db, stored.article_id)
            body = BEFORE.body.replace("42", "45") + " Acara selesai sore hari."
            after = replace(BEFORE, title="Tamu Datang (Ralat)", body=body)
            again = [synthetic_visit(after.text, headcount=45)]
            save(db, run, after, found=again, visit_id=stored.visit_ids[0], now=NOW + DAY)
            changes.record(db, stored.article_id, was, NOW + DAY)
    return tmp_path / "j.db"


def asked(path: Path, url: str) -> Result:
    return CliRunner().invoke(jujugan, ["texts", url, "--db", str(path)])


def test_each_text_stands_with_what_went_and_what_came(path: Path) -> None:
    assert asked(path, URL).output.splitlines() == [
        "read 17 Oct 2018, 10:22 WIB: Tamu Datang",
        "read 18 Oct 2018, 10:22 WIB: Tamu Datang (Ralat)",
        "  - Sebanyak 42 orang datang.",
        "  + Sebanyak 45 orang datang.",
        "  + Acara selesai sore hari.",
        "noticed 18 Oct 2018, 10:22 WIB: number of people 42 -> 45",
        "noticed 18 Oct 2018, 10:22 WIB: title Tamu Datang -> Tamu Datang (Ralat)",
    ]


def test_an_address_that_is_not_stored_is_refused(path: Path) -> None:
    done = asked(path, "https://berita.example/lain")
    assert done.exit_code == 2 and "no article is stored under" in done.output
