"""Which sites have one host."""

from __future__ import annotations

import pytest

from polling.hosts import neighbours, registrable


@pytest.mark.parametrize(
    ("host", "holder"),
    [
        ("www.detik.com", "detik.com"),
        ("detik.com", "detik.com"),
        ("ppid.banyuwangikab.go.id", "banyuwangikab.go.id"),
        ("banyuwangikab.go.id", "banyuwangikab.go.id"),
        ("BPSDM.PU.GO.ID.", "pu.go.id"),
        ("www.seblang.co.id", "seblang.co.id"),
        ("banyuwangi.viva.co.id", "viva.co.id"),
        ("kabar.id", "kabar.id"),
        ("www.ngopibareng.id", "ngopibareng.id"),
        ("localhost", "localhost"),
    ],
)
def test_the_holder_of_a_host_is_known_by_its_name(host: str, holder: str) -> None:
    assert registrable(host) == holder


def test_sites_on_hosts_of_one_holder_are_neighbours() -> None:
    found = neighbours(
        {
            "press": ["banyuwangikab.go.id"],
            "offices": ["ppid.banyuwangikab.go.id", "jdih.banyuwangikab.go.id"],
            "detik": ["detik.com"],
            "new": [],
        }
    )
    assert found["press"] == found["offices"] == {"press", "offices"}
    assert (found["detik"], found["new"]) == ({"detik"}, {"new"})
