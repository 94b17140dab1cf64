"""The docs name what there is: every command, key, table and column; data-model.md is written from the schema.

`python -m tests.test_docs` writes docs/data-model.md anew.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import config
from config import ROOT
from detect.profile import Person, Profile
from storage.schema import DESCRIPTIONS

DATA_MODEL = ROOT / "docs" / "data-model.md"


def data_model() -> str:
    """docs/data-model.md, written from the schema's own descriptions."""
    lines = [
        "# Data model",
        "",
        "One SQLite file, opened by `storage/file/sqlite.py` alone, or the same tables in PostgreSQL. "
        "Written from `storage/schema/` by "
        "`.venv/bin/python -m tests.test_docs`; the same words go into the data dictionary of every release.",
        "",
        "Times are UTC text to the second (2018-10-17T03:22:00Z), days are YYYY-MM-DD, lists are JSON, 0 and 1 mean no "
        "and yes, NULL means unknown. One transaction stores an article with its version, copy link, verdict, visit "
        "and the settled candidate.",
    ]
    for table, (meaning, columns) in DESCRIPTIONS.items():
        lines += ["", f"## {table}", "", meaning, "", "| column | meaning |", "| --- | --- |"]
        lines += [f"| {name} | {words.replace('|', chr(92) + '|')} |" for name, words in columns.items()]
    return "\n".join(lines) + "\n"


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def test_the_data_model_says_what_the_schema_says() -> None:
    assert data_model() == DATA_MODEL.read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    from cli import jujugan

    readme = text_of("README.md")
    for command in jujugan.commands:
        assert re.search(rf"\bjujugan {command}\b|make {command}\b", readme), command


def test_every_key_and_variable_is_in_operate() -> None:
    operate = text_of("docs/operate.md")
    for keys in config.KEYS.values():
        for key in keys:
            assert f"`{key}`" in operate, key
    for variable in set(config.ENVIRONMENT) - {"JUJUGAN_NOW"}:
        assert f"`{variable}`" in operate, variable


def test_every_key_of_a_profile_is_in_watch_a_place() -> None:
    page = text_of("docs/watch-a-place.md")
    for field in dataclasses.fields(Profile):
        if field.init and field.name not in ("phrases", "people"):
            assert f"| `{field.name}` |" in page, field.name
    for field in dataclasses.fields(Person):
        assert f"`{field.name}`" in page, field.name


def test_every_make_target_that_docs_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", text_of("README.md", "docs/operate.md", "docs/add-a-site.md")))
    assert named <= targets


@pytest.mark.parametrize(
    "name", ["architecture.md", "decisions.md", "glossary.md", "watch-a-place.md", "../CONTRIBUTING.md"]
)
def test_every_file_that_a_document_names_exists(name: str) -> None:
    folder = ""
    for named in re.findall(r"`([a-z_/-]+(?:/|\.(?:py|toml|json|jsonl)))`", text_of(f"docs/{name}")):
        # "`crawler/discover.py`; `coverage.py`": a bare name is of the folder named last, or of the top.
        assert (ROOT / named).exists() or (ROOT / folder / named).exists(), named
        folder = folder if "/" not in named else named if named.endswith("/") else str(Path(named).parent)


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*.md"))], ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


if __name__ == "__main__":
    DATA_MODEL.write_text(data_model(), encoding="utf-8")
