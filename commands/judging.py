"""Commands that judge texts: given ones, and those stored, after a change of the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import click

from commands import tables
from commands.shared import WRONG_CONFIG, WrongArgument, common, load, say
from detect.lexicon import LexiconError, load_lexicon
from detect.profile import ProfileError, load_profile
from detect.score import default_model
from detect.watched import Watched
from ready import clock
from storage.database import open_store
from storage.desk import rerankers


@click.command(epilog="Example: jujugan detect articles.jsonl > verdicts.jsonl")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@common
def detect(file: Iterable[str], config_path: Path | None, db: Path | None) -> None:
    """Judge articles (JSON Lines with id, url, outlet, published, title, text; - for standard input)."""
    from detect.lines import LineError, judge_lines

    watched = Watched.read(load(config_path, db).profiles)
    try:
        for line in judge_lines(file, watched):
            click.echo(line)
    except LineError as error:
        raise WrongArgument(str(error)) from None
    except UnicodeDecodeError as error:
        raise WrongArgument(f"the articles are not UTF-8 text: {error}; save them as UTF-8") from None


@click.command()
@common
def rescore(config_path: Path | None, db: Path | None) -> None:
    """Judge every stored text again by the present lexicon, profile and re-ranker.

    Broken off, it goes on where it was when it is started again; until it is through, the visits stay as they were.
    """
    from crawler.again.rescore import rescore as judge_again
    from crawler.rules import present

    config = load(config_path, db)
    with open_store(config) as database:
        rules = present(database, config.profiles)
        came = judge_again(database, rules, clock(config), tables.progress("judged"))
    click.echo(" ".join(f"{name}={count}" for name, count in asdict(came).items()))


@click.command()
@common
def facts(config_path: Path | None, db: Path | None) -> None:
    """Read the facts of visits that editors made by hand, from articles that the rules take for none.

    The desk runs this by itself whenever an article is flagged or confirmed.
    """
    from crawler.again.by_hand import read_facts
    from crawler.rules import present

    config = load(config_path, db)
    with open_store(config) as database:
        found = read_facts(database, present(database, config.profiles), clock(config))
    click.echo(f"read={found.read} stating={found.stating}")


@click.command(epilog="Example: jujugan backtest --lexicon my-lexicon.toml")
@click.option("--lexicon", "lexicon_path", type=click.Path(path_type=Path), help="A changed copy of the lexicon.")
@click.option("--watch", "watch_path", type=click.Path(path_type=Path), help="A changed profile of a watched place.")
@common
def backtest(lexicon_path: Path | None, watch_path: Path | None, config_path: Path | None, db: Path | None) -> None:
    """What a changed lexicon or profile would flag and unflag among the stored articles; writes nothing."""
    from crawler.again.backtest import back_test
    from crawler.rules import present

    config = load(config_path, db)
    with open_store(config) as database:
        rules = present(database, config.profiles)
        in_force = f"{rules.lexicon.version}+{rules.model.version}"
        try:
            rules = replace(rules, lexicon=load_lexicon(lexicon_path)) if lexicon_path else rules
            rules = (
                replace(rules, watched=rules.watched.with_profile(load_profile(watch_path))) if watch_path else rules
            )
        except (LexiconError, ProfileError) as error:
            raise WrongArgument(str(error)) from None
        told = back_test(database, rules, in_force, tables.progress("judged"))
    for line in tables.back_test(told):
        click.echo(line)
    if told.outdated:
        say(
            f"{told.outdated} of {told.articles} stored verdicts are by other rules than those in force ({in_force}): "
            "to see the effect of a file alone, run `jujugan rescore` first."
        )


@click.command()
@click.option("--off", is_flag=True, help="Put the re-ranker out of use: the rules judge alone again.")
@common
def train(off: bool, config_path: Path | None, db: Path | None) -> None:
    """Fit the re-ranker to editors' decisions; later verdicts use it if its back-test is not worse than the rules'."""
    from crawler.again.training import TooFewDecisions
    from crawler.again.training import train as fit
    from crawler.rules import alone

    config = load(config_path, db)
    with open_store(config) as database:
        if off:
            with database.write():
                was_on = rerankers.off(database)
            say("The re-ranker is out of use." if was_on else "No re-ranker was in use.")
            return
        try:
            made = fit(database, alone(config.profiles), clock(config))
        except TooFewDecisions as error:
            say(f"jujugan: {error}")
            sys.exit(WRONG_CONFIG)
    for line in tables.training(made, default_model().threshold):
        click.echo(line)
