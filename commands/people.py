"""Commands for the people who use the desk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commands.shared import WrongArgument, common, load, local, say
from ready import clock
from storage.database import Database, open_store
from storage.desk import people
from storage.desk.people import ROLES, NoSuchPerson, NotAName, Role


@click.group()
def user() -> None:
    """The people who may log in to the desk."""


@user.command(epilog="Example: jujugan user add rina --role editor")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="editor", show_default=True)
@common
def add(name: str, role: Role, config_path: Path | None, db: Path | None) -> None:
    """Let someone log in. The password is asked for, or read from standard input."""
    config = load(config_path, db)
    with open_store(config, create=True) as database:
        password = _password()
        try:
            with database.write():
                people.add(database, name, role, password, clock(config))
        except NotAName as error:
            raise WrongArgument(str(error)) from None
    say(f"{name} may log in as {role}")


@user.command(epilog="Example: jujugan user password rina")
@click.argument("name")
@common
def password(name: str, config_path: Path | None, db: Path | None) -> None:
    """Set another password; every log-in with the old one ends."""
    config = load(config_path, db)
    with open_store(config) as database:
        _known(database, name)
        fresh = _password()
        with database.write():
            people.set_password(database, name, fresh)
    say(f"the password of {name} is changed; whoever was logged in with the old one is no longer")


@user.command(epilog="Example: jujugan user remove rina")
@click.argument("name")
@common
def remove(name: str, config_path: Path | None, db: Path | None) -> None:
    """Shut someone out at once. What was decided under the name stays."""
    config = load(config_path, db)
    with open_store(config) as database:
        _known(database, name)
        with database.write():
            people.remove(database, name, clock(config))
    say(f"{name} can no longer log in")


@user.command("list")
@common
def list_(config_path: Path | None, db: Path | None) -> None:
    """Who may log in."""
    config = load(config_path, db)
    with open_store(config) as database:
        for person in people.everyone(database):
            state = f"removed {local(person.removed)}" if person.removed else f"last seen {local(person.used)}"
            click.echo(f"{person.name}\t{person.role}\t{state}")


def _password() -> str:
    """The hash of a password that is typed twice, or comes from a program. Raises WrongArgument."""
    from review.passwords import WeakPassword, hashed

    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = _first_line()
    try:
        return hashed(given)
    except WeakPassword as error:
        raise WrongArgument(str(error)) from None


def _first_line() -> str:
    try:
        given = sys.stdin.readline().rstrip("\r\n")
        given.encode()  # where the locale takes any byte for a letter
    except UnicodeError:
        raise WrongArgument("the password is no UTF-8 text: let the program that gives it write UTF-8") from None
    return given


def _known(database: Database, name: str) -> None:
    """Raises WrongArgument: before a password is asked for in vain."""
    try:
        people.require(database, name)
    except NoSuchPerson as error:
        raise WrongArgument(str(error)) from None
