"""Who published an article: a site's own name, or the publisher that a news search has found."""

from __future__ import annotations

import pytest

from storage import visits
from storage.database import Database
from storage.digest import changes, untold
from storage.outlets import outlet
from tests.storing import NOW, another, begin, save

HOSTS = '["berita.example"]'


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://berita.example/1", "berita"),
        ("https://daerah.berita.example/1", "berita"),
        ("https://bukanberita.example/1", "bukanberita.example"),
        ("https://www.kabar-daerah.example/1", "kabar-daerah.example"),
        ("", "berita"),
    ],
)
def test_what_stands_on_none_of_the_sites_hosts_is_its_publishers(url: str, told: str) -> None:
    assert outlet("berita", HOSTS, url) == told


def test_cards_flags_and_changes_name_the_publisher(db: Database) -> None:
    run = begin(db)
    with db.write():
        stored = save(db, run, another(url="https://www.kabar-daerah.example/1", published=NOW))
        save(db, run, another(url="https://www.pos-daerah.example/2", published=NOW), found=[])
        changes.record(db, stored.article_id, {"title": "Judul lama"}, NOW)
    [card] = visits.newest(db, 9)
    assert (card.first_site, card.first_outlet) == ("berita", "kabar-daerah.example")
    assert [flag.site for flag in untold.flags(db)[0]] == ["pos-daerah.example"]
    assert {change.site for change in changes.untold(db)} == {"kabar-daerah.example"}
