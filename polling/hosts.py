"""Which sites share a host: their polls count together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

# For each site the sites, itself included, that it shares a host with.
Mates = Mapping[str, frozenset[str]]
# The hosts by site -> who shares one.
Sharing = Callable[[Mapping[str, Iterable[str]]], Mates]

# Under a country's domain these stand where a name would: example.co.id is one holder's, co.id is not.
_SECOND_LEVEL = frozenset(
    ("ac", "biz", "co", "com", "desa", "edu", "go", "gov", "mil", "my", "net", "or", "org", "ponpes", "sch", "web")
)


def registrable(host: str) -> str:
    """The part of a host name that one holder registers: banyuwangikab.go.id of ppid.banyuwangikab.go.id."""
    labels = host.lower().rstrip(".").split(".")
    is_deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if is_deep else labels[-2:])


def neighbours(hosts: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """For each site the sites, itself included, of which some host has the same holder; `hosts` are those by site."""
    domains = {site: {registrable(host) for host in named} for site, named in hosts.items()}
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for site, own in domains.items():
        for domain in own:
            sites[domain].add(site)
    return {site: frozenset({site}.union(*(sites[domain] for domain in own))) for site, own in domains.items()}
