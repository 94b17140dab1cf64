"""The command line: one clear line for each mistake, its exit code, and nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, site_names

ARTICLE = {
    "id": "synthetic-1",
    "url": "https://seblang.com/berita/contoh",
    "outlet": "seblang.com",
    "published": "2026-10-15",
    "title": "Komisi B DPRD Kabupaten Tuban Studi Banding ke Banyuwangi",
    "text": "Sebanyak 20 anggota DPRD belajar pengelolaan pasar ke Banyuwangi, Rabu (14/10/2026). Mereka diterima "
    "sekretaris daerah di kantor bupati. Ketua rombongan ingin meniru cara Banyuwangi menata pedagang dan retribusi.",
}


def jujugan(*arguments: str, stdin: str | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JUJUGAN_")}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env=clean | environ,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr.strip().splitlines()[-1]


def test_a_wrong_key_stops_every_command_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "jujugan.toml"
    path.write_text('[jujugan]\ncontakt = "x"\n', encoding="utf-8")
    for command in (["run"], ["crawl"], ["sites"], ["digest", "--preview"], ["export", str(tmp_path / "out")]):
        line = one_line(jujugan(*command, "--config", str(path)), 78)
        assert line == f'jujugan: {path}:2: jujugan.contakt is no key; did you mean "contact"?'
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_missing_database_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    where = tmp_path / "no" / "j.db"
    for command in (["run"], ["crawl", "seblang"], ["sites"], ["export", str(tmp_path / "out")]):
        line = one_line(jujugan(*command, "--db", str(where), JUJUGAN_CONTACT="a@example.org"), 78)
        assert str(where.parent) in line
    assert list(tmp_path.iterdir()) == []


def test_live_sites_are_not_read_without_a_contact(tmp_path: Path) -> None:
    for command in ("run", "crawl"):
        line = one_line(jujugan(command, "--db", str(tmp_path / "j.db")), 78)
        assert "contact is empty" in line
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_site_is_named_with_the_nearest_right_one(tmp_path: Path) -> None:
    done = jujugan("crawl", "detk", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="a@example.org")
    assert one_line(done, 2) == 'Error: no site is called "detk"; did you mean "detik"?'
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["crawl", "--no-such"], ["nothing"], ["extract"], ["extract", "/no/file", "--url", "x"]]
)
def test_wrong_arguments_end_with_2(arguments: list[str]) -> None:
    assert jujugan(*arguments).returncode == 2


def test_every_command_has_help_and_takes_config_and_db() -> None:
    commands = [line.split()[0] for line in jujugan("--help").stdout.split("Commands:")[1].splitlines() if line.strip()]
    assert {"crawl", "add", "run", "extract", "detect", "sites", "digest", "export", "doctor", "demo"} <= set(commands)
    for command in ("crawl", "add", "run", "extract", "detect", "sites", "digest", "export", "doctor", "demo"):
        text = jujugan(command, "--help").stdout
        assert "--config" in text
        assert "--db" in text


def test_detect_writes_one_verdict_a_line_on_stdout() -> None:
    done = jujugan("detect", "-", stdin=json.dumps(ARTICLE) + "\n")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    verdict = json.loads(line)
    assert verdict["id"] == "synthetic-1"
    assert verdict["flagged"] is True
    assert {"score", "visits", "direction", "status", "evidence"} <= set(verdict)


def test_a_broken_line_for_detect_is_named() -> None:
    done = jujugan("detect", "-", stdin=json.dumps(ARTICLE) + "\n{broken\n")
    assert done.returncode == 2
    assert "line 2" in done.stderr


def test_sites_says_that_a_site_was_never_read(tmp_path: Path) -> None:
    from storage.database import open_database

    open_database(tmp_path / "j.db", create=True).close()
    done = jujugan("sites", "--db", str(tmp_path / "j.db"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("never read") == len(site_names())


def test_scrapy_lists_every_site() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert tuple(sorted(done.stdout.split())) == site_names()


def test_doctor_names_an_empty_contact() -> None:
    done = jujugan("doctor", "--db", "data/doctor-test.db")
    Path(ROOT / "data" / "doctor-test.db").unlink(missing_ok=True)
    assert "contact is empty" in done.stdout
    assert done.returncode == 1
