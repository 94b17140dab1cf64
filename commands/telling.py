"""Commands that tell editors what was found."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commands.shared import UNEXPECTED, common, load, say
from config import Config
from ready import clock
from storage.database import Database, open_store


@click.command()
@click.option("--preview", is_flag=True, help="Show what the next digest would hold; nothing is numbered.")
@click.option("--send", "send_now", is_flag=True, help="Send it now, with all that waits; says what came of it.")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@common
def digest(preview: bool, send_now: bool, form: str, config_path: Path | None, db: Path | None) -> None:
    """What is new since the last digest. Without --preview it is numbered, kept and queued; the daemon sends it."""
    from digest.compose import compose
    from digest.compose import preview as look

    if preview and send_now:
        raise click.UsageError("--preview shows what is not numbered yet, and only what has a number is sent")
    config = load(config_path, db)
    with open_store(config) as database:
        if preview:
            made = look(database, config, clock(config))
        else:
            config.digest.check_secrets()
            made = compose(database, config, clock(config)).rendered
        click.echo(getattr(made, form), nl=form == "json")
        if send_now and not _send(database, config):
            sys.exit(UNEXPECTED)


def _send(db: Database, config: Config) -> bool:
    """Send all that waits, and what was given up; whether everything arrived."""
    from digest import deliver
    from digest.saying import Saying
    from storage.digest import outbox

    with db.write():
        outbox.hurry(db, clock(config))
    words = Saying(config.digest.language).words
    while (parcel := deliver.claim(db, clock(config))) is not None:
        outcome = deliver.send(config, parcel)
        deliver.settle(db, config, parcel, outcome, clock(config))
        came = words(f"digest.fault_{outcome.fault}", error=outcome.words) if outcome.fault else "ok"
        say(f"{parcel.subject}: {words(f'digest.channel_{parcel.channel}')}: {came}")
    left = outbox.troubled(db)
    for one in left:
        say(Saying(config.digest.language).delivery(one))
    if deliver.wanted(config) == ["feed"]:
        say("no channel is configured under [digest] but the feed: nobody was written to")
    return not left
