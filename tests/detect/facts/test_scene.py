"""What of an article is the watched place's own (synthetic sentences)."""

from __future__ import annotations

import pytest

from tests.telling import scene


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("Tamu mengunjungi Balai Pelatihan Pulau Merah.", True),
        ("Tamu mengunjungi Balai Pelatihan. Mereka lalu melihat Pulau Merah.", False),
    ],
)
def test_a_place_right_behind_an_institution_says_whose_it_is(sentence: str, own: bool) -> None:
    told = scene(sentence)
    (found,) = ((seen, body) for seen in told.seen for body in seen.bodies)
    assert told.owns_body(*found) is own
