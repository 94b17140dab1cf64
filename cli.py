"""The command line: thin; each command calls one package and prints. Human text on stderr, data on stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

import config as settings
from commands import (
    backfill,
    cluster,
    judging,
    keeping,
    ledger,
    migrating,
    naming,
    people,
    reading,
    releasing,
    sites,
    taking_down,
    telling,
    texts,
    upgrading,
    watching,
)
from commands.shared import DONE, LOCKED, UNEXPECTED, WRONG_CONFIG, say
from config import AlreadyRunning, ConfigError
from detect.lexicon import LexiconError
from detect.profile import ProfileError
from detect.score import ModelError
from storage.database import Busy, DiskFull, StorageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(settings.VERSION, prog_name="jujugan")
def jujugan() -> None:
    """Watches the news for study visits to a district.

    \b
    See it:      jujugan demo
    Use it:      jujugan run          (the daemon; set contact in jujugan.toml first)
    One round:   jujugan crawl detik kompas
    What is new: jujugan digest --preview
    """


for _command in (
    reading.crawl,
    reading.add,
    reading.reread,
    backfill.backfill,
    watching.run,
    reading.extract,
    judging.detect,
    judging.rescore,
    judging.facts,
    judging.backtest,
    judging.train,
    sites.sites,
    telling.digest,
    releasing.export,
    releasing.explore,
    releasing.merge,
    ledger.ledger,
    texts.texts,
    taking_down.takedown,
    naming.person,
    people.user,
    keeping.backup,
    keeping.restore,
    upgrading.upgrade,
    migrating.migrate,
    cluster.worker,
    cluster.plan,
    watching.examine,
    watching.demo,
):
    jujugan.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; every expected failure is one line on stderr and its exit code."""
    for stream in (sys.stdout, sys.stderr):  # of a terminal that does not know every letter
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        jujugan(list(arguments) if arguments is not None else None, prog_name="jujugan")
    except AlreadyRunning as error:
        say(f"jujugan: {error}")
        sys.exit(LOCKED)
    except (Busy, DiskFull) as error:  # the configuration is right, and another time it will go
        say(f"jujugan: {error}")
        sys.exit(UNEXPECTED)
    except (ConfigError, ProfileError, LexiconError, ModelError, StorageError) as error:
        say(f"jujugan: {error}")
        sys.exit(WRONG_CONFIG)
    except PermissionError as error:  # systemd need not try it again
        say(f"jujugan: {error.filename}: this user may not enter or read it; call this as the installation's own user")
        sys.exit(WRONG_CONFIG)
    except OSError as error:
        say(f"jujugan: {error.filename or 'output'}: {error.strerror}; see what is wrong there")
        sys.exit(UNEXPECTED)
    sys.exit(DONE)


if __name__ == "__main__":
    main()
