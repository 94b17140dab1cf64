"""The command that shows how an article's text changed while it was watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import click

from commands.shared import WrongArgument, common, load
from digest.differences import difference
from digest.saying import Saying
from storage import articles
from storage.database import open_store
from storage.digest import changes, recovered
from storage.digest.changes import Change
from storage.digest.recovered import VersionRow
from wording.facts import telling

_clock = telling("en").clock
_change = Saying("en").change


@click.command(epilog="Example: jujugan texts https://contoh.example/berita/7/judul")
@click.argument("url")
@common
def texts(url: str, config_path: Path | None, db: Path | None) -> None:
    """Every text that the article at URL has had: what went (-), what came (+), what it states differently since."""
    config = load(config_path, db)
    with open_store(config) as database:
        article = articles.at(database, url)
        if article is None:
            raise WrongArgument(f"no article is stored under {url}: give its address as the digest shows it")
        for line in _lines(recovered.texts(database, article), changes.of_article(database, article)):
            click.echo(line)


def _differences(before: str, after: str) -> list[str]:
    if not (before and after):
        return ["one of the two texts is no longer kept"]
    return difference(before, after).splitlines()


def _lines(versions: Sequence[VersionRow], changed: Sequence[Change]) -> Iterator[str]:
    first = versions[0]
    yield f"read {_clock(first.read)}: {first.article.title}"
    for before, after in pairwise(versions):
        yield f"read {_clock(after.read)}: {after.article.title}"
        yield from (f"  {line}" for line in _differences(before.article.body, after.article.body))
    yield from (f"noticed {_clock(one.at)}: {_change(one)}" for one in changed)
