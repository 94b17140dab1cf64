"""The commands about single sites, against the newsroom and synthetic pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import config
from cli import jujugan
from newsroom.faults import NONE
from newsroom.publication import WIB
from newsroom.server import Newsroom
from newsroom.world import Plan, build
from storage.database import open_database
from storage.health import lifecycle
from tests import hostile as web

NOW = datetime(2026, 10, 6, 12, tzinfo=WIB)
SITE = "mediakampung"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    plan = Plan(days=7, per_day=12, visits=3, sites=(SITE, "ngopibareng"), archive=False)
    with Newsroom(build(plan), NOW, rates=NONE) as running:
        yield running


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUJUGAN_DB", str(tmp_path / "j.db"))
    monkeypatch.setenv("JUJUGAN_CONTACT", "tests@jujugan.example")
    monkeypatch.setenv("JUJUGAN_NOW", NOW.isoformat())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(jujugan, ["sites", *arguments])


def life(tmp_path: Path, site: str = SITE) -> lifecycle.Life:
    with open_database(tmp_path / "j.db") as db:
        return lifecycle.of(db, site)


@pytest.fixture
def empty_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without any site."""
    (tmp_path / "root" / "spiders").mkdir(parents=True)
    (tmp_path / "none.toml").touch()
    monkeypatch.setenv("JUJUGAN_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setattr(config, "ROOT", tmp_path / "root")
    return tmp_path / "root"


def test_a_check_shows_the_site_field_by_field_and_proves_it(newsroom: Newsroom, tmp_path: Path) -> None:
    done = run("check", SITE, "--gateway", newsroom.gateway)
    assert done.exit_code == 0, done.output
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "mediakampung.com: rules" in lines
    assert lines[-1] == "pass"
    for field in ("title", "published", "author", "body", "canonical", "id"):
        assert sum(line.startswith(f"{field} ") for line in lines) == 3
    assert max(map(len, done.stdout.splitlines())) <= 120
    assert life(tmp_path).state == "stable"


def test_a_check_that_fails_says_what_to_do_and_proves_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.misbehave("https://mediakampung.com/*/meka-*", "challenge_200")
    try:
        done = run("check", SITE, "--gateway", newsroom.gateway)
    finally:
        newsroom.behave()
    assert done.exit_code == 3
    assert "only 0 of 6 articles could be read" in done.stdout
    assert "next: open them in a browser" in done.stdout
    assert life(tmp_path).state == "candidate"


def test_a_site_that_is_none_is_a_wrong_argument() -> None:
    done = run("check", "mediakampun")
    assert done.exit_code == 2 and 'did you mean "mediakampung"' in done.output


def test_another_database_is_named_behind_the_subcommand(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        jujugan, ["sites", "--db", str(tmp_path / "other.db"), "retire", SITE, "--reason", "tutup"]
    )
    assert done.exit_code == 2 and "behind the subcommand" in done.output


def test_a_site_is_retired_with_a_reason_and_restored(newsroom: Newsroom, tmp_path: Path) -> None:
    assert run("restore", SITE).exit_code != 0
    run("check", SITE, "--gateway", newsroom.gateway)
    assert run("retire", SITE).exit_code == 2
    assert run("retire", SITE, "--reason", " ").exit_code == 2
    assert run("retire", SITE, "--reason", "medianya tutup").exit_code == 0
    shown = run().stdout
    assert "retired (1): mediakampung" in shown
    assert "    retired since 6 Oct 2026, 12:00 WIB: medianya tutup" in shown.splitlines()
    assert run("restore", SITE).exit_code == 0
    assert life(tmp_path).state == "candidate"
    done = run("restore", SITE)
    assert done.exit_code == 2 and "is candidate, not retired" in done.output


def test_a_new_site_is_written_with_its_tests(newsroom: Newsroom, empty_root: Path) -> None:
    done = run("new", "https://ngopibareng.id/", "--gateway", newsroom.gateway)
    assert done.exit_code == 0, done.output
    text = (empty_root / "spiders" / "ngopibareng.py").read_text(encoding="utf-8")
    assert "class Ngopibareng(NewsSite):" in text
    pages = {path.stem for path in (empty_root / "tests" / "sites" / "ngopibareng").glob("*.json")}
    assert {"article", "front", "urls"} <= pages
    told = {words[0] for line in done.stdout.splitlines() if len(words := line.split()) == 2}
    assert {f"{page}.json" for page in pages - {"urls"}} <= told
    assert f"  2. .venv/bin/jujugan sites check ngopibareng --gateway '{newsroom.gateway}'" in done.stdout.splitlines()
    again = run("new", "https://ngopibareng.id/", "--gateway", newsroom.gateway)
    assert again.exit_code == 2 and "is there already" in again.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "https://ngopibareng.id/", "--name", "ngopibareng"], "spiders/ngopibareng.py is there already"),
        (["new", "https://jatim.antaranews.com/x", "--name", "baru"], "belongs to the site antara"),
        (["new", "https://contoh.example/", "--name", "Bukan Nama"], "is no name for a site"),
        (["new", "bukan alamat", "--name", "baru"], "is no address of a site"),
        (["new", "http://[", "--gateway", "http://127.0.0.1:9/{url}"], "is no address"),
        (["record", "antara", "https://jatim.antaranews.com/x", "--as", "../x"], "small letters"),
        (["record", "antara", "bukan alamat", "--as", "baru"], "nothing was recorded"),
        (["record", "antara", "https://lain.example/", "--as", "baru"], "off site"),
        (["check", "elsewhere"], "states no sources of its own"),
        (["record", "antara", "https://jatim.antaranews.com/tag/banyuwangi", "--as", "article"], "is there already"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: list[str], words: str, newsroom: Newsroom) -> None:
    if arguments[-1] == "article":
        arguments[-1] = next(
            path.stem for path in sorted((config.ROOT / "tests" / "sites" / "antara").glob("article*.json"))
        )
    done = run(*arguments, "--gateway", newsroom.gateway)
    assert done.exit_code == 2
    assert words in done.output and len(done.output.splitlines()) == 1


def test_a_login_wall_is_refused_in_one_line(empty_root: Path) -> None:
    wall = "<html><head><title>Masuk</title></head><body><input type='password'>Silakan masuk</body></html>"
    with web.hostile() as server:
        server.answers["https://contoh.example/"] = web.page(wall)
        done = run("new", "https://contoh.example/", "--gateway", server.gateway)
    assert done.exit_code == 2 and "asks to log in" in done.output
    assert list((empty_root / "spiders").iterdir()) == []


def test_a_page_is_recorded_in_our_own_words(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spiders").symlink_to(config.ROOT / "spiders")
    monkeypatch.setattr(config, "ROOT", tmp_path)
    piece = next(one for one in newsroom.web.world.by_site[SITE] if one.published < NOW and not one.gone(NOW))
    done = run("record", SITE, piece.url, "--as", "article-baru", "--gateway", newsroom.gateway)
    assert done.exit_code == 0, done.output
    kept = (tmp_path / "tests" / "sites" / SITE / "article-baru.html").read_text(encoding="utf-8")
    assert piece.version(NOW).paragraphs[0] not in kept
    assert piece.version(NOW).title not in kept
    assert "unsure" not in done.stdout
    gone = run("record", SITE, "https://mediakampung.com/tidak-ada", "--as", "lain", "--gateway", newsroom.gateway)
    assert gone.exit_code == 2 and "nothing was recorded" in gone.output
