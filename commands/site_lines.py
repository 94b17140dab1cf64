"""What the commands about one site print, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from textwrap import wrap
from typing import TYPE_CHECKING

from commands.shared import local

if TYPE_CHECKING:
    from crawler.new_site.draft import Draft
    from crawler.new_site.golden import Recorded
    from crawler.new_site.probe import ArticleSeen, Probe, SourceSeen
    from crawler.new_site.proof import Wrong
    from crawler.new_site.write import Written

_WIDTH = 120


def check(seen: Probe) -> Iterator[str]:
    """What a check saw: each host's robots.txt, each source, how they overlap, each article field by field."""
    yield f"{seen.site}, {local(seen.at)} WIB"
    yield ""
    yield "robots.txt"
    for one in seen.robots:
        delay = f", asks for {one.delay:g} seconds between requests" if one.delay else ""
        yield f"  {one.host}: {one.words}{delay}"
    yield ""
    yield "sources"
    for source in seen.sources:
        yield from _source(source)
    yield from _overlaps(seen)
    yield ""
    yield "articles"
    for article in seen.articles:
        yield from _article(article)


def verdict(problems: Sequence[Wrong]) -> Iterator[str]:
    """The last lines: pass, or each thing that is wrong with its next step."""
    yield ""
    if not problems:
        yield "pass"
        return
    yield f"{len(problems)} wrong" if len(problems) > 1 else "1 thing is wrong"
    for number, one in enumerate(problems, start=1):
        yield from _wrapped(f"{number}. {one.what}", "  ", "     ")
        yield from _wrapped(f"next: {one.step}", "     ", "     ")


def drafted(name: str, found: Draft, written: Written, options: Mapping[str, object]) -> Iterator[str]:
    """What a draft wrote, what it is unsure about, and what is left to do."""
    same = "".join(f" --{option} {quote(str(value))}" for option, value in options.items() if value)
    for path in written.files:
        yield f"wrote {path}"
    yield ""
    yield f"rests on {len(found.samples)} articles and {len(found.facts.sources)} sources"
    for one in (*found.unsure, *(f"golden page {one}" for one in written.changed)):
        yield from _wrapped(f"unsure: {one}", "  ", "    ")
    yield ""
    yield "words and addresses in the golden pages are our own; open these in a browser and compare:"
    for page, url in written.pages:
        yield f"  {page:15} {url}"
    yield ""
    yield "next:"
    yield f"  1. read spiders/{name}.py, and the JSON files in tests/sites/{name}/: they say what should be read"
    yield f"  2. .venv/bin/jujugan sites check {name}{same}"
    yield f"  3. put `{name}` into the table of docs/add-a-site.md"
    yield f'  4. .venv/bin/pytest tests/test_sites.py -k "{name} or guide"'


def recorded(kept: Recorded) -> Iterator[str]:
    """Where a golden page went, and whether our own words are read as the site's were."""
    yield f"wrote {kept.path}"
    for one in kept.changed:
        yield from _wrapped(f"unsure: in our own words it is read otherwise: {one}", "  ", "    ")
    yield "next: read that file: it says what should be read; correct it by eye"


def _source(seen: SourceSeen) -> Iterator[str]:
    source = seen.source
    yield f"  {type(source).__name__.lower():9} {source.url}  [{source.grade}]"
    if seen.absent:
        yield "            the site has no such thing: a guess of the site file, no fault while another source answers"
        return
    newest = f", the newest of {local(seen.newest)}" if seen.newest else ", without dates"
    yield f"            {len(seen.keys)} articles{newest if seen.keys else ''}; asked for {_count(seen.documents)}"
    if seen.repeat:
        yield f"            asked again: {seen.repeat}"
    if seen.search:
        yield f"            as a search: {seen.search}"
    if seen.problem:
        yield from _wrapped(f"wrong: {seen.problem}", " " * 12, " " * 12)


def _count(documents: int) -> str:
    return f"{documents} documents" if documents > 1 else "1 document"


def _overlaps(seen: Probe) -> Iterator[str]:
    if seen.overlaps:
        yield ""
        yield "overlap"
    for one in seen.overlaps:
        yield f"  {one.shared} of {one.of}: {one.one.url} and {one.other.url}"


def _article(seen: ArticleSeen) -> Iterator[str]:
    yield f"  {seen.url}"
    article = seen.article
    if article is None:
        yield from _wrapped(f"not read: {seen.refused}", " " * 4, " " * 6)
        return
    published = article.published.isoformat() if article.published else "-"
    named = "the same" if seen.named in (article.url, seen.url) else seen.named or "none named"
    for name, value in (
        ("title", article.title or "-"),
        ("published", f"{published}  (from: {seen.dated_by})"),
        ("author", article.author or "-"),
        ("body", f"{len(article.body)} characters in {article.body.count(chr(10)) + 1} lines, by {article.method}"),
        ("canonical", named),
        ("id", article.site_id or f"- (known by {seen.key})"),
        ("marks", "; ".join(article.marks)),
    ):
        if value:
            yield from _wrapped(f"{name:10} {value}", " " * 4, " " * 15)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
