"""Signs of life."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import beats
from storage.database import Database, open_database
from tests.storing import HOUR, NOW


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "news.db", create=True)


def test_a_beat_is_the_last_one_of_its_name(db: Database) -> None:
    assert beats.last(db, "daemon") is None
    with db.write():
        beats.beat(db, "daemon", NOW)
        beats.beat(db, "daemon", NOW + HOUR)
        beats.beat(db, "digest", NOW)
    assert beats.last(db, "daemon") == NOW + HOUR
