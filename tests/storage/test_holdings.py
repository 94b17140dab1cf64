"""The copies made of the data, and which of them are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import WriteOutsideTransaction
from storage.file import holdings
from storage.values import to_time
from tests.storing import HOUR, NOW


def places(db: Database, kind: holdings.Kind | None = None) -> list[str]:
    return [held.path.name for held in holdings.known(db, kind)]


def test_copies_are_known_the_newest_first_and_by_kind(db: Database, tmp_path: Path) -> None:
    with db.write():
        holdings.record(db, "backup", tmp_path / "a.db", NOW, sha256="ab" * 32)
        holdings.record(db, "release", tmp_path / "release", NOW + HOUR, note="for a thesis")
        holdings.record(db, "backup", tmp_path / "b.db", NOW + HOUR)
    assert places(db) == ["b.db", "release", "a.db"]
    assert places(db, "backup") == ["b.db", "a.db"]
    first = holdings.known(db)[-1]
    assert (first.kind, first.path, first.made, first.sha256) == ("backup", tmp_path / "a.db", NOW, "ab" * 32)
    assert (first.gone, first.note) == (None, None)


def test_a_relative_path_is_kept_as_an_absolute_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with db.write():
        holdings.record(db, "backup", Path("a.db"), NOW)
    assert holdings.known(db)[0].path == tmp_path / "a.db"


def test_what_is_gone_stays_on_record_with_when_and_why(db: Database, tmp_path: Path) -> None:
    with db.write():
        number = holdings.record(db, "backup", tmp_path / "a.db", NOW, note="by hand")
        holdings.mark_gone(db, number, NOW + HOUR, note="removed: older than the newest 7")
        holdings.mark_gone(db, number, NOW + HOUR * 2, note="rewritten")
    assert holdings.known(db) == []
    assert db.rows("SELECT gone, note FROM holding") == [
        {"gone": to_time(NOW + HOUR), "note": "removed: older than the newest 7"}
    ]


def test_what_was_missing_is_known_again_when_it_is_back(db: Database, tmp_path: Path) -> None:
    kept = {name: tmp_path / f"{name}.db" for name in ("lost", "back", "removed", "over")}
    with db.write():
        for name, path in kept.items():
            number = holdings.record(db, "backup", path, NOW)
            holdings.mark_gone(db, number, NOW + HOUR, **{"note": "removed"} if name == "removed" else {})
        holdings.record(db, "backup", kept["over"], NOW + HOUR)
        assert holdings.find_again(db) == []
        for name in ("back", "removed", "over"):
            kept[name].touch()
        assert [held.path for held in holdings.find_again(db)] == [kept["back"]]
    assert places(db) == ["over.db", "back.db"]


def test_a_new_copy_in_the_place_of_another_takes_it_over(db: Database, tmp_path: Path) -> None:
    with db.write():
        holdings.record(db, "backup", tmp_path / "a.db", NOW, sha256="aa")
        newer = holdings.record(db, "backup", tmp_path / "a.db", NOW + HOUR, sha256="bb")
    assert [(held.holding_id, held.sha256) for held in holdings.known(db)] == [(newer, "bb")]
    assert [row["note"] for row in db.rows("SELECT note FROM holding ORDER BY id")] == ["rewritten", None]


def test_a_copy_is_noted_inside_a_transaction_only(db: Database, tmp_path: Path) -> None:
    with pytest.raises(WriteOutsideTransaction):
        holdings.record(db, "backup", tmp_path / "a.db", NOW)
