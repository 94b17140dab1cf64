"""Commands that tell what was found: the digest and the researcher's export."""

from __future__ import annotations

from pathlib import Path

import click

from commands.shared import common, load
from ready import clock
from storage.database import open_database


@click.command()
@click.option("--preview", is_flag=True, help="Show what the next digest would hold; nothing is numbered.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), default="text", show_default=True)
@common
def digest(preview: bool, form: str, config_path: Path | None, db: Path | None) -> None:
    """What is new since the last digest. Without --preview it is numbered and kept."""
    from digest.compose import compose
    from digest.compose import preview as look

    config = load(config_path, db)
    with open_database(config.database) as database:
        made = (look if preview else compose)(database, config, clock(config))
    click.echo(made.html if form == "html" else made.text, nl=False)


@click.command(epilog="Example: jujugan export release-2026-11")
@click.argument("folder", type=click.Path(path_type=Path))
@common
def export(folder: Path, config_path: Path | None, db: Path | None) -> None:
    """A consistent SQLite file and CSV tables for researchers, without article bodies."""
    from storage.export import export as write

    config = load(config_path, db)
    with open_database(config.database) as database:
        for path in write(database, folder, clock(config)):
            click.echo(path)
