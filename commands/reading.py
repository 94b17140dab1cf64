"""Commands that read the web: a round over the sites, one page, one saved page."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

import config as settings
import ready
from commands.shared import (
    DONE,
    SITE_NOT_GOOD,
    WrongArgument,
    common,
    known_sites,
    load,
    local,
    say,
    tell_run,
    through_gateway,
    totals,
)
from config import Config
from ready import clock, whole_runs
from storage.database import is_there, open_store


@click.command(epilog="Example: jujugan crawl detik kompas --since 2026-11-01")
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
    chosen = names or _in_the_rounds(config)
    with whole_runs(config):
        reports = run_sites(chosen, config, since=since.date() if since else None, progress=tell_run)
    click.echo(totals(reports))
    sys.exit(DONE if all(report.state == "good" for report in reports) else SITE_NOT_GOOD)


def _in_the_rounds(config: Config) -> list[str]:
    """The sites of a round: all that are watched but those that were retired."""
    from storage.health import lifecycle

    names = config.sites or settings.site_names()
    if not is_there(config):
        return list(names)
    with open_store(config) as database:
        lives = lifecycle.every(database)
    return [name for name in names if lifecycle.is_read(lives.get(name, lifecycle.Life()), None, clock(config))]


@click.command(epilog="Example: jujugan add https://example.go.id/berita/kunjungan-kerja")
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
    _say_taken_down(url, config)
    sys.exit(DONE if report.state == "good" else SITE_NOT_GOOD)


def _say_taken_down(url: str, config: Config) -> None:
    """Raises WrongArgument where the run rejected the page, since it was taken down."""
    from crawler.takedown.removal import find

    with open_store(config) as database:
        for one in find(database, url).taken:
            raise WrongArgument(f"{url} was taken down {local(one.at)} ({one.reason}): it is not read again")


@click.command(epilog="Example: jujugan reread detik --since 2026-11-01")
@click.argument("site")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was read on this day or later.")
@common
def reread(site: str, since: datetime | None, config_path: Path | None, db: Path | None) -> None:
    """Read the kept pages of SITE again, after its file was mended: what a break hid or spoilt is put right."""
    from crawler.again.reread import reread_site

    [name] = known_sites([site])
    config = load(config_path, db)
    counts = reread_site(name, config, clock(config), since.date() if since else None)
    say(
        f"{name}: {counts.new} articles had been hidden, {counts.corrected} had a wrong text; {counts.flagged} of both "
        "are flagged, and the next digest marks them as recovered"
    )
    if counts.unreadable:
        say(f"    {counts.unreadable} stored articles cannot be read from their kept pages; they stay as they are")
    click.echo(" ".join(f"{field}={getattr(counts, field)}" for field in counts.__dataclass_fields__))


@click.command(epilog="Example: jujugan extract page.html --url https://regional.kompas.com/read/2026/10/14/...")
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
