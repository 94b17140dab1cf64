"""Which sites share a host: their polls count together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    return {
        site: frozenset({site} | {other for other, theirs in domains.items() if own & theirs})
        for site, own in domains.items()
    }
