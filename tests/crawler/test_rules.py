"""A change of the rules is noticed by what is in their files, whatever version these give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config import ROOT
from crawler.rules import alone
from detect import gazetteer


@pytest.mark.parametrize("name", ["facts.toml", "hosts.toml", "regions.csv"])
def test_rules_are_others_once_a_data_file_of_theirs_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = alone([ROOT / "watch" / "banyuwangi.toml"])
    copy = tmp_path / "data"
    shutil.copytree(gazetteer.DATA, copy)
    monkeypatch.setattr(gazetteer, "DATA", copy)
    before = rules.fingerprint()
    assert before == rules.fingerprint()
    with (copy / name).open("a") as file:
        file.write("# another word\n")
    assert rules.fingerprint() != before
