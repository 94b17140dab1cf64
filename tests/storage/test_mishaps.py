"""What goes wrong with the installation itself, told once and once more when it is over."""

from __future__ import annotations

from storage.database import Database
from storage.health import mishaps
from tests.storing import HOUR, NOW


def notice(db: Database) -> int:
    return db.insert("notice", {"composed": "2018-10-17T03:22:00Z", "subject": "s", "text": "t", "html": "h"})


def test_what_goes_wrong_again_is_one_mishap_with_its_last_words(db: Database) -> None:
    with db.write():
        mishaps.record(db, "backup", "the disk is full", NOW)
        mishaps.record(db, "backup", "the folder is not there", NOW + HOUR)
        mishaps.record(db, "restart", "version 2 on disk, version 1 at work", NOW)
    backup, restart = mishaps.standing(db)
    assert (backup.words, backup.since, backup.last_seen, backup.times) == (
        "the folder is not there", NOW, NOW + HOUR, 2,
    )  # fmt: skip
    assert restart.about == "restart"


def test_what_went_well_again_stands_no_longer_and_may_go_wrong_anew(db: Database) -> None:
    with db.write():
        mishaps.over(db, "backup", NOW)
        mishaps.record(db, "backup", "the disk is full", NOW)
        mishaps.over(db, "backup", NOW + HOUR)
    assert mishaps.standing(db) == []
    with db.write():
        mishaps.record(db, "backup", "the disk is full", NOW + 2 * HOUR)
    assert [one.times for one in mishaps.standing(db)] == [1]


def test_each_is_told_once_and_its_end_only_where_it_was_told(db: Database) -> None:
    with db.write():
        mishaps.record(db, "backup", "the disk is full", NOW)
        mishaps.record(db, "restart", "the program has changed", NOW)
        mishaps.over(db, "restart", NOW)
    (new,), over = mishaps.untold(db)
    assert (new.about, over) == ("backup", [])
    with db.write():
        mishaps.tell(db, new, notice(db))
    assert mishaps.untold(db) == ([], [])
    with db.write():
        mishaps.over(db, "backup", NOW + HOUR)
    told, (ended,) = mishaps.untold(db)
    assert (told, ended.resolved) == ([], NOW + HOUR)
    with db.write():
        mishaps.tell(db, ended, notice(db))
    assert mishaps.untold(db) == ([], [])
