"""Signs of life."""

from __future__ import annotations

from storage.database import Database
from storage.health import beats
from tests.storing import HOUR, NOW


def test_a_beat_is_the_last_one_of_its_name(db: Database) -> None:
    assert beats.last(db, "daemon") is None
    with db.write():
        beats.beat(db, "daemon", NOW)
        beats.beat(db, "daemon", NOW + HOUR)
        beats.beat(db, "digest", NOW)
    assert beats.last(db, "daemon") == NOW + HOUR
