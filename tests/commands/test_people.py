"""The people of the review page, by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import jujugan
from review.passwords import is_right
from storage.database import open_database
from storage.desk import people

PASSWORD = "kapal pinisi berlayar malam"


def run(path: Path, *words: str, given: str = PASSWORD) -> Result:
    return CliRunner().invoke(jujugan, ["user", *words, "--db", str(path)], input=f"{given}\n")


def hash_of(path: Path, name: str) -> str | None:
    with open_database(path) as db:
        known = people.password_of(db, name)
    return known[1] if known else None


def test_a_person_is_added_changed_removed_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    assert run(path, "add", "Rina", "--role", "administrator").exit_code == 0
    assert is_right(hash_of(path, "rina"), PASSWORD)
    assert run(path, "password", "rina", given="kata sandi yang lain").exit_code == 0
    assert not is_right(hash_of(path, "rina"), PASSWORD)
    assert run(path, "remove", "rina").exit_code == 0
    assert hash_of(path, "rina") is None
    assert "removed" in run(path, "list").output
    assert run(path, "add", "rina").exit_code == 0
    assert run(path, "list").output.split("\t")[:2] == ["Rina", "editor"]


def test_a_password_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    arguments = ["user", "add", "rina", "--db", str(tmp_path / "j.db")]
    done = CliRunner().invoke(jujugan, arguments, input="kata sandi berdebu \xff\n".encode("latin-1"))
    assert done.exit_code == 2 and "no UTF-8 text" in done.output


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("add", "rina"), PASSWORD, "already"),
        (("add", "bayu"), "pendek", "10 to 200 characters"),
        (("add", " "), PASSWORD, "printable"),
        (("add", "a\nb"), PASSWORD, "printable"),
        (("password", "siapa"), PASSWORD, "known: rina"),
        (("remove", "siapa"), PASSWORD, "known: rina"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], given: str, said: str) -> None:
    path = tmp_path / "j.db"
    run(path, "add", "rina")
    done = run(path, *words, given=given)
    assert done.exit_code == 2
    assert said in done.output
