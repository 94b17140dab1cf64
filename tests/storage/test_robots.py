"""The last robots.txt of each place."""

from __future__ import annotations

from dataclasses import replace

from storage.database import Database
from storage.health import robots
from storage.health.robots import Said
from tests.storing import DAY, NOW

HOST = "www.berita.example"
SAID = Said(f"https://{HOST}", NOW, 200, None, '"a"', "Wed, 14 Oct 2026 05:00:00 GMT", b"User-agent: *\n\xff\x00")


def test_the_last_answer_of_a_place_stands(db: Database) -> None:
    later = replace(SAID, at=NOW + DAY, status=None, problem="no answer in time", body=b"")
    for said in (SAID, later):
        with db.write():
            robots.keep(db, said)
        assert robots.of(db, SAID.place) == said
    assert robots.of(db, f"http://{HOST}") is None


def test_a_host_was_asked_when_one_of_its_places_was(db: Database) -> None:
    assert robots.asked(db, HOST) is None
    with db.write():
        robots.keep(db, SAID)
        robots.keep(db, replace(SAID, place=f"http://{HOST}:8080", at=NOW + DAY))
    assert robots.asked(db, HOST) == NOW + DAY
