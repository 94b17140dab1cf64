"""`rescore`, `backtest` and `train` as an operator sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import ROOT
from detect.measures import MEASURES
from storage.database import open_database
from storage.desk import rerankers
from tests.commands.test_cli import jujugan, one_line
from tests.crawler.test_backtest import HARVEST, VISIT, wordless
from tests.crawler.test_training import decide
from tests.rescoring import arrive
from tests.storing import NOW, begin


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database judged by rules without the words that the present ones have."""
    with open_database(tmp_path / "j.db", create=True) as db:
        run = begin(db)
        for told in (VISIT, HARVEST):
            arrive(db, run, told, wordless())
    return tmp_path / "j.db"


def test_rescore_says_how_far_it_is_and_ends_with_counts(path: Path) -> None:
    done = jujugan("rescore", "--db", str(path))
    assert (done.returncode, done.stderr) == (0, "2 of 2 judged\n")
    assert done.stdout == ("versions=2 flagged=1 newly_flagged=1 unflagged=0 visits=1 new_visits=1 gone_visits=0\n")
    again = jujugan("rescore", "--db", str(path))
    assert again.stdout.startswith("versions=2 flagged=1 newly_flagged=0 unflagged=0 visits=1 new_visits=0")


def test_backtest_tells_each_change_and_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    done = jujugan("backtest", "--db", str(path))
    assert done.returncode == 0, done.stderr
    head, what, where, why, counts, decided = done.stdout.splitlines()
    assert head.split() == ["old", "new", "published", "site", "title"]
    assert what.startswith("flag   0.") and what.endswith(f"2018-10-17 10:22  berita           {VISIT.title}")
    assert where.strip() == VISIT.url
    assert "+" in why
    assert counts == (
        "articles=2 flagged_before=0 flagged_after=1 flags=1 unflags=0 undecided_before=0 undecided_after=0"
    )
    assert decided == "decided=0 agreed_before=0 agreed_after=0"
    assert "2 of 2 stored verdicts are by other rules than those in force" in done.stderr
    assert path.read_bytes() == before


def test_backtest_takes_a_changed_lexicon_and_a_changed_profile(path: Path, tmp_path: Path) -> None:
    jujugan("rescore", "--db", str(path))
    words = (ROOT / "detect" / "lexicon.toml").read_text(encoding="utf-8")
    (tmp_path / "l.toml").write_text(words.replace('"belajar', '"xbelajar'), encoding="utf-8")
    done = jujugan("backtest", "--db", str(path), "--lexicon", str(tmp_path / "l.toml"))
    assert (done.returncode, done.stderr) == (0, "")
    elsewhere = jujugan("backtest", "--db", str(path), "--watch", str(ROOT / "watch" / "yogyakarta.toml"))
    assert "unflag" in elsewhere.stdout
    assert "flagged_before=1 flagged_after=0" in elsewhere.stdout


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--lexicon", 'version = "1"\n[nothing]\nwords = ["a"]\n', "copy them from"),
        ("--lexicon", 'version = "1"\nwords = \n', "line 2"),
        ("--watch", 'name = "X"\ncolour = "red"\n', "unknown key `colour`"),
        ("--watch", None, "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(
    path: Path, tmp_path: Path, option: str, text: str | None, said: str
) -> None:
    file = tmp_path / "wrong.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    line = one_line(jujugan("backtest", "--db", str(path), option, str(file)), 2)
    assert f"{file}" in line and said in line


def test_train_is_refused_before_there_is_anything_to_learn(path: Path) -> None:
    line = one_line(jujugan("train", "--db", str(path)), 78)
    assert line == ("jujugan: 0 articles are decided, and a re-ranker learns from 200 at least: 200 are missing")
    assert jujugan("train", "--off", "--db", str(path)).stderr == "No re-ranker was in use.\n"


def test_train_shows_weights_and_back_test_and_later_verdicts_say_so(path: Path) -> None:
    with open_database(path) as db:
        decide(db, 100, 100)
    done = jujugan("train", "--db", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Re-ranker r1, fitted on 200 decided articles")
    for name in ("rules", *MEASURES):
        assert f"  {name} " in done.stdout
    assert "rules alone" in done.stdout and "with re-ranker" in done.stdout
    assert done.stdout.endswith(
        "Later verdicts use it and say so (+r1); `jujugan rescore` judges the stored articles by it.\n"
    )
    jujugan("rescore", "--db", str(path))
    with open_database(path) as db:
        assert all(
            row["lexicon"].endswith("+r1") for row in db.rows("SELECT lexicon FROM verdict WHERE is_current = 1")
        )
        used = rerankers.in_use(db)
    assert used is not None and used.made > NOW
    assert jujugan("train", "--off", "--db", str(path)).stderr == "The re-ranker is out of use.\n"


@pytest.mark.parametrize("command", ["rescore", "backtest", "train"])
def test_each_takes_config_and_db_and_needs_a_database(command: str, tmp_path: Path) -> None:
    text = jujugan(command, "--help").stdout
    assert "--config" in text and "--db" in text
    line = one_line(jujugan(command, "--db", str(tmp_path / "none.db")), 78)
    assert "there is no database" in line
    assert list(tmp_path.iterdir()) == []
