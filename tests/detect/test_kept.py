from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from detect import gazetteer, kept, lexicon, score
from detect.place import district_names


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def made(name: Path, source: bytes, values: Iterator[object]) -> object:
    return kept.of(name, source, lambda: next(values))


def files(folder: Path) -> list[Path]:
    return list((folder / "__pycache__").iterdir())


def test_made_once_for_all_processes(tmp_path: Path) -> None:
    values = iter([{"a": (1, 2.5, None)}, "made anew"])
    assert made(tmp_path / "words", b"source", values) == {"a": (1, 2.5, None)}
    assert made(tmp_path / "words", b"source", values) == {"a": (1, 2.5, None)}
    assert len(files(tmp_path)) == 1, "and nothing half written is left"


def test_of_another_source_it_is_made_anew(tmp_path: Path) -> None:
    values = iter("abc")
    told = [made(tmp_path / "words", source, values) for source in (b"old", b"new", b"new", b"old")]
    assert told == ["a", "b", "b", "c"]


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(200)])
def test_damaged_it_is_made_anew(tmp_path: Path, damaged: bytes) -> None:
    values = iter("ab")
    made(tmp_path / "words", b"source", values)
    files(tmp_path)[0].write_bytes(damaged)
    assert made(tmp_path / "words", b"source", values) == "b"


def test_one_changed_byte_is_seen(tmp_path: Path) -> None:
    values = iter(["told", "made anew"])
    made(tmp_path / "words", b"source", values)
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert made(tmp_path / "words", b"source", values) == "made anew"


def test_where_nothing_can_be_written_it_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("no folder")
    values = iter("ab")
    assert [made(tmp_path / "words", b"source", values) for _ in range(2)] == ["a", "b"]


def test_nothing_is_written_where_python_shall_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made(tmp_path / "words", b"source", iter("a"))
    assert not (tmp_path / "__pycache__").exists()


def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    values = iter([Path("a"), Path("b")])
    assert [made(tmp_path / "words", b"source", values) for _ in range(2)] == [Path("a"), Path("b")]


def test_a_file_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    for written in ("a = 1", "a = 2"):
        path.write_text(written)
        assert [kept.toml(path), kept.toml(path)] == [tomllib.loads(written)] * 2
    path.write_text("a = ")
    with pytest.raises(tomllib.TOMLDecodeError):
        kept.toml(path)


def test_what_ships_is_the_same_kept_or_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    first, again = (
        (gazetteer.load.__wrapped__(), lexicon.load_lexicon(lexicon.DEFAULT), score.load_model(score.DEFAULT))
        for _ in range(2)
    )
    assert len(list(tmp_path.rglob("*.pyc"))) == 4
    assert first == again
    assert list(first[0].regions) == list(again[0].regions)


@pytest.mark.parametrize(("code", "of_them"), [("35.10", 25), ("35", 666), ("35.10.01", 1), ("35.1", 0), ("", 0)])
def test_districts_within_a_region(code: str, of_them: int) -> None:
    regions = gazetteer.load().regions.values()
    within = [r.name.lower() for r in regions if r.level == "district" and code and gazetteer.contains(code, r.code)]
    assert len(district_names(code)) == len(within) == of_them
    assert set(district_names(code)) == set(within)
