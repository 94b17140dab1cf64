"""A parser that is broken for five days and then mended, beside one that never broke: both must end with the same."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from config import Config
from newsroom.compare import StoredArticle
from newsroom.month import timetable
from newsroom.observed import Line
from newsroom.publication import WIB
from newsroom.scenario import scenarios
from newsroom.server import Newsroom
from newsroom.world import build
from storage import articles, verdicts
from storage.database import Database, open_database
from storage.digest import changes, recovered
from storage.inventory import inventory

SCENARIO = "break"
POLLS_A_DAY = 6
FIRST_DAY, DAYS = 2, 5
# The one site's parser finds no text at all, the other's takes something else for it.
BLIND, ASTRAY = "seblang", "kompas"


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one article but when: its texts, what they were judged, what they state, its family."""

    texts: tuple[tuple[object, ...], ...]
    stated: tuple[tuple[str, str], ...]
    copy_of: str | None
    together: frozenset[str]


def compared(folder: Path) -> Line:
    """Play both side by side and compare."""
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        whole, mended = pool.map(play, (folder / "whole.db", folder / "mended.db"), (False, True))
    differences = _differences(whole, mended)
    value = f"{len(differences)} differences in {len(whole)} articles"
    return Line("broken for five days and mended: the same", "0", value, not differences, tuple(differences[:40]))


def key_of(one: StoredArticle) -> str:
    """The key that an article is stored under."""
    from crawler import urls
    from crawler.run import site_class

    return urls.key(one.url, site_class(one.site).facts)


def play(database: Path, breaks: bool) -> dict[str, Kept]:
    """Nine days of four sites, polled at fixed times; what is stored at the end, by URL."""
    scenario = scenarios()[SCENARIO]
    plan = scenario.plan
    first = datetime.combine(plan.start, time(0), WIB) + timedelta(days=FIRST_DAY)
    last = first + timedelta(days=DAYS)
    with Newsroom(build(plan), first, rates=scenario.rates) as newsroom:
        config = Config(database=database, gateway=newsroom.gateway, contact="month@jujugan.example", delay=0.0)
        with open_database(database, create=True) as db:
            is_mended = not breaks
            for site, at in timetable(plan.sites, plan.start, plan.days, POLLS_A_DAY):
                newsroom.now = at
                if not is_mended and at >= last:
                    is_mended = _mend(config, at)
                _run(site, config, at, broken=breaks and first <= at < last)
            return dict(_kept(db))


def _run(site: str, config: Config, at: datetime, *, broken: bool) -> None:
    from crawler.run import complete, run_site, site_class

    cls: Any = site_class(site)
    if broken and site == ASTRAY:
        layouts = tuple(replace(layout, body=f".{site}-footer") for layout in cls.facts.layouts)
        cls = type(cls.__name__, (cls,), {"facts": replace(cls.facts, layouts=layouts)})
    if broken and site == BLIND:
        with patch("crawler.site.extract", _sees_nothing):
            complete(run_site(cls, config, now=at))
    else:
        complete(run_site(cls, config, now=at))


def _sees_nothing(*_: object, **__: object) -> None:
    from crawler.extract import NotAnArticle
    from crawler.page.refusals import EMPTY

    raise NotAnArticle(EMPTY)


def _mend(config: Config, now: datetime) -> bool:
    from crawler.again.reread import reread_site

    for site in (BLIND, ASTRAY):
        reread_site(site, config, now)
    return True


def _kept(db: Database) -> list[tuple[str, Kept]]:
    rows = inventory(db)
    of_visit: dict[int, set[str]] = {}
    for row in rows:
        for visit in row.visits:
            of_visit.setdefault(visit, set()).add(row.url)
    out = []
    for row in rows:
        found = articles.by_key(db, row.site, key_of(StoredArticle(row.site, row.url, row.title)))
        if found is None:
            continue
        texts = []
        for text in recovered.texts(db, found.article_id):
            one, verdict = text.article, verdicts.of_version(db, text.version_id)
            judged = (verdict.flagged, round(verdict.score, 6), verdict.direction, verdict.status) if verdict else ()
            texts.append((one.title, one.body, one.author, one.published, one.method, one.marks, judged))
        together = frozenset(url for visit in row.visits for url in of_visit[visit])
        stated = tuple(sorted(changes.stated(db, found.article_id).items()))
        out.append((row.url, Kept(tuple(texts), stated, row.copy_of, together)))
    return out


def _differences(whole: dict[str, Kept], mended: dict[str, Kept]) -> list[str]:
    out = [f"lost: {url}" for url in whole if url not in mended]
    out += [f"only after the break: {url}" for url in mended if url not in whole]
    for url in whole.keys() & mended.keys():
        one, other = whole[url], mended[url]
        names = [name for name in Kept.__dataclass_fields__ if getattr(one, name) != getattr(other, name)]
        out += [f"{name} of {url}: {_said(one, other, name)}" for name in names]
    return sorted(out)


def _said(one: Kept, other: Kept, name: str) -> str:
    mine, theirs = getattr(one, name), getattr(other, name)
    if name != "texts":
        return f"{mine} against {theirs}"
    if len(mine) != len(theirs):
        return f"{len(mine)} texts against {len(theirs)}"
    odd = next((a, b) for a, b in zip(mine, theirs, strict=True) if a != b)
    return "; ".join(f"{str(a)[:60]!r} against {str(b)[:60]!r}" for a, b in zip(*odd, strict=True) if a != b)
