"""The command that makes a release: what it asks, refuses and keeps; the same bytes wherever it runs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import jujugan
from config import ROOT, SECRETS
from release import figures, parquet
from storage import decisions
from storage.database import open_database
from storage.file import holdings
from tests.releasing import read_csv
from tests.storing import DAY, HOUR, NOW, another, begin, end, save

AFTER = (NOW + 9 * DAY).isoformat()


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUJUGAN_NOW", AFTER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two visits, the second confirmed two days after it was found."""
    path = tmp_path / "news.db"
    with open_database(path, create=True) as db:
        run = begin(db)
        with db.write():
            save(db, run, another(published=NOW - 40 * DAY, body="Rombongan belajar. Rahasia-isi."))
            second = save(db, run, another())
        end(db, run, now=NOW + HOUR)
        with db.write():
            decisions.decide(db, "confirm", visit=second.visit_ids[0], who="sari", now=NOW + 2 * DAY)
    return path


def export(path: Path, folder: Path, *options: str, said: str | None = None) -> Result:
    return CliRunner().invoke(jujugan, ["export", str(folder), "--db", str(path), *options], input=said)


def made(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sums(folder: Path) -> dict[str, str]:
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in made(folder)}


def decided(folder: Path) -> list[str]:
    return [row["decided"] for row in read_csv(folder / "csv" / "visit.csv")]


def test_it_names_the_files_and_is_kept_among_the_known_copies(path: Path, tmp_path: Path) -> None:
    done = export(path, tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "out" / "jujugan.db") in done.stdout.splitlines()
    with open_database(path) as db:
        [kept] = holdings.known(db)
    assert (kept.kind, kept.path) == ("release", tmp_path / "out")
    assert kept.sha256 == sums(tmp_path / "out")["manifest.json"]


def test_it_is_known_before_it_has_its_name(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", killed)
    assert export(path, tmp_path / "out").exit_code != 0
    with open_database(path) as db:
        assert [held.path for held in holdings.known(db)] == [tmp_path / "out"]


def test_a_day_of_the_past_is_shown_as_it_stood_at_its_end(path: Path, tmp_path: Path) -> None:
    for day in ("2018-10-18", "2018-10-19"):
        assert export(path, tmp_path / day, "--as-of", day).exit_code == 0
    assert decided(tmp_path / "2018-10-18") == ["", ""]
    assert decided(tmp_path / "2018-10-19") == ["", "confirmed"]
    assert "as of 2018-10-18" in (tmp_path / "2018-10-18" / "README.md").read_text(encoding="utf-8")


def test_without_a_day_it_shows_the_moment_of_the_last_thing_that_happened(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "now")
    export(path, tmp_path / "then", "--as-of", "2018-10-19T03:22:00Z")
    assert sums(tmp_path / "now") == sums(tmp_path / "then")


def test_it_reports_nothing_published_before_a_day(path: Path, tmp_path: Path) -> None:
    assert export(path, tmp_path / "out", "--since", "2018-10-01").exit_code == 0
    assert [row["id"] for row in read_csv(tmp_path / "out" / "csv" / "visit.csv")] == ["2"]
    assert [row["id"] for row in read_csv(tmp_path / "out" / "csv" / "article.csv")] == ["2"]
    assert {row["month"] for row in read_csv(tmp_path / "out" / "csv" / "site_month.csv")} == {"2018-10"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--as-of", "2018-10-27"), "2018-10-27 is not over yet"),
        (("--as-of", "kemarin"), "kemarin is no day: write it as 2026-06-30"),
        (("--as-of", "2018Z"), "2018Z is no moment"),
        (("--since", "10/2018"), "10/2018 is no day"),
        (("--since", "0001-01-01"), "not of the years 1990 to 2199"),
        (("--as-of", "9999-12-31"), "not of the years 1990 to 2199"),
    ],
)
def test_what_is_no_day_of_the_past_is_refused(path: Path, tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done = export(path, tmp_path / "out", *options)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.fault("I5")
def test_texts_are_given_only_to_whom_agrees_to_the_terms(path: Path, tmp_path: Path) -> None:
    refused = export(path, tmp_path / "out", "--with-text", said="n\n")
    assert refused.exit_code == 1
    assert "not to be published or passed on" in refused.stderr
    assert not (tmp_path / "out").exists()
    assert export(path, tmp_path / "out", "--with-text", said="y\n").exit_code == 0
    assert export(path, tmp_path / "again", "--with-text", "--yes").exit_code == 0
    bodies = [row["body"] for row in read_csv(tmp_path / "again" / "csv" / "version.csv")]
    assert "Rahasia-isi" in bodies[0]
    assert export(path, tmp_path / "without").exit_code == 0
    assert not any(b"Rahasia-isi" in one.read_bytes() for one in made(tmp_path / "without"))


def test_without_pyarrow_it_goes_on_and_says_so(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "is_there", lambda: False)
    done = export(path, tmp_path / "out")
    assert done.exit_code == 0
    assert "Parquet files were left out: pyarrow is not installed" in done.stderr
    assert "Parquet files were left out" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "parquet").exists()
    assert (tmp_path / "out" / "csv" / "visit.csv").exists()


def test_without_matplotlib_it_goes_on_and_says_so(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "is_there", lambda: False)
    done = export(path, tmp_path / "out")
    assert done.exit_code == 0
    assert "Figures were left out: matplotlib is not installed" in done.stderr
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "Figures were left out" in readme and "figures/" not in readme
    assert not (tmp_path / "out" / "figures").exists()


@pytest.mark.fault("G16", "H7")
def test_what_the_operator_keeps_secret_is_in_no_byte(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "rahasia.toml"
    config.write_text(
        'jujugan.contact = "rahasia@surat.example"\n'
        '[digest]\npage = "https://berita.example/rahasia-kunci"\n'
        '[digest.mail]\nhost = "127.0.0.1"\nuser = "rahasia-nama"\nfrom = "rahasia-pengirim@surat.example"\n'
        'to = ["rahasia-penerima@surat.example"]\n',
        encoding="utf-8",
    )
    for name in SECRETS:
        monkeypatch.setenv(name, "rahasia-variabel")
    done = export(path, tmp_path / "out", "--config", str(config))
    assert done.exit_code == 0, done.output
    assert not any(b"rahasia-" in one.read_bytes() or b"rahasia@" in one.read_bytes() for one in made(tmp_path / "out"))


def surroundings() -> Iterator[dict[str, str]]:
    yield {"PYTHONHASHSEED": "1", "TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8"}
    yield {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "POSIX", "PYTHONUTF8": "0"}


def test_two_processes_in_other_surroundings_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    found = []
    for number, around in enumerate(surroundings()):
        moment = NOW + 9 * DAY + timedelta(hours=number)
        folder = tmp_path / f"place-{number}" / "out"
        folder.parent.mkdir()
        asked = [sys.executable, "-m", "cli", "export", str(folder), "--db", str(path)]
        subprocess.run(
            asked, cwd=ROOT, env=os.environ | around | {"JUJUGAN_NOW": moment.isoformat()}, check=True,
            capture_output=True,
        )  # fmt: skip
        found.append(sums(folder))
    assert found[0] == found[1]
    assert len(found[0]) > 30
