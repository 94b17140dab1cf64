"""The command line: one clear line for each mistake, its exit code, and nothing half done."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

import cli
from commands import sites as site_commands
from config import ROOT, site_names
from storage import runs
from storage.database import DiskFull, open_database

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


def in_this_process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The same without a process of its own, for what is refused before it begins."""
    said, wrong = StringIO(), StringIO()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JUJUGAN_")}
    with (
        patch.dict(os.environ, clean | environ, clear=True), redirect_stdout(said), redirect_stderr(wrong),
        pytest.raises(SystemExit) as ended,
    ):  # fmt: skip
        cli.main(arguments)
    assert isinstance(ended.value.code, int)
    return subprocess.CompletedProcess(arguments, ended.value.code, said.getvalue(), wrong.getvalue())


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_a_wrong_key_stops_every_command_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "jujugan.toml"
    path.write_text('[jujugan]\ncontakt = "x"\n', encoding="utf-8")
    for command in (["run"], ["crawl"], ["sites"], ["digest", "--preview"], ["export", str(tmp_path / "out")]):
        line = one_line(in_this_process(*command, "--config", str(path)), 78)
        assert line == f'jujugan: {path}:2: jujugan.contakt is no key; did you mean "contact"?'
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_missing_database_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    where = tmp_path / "no" / "j.db"
    for command in (["run"], ["crawl", "seblang"], ["sites"], ["demo"], ["export", str(tmp_path / "out")]):
        line = one_line(in_this_process(*command, "--db", str(where), JUJUGAN_CONTACT="a@example.org"), 78)
        assert f"the folder {where.parent} of the database j.db does not exist" in line
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_disk_can_bear_is_one_line(tmp_path: Path) -> None:
    line = one_line(jujugan("sites", "--db", str(tmp_path / ("a" * 300))), 1)
    assert "File name too long" in line


def test_what_this_user_may_not_enter_is_no_reason_to_start_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/srv/news/j.db")

    monkeypatch.setattr(cli, "jujugan", refused)
    with pytest.raises(SystemExit) as ended:
        cli.main(["run"])
    assert ended.value.code == 78
    assert capsys.readouterr().err.startswith("jujugan: /srv/news/j.db: this user may not enter or read it")


def test_live_sites_are_not_read_without_a_contact(tmp_path: Path) -> None:
    for command in ("run", "crawl"):
        line = one_line(in_this_process(command, "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT=""), 78)
        assert "contact is empty" in line
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_site_is_named_with_the_nearest_right_one(tmp_path: Path) -> None:
    done = in_this_process("crawl", "detk", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="a@example.org")
    assert one_line(done, 2) == 'Error: no site is called "detk"; did you mean "detik"?'
    done = in_this_process(
        "crawl", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="a@example.org", JUJUGAN_SITES="detk"
    )
    assert one_line(done, 78).endswith('JUJUGAN_SITES names "detk", which is no site; did you mean "detik"?')
    done = in_this_process(
        "add", "https://example.org/1", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="a@example.org"
    )
    assert "belongs to none of the sites" in one_line(done, 2)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_profile_of_the_watched_place_stops_what_needs_it_before_it_begins(tmp_path: Path) -> None:
    given = {"JUJUGAN_CONTACT": "a@example.org", "JUJUGAN_WATCH": str(tmp_path / "none.toml")}
    for command in (["run"], ["crawl", "seblang"], ["add", "https://seblang.com/1"], ["detect", "-"]):
        line = one_line(in_this_process(*command, "--db", str(tmp_path / "j.db"), **given), 78)
        assert f"{tmp_path / 'none.toml'}: cannot be read" in line
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_gateway_is_a_wrong_argument(tmp_path: Path) -> None:
    done = jujugan("crawl", "--gateway", "http://127.0.0.1:9000/", "--db", str(tmp_path / "j.db"))
    assert "{url}" in one_line(done, 2)


def test_what_may_go_another_time_is_no_wrong_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull("the disk is full")

    monkeypatch.setattr(site_commands, "open_store", full)
    with pytest.raises(SystemExit) as ended:
        cli.main(["sites", "--db", str(tmp_path / "j.db")])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "jujugan: the disk is full\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_round_that_is_broken_off_leaves_no_run_that_goes_on_for_ever(tmp_path: Path, sign: signal.Signals) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        command = [sys.executable, "-m", "cli", "crawl", "seblang", "--db", str(tmp_path / "j.db")]
        command += ["--gateway", f"http://127.0.0.1:{deaf.getsockname()[1]}/{{url}}"]
        with (
            subprocess.Popen(
                command,
                cwd=ROOT,
                stderr=subprocess.PIPE,
                text=True,
                # a shell that runs the tests in the background has them ignore Ctrl-C, nohup its end
                preexec_fn=lambda: signal.signal(sign, signal.SIG_DFL),
            ) as crawl,
            deaf.accept()[0],
        ):
            crawl.send_signal(sign)
            _, said = crawl.communicate()
    assert (crawl.returncode, said.strip()) == (1, "Aborted!")
    with open_database(tmp_path / "j.db") as db:
        assert [row.state for row in runs.recent(db, "seblang", 9)] == ["interrupted"]


def test_a_terminal_that_does_not_know_every_letter_shows_them_by_number() -> None:
    done = jujugan("takedown", "https://contoh.example/\u2019", "--reason", "x", PYTHONIOENCODING="latin-1")
    assert "Traceback" not in done.stderr and done.returncode != 0
    line = jujugan("sites", "--config", "\u2019.toml", PYTHONIOENCODING="latin-1")
    assert "\\u2019.toml" in one_line(line, 78)


@pytest.mark.parametrize(
    "arguments", [["crawl", "--no-such"], ["nothing"], ["extract"], ["extract", "/no/file", "--url", "x"]]
)
def test_wrong_arguments_end_with_2(arguments: list[str]) -> None:
    assert in_this_process(*arguments).returncode == 2


def test_every_command_has_help_and_takes_config_and_db() -> None:
    said = in_this_process("--help").stdout
    commands = [line.split()[0] for line in said.split("Commands:")[1].splitlines() if line.strip()]
    assert {"crawl", "add", "run", "extract", "detect", "sites", "digest", "export", "doctor", "demo"} <= set(commands)
    for command in ("crawl", "add", "run", "extract", "detect", "sites", "digest", "export", "doctor", "demo"):
        text = in_this_process(command, "--help").stdout
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
    assert "line 2" in one_line(done, 2)


def test_articles_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"title": "caf\xe9"}\n')
    assert "not UTF-8" in one_line(jujugan("detect", str(path)), 2)


def test_sites_says_that_a_site_was_never_read(tmp_path: Path) -> None:
    open_database(tmp_path / "j.db", create=True).close()
    done = jujugan("sites", "--db", str(tmp_path / "j.db"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("now: never read yet") == len(site_names())


def test_scrapy_lists_every_site() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert tuple(sorted(done.stdout.split())) == site_names()


def test_doctor_names_all_that_is_wrong_and_makes_nothing(tmp_path: Path) -> None:
    watch = str(tmp_path / "none.toml")
    done = jujugan("doctor", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="", JUJUGAN_WATCH=watch)
    assert "contact is empty" in done.stdout
    assert watch in done.stdout
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_doctor_looks_through_the_database(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    open_database(path, create=True).close()
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    done = jujugan("doctor", "--db", str(path), JUJUGAN_CONTACT="a@example.org")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert f"{path} is damaged" in done.stdout


def test_doctor_says_that_nothing_is_wrong(tmp_path: Path) -> None:
    done = jujugan("doctor", "--db", str(tmp_path / "j.db"), JUJUGAN_CONTACT="a@example.org")
    assert done.stdout == "Nothing is wrong with this installation.\n"
    assert done.returncode == 0


def test_an_export_opens_in_datasette(tmp_path: Path) -> None:
    from storage.database import open_database
    from tests.storing import begin, end, save, synthetic_article

    with open_database(tmp_path / "j.db", create=True) as db:
        run = begin(db)
        with db.write():
            save(db, run, synthetic_article())
        end(db, run)
    done = jujugan("export", str(tmp_path / "out"), "--db", str(tmp_path / "j.db"))
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "out" / "jujugan.db") in done.stdout.splitlines()
    asked = ["jujugan.db", "-m", "metadata.yaml", "--get", "/jujugan/visit.json?_shape=array"]
    page = subprocess.run(
        [sys.executable, "-m", "datasette", *asked], cwd=tmp_path / "out", capture_output=True, text=True, check=True
    )
    (visit,) = json.loads(page.stdout)
    assert (visit["visitors"], visit["headcount"], visit["date_start"]) == ("Kabupaten Contoh", 42, "2018-10-17")
