"""What pages and digests say: every word in each language, dates and numbers as people write them."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import date, timedelta

import pytest

from config import ROOT
from storage import visits
from storage.database import Database
from tests.storing import NOW, begin, save, synthetic_article
from wording.facts import telling, web
from wording.words import LANGUAGES, entries, words


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(entries()))
def test_every_word_stands_in_each_language_with_the_same_slots(key: str) -> None:
    entry = entries()[key]
    assert set(entry) - {"en_one"} == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert len({frozenset(slots(text)) for text in entry.values()}) == 1


def test_every_word_that_is_said_is_there() -> None:
    folders = (ROOT / folder for folder in ("digest", "review", "wording"))
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".txt")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in files)
    asked = set(re.findall(r"""\b(?:t|words)\(\s*["']([a-z]+\.[a-z_]+)["']""", said))
    assert len(asked) > 10
    # one that ends with a line is the beginning of the words for a closed set of values
    assert [
        key for key in asked if not any(one == key or (key[-1] == "_" and one.startswith(key)) for one in entries())
    ] == []


def test_a_number_chooses_the_form_of_its_word() -> None:
    en, id_ = words("en"), words("id")
    assert [en("facts.copies", n=n) for n in (0, 1, 2)] == ["0 copies", "1 copy", "2 copies"]
    assert [id_("facts.copies", n=n) for n in (1, 2)] == ["1 salinan", "2 salinan"]


def test_dates_and_numbers_read_as_people_write_them(db: Database) -> None:
    run = begin(db)
    with db.write():
        save(db, run, synthetic_article())
    (card,) = visits.newest(db, 1)
    tell = telling("en")
    assert tell.when(card) == "17 Oct 2018"
    assert tell.when(replace(card, date_end=date(2018, 10, 19))) == "17 to 19 Oct 2018"
    assert tell.when(replace(card, date_end=date(2018, 11, 2))) == "17 Oct 2018 to 2 Nov 2018"
    assert tell.when(replace(card, date_start=None)) == "date unknown"
    assert tell.day(date(2018, 1, 2)) == "2 Jan 2018"
    assert [tell.long(timedelta(hours=n)) for n in (1, 30, 50)] == ["1 hour", "30 hours", "2 days"]
    assert telling("id").when(replace(card, date_end=date(2018, 10, 19))) == "17 sampai 19 Okt 2018"
    assert tell.clock(NOW).endswith(" WIB")
    assert tell.short(None) == "never"


@pytest.mark.fault("G2")
def test_only_addresses_that_a_browser_may_follow_become_links() -> None:
    addresses = ("https://a.example", "javascript:x", "//a.example", "data:x")
    assert [web(url) for url in addresses] == ["https://a.example", "", "", ""]
