"""Every site file against its golden pages: its own markup, our own words, and what is to be read of them."""

from __future__ import annotations

import ast
import importlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import re2
from cssselect import SelectorError
from soupsieve import SelectorSyntaxError

from config import ROOT
from crawler import urls
from crawler.facts import SiteFacts
from crawler.new_site.golden import Golden, load, observe, source_at
from crawler.run import site_of
from crawler.site import NewsSite
from tests.site_mutants import mutants

SITES = ROOT / "tests" / "sites"
NAMES = sorted(path.stem for path in (ROOT / "spiders").glob("*.py") if path.stem != "__init__")
GOLDENS = sorted(path for path in SITES.glob("*/*.json") if path.name != "urls.json" and path.suffixes == [".json"])
BROKEN_FACTS = (re2.error, SelectorError, SelectorSyntaxError, ValueError, LookupError, AttributeError)


def spider(name: str) -> type[NewsSite]:
    module = importlib.import_module(f"spiders.{name}")
    return next(each for each in vars(module).values() if getattr(each, "name", None) == name)


@cache
def golden(path: Path) -> Golden:
    return load(path)


@cache
def observed(path: Path) -> dict[str, Any]:
    return look(golden(path), path.parent.name, spider(path.parent.name).facts)


def look(page: Golden, site: str, facts: SiteFacts) -> dict[str, Any]:
    return observe(page.body, page.url, site=site, facts=facts, now=page.now)


def fields() -> list[Any]:
    return [
        pytest.param(path, field, id=f"{path.parent.name}/{path.stem}:{field}")
        for path in GOLDENS
        for field in load(path).expected
    ]


@pytest.mark.fault("F6")
@pytest.mark.parametrize(("path", "field"), fields())
def test_the_golden_page_reads_as_expected(path: Path, field: str) -> None:
    assert observed(path).get(field) == golden(path).expected[field]


@pytest.mark.parametrize("name", NAMES)
def test_the_site_knows_its_articles_by_their_address(name: str) -> None:
    facts = spider(name).facts
    told = json.loads((SITES / name / "urls.json").read_text(encoding="utf-8"))
    assert [known(each["url"], facts) for each in told["accepted"]] == told["accepted"]
    assert [url for url in told["refused"] if urls.is_article(url, facts)] == []


def known(url: str, facts: SiteFacts) -> dict[str, str | None]:
    day = urls.date_from_url(url, facts)
    key = urls.key(url, facts) if urls.is_article(url, facts) else None
    return {"url": url, "key": key, "day": day.isoformat() if day else None}


@pytest.mark.fault("F6")
@pytest.mark.parametrize("name", NAMES)
def test_every_source_and_every_layout_has_a_golden_page(name: str) -> None:
    facts = spider(name).facts
    pages = [golden(path) for path in GOLDENS if path.parent.name == name]
    read = [source_at(page.url, facts, page.now) for page in pages]
    methods = {str(page.expected.get("method")) for page in pages}
    assert [source.url for source in (*facts.sources, *facts.queries) if source not in read] == []
    assert [layout.name for layout in facts.layouts if not any(layout.name in method for method in methods)] == []
    assert None in read, "an article's page"


@pytest.mark.parametrize("name", NAMES)
def test_a_site_file_states_facts_and_nothing_else(name: str) -> None:
    tree = ast.parse((ROOT / "spiders" / f"{name}.py").read_text(encoding="utf-8"))
    docstring, *imports, site = tree.body
    assert isinstance(docstring, ast.Expr)
    assert all(isinstance(each, ast.ImportFrom) for each in imports)
    assert isinstance(site, ast.ClassDef)
    assert [ast.unparse(each).split(" = ")[0] for each in site.body] == ["name", "facts"]
    logic = (ast.Lambda, ast.IfExp, ast.comprehension, ast.JoinedStr, ast.BinOp)
    assert not [node for node in ast.walk(site) if isinstance(node, logic)]


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_letter_in_a_site_file_is_noticed(name: str) -> None:
    every_letter = bool(os.environ.get("ALL_MUTANTS"))
    unnoticed = [
        where for where, facts in mutants(spider(name).facts, every_letter=every_letter) if same(name, where, facts)
    ]
    assert unnoticed == []


def same(name: str, where: str, facts: SiteFacts) -> bool:
    """Whether everything known of the site comes out as before, going first through what the change can touch."""
    told = json.loads((SITES / name / "urls.json").read_text(encoding="utf-8"))
    pages = [path for path in GOLDENS if path.parent.name == name]
    if where.startswith((".sources", ".layouts")):
        wanted = "candidates" if where.startswith(".sources") else "method"
        pages = [path for path in pages if wanted in golden(path).expected]
    try:
        addresses = [known(each["url"], facts) for each in told["accepted"]] == told["accepted"]
        refusals = not any(urls.is_article(url, facts) for url in told["refused"])
        return (
            addresses and refusals and all(look(golden(path), name, facts) == golden(path).expected for path in pages)
        )
    except BROKEN_FACTS:
        return False


@pytest.mark.parametrize("name", NAMES)
def test_an_article_belongs_to_one_site(name: str) -> None:
    others = {other: spider(other).facts for other in NAMES if other != name}
    for told in json.loads((SITES / name / "urls.json").read_text(encoding="utf-8"))["accepted"]:
        assert site_of(told["url"]) is spider(name)
        assert [other for other, facts in others.items() if urls.is_article(told["url"], facts)] == []


def test_the_guide_names_every_site() -> None:
    guide = (ROOT / "docs" / "add-a-site.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in guide] == []
