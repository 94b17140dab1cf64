"""The command line: thin; each command calls one package and prints. Human text on stderr, data on stdout."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

import config as settings
import doctor as machine
import ready
from article import RunReport
from config import AlreadyRunning, Config, ConfigError
from detect.profile import ProfileError, load_profile
from ready import clock, whole_runs
from storage.database import Busy, DiskFull, StorageError, open_database
from timetable import TIMEZONE

DONE, UNEXPECTED, WRONG_ARGUMENTS, SITE_NOT_GOOD, LOCKED, WRONG_CONFIG = 0, 1, 2, 3, 75, 78


class WrongArgument(click.ClickException):
    """An argument that names nothing there is: one line, without click's lesson on how to call the command."""

    exit_code = WRONG_ARGUMENTS


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Every command takes --config and --db."""
    for option in (
        click.option(
            "--db", type=click.Path(path_type=Path), help="The database to use instead of the configured one."
        ),
        click.option("--config", "config_path", type=click.Path(path_type=Path), help="The configuration file to use."),
    ):
        command = option(command)
    return command


def _gateway(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return settings.gateway(value) if value else None
    except ConfigError as error:
        raise WrongArgument(str(error)) from None


through_gateway = click.option(
    "--gateway", callback=_gateway, help="Read through another server, such as http://127.0.0.1:9000/{url}."
)


def load(config_path: Path | None, db: Path | None, **overrides: Any) -> Config:
    return settings.load(config_path, database=db.absolute() if db else None, **overrides)


def say(text: str) -> None:
    click.echo(text, err=True)


def known_sites(names: Sequence[str]) -> tuple[str, ...]:
    """Each of the names once. Raises WrongArgument for one that is no site's."""
    known = settings.site_names()
    for name in names:
        if name not in known:
            raise WrongArgument(f'no site is called "{name}"; {settings.hint(name, list(known))}')
    return tuple(dict.fromkeys(names))


def totals(reports: Iterable[RunReport]) -> str:
    """The last line of a round, for scripts."""
    rows = list(reports)
    states = {state: sum(row.state == state for row in rows) for state in ("good", "partial", "failed")}
    counts = {
        name: sum(getattr(row, name) for row in rows) for name in ("seen", "new", "versions", "copies", "flagged")
    }
    fields: dict[str, int] = {"sites": len(rows)} | states | counts
    return " ".join(f"{name}={count}" for name, count in fields.items())


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


@jujugan.command(epilog="Example: jujugan crawl detik kompas --since 2026-11-01")
@click.argument("sites", nargs=-1)
@through_gateway
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="How far back a first run pages.")
@common
def crawl(
    sites: tuple[str, ...], gateway: str | None, since: datetime | None, config_path: Path | None, db: Path | None
) -> None:
    """One round now over SITES (all of them when none is named)."""
    from crawler.run import run_sites

    names = known_sites(sites)
    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    chosen = names or config.sites or settings.site_names()
    with whole_runs(config):
        reports = run_sites(chosen, config, since=since.date() if since else None, progress=tell_run)
    click.echo(totals(reports))
    sys.exit(DONE if all(report.state == "good" for report in reports) else SITE_NOT_GOOD)


def tell_run(report: RunReport) -> None:
    """One line a finished run, with its problems below."""
    say(f"{report.site}: {report.state}; {report.seen} seen, {report.new} new, {report.flagged} flagged")
    for problem in report.problems:
        say(f"    {problem}")


@jujugan.command(epilog="Example: jujugan add https://example.go.id/berita/kunjungan-kerja")
@click.argument("url")
@through_gateway
@common
def add(url: str, gateway: str | None, config_path: Path | None, db: Path | None) -> None:
    """Fetch, judge and queue one page that the crawl missed; it is kept as a miss."""
    from crawler.run import UnknownSite, add_page

    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    try:
        with whole_runs(config):
            report = add_page(url, config)
    except UnknownSite as error:
        raise WrongArgument(str(error)) from None
    tell_run(report)
    click.echo(totals([report]))
    sys.exit(DONE if report.state == "good" else SITE_NOT_GOOD)


@jujugan.command()
@common
def run(config_path: Path | None, db: Path | None) -> None:
    """The daemon: crawls by the timetable and serves the page at 127.0.0.1:8600."""
    import scheduler

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = load(config_path, db)
    ready.check(config)
    scheduler.main(config)


@jujugan.command(epilog="Example: jujugan extract page.html --url https://regional.kompas.com/read/2026/10/14/...")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address the page was saved from.")
@click.option("--site", help="The site whose layouts apply (else told from the address).")
@common
def extract(file: Path, url: str, site: str | None, config_path: Path | None, db: Path | None) -> None:
    """Read a saved page: one JSON object with url, site, title, published, author, body, method, language."""
    from crawler.extract import NotAnArticle
    from crawler.run import extract_page

    config = load(config_path, db)
    known_sites([site] if site else [])
    try:
        article = extract_page(file.read_bytes(), url, site, now=clock(config))
    except NotAnArticle as error:
        raise click.ClickException(f"{file} is not an article: {error}") from None
    fields = ("url", "site", "title", "published", "author", "body", "method", "language", "marks")
    values = {name: getattr(article, name) for name in fields}
    values["published"] = article.published.isoformat() if article.published else None
    click.echo(json.dumps(values, ensure_ascii=False))


@jujugan.command(epilog="Example: jujugan detect articles.jsonl > verdicts.jsonl")
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


@jujugan.command()
@common
def sites(config_path: Path | None, db: Path | None) -> None:
    """The health of each site: last good run, newest article, what is wrong."""
    from storage import sites as stored

    config = load(config_path, db)
    with open_database(config.database) as database:
        rows = {row.name: row for row in stored.health(database, clock(config))}
    names = sorted({*rows, *(config.sites or settings.site_names())})
    wide = max(map(len, names))
    click.echo(f"{'site':{wide}} state        last good run     newest article    articles flagged")
    for name in names:
        row = rows.get(name)
        state = (row.last_state or "never read") if row else "never read"
        good, newest = (local(row.last_good_run), local(row.newest_article)) if row else ("-", "-")
        counts = (row.articles, row.flagged) if row else (0, 0)
        click.echo(f"{name:{wide}} {state:12} {good:17} {newest:17} {counts[0]:8} {counts[1]:7}")
        for problem in row.problems if row else ():
            click.echo(f"    {problem}")


def local(moment: datetime | None) -> str:
    return moment.astimezone(TIMEZONE).strftime("%Y-%m-%d %H:%M") if moment else "-"


@jujugan.command()
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


@jujugan.command(epilog="Example: jujugan export release-2026-11")
@click.argument("folder", type=click.Path(path_type=Path))
@common
def export(folder: Path, config_path: Path | None, db: Path | None) -> None:
    """A consistent SQLite file and CSV tables for researchers, without article bodies."""
    from storage.export import export as write

    config = load(config_path, db)
    with open_database(config.database) as database:
        for path in write(database, folder, clock(config)):
            click.echo(path)


@jujugan.command("doctor")
@common
def examine(config_path: Path | None, db: Path | None) -> None:
    """What is wrong with this installation, in plain words."""
    say("Looking through this installation; a large database takes a while.")
    problems = machine.problems()
    try:
        problems += ready.problems(load(config_path, db))
    except ConfigError as error:
        problems.append(str(error))
    for problem in problems:
        click.echo(f"- {problem}")
    if problems:
        sys.exit(UNEXPECTED)
    click.echo("Nothing is wrong with this installation.")


@jujugan.command()
@click.option("--days", type=click.IntRange(2, 366), default=30, show_default=True, help="Days of news to play.")
@click.option("--page/--no-page", default=None, help="Keep the page open afterwards (default: on a terminal).")
@common
def demo(days: int, page: bool | None, config_path: Path | None, db: Path | None) -> None:
    """A month of the local newsroom in about two minutes, then the page."""
    from demo import main as play

    keep_open = page if page is not None else sys.stdout.isatty()
    sys.exit(play(load(config_path, db), days, db, keep_open))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; every expected failure is one line on stderr and its exit code."""
    try:
        jujugan(list(arguments) if arguments is not None else None, prog_name="jujugan")
    except AlreadyRunning as error:
        say(f"jujugan: {error}")
        sys.exit(LOCKED)
    except (Busy, DiskFull) as error:  # the configuration is right, and another time it will go
        say(f"jujugan: {error}")
        sys.exit(UNEXPECTED)
    except (ConfigError, ProfileError, StorageError) as error:
        say(f"jujugan: {error}")
        sys.exit(WRONG_CONFIG)
    sys.exit(DONE)


if __name__ == "__main__":
    main()
