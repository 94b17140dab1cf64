"""Commands that move everything from SQLite to PostgreSQL and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import common, load, say
from config import Config, ConfigError
from storage.database import open_server
from storage.file.lock import only_daemon

if TYPE_CHECKING:
    from storage.postgres.moving import Moved


@click.group()
def migrate() -> None:
    """Move everything between a SQLite file and the PostgreSQL database that `store` names; what was read stays."""


@migrate.command("sqlite-to-pg", epilog="Example: jujugan migrate sqlite-to-pg --db data/jujugan.db")
@common
def sqlite_to_pg(config_path: Path | None, db: Path | None) -> None:
    """Copy the SQLite file `database` into the new PostgreSQL database `store`; the daemon must be stopped first.

    Rows are counted and hashed on both sides, and nothing is kept where one differs.
    """
    config, file = _both(config_path, db)
    with only_daemon(file), open_server(config) as server:
        from storage.postgres.moving import to_postgres

        _tell(to_postgres(file, server), server.name)


@migrate.command("pg-to-sqlite", epilog="Example: jujugan migrate pg-to-sqlite --db data/back.db")
@common
def pg_to_sqlite(config_path: Path | None, db: Path | None) -> None:
    """Copy the PostgreSQL database `store` into a new SQLite file `database`, as it stands at this moment.

    Rows are counted and hashed on both sides, and nothing is kept where one differs.
    """
    config, file = _both(config_path, db)
    with open_server(config) as server:
        from storage.postgres.moving import to_sqlite

        _tell(to_sqlite(server, file), str(file))


def _both(config_path: Path | None, db: Path | None) -> tuple[Config, Path]:
    """The settings and the file: here the one that is named is not used instead of the server, but beside it."""
    config = load(config_path, None)
    if not config.store:
        raise ConfigError(
            f'{config.path}: store is empty; set store = "postgresql://..." under [jujugan], or JUJUGAN_STORE'
        )
    return config, db.absolute() if db else config.database


def _tell(moved: list[Moved], into: str) -> None:
    """One line a table: its name, its rows and their hash."""
    for one in moved:
        click.echo(f"{one.table} {one.rows} {one.sha256}")
    say(f"{sum(one.rows for one in moved)} rows of {len(moved)} tables are in {into}, each as it was")
