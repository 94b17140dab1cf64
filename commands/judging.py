"""Commands that judge texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from commands.shared import WrongArgument, common, load
from detect.profile import load_profile


@click.command(epilog="Example: jujugan detect articles.jsonl > verdicts.jsonl")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@common
def detect(file: Iterable[str], config_path: Path | None, db: Path | None) -> None:
    """Judge articles (JSON Lines with id, url, outlet, published, title, text; - for standard input)."""
    from detect.lines import LineError, judge_lines

    profile = load_profile(load(config_path, db).watch)
    try:
        for line in judge_lines(file, profile):
            click.echo(line)
    except LineError as error:
        raise WrongArgument(str(error)) from None
    except UnicodeDecodeError as error:
        raise WrongArgument(f"the articles are not UTF-8 text: {error}; save them as UTF-8") from None
