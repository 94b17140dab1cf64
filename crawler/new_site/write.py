"""Writing what a draft found: the site file, its golden pages and the addresses that its tests try."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import re2

from crawler import urls
from crawler.facts import SiteFacts
from crawler.new_site import golden, site_file
from crawler.new_site.disguise import disguise_url
from crawler.new_site.draft import Draft

_MOST_ACCEPTED = 4
# What every site has, and what no article pattern may take for an article.
_REFUSED = ("tentang-kami/", "foto.jpg", "tag/banyuwangi/")


class AlreadyThere(Exception):
    """A file that would be overwritten."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were made, which page of the site each golden page is, and what a person has to correct by eye."""

    files: tuple[Path, ...]
    pages: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]


def write(root: Path, name: str, draft: Draft, now: datetime) -> Written:
    """Write spiders/NAME.py and tests/sites/NAME/ below `root`. Raises AlreadyThere before anything is written."""
    path, folder = root / "spiders" / f"{name}.py", root / "tests" / "sites" / name
    for one in (path, folder):
        if one.exists():
            raise AlreadyThere(f"{one} is there already: choose another --name, or remove it first")
    host = draft.facts.hosts[0]
    about = f"{host}: drafted by `jujugan sites new` from {len(draft.samples)} articles; look through it once."
    path.write_text(site_file.render(name, draft.facts, about), encoding="utf-8")
    made, pages, changed = [path], [], []
    for page, got in draft.golden:
        recorded = golden.keep(folder, page, got.asked, got.body, site=name, facts=draft.facts, now=now)
        made.append(recorded.path)
        pages.append((recorded.path.name, got.asked))
        changed += [f"{recorded.path.name}: {one}" for one in recorded.changed]
    made.append(folder / "urls.json")
    made[-1].write_text(json.dumps(addresses(draft), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Written(tuple(made), tuple(pages), tuple(changed))


def addresses(draft: Draft) -> dict[str, list[dict[str, str | None]] | list[str]]:
    """Addresses of articles with what is known of each, and addresses that are none, in our own words."""
    facts = draft.facts
    told = list(dict.fromkeys(disguise_url(one, facts) for one in draft.accepted))
    told = [*told[:_MOST_ACCEPTED], *(short for one in told[:1] for short in _shortest(one, facts))]
    accepted = [_known(one, facts) for one in told if urls.is_article(one, facts)]
    refused = list(dict.fromkeys(_refused(draft, [str(one["url"]) for one in accepted])))
    return {"accepted": accepted, "refused": [one for one in refused if not urls.is_article(one, facts)]}


def _known(url: str, facts: SiteFacts) -> dict[str, str | None]:
    day = urls.date_from_url(url, facts)
    return {"url": url, "key": urls.key(url, facts), "day": day.isoformat() if day else None}


def _shortest(url: str, facts: SiteFacts) -> Iterator[str]:
    """The address with a number of no more digits than the pattern asks for."""
    for fewest in re2.findall(r"\{(\d+),\}", facts.article.regex):
        for number in re2.findall(r"\d+", urlsplit(url).path):
            if len(number) > int(fewest):
                yield url.replace(number, number[: int(fewest)])


def _refused(draft: Draft, accepted: Sequence[str]) -> Iterator[str]:
    """Addresses near those of articles that are none: a folder too many, a letter too few, those the pattern leaves."""
    home = f"https://{urlsplit(accepted[0]).netloc}/" if accepted else f"https://{draft.facts.hosts[0]}/"
    yield from (home + one for one in _REFUSED)
    if draft.facts.exclude is not None:
        for folder in re2.findall(r"[a-z]+", draft.facts.exclude.regex):
            yield from (f"{home}{folder}/{urlsplit(one).path.lstrip('/')}" for one in accepted[:1])
    for one in accepted[:1]:
        above = one.rsplit("/", 2)[0] + "/"
        if urlsplit(above).netloc:
            yield above
        yield from _near(one)
    yield home


def _near(url: str) -> Iterator[str]:
    """The address with each of its numbers cut to nothing, and with a letter that no number has."""
    for number in dict.fromkeys(re2.findall(r"[0-9a-f]{4,}", urlsplit(url).path)):
        yield url.replace(number, number[:-1] if len(number) > 8 else number[:2])
        yield url.replace(number, f"{number[:-1]}g")
