"""The last answer of each host to an address that cannot exist."""

from __future__ import annotations

from dataclasses import replace

from storage.database import Database
from storage.health import nowhere
from storage.health.nowhere import Nowhere
from tests.storing import DAY, NOW, begin


def test_the_last_answer_of_a_host_stands(db: Database) -> None:
    begin(db)
    first = Nowhere("berita.example", "https://berita.example/0", NOW, 200, "portal warga", "v1:aa")
    other = Nowhere("kabar.berita.example", "https://kabar.berita.example/0", NOW, None)
    later = replace(first, at=NOW + DAY, status=404, title=None, content_hash=None)
    with db.write():
        for one in (first, other):
            nowhere.keep(db, "berita", one)
    assert nowhere.of(db, "berita") == {first.host: first, other.host: other}
    with db.write():
        nowhere.keep(db, "berita", later)
    assert nowhere.of(db, "berita")[first.host] == later
    assert nowhere.of(db, "lain") == {}
