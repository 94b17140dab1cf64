"""Commands about single sites; without one of them, the health of all."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import get_args

import click

import config as settings
import ready
from commands import site_lines
from commands.shared import DONE, SITE_NOT_GOOD, WrongArgument, common, known_sites, load, say, through_gateway
from config import Config
from polling.outlook import Expectation, Outlook
from ready import clock
from storage import sites as stored
from storage.database import Database, open_store
from storage.health import gaps, lifecycle
from storage.health.gaps import Gap
from storage.health.lifecycle import Life, Proof, SiteState
from storage.sites import SiteHealth
from wording.facts import telling

_tell = telling("en")
_WIDTH = 120
_HEAD = (
    f"{'state':11} {'last good run':13} {'newest':13} {'today':>11} {'articles':>8} {'flagged':>7}  next run, and why"
)


@click.group(invoke_without_command=True)
@common
@click.pass_context
def sites(context: click.Context, config_path: Path | None, db: Path | None) -> None:
    """The health of each site: last good run, what came and what was expected, the next run, gaps, problems."""
    if context.invoked_subcommand is not None:
        if config_path or db:  # else what the subcommand does would be done to another database
            raise WrongArgument("give --config and --db behind the subcommand: jujugan sites check NAME --db FILE")
    else:
        config = load(config_path, db)
        with open_store(config) as database:
            for line in health(database, config, clock(config)):
                click.echo(line)


@sites.command(epilog="Example: jujugan sites check detik")
@click.argument("name")
@through_gateway
@common
def check(name: str, gateway: str | None, config_path: Path | None, db: Path | None) -> None:
    """Read the site NAME live: its sources, three articles field by field, its searches; then pass or what is wrong."""
    from crawler.asking import asking
    from crawler.new_site.probe import probe
    from crawler.new_site.proof import figures, wrong
    from crawler.run import complete, site_class

    [site] = known_sites([name])
    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    facts, now = site_class(site).facts, clock(config)
    if not facts.sources:
        raise WrongArgument(f"{site} states no sources of its own that could be checked; see spiders/{site}.py")
    with open_store(config, create=True) as database:
        with database.write():
            stored.register(database, site, facts.hosts, now)
        work = asking(lambda ask: probe(ask, site, facts, now), config, database, facts=facts, site=site)
        seen = complete(work)
        problems = wrong(seen)
        proof = Proof("check", now, figures(seen), tuple(one.what for one in problems))
        with database.write():
            moved = lifecycle.checked(database, site, proof)
    for line in (*site_lines.check(seen), *site_lines.verdict(problems)):
        click.echo(line)
    if moved:
        say(f"{site} is {moved.state} now: {_tell.line(moved.reason)}")
    sys.exit(SITE_NOT_GOOD if problems else DONE)


@sites.command(epilog="Example: jujugan sites new https://contoh.example/")
@click.argument("url")
@click.option("--name", help="What the site shall be called (default: the words of its host).")
@through_gateway
@common
def new(url: str, name: str | None, gateway: str | None, config_path: Path | None, db: Path | None) -> None:
    """Guess the facts of a new site from its front page, or from an article at URL; write its file and its tests."""
    from crawler.asking import asking
    from crawler.new_site import site_file, write
    from crawler.new_site.draft import CannotDraft, draft, host_facts
    from crawler.run import complete, site_of

    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    now = clock(config)
    try:
        called = name or site_file.name_of(url)
    except ValueError as error:
        raise WrongArgument(f"{url} is no address ({error}): give one such as https://contoh.example/") from None
    if not site_file.is_name(called):
        raise WrongArgument(f'"{called}" is no name for a site: small letters, digits and _ only, a letter first')
    if called in settings.site_names():
        raise WrongArgument(f"spiders/{called}.py is there already: choose another --name, or edit that file")
    if owner := site_of(url):
        raise WrongArgument(f"{url} belongs to the site {owner.name}: edit spiders/{owner.name}.py")
    try:
        facts = host_facts(url)
        with open_store(config, create=True) as database:
            found = complete(asking(lambda ask: draft(ask, url, now), config, database, facts=facts))
        written = write.write(settings.ROOT, called, found, now)
    except (CannotDraft, write.AlreadyThere) as error:
        raise WrongArgument(str(error)) from None
    options = {"gateway": gateway, "config": config_path, "db": db}
    for line in site_lines.drafted(called, found, written, options):
        click.echo(line)


@sites.command(epilog="Example: jujugan sites record detik https://www.detik.com/jatim/berita/d-8612345/judul")
@click.argument("name")
@click.argument("url")
@click.option("--as", "page", help="What the page is called among the golden ones (default: by its kind).")
@through_gateway
@common
def record(
    name: str, url: str, page: str | None, gateway: str | None, config_path: Path | None, db: Path | None
) -> None:
    """Fetch URL, a source or an article of the site NAME, and keep it as a golden page, in our own words."""
    from crawler.asking import asking
    from crawler.new_site import golden
    from crawler.new_site.site_file import is_name
    from crawler.run import complete, site_class

    [site] = known_sites([name])
    config = load(config_path, db, gateway=gateway)
    ready.check(config)
    facts, now = site_class(site).facts, clock(config)
    source = golden.source_at(url, facts, now)
    called = page or (type(source).__name__.lower() if source else "article")
    folder = settings.ROOT / "tests" / "sites" / site
    if not is_name(called.replace("-", "_")):
        raise WrongArgument(f'--as "{called}": small letters, digits, - and _ only, a letter first')
    if (folder / f"{called}.json").exists():
        raise WrongArgument(f"{folder / called}.json is there already: name another one with --as")
    with open_store(config, create=True) as database:
        got = complete(asking(lambda ask: ask.get(url), config, database, facts=facts))
    if not got.is_there:
        raise WrongArgument(f"{url}: {got.words}: nothing was recorded")
    try:
        kept = golden.keep(folder, called, url, got.body, site=site, facts=facts, now=now)
    except ValueError as error:
        raise WrongArgument(f"{url}: cannot be kept in our own words: {error}") from None
    for line in site_lines.recorded(kept):
        click.echo(line)


@sites.command(epilog='Example: jujugan sites retire surya --reason "the paper lives on as tribunnews"')
@click.argument("name")
@click.option("--reason", required=True, help="Why it is not read any more.")
@common
def retire(name: str, reason: str, config_path: Path | None, db: Path | None) -> None:
    """Take the site NAME out of the rounds; what is stored of it stays."""
    config = load(config_path, db)
    [site] = known_sites([name])
    if not reason.strip():
        raise WrongArgument("--reason is empty: say why the site is not read any more")
    with open_store(config) as database, database.write():
        lifecycle.retire(database, site, reason.strip(), clock(config))
    say(f"{site} is retired: it is not read until `jujugan sites restore {site}`")


@sites.command(epilog="Example: jujugan sites restore surya")
@click.argument("name")
@common
def restore(name: str, config_path: Path | None, db: Path | None) -> None:
    """Let the retired site NAME be read again, as a candidate."""
    config = load(config_path, db)
    [site] = known_sites([name])
    with open_store(config) as database, database.write():
        try:
            lifecycle.restore(database, site, clock(config))
        except lifecycle.NotRetired as error:
            raise WrongArgument(str(error)) from None
    say(f"{site} is a candidate: `jujugan sites check {site}` or its next good run proves it")


def health(db: Database, config: Config, now: datetime) -> list[str]:
    """The health of every site, a line each with what is wrong below it, 120 columns wide."""
    known = {row.name: row for row in stored.health(db, now)}
    lives = lifecycle.every(db)
    names = sorted(config.sites or settings.site_names())
    outlook, standing, spared = Outlook(db, config.timetable), gaps.standing(db), gaps.spared(db)
    wide = max(map(len, names))
    lines = [
        f"{_tell.clock(now)}; all times are WIB, and today's articles are those that came of those expected by now"
    ]
    lines += _by_state(names, lives)
    lines.append(f"{'site':{wide}} {_HEAD}")
    for name in names:
        row = known.get(name)
        expectation = outlook.expectation(name, now) if row else Expectation(None, 0, None)
        poll = outlook.next(name, now)
        due = "never" if poll.at is None else "now" if poll.is_due(now) else _tell.short(poll.at)
        lines.append(f"{name:{wide}} {_figures(row, expectation)}  {due}: {_tell.lines(poll.reasons)}")
        for told in (*_stands(lives.get(name)), *_below(name, row, expectation, standing), *_spared(name, spared)):
            lines += [f"    {line}" for line in wrap(told, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)]
    gone = [f"{name} ({known[name].articles} articles)" for name in sorted(known.keys() - set(names))]
    if gone:
        told = f"not watched any more ({len(gone)}), what is stored of them stays: {', '.join(gone)}"
        lines += ["", *wrap(told, _WIDTH, subsequent_indent="    ")]
    return lines


def _figures(row: SiteHealth | None, expectation: Expectation) -> str:
    state = (row.last_state or "never read") if row else "never read"
    good, newest = (_moment(row.last_good_run), _moment(row.newest_article)) if row else ("-", "-")
    expected = "?" if expectation.expected is None else f"{expectation.expected:.1f}"
    articles, flagged = (row.articles, row.flagged) if row else (0, 0)
    return f"{state:11} {good:13} {newest:13} {f'{expectation.came} of {expected}':>11} {articles:8} {flagged:7}"


def _moment(moment: datetime | None) -> str:
    return _tell.short(moment) if moment else "-"


def _below(name: str, row: SiteHealth | None, expectation: Expectation, standing: list[Gap]) -> list[str]:
    lines = list(row.problems) if row else []
    if expectation.silent_for:
        lines.append(f"silent for {_tell.long(expectation.silent_for)}, although its rhythm expects more")
    return lines + [_tell.gap_line(gap).removeprefix(f"{name}: ") for gap in standing if gap.site == name]


def _spared(name: str, spared: Mapping[tuple[str, str], datetime]) -> list[str]:
    """The lists that the last run left unread, and why."""
    lists = [f"{source} (last read {_moment(at)})" for (site, source), at in spared.items() if site == name]
    return [f"left unread, since the other lists show all they show: {', '.join(lists)}"] if lists else []


def _by_state(names: Sequence[str], lives: Mapping[str, Life]) -> list[str]:
    """The sites by their state of life, a paragraph each."""
    lines = []
    for state in get_args(SiteState):
        found = [name for name in names if lives.get(name, Life()).state == state]
        if found:
            lines += wrap(f"{state} ({len(found)}): {', '.join(found)}", _WIDTH, subsequent_indent="    ")
    return lines


def _stands(life: Life | None) -> list[str]:
    """Why a site is in doubt, or out."""
    if life is None or life.state == "stable" or life.since is None:
        return []
    step = "; `jujugan sites check` proves it anew" if life.state in ("investigating", "quarantined") else ""
    return [f"{life.state} since {_tell.clock(life.since)}: {_tell.line(life.reason)}{step}"]
