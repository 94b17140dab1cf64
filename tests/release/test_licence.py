"""Whom a release is by, and on what terms it may be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from frictionless import Package

import config
from config_release import LICENCES, UNSAID, Publishing
from release.make import Asked, make
from storage.database import Database
from tests.storing import another, begin, end, save

BY = Publishing(("Lestari, Rina", "Balai Arsip Kota"), "CC-BY-4.0")


def released(db: Database, folder: Path, publishing: Publishing) -> Path:
    run = begin(db)
    with db.write():
        save(db, run, another())
    end(db, run)
    make(db, folder, Asked(publishing=publishing), "2025")
    return folder


def told(folder: Path, name: str) -> dict[str, object]:
    read: dict[str, object] = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    return read


def test_every_paper_of_a_release_names_its_authors_and_licence(db: Database, tmp_path: Path) -> None:
    folder = released(db, tmp_path / "out", BY)
    cited, package = told(folder, "CITATION.cff"), json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert cited["authors"] == [{"family-names": "Lestari", "given-names": "Rina"}, {"name": "Balai Arsip Kota"}]
    assert cited["license"] == package["licenses"][0]["name"] == told(folder, "manifest.json")["licence"] == "CC-BY-4.0"
    assert [one["title"] for one in package["contributors"]] == list(BY.authors)
    assert told(folder, "metadata.yaml")["license_url"] == LICENCES["CC-BY-4.0"].url
    terms = (folder / "README.md").read_text(encoding="utf-8").partition("## Terms")[2]
    assert f"by Lestari, Rina; Balai Arsip Kota under [{LICENCES['CC-BY-4.0'].title}]" in terms
    assert Package(str(folder / "datapackage.json")).validate().valid


def test_where_nobody_chose_a_licence_none_is_claimed(db: Database, tmp_path: Path) -> None:
    folder = released(db, tmp_path / "out", UNSAID)
    assert "license" not in told(folder, "CITATION.cff")
    assert not {"licenses", "contributors"} & set(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
    assert "without a licence: ask before" in (folder / "README.md").read_text(encoding="utf-8")


def test_authors_and_licence_are_of_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "jujugan.toml"
    path.write_text('[release]\nauthors = ["Lestari, Rina", "Balai Arsip Kota"]\nlicence = "CC-BY-4.0"\n')
    assert config.load(path, environ={}).release == BY
    given = {"JUJUGAN_RELEASE_AUTHORS": "Lestari, Rina; Balai Arsip Kota", "JUJUGAN_RELEASE_LICENCE": "CC-BY-4.0"}
    assert config.load(config.DEFAULT_PATH, environ=given).release == BY


@pytest.mark.parametrize("line", ['licence = "CC-BY"', "authors = 3", 'authors = ["Rina\\n"]'])
def test_a_licence_or_author_that_cannot_be_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "jujugan.toml"
    path.write_text(f"[release]\n{line}\n")
    with pytest.raises(
        config.ConfigError, match=rf"toml:2: release\.{line.split()[0]} wants (one of CC0-1.0|a list of names)"
    ):
        config.load(path, environ={})
