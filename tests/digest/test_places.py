"""A digest where several places are watched: whoever is told of some places gets a part of it, under one number."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config, ConfigError, Mail, load
from config_digest import Digest
from digest import mail
from digest.compose import compose, preview
from digest.deliver import claim
from digest.mail import recipients
from storage import decisions, visits
from storage.database import Database
from storage.digest import outbox
from storage.digest.digests import get
from storage.digest.outbox import Parcel
from storage.removal.takedown import Page, remove
from tests.districts import BANYUWANGI, FILES, NOW, YOGYAKARTA
from tests.rescoring import Rules, Watched
from tests.review.test_places import RULES, fill

LATER = NOW + timedelta(hours=1)
MAIL = Mail(
    host="mail.example.org",
    sender="jujugan@example.org",
    to=("semua@example.org", "timur@example.org", "yogya@example.org", "jogja@example.org"),
    places={"timur@example.org": ("35",), "yogya@example.org": (YOGYAKARTA,), "jogja@example.org": (YOGYAKARTA,)},
)
ONLY = ("Ngawi", "DPRD Kabupaten Tuban", "Pekalongan", "https://berita.example/6")


def config(sent: Mail = MAIL) -> Config:
    return Config(digest=Digest(mail=sent))


def parcels(db: Database) -> dict[tuple[str, ...], Parcel]:
    """What waits for mail, by whom it is for."""
    found: dict[tuple[str, ...], Parcel] = {}
    while (one := claim(db, LATER)) is not None:
        found[recipients(MAIL, one)] = one
    return found


@pytest.mark.both_stores
def test_whoever_is_told_of_some_places_gets_what_is_about_them(db: Database) -> None:
    compose(fill(db), config(), LATER)
    sent = parcels(db)
    whole, east, south = (sent[MAIL.to[:1]], sent[MAIL.to[1:2]], sent[MAIL.to[2:]])
    assert [[name for name in ONLY if name in one.text] for one in (whole, east, south)] == [
        [*ONLY],
        [*ONLY[:2]],
        [ONLY[0], *ONLY[2:]],
    ]
    assert "Only visits to: 35" in east.text and "Only visits to: Kota Yogyakarta" in south.html
    assert "2 new visits" in east.subject and "Only visits to" not in whole.text
    assert {one.digest for one in sent.values()} == {1}
    assert len({one.message_id for one in sent.values()}) == 3
    assert mail.letter(MAIL, south)["To"] == "yogya@example.org, jogja@example.org"


def test_a_card_says_which_place_was_visited_and_programs_are_told_its_code(db: Database) -> None:
    made = preview(fill(db), config(), LATER)
    assert made.text.count("to Kota Yogyakarta") == 4 and made.html.count("to Banyuwangi") == 2
    told = json.loads(made.json)
    assert [one["place"] for one in told["visits"]].count(BANYUWANGI) == 2
    assert [one["place"] for one in told["articles"]] == [YOGYAKARTA]


def test_of_a_single_place_a_digest_says_nothing_of_places(db: Database) -> None:
    fill(db, Rules(Watched.read(FILES[:1]), RULES.lexicon, RULES.model))
    made = preview(db, config(replace(MAIL, places={})), LATER)
    assert "to Banyuwangi" not in made.text and (made.editions, len(json.loads(made.json)["visits"])) == ("{}", 2)


def test_later_news_goes_to_those_who_are_told_of_the_visit(db: Database) -> None:
    compose(fill(db), config(), LATER)
    parcels(db)
    [card] = [one for one in visits.newest(db, 9) if "Tuban" in one.visitors[0]]
    with db.write():
        db.execute("DELETE FROM digest_item WHERE kind = 'report'")
        db.execute("UPDATE report SET place = ? WHERE visit = ?", [BANYUWANGI, card.visit_id])
    editions = json.loads(preview(db, config(), LATER).editions)
    assert "Tuban" in editions["35"]["text"] and "Tuban" not in editions[YOGYAKARTA]["text"]
    assert "Pekalongan" in editions[YOGYAKARTA]["text"]


def test_where_all_are_told_of_some_places_nobody_gets_the_whole(db: Database) -> None:
    narrow = replace(MAIL, to=MAIL.to[1:])
    compose(fill(db), config(narrow), LATER)
    assert sorted(one.edition for one in outbox.of_digests(db, [1])[1] if one.channel == "mail") == ["34.71", "35"]


def test_what_is_taken_down_leaves_the_parts_too(db: Database) -> None:
    compose(fill(db), config(), LATER)
    row = db.rows("SELECT id, site, key, url FROM article WHERE id = 1")[0]
    with db.write():
        remove(db, [Page(row["site"], row["key"], row["url"], row["id"])], LATER)
    kept = get(db, 1)
    assert kept is not None and "Ngawi" in kept.rendered.editions
    assert "DPRD Kabupaten" not in kept.rendered.editions and "Sebanyak 25" not in kept.rendered.editions


def test_the_file_names_addresses_and_region_codes(tmp_path: Path) -> None:
    path = tmp_path / "jujugan.toml"
    head = '[digest.mail]\nhost = "mail.example.org"\nfrom = "jujugan@example.org"\nto = ["a@example.org"]\nplaces = '
    path.write_text(head + '{ "a@example.org" = ["34.71", "35"] }', encoding="utf-8")
    assert load(path, environ={}).digest.mail.places == {"a@example.org": ("34.71", "35")}
    told = load(path, environ={"JUJUGAN_MAIL_PLACES": "a@example.org=35.10"}).digest.mail
    assert (told.places, told.of_all) == ({"a@example.org": ("35.10",)}, ())
    for wrong, words in (
        ('{ "a@example.org" = ["Banyumas"] }', "wants region codes for a@example.org, such as 34.71"),
        ('{ "a@example.org" = [] }', "wants region codes"),
        ('["35"]', "wants a table such as"),
        ('{ "b@example.org" = ["35"] }', "names addresses that are not in digest.mail.to"),
    ):
        path.write_text(head + wrong, encoding="utf-8")
        with pytest.raises(ConfigError, match=words):
            load(path, environ={})


def test_a_visit_that_an_editor_split_off_stays_with_its_place(db: Database) -> None:
    fill(db)
    with db.write():
        decisions.split(db, 1, 1, who="sari", now=NOW)
    assert sorted(str(card.place) for card in visits.newest(db, 9)) == [YOGYAKARTA] * 3 + [BANYUWANGI] * 2
