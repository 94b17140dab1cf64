"""`jujugan digest`: shows, numbers, sends, and says what came of each channel."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ready import problems
from storage.database import Database, open_database
from storage.digest import digests
from tests.commands.test_cli import jujugan, one_line
from tests.digest.test_webhook import receiving
from tests.posting import EDITOR, post_office
from tests.storing import begin, end, save, synthetic_article


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_database(tmp_path / "j.db", create=True) as db:
        run = begin(db)
        with db.write():
            save(db, run, synthetic_article())
        end(db, run)
    return tmp_path / "j.db"


def digest(path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return jujugan("digest", "--db", str(path), *arguments, JUJUGAN_NOW="2018-10-17T12:00:00+07:00", **environ)


def latest(path: Path) -> int:
    with open_database(path) as db:
        found = digests.latest(db)
    return found.number if found else 0


def mail(port: int) -> dict[str, str]:
    return {
        "JUJUGAN_MAIL_HOST": "127.0.0.1",
        "JUJUGAN_MAIL_PORT": str(port),
        "JUJUGAN_MAIL_SECURITY": "none",
        "JUJUGAN_MAIL_FROM": "jujugan@example.org",
        "JUJUGAN_MAIL_TO": EDITOR,
    }


def test_a_preview_numbers_nothing_and_is_not_sent(path: Path) -> None:
    done = digest(path, "--preview")
    assert "1. Kabupaten Contoh" in done.stdout
    assert json.loads(digest(path, "--preview", "--format", "json").stdout)["digest"] == 1
    assert latest(path) == 0
    assert "only what has a number is sent" in digest(path, "--preview", "--send").stderr
    assert latest(path) == 0


def test_send_composes_sends_and_says_what_happened_to_each_channel(path: Path) -> None:
    with post_office() as office, receiving() as receiver:
        done = digest(path, "--send", JUJUGAN_WEBHOOK_URL=receiver.url, **mail(office.port))
    assert done.returncode == 0, done.stderr
    assert "1. Kabupaten Contoh" in done.stdout
    subject = "Jujugan 1: 1 new visit (Kabupaten Contoh)"
    assert done.stderr.splitlines() == [f"{subject}: mail to the editors: ok", f"{subject}: webhook: ok"]
    assert (len(office.letters), len(receiver.came)) == (1, 1)


def test_what_does_not_arrive_is_said_kept_and_sent_by_the_next_send(path: Path, tmp_path: Path) -> None:
    with post_office("refuses") as office:
        done = digest(path, "--send", **mail(office.port))
        assert done.returncode == 1
        assert "mail to the editors: refused: 127.0.0.1: 550 5.1.1 no such mailbox" in done.stderr
        assert "waiting, next try 17 Oct 2018, 16:00 WIB" in done.stderr
        with open_database(path) as db:
            assert [one for one in undelivered(db, tmp_path) if "digest 1 has not reached mail" in one]
        office.how = "takes"
        again = digest(path, "--send", **mail(office.port))
    assert again.returncode == 0, again.stderr
    assert [str(letter["Jujugan-Digest"]) for letter in office.letters] == ["1", "2"]
    with open_database(path) as db:
        assert undelivered(db, tmp_path) == []


def undelivered(db: Database, tmp_path: Path) -> list[str]:
    """What `jujugan doctor` says of the outbox."""
    from config import Config

    config = Config(path=tmp_path / "x.toml", contact="a@example.org", database=db.path)
    return [one for one in problems(config) if "has not reached" in one]


def test_send_without_a_channel_says_that_nobody_was_written_to(path: Path) -> None:
    done = digest(path, "--send")
    assert done.returncode == 0
    assert "nobody was written to" in done.stderr


def test_a_secret_that_cannot_be_read_stops_it_before_anything_is_numbered(path: Path) -> None:
    given = {"JUJUGAN_WEBHOOK_URL": "https://example.org/", "JUJUGAN_WEBHOOK_SECRET_FILE": "/nowhere/secret"}
    assert "the secret in it cannot be read" in one_line(digest(path, **given), 78)
    assert latest(path) == 0
