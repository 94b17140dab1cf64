"""The files of words: lexicon, weights and watched places are checked when they are read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from config import ROOT
from detect.lexicon import COLOUR, DEFAULT, GRAMMAR, LexiconError, default_lexicon, load_lexicon
from detect.measures import MEASURES
from detect.profile import Person, ProfileError, load_profile
from detect.score import ModelError, default_model, load_model

PROFILES = sorted((ROOT / "watch").glob("*.toml"))


def kinds(text: str) -> list[tuple[str, str]]:
    words = text.split()
    grammar, colour = default_lexicon().cues(words)
    found = [*dict.fromkeys(grammar.values()), *colour]
    return [(cue.kind, " ".join(words[cue.first : cue.last + 1])) for cue in found]


def test_the_longest_phrase_wins() -> None:
    assert ("study", "studi banding") in kinds("mereka studi banding ke sana")
    assert ("nothing", "program studi") in kinds("program studi hukum")


def test_clitics_do_not_hide_a_word() -> None:
    assert ("visit", "kunjungannya") in kinds("kunjungannya ke sana")
    assert ("study", "studi bandingnya") in kinds("studi bandingnya berlangsung sehari")


@pytest.mark.parametrize("word", ["punya", "hanya", "telah", "maupun"])
def test_an_ending_that_leaves_too_little_is_part_of_the_word(word: str) -> None:
    assert default_lexicon().bare(word) == word


@pytest.mark.parametrize(
    ("text", "learning"),
    [
        ("mereka menyesap lebih banyak pengalaman", "menyesap lebih banyak pengalaman"),
        ("panen siasat itu", "panen siasat"),
        ("the team gathered fresh ideas", "gathered fresh ideas"),
        ("the council draws lessons", "draws lessons"),
        ("kejar ilmu ke seberang", "kejar ilmu"),
        ("menambah modal usaha", None),
        ("menambah kursi untuk bekal", None),
        ("mencuri resep", None),
    ],
)
def test_getting_what_is_learned_is_learning(text: str, learning: str | None) -> None:
    """Only right after the verb; a phrase that the lexicon knows keeps its own part."""
    assert [words for kind, words in kinds(text) if kind == "learn_to"] == ([learning] if learning else [])


def test_every_kind_has_words_and_a_grammar_kind_no_word_of_another_kind_hides() -> None:
    lexicon = default_lexicon()
    held = {kind for entries in lexicon.phrases.values() for _, kind in entries}
    assert held == set(GRAMMAR) | COLOUR


def test_words_are_listed_once_and_in_order() -> None:
    for section in re.findall(r"^words = \[([^\]]*)\]", DEFAULT.read_text(encoding="utf-8"), flags=re.M | re.S):
        words = re.findall(r'"([^"]*)"', section)
        assert words == sorted(set(words))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("[study]", "[studdy]"), "missing: [study]"),
        (lambda text: text + '[unheard]\nwords = ["a"]\n', "not known: [unheard]"),
        (lambda text: text.replace('version = "', 'versi = "'), "version"),
        (lambda text: text.replace("[visit]\nwords = [", "[visit]\nwords = [3, "), "[visit]"),
        (lambda text: text.replace('clitics = ["nya"', "clitics = [9"), "`clitics`"),
        (lambda text: re.sub("clitics = .*", "clitics = 9", text), "`clitics`"),
        (lambda text: text + "[[", "TOML"),
        (lambda text: text.replace("words = [", f"words = [{'9' * 4400},", 1), "TOML"),
        (lambda text: text.replace("words = [", f"words = [{'[' * 5000},", 1), "TOML"),
    ],
)
def test_a_wrong_lexicon_is_refused_with_the_place(change: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(change(DEFAULT.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(LexiconError, match=re.escape(said)):
        load_lexicon(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.toml"):
        load_lexicon(tmp_path / "none.toml")
    with pytest.raises(ModelError, match=r"none\.toml"):
        load_model(tmp_path / "none.toml")
    with pytest.raises(ProfileError, match=r"none\.toml"):
        load_profile(tmp_path / "none.toml")


def test_weights_name_every_measure_and_no_other(tmp_path: Path) -> None:
    assert set(default_model().weights) == set(MEASURES)
    path = tmp_path / "weights.toml"
    path.write_text(
        'version = "1"\nbias = 0\nthreshold = 0.5\n[weights]\nvisit = 1\n[words]\n[company]\n', encoding="utf-8"
    )
    with pytest.raises(ModelError, match="direction"):
        load_model(path)


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_watched_places_load(path: Path) -> None:
    profile = load_profile(path)
    assert profile.names and profile.code and profile.version
    assert all(person.name and person.office for person in profile.people)


_PLACE = 'name = "X"\ncode = "1"\nnames = ["X"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "X"\ncode = "35.10"\n', "names"),
        ('name = "X"\ncode = "35.10"\nnames = ["X"]\nnickname = ["Y"]\n', "nickname"),
        ('name = "X"\ncode = "35.10"\nnames = "X"\n', "list"),
        ('name = ["X"]\ncode = "35.10"\nnames = ["X"]\n', "text"),
        (f"{_PLACE}people = 5\n", r"\[\[people\]\]"),
        (f'{_PLACE}people = ["A"]\n', r"\[\[people\]\]"),
        (f'{_PLACE}[[people]]\nname = "A"\n', "office"),
        (f'{_PLACE}[[people]]\nname = 5\noffice = "b"\n', "`name` must be a text"),
        (f'{_PLACE}[[people]]\nname = "A"\noffice = "b"\nshort = "A"\n', "`short` must be a list of texts"),
        (f'{_PLACE}[[people]]\nname = "A"\noffice = "b"\nsince = "2020"\n', "since"),
        (f'{_PLACE}[[people]]\nname = "A"\noffice = "b"\nuntil = 2020-01-01T00:00:00\n', "until"),
        ("name = ", "TOML"),
        (f"name = {'9' * 4400}", "TOML"),
        (f"name = {'[' * 5000}", "TOML"),
    ],
)
def test_a_wrong_profile_is_refused_with_the_key(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "place.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=said):
        load_profile(path)


def test_a_mark_of_its_encoding_before_a_file_is_no_fault(tmp_path: Path) -> None:
    for name, source in (("place.toml", Path("watch/banyuwangi.toml")), ("words.toml", DEFAULT)):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + (ROOT / source).read_bytes())
    assert load_profile(tmp_path / "place.toml").name == "Banyuwangi"
    assert load_lexicon(tmp_path / "words.toml") == load_lexicon(DEFAULT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["place.toml", "words.toml"]


def test_people_speak_for_the_place_within_their_term() -> None:
    person = Person("A", "bupati", since=date(2010, 1, 1), until=date(2020, 12, 31))
    assert person.serves(date(2015, 5, 5))
    assert person.serves(None)
    assert not person.serves(date(2021, 1, 1))


def test_the_watched_place_is_not_named_in_the_detector() -> None:
    names = {name.lower() for name in load_profile(ROOT / "watch" / "banyuwangi.toml").names}
    for path in (ROOT / "detect").rglob("*"):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8").lower()
            named = [name for name in names if re.search(rf"\b{name}\b", text)]
            assert not named, f"{path} names {named}; it belongs in watch/"
