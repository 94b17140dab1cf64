"""The operator's file: what it accepts, and how it says what is wrong."""

from __future__ import annotations

import sys
from datetime import time, timedelta
from pathlib import Path

import pytest

import config
from commands.shared import load
from config import ConfigError


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "jujugan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_place_or_several_are_watched(tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    folder.mkdir()
    for name in ("b", "a", "c"):
        (folder / f"{name}.toml").touch()
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    for told, watched in (
        ('"one.toml"', (one,)),
        ('["one.toml", "two.toml"]', (one, two)),
        ('["one.toml", "watch"]', (one, *(folder / f"{name}.toml" for name in ("a", "b", "c")))),
    ):
        read = config.load(write(tmp_path, f"[jujugan]\nwatch = {told}"), environ={})
        assert read.profiles == watched
        assert config.load(write(tmp_path, ""), environ=read.environment()).profiles == watched


def test_the_shipped_file_is_read_and_states_the_defaults() -> None:
    shipped, bare = config.load(config.DEFAULT_PATH, environ={}), config.Config()
    assert (shipped.delay, shipped.run_seconds, shipped.run_memory_mb) == (
        bare.delay,
        bare.run_seconds,
        bare.run_memory_mb,
    )
    assert (shipped.database, shipped.watch, shipped.review_port) == (bare.database, bare.watch, bare.review_port)
    assert (shipped.gateway, shipped.backup) == (None, bare.backup)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[jujugan]\ncontakt = "x"', 2, 'contakt is no key; did you mean "contact"?'),
        ("[crawll]\ndelay = 3", 1, 'crawll is no section; did you mean "crawl"?'),
        ("[crawl]\n\ndelay = 'slow'", 3, "crawl.delay wants a number from 0 to 600"),
        ("[crawl]\nparallel_runs = 1.5", 2, "crawl.parallel_runs wants a whole number"),
        ("[crawl]\ndelay = true", 2, "wants a number"),
        ('[crawl]\ngateway = "http://127.0.0.1:9000/"', 2, "wants an address with {url} in it"),
        ('[crawl]\ngateway = "http://[{url}"', 2, "wants an address with {url} in it"),
        ('[crawl]\ngateway = "http://a:99999/{url}"', 2, "wants an address with {url} in it"),
        ("[jujugan]\ndatabase = '~nobody-of-this-name/j.db'", 2, "wants a path that can be followed"),
        ('[jujugan]\ndatabase = "j\\u0000.db"', 2, "jujugan.database"),
        ("[jujugan]\nwatch = 'a:b.toml'", 2, 'may hold no ":"'),
        ("[jujugan]\nstore = 'postgresql://[::1'", 2, "wants the address of a database"),
        ("[jujugan]\nstore = 'postgresql://db/news?password=geheim'", 2, "has a password in it"),
        ("[review]\nhost = 'a b'", 2, "wants the name of a host"),
        ("[jujugan]\nwatch = []", 2, "jujugan.watch wants a path, or a list of paths"),
        ("[jujugan]\nwatch = [3]", 2, "jujugan.watch wants a text in quotes"),
        ('[jujugan]\nstore = "data/news.db"', 2, 'wants the address of a database, such as "postgresql://'),
        ('[jujugan]\nstore = "postgresql://me:geheim@db/news"', 2, "has a password in it: give that in ~/.pgpass"),
        ('[timetable]\ndefault = { every = "30" }', 2, "wants an interval"),
        ('[timetable]\ndefault = { every = "30m", at = ["06:00"] }', 2, "wants either every or at"),
        ("[timetable]\ndefault = { at = [] }", 2, "at least one time"),
        ('[timetable]\ndefault = { at = ["06:00"], days = [1] }', 2, "never digits"),
        ('[timetable]\ndefault = { at = ["06:00"], days = ["1"] }', 2, "never digits"),
        ('[timetable]\ndefault = { evry = "30m" }', 2, "knows every, fastest, slowest, at, days, not evry (did you"),
        ('[timetable]\ndefault = { every = "30m", slowst = "2h" }', 2, 'not slowst (did you mean "slowest"?)'),
        ('[timetable]\ndefault = { every = "30m", slowest = "2d" }', 2, 'such as slowest = "30m" or "2h"'),
        ('[timetable]\ndefault = { every = "30m", fastest = "1h" }', 2, "wants fastest no longer than every"),
        ('[timetable]\ndefault = { every = "30m", slowest = "20m" }', 2, "slowest no shorter"),
        ('[timetable]\ndefault = { at = ["06:00"], fastest = "1h" }', 2, "wants fastest only beside every"),
        ('[timetable]\nquiet = ["23:00"]', 2, "wants two different times"),
        ('[timetable]\nquiet = ["24:00", "04:00"]', 2, "wants times of the day"),
        ('[timetable.sites]\n\ndetk = { every = "30m" }', 3, 'timetable.sites.detk is no site; did you mean "detik"?'),
        ('[timetable.sites.detk]\nevery = "30m"', 1, 'did you mean "detik"?'),
        ('[jujugan]\nsites = ["detk"]', 2, 'names "detk", which is no site; did you mean "detik"?'),
        ('[review]\nport = "a"', 2, "wants a whole number"),
        ("[backup]\nkeep = 0", 2, "backup.keep wants a whole number from 1 to 10000"),
        ('[backup]\nat = "2:30"', 2, "wants times of the day"),
    ],
)
def test_a_wrong_key_or_value_names_file_line_and_mend(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        config.load(path, environ={})
    assert str(raised.value).startswith(f"{path}:{line}: ")
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31T23:00:00-12:00"])
def test_a_clock_at_the_calendars_edge_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError, match="of the years 1990 to 2199"):
        config.load(write(tmp_path, ""), environ={"JUJUGAN_NOW": value})


def test_a_variable_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="JUJUGAN_WEBHOOK_SECRET wants UTF-8 text"):
        config.load(write(tmp_path, ""), environ={"JUJUGAN_WEBHOOK_SECRET": "rahasia\udcff"})


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    path = write(tmp_path, "[jujugan]\ndatabase = 'circle/j.db'")
    if sys.version_info < (3, 13):  # later ones leave it to whoever opens the file
        with pytest.raises(ConfigError, match="wants a path that can be followed"):
            config.load(path, environ={})


def test_what_crawls_are_handed_is_what_was_read(tmp_path: Path) -> None:
    read = config.load(write(tmp_path, "[crawl]\ndelay = 0.00001"), environ={})
    assert config.load(read.path, environ=read.environment()) == read


def test_a_mark_of_its_encoding_before_the_file_is_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path, '\ufeff[jujugan]\ncontact = "a@example.org"')
    assert config.load(path, environ={}).contact == "a@example.org"


def test_the_page_of_a_host_by_number_is_an_address(tmp_path: Path) -> None:
    assert config.load(write(tmp_path, "[review]\nhost = '::1'"), environ={}).page == "http://[::1]:8600/"


@pytest.mark.parametrize("text", ["[jujugan", "a = ", "\x00"])
def test_broken_toml_is_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="not valid TOML"):
        config.load(write(tmp_path, text), environ={})


def test_a_missing_or_undecodable_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "none.toml", environ={})
    (tmp_path / "latin.toml").write_bytes(b'[jujugan]\ncontact = "\xe9"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load(tmp_path / "latin.toml", environ={})


def test_paths_start_from_the_file_and_times_are_read(tmp_path: Path) -> None:
    read = config.load(
        write(
            tmp_path,
            '[jujugan]\ndatabase = "here/j.db"\n[timetable]\ndefault = { at = ["06:00", "14:30"], days = ["mon"] }\n'
            'quiet = ["23:00", "04:00"]\n[timetable.sites]\ndetik = { every = "2h" }',
        ),
        environ={},
    )
    assert read.database == tmp_path / "here" / "j.db"
    assert read.timetable.default.at == (time(6), time(14, 30))
    assert read.timetable.entry("detik").every == timedelta(hours=2)
    assert read.timetable.entry("kompas").days == ("mon",)


def test_backups_go_beside_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    read = config.load(write(tmp_path, '[jujugan]\ndatabase = "here/j.db"'), environ={})
    assert (read.backup_folder, read.backup.keep) == (tmp_path / "here" / "backups", 7)
    assert read.backup.entry is not None
    text = '[backup]\nfolder = "usb"\nat = []\nkeep = 3'
    read = config.load(write(tmp_path, text), environ={"JUJUGAN_BACKUP_KEEP": "4"})
    assert (read.backup_folder, read.backup.entry, read.backup.keep) == (tmp_path / "usb", None, 4)


def test_environment_wins_over_the_file_and_arguments_over_both(tmp_path: Path) -> None:
    path = write(tmp_path, '[jujugan]\ncontact = "file"\n[crawl]\ndelay = 9')
    environ = {"JUJUGAN_CONTACT": "environment", "JUJUGAN_DELAY": "5", "JUJUGAN_SITES": "detik, kompas, detik"}
    read = config.load(path, environ=environ, delay=1.0)
    assert (read.contact, read.delay, read.sites) == ("environment", 1.0, ("detik", "kompas"))


def test_a_database_that_is_named_on_the_command_line_is_a_file_whatever_the_file_names(tmp_path: Path) -> None:
    path = write(tmp_path, '[jujugan]\nstore = "postgresql://db/news"')
    assert load(path, None).store == "postgresql://db/news"
    named = load(path, tmp_path / "mine.db")
    assert (named.store, named.database) == ("", tmp_path / "mine.db")
    # a child sees the same: an empty one is not the file's
    assert config.load(path, environ=named.environment()).store == ""


def test_the_password_of_a_store_comes_from_the_environment(tmp_path: Path) -> None:
    address = "postgresql://me:geheim@db/news"
    assert config.load(write(tmp_path, ""), environ={"JUJUGAN_STORE": address}).store == address


def test_a_wrong_variable_is_named() -> None:
    for variable, value, words in (
        ("JUJUGAN_DELAY", "soon", "wants a number"),
        ("JUJUGAN_SITES", "detik, detk", 'names "detk", which is no site; did you mean "detik"'),
        ("JUJUGAN_DB", "", "wants a path"),
        ("JUJUGAN_DEALY", "3", 'is not known; did you mean "JUJUGAN_DELAY"'),
    ):
        with pytest.raises(ConfigError, match=f"{variable} {words}"):
            config.load(config.DEFAULT_PATH, environ={variable: value})


def test_a_child_process_sees_the_same_settings(tmp_path: Path) -> None:
    path = write(
        tmp_path, '[jujugan]\ncontact = "a@example.org"\n[crawl]\ndelay = 4.5\ngateway = "http://127.0.0.1:1/{url}"'
    )
    parent = config.load(path, environ={}, database=tmp_path / "other.db")
    child = config.load(environ=parent.environment())
    assert child == parent
