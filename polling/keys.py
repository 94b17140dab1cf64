"""The key of a site's politeness: what its jobs are locked by, so that one machine that answers is asked once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from polling.hosts import Mates, registrable

# More domains than this on one address are behind the front of a delivery network, which is no machine of theirs.
MOST_ON_ONE = 100


def keys(hosts: Mapping[str, Iterable[str]], addresses: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each site its key: the first, in the order of letters, of all registrable domains that hang together with its
    own, by a site on both or by an address (`addresses` are those by host). A site without hosts stands for itself.
    """
    domains = {site: {registrable(host) for host in named} or {f"site:{site}"} for site, named in hosts.items()}
    groups = _Groups()
    for own in domains.values():
        groups.join(own)
    for shared in _on_one_address(addresses):
        groups.join(shared)
    return {site: groups.first(min(own)) for site, own in domains.items()}


def mates(keys: Mapping[str, str]) -> Mates:
    """For each site the sites, itself included, of the same key."""
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for site, key in keys.items():
        sites[key].add(site)
    frozen = {key: frozenset(named) for key, named in sites.items()}
    return {site: frozen[key] for site, key in keys.items()}


def _on_one_address(addresses: Mapping[str, Iterable[str]]) -> Iterable[set[str]]:
    domains: defaultdict[str, set[str]] = defaultdict(set)
    for host, its in addresses.items():
        for address in its:
            domains[address].add(registrable(host))
    return (shared for shared in domains.values() if len(shared) <= MOST_ON_ONE)


class _Groups:
    """Disjoint sets, each known by the first of its members in the order of letters."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def first(self, name: str) -> str:
        path = [name]
        while (above := self._above.get(path[-1], path[-1])) != path[-1]:
            path.append(above)
        for step in path:
            self._above[step] = path[-1]
        return path[-1]

    def join(self, names: Iterable[str]) -> None:
        firsts = sorted({self.first(name) for name in names})
        for one in firsts[1:]:
            self._above[one] = firsts[0]
