"""What sites are read one after the other, and when a job is tried again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cluster import retries
from polling.addresses import Addresses
from polling.keys import MOST_ON_ONE, keys, mates
from tests.warta import NOW

PORTALS = {f"portal{n}": [f"dinas{n}.kab.go.id"] for n in range(20)}


def test_twenty_portals_of_one_holder_have_one_key() -> None:
    found = keys(PORTALS | {"detik": ["detik.com"]}, {})
    assert {found[site] for site in PORTALS} == {"kab.go.id"}
    assert found["detik"] == "detik.com"


def test_twenty_portals_on_one_machine_have_one_key() -> None:
    apart = {f"portal{n}": [f"kab{n:02}.go.id"] for n in range(20)}
    addresses = {f"kab{n:02}.go.id": {"192.0.2.7"} for n in range(20)} | {"detik.com": {"192.0.2.8"}}
    found = keys(apart | {"detik": ["detik.com"]}, addresses)
    assert {found[site] for site in apart} == {"kab00.go.id"}
    assert found["detik"] == "detik.com"
    assert mates(found)["portal3"] == frozenset(apart)


def test_what_hangs_together_by_a_site_between_has_one_key() -> None:
    found = keys({"a": ["a.id"], "both": ["b.a.id", "c.id"], "c": ["www.c.id"]}, {})
    assert set(found.values()) == {"a.id"}


def test_the_front_of_a_delivery_network_joins_nobody() -> None:
    apart = {f"s{n}": [f"s{n}.id"] for n in range(MOST_ON_ONE + 1)}
    found = keys(apart, {f"s{n}.id": {"192.0.2.9"} for n in range(MOST_ON_ONE + 1)})
    assert len(set(found.values())) == len(apart)


def test_a_site_without_hosts_stands_for_itself() -> None:
    assert keys({"new": [], "other": []}, {}) == {"new": "site:new", "other": "site:other"}


hosts = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from([f"h{n}.id" for n in range(6)]), max_size=3)
)
places = st.dictionaries(st.sampled_from([f"h{n}.id" for n in range(6)]), st.sets(st.sampled_from("12345"), max_size=2))


@given(hosts, places)
def test_sites_with_a_host_or_an_address_in_common_have_one_key(
    hosts: dict[str, list[str]], places: dict[str, set[str]]
) -> None:
    found = keys(hosts, places)
    assert found.keys() == hosts.keys()
    for one in hosts:
        for other in hosts:
            own, theirs = ({place for host in hosts[site] for place in places.get(host, ())} for site in (one, other))
            if set(hosts[one]) & set(hosts[other]) or own & theirs:
                assert found[one] == found[other]


def test_a_host_is_asked_for_once_a_day_and_a_new_one_at_once() -> None:
    asked: list[str] = []

    def resolve(host: str) -> frozenset[str]:
        asked.append(host)
        return frozenset({"192.0.2.1"} if host == "a.id" else ())

    addresses = Addresses(resolve)
    assert addresses.of(["a.id", "a.id"], NOW)["a.id"] == {"192.0.2.1"}
    addresses.of(["a.id", "b.id"], NOW.replace(hour=20))
    assert asked == ["a.id", "b.id"]
    addresses.of(["a.id", "b.id"], NOW.replace(day=NOW.day + 1))
    assert sorted(asked[2:]) == ["a.id", "b.id"]


def test_each_attempt_waits_twice_as_long_and_the_third_is_the_last() -> None:
    assert [retries.wait(tried, 600) for tried in (1, 2, 3, 4)] == [600, 1200, None, None]
    assert [retries.is_last(tried) for tried in (1, 2, 3, 4)] == [False, False, True, True]
