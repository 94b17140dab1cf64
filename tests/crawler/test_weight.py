"""Pages that a parser would work on for minutes are told from heavy ones before they are parsed."""

from __future__ import annotations

import pytest

from crawler.discover import read_source
from crawler.facts import Front, Listing
from crawler.web.weight import MOST_ATTRIBUTES, MOST_TAGS, too_heavy
from tests.fuzz.targets import FACTS, HOME, NOW
from tests.reference import reference

MANY = " ".join(f"a{n}" for n in range(MOST_ATTRIBUTES + 10))


@pytest.mark.fault("C4")
@pytest.mark.parametrize(
    "page",
    [
        "<p>" * (MOST_TAGS + 1),
        f"<p {MANY}>isi",
        f"<p {MANY}",
        f'<p x=">" {MANY}>',
        f"<p x='<b>' {MANY}>",
        "<p " + "/".join(f'a{n}="{n}"' for n in range(MOST_ATTRIBUTES + 10)) + ">",
        "<p" + "".join(f" a{n}=<" for n in range(100)) + f" {MANY}>",
    ],
    ids=["tags", "names", "no end", "quoted end", "quoted tag", "slashes", "unquoted"],
)
def test_a_page_that_is_too_heavy_is_not_parsed(page: str) -> None:
    assert too_heavy(page)
    for source in (Front(HOME, "D"), Listing(f"{HOME}/indeks", "D", item="li", link="a::attr(href)")):
        found = read_source(f"<!doctype html><html><body>{page}".encode(), source.url, source, FACTS, site="w", now=NOW)
        assert found.problem and "it was not read" in found.problem


@pytest.mark.parametrize(
    "page",
    [
        "",
        f"<p>{MANY}</p>",
        f"<script>var x = '{MANY}'; if (a<b && c) {{ d = 1 }}</script>",
        f'<p title="{MANY}">isi</p>',
        "<p class=a id=b>isi</p>" * 9_000,
    ],
    ids=["empty", "text", "script", "one value", "many tags"],
)
def test_a_page_with_much_text_is(page: str) -> None:
    assert too_heavy(page) is None


def test_no_real_page_is_too_heavy() -> None:
    for path in reference("pages", "html").glob("*.html"):
        assert too_heavy(path.read_text(encoding="utf-8", errors="replace")) is None, path.name
