"""The command for what concerns a person: where a name stands, and blanking it out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from commands.shared import DONE, LEFT_TO_DO, WrongArgument, common, load, local, say
from ready import clock
from storage.database import open_store
from storage.removal import names
from storage.removal.masking import words
from storage.removal.names import Place


@click.command(epilog='Example: jujugan person "Nama Lengkap" --redact --reason "she asks for it"')
@click.argument("name")
@click.option("--redact", is_flag=True, help="Blank the name out of everything, and out of what is read later.")
@click.option("--reason", help="Why; kept with a mark of the name, not with the name.")
@common
def person(name: str, redact: bool, reason: str | None, config_path: Path | None, db: Path | None) -> None:
    """The articles and visits in which NAME stands; what is wrong in a visit is corrected on its page of the desk.

    Exit code 3 after --redact: something is left that only you can do.
    """
    from crawler.takedown.names import everywhere

    if len(words(name)) < 2:
        raise WrongArgument("give the name in full, or with the title it stands with: one word is the name of many")
    if redact and not (reason and reason.strip()):
        raise WrongArgument('say why, as in --reason "she asks for it": it is kept with a mark of the name')
    config = load(config_path, db)
    with open_store(config) as database:
        _list(names.places(database, name))
        for note in names.notes(database):
            if note.mark == names.mark(name):
                say(f"blanked out {local(note.at)} in {note.articles} articles: {note.reason}")
        is_left = False
        if redact and reason:
            for one in everywhere(database, name, reason.strip(), clock(config)):
                click.echo(str(one))
                is_left = is_left or one.todo is not None
    sys.exit(LEFT_TO_DO if is_left else DONE)


def _list(found: Sequence[Place]) -> None:
    for one in found:
        visit = f"visit {one.visit_id}" if one.visit_id else ("flagged" if one.is_flagged else "not flagged")
        click.echo(f"{one.site}\t{visit}\t{one.url}\t{one.title}")
    visits = sorted({one.visit_id for one in found if one.visit_id})
    say(
        f"{len({one.article_id for one in found})} articles, {len(visits)} visits"
        + "".join(f"; visit {one} is corrected at /visit/{one} of the desk" for one in visits)
    )
