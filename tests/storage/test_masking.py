"""Quotes are found however a text is wrapped, marked up or escaped, and all else is left as it is."""

from __future__ import annotations

import html
import json
import textwrap
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.removal.masking import MASK, WINDOW, Quotes, each_string, mask

TEXT = (
    'Rombongan dari kota seberang mempelajari "lapak bergilir" & pasar subuh di desa itu. '
    "Mereka pulang sore hari. Kata ketua rombongan, semua senang sekali dengan cara kerja para pedagang."
)
QUOTES = Quotes.of([TEXT], ["Lapak Bergilir"])
MASKED = partial(mask, quotes=QUOTES)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (f"Kabar: {TEXT} Sekian.", f"Kabar: {MASK}. Sekian."),
        (TEXT.upper(), f"{MASK}."),
        (f"<p>{html.escape(TEXT)}</p><p>Lain</p>", f"<p>{MASK}.</p><p>Lain</p>"),
        ("tentang lapak bergilir saja", f"tentang {MASK} saja"),
        ("<b>lapak</b> <i>bergilir</i>", f"<b>{MASK}</b><i></i>"),
        ("Mereka pulang sore hari.", f"{MASK}."),
        ("Mereka pulang sore kemarin.", "Mereka pulang sore kemarin."),
        ("kota seberang mempelajari hal lain", "kota seberang mempelajari hal lain"),
        ("https://x.example/lapak/bergilir dan <a href='/lapak-bergilir'>x</a>",) * 2,
        ("", ""),
    ],
)
def test_what_is_quoted_goes_and_the_rest_stays(shown: str, wanted: str) -> None:
    assert mask(shown, QUOTES) == wanted


def test_lines_that_were_wrapped_are_known_again() -> None:
    wrapped = textwrap.indent(textwrap.fill(TEXT, 30), "   > ")
    assert mask(wrapped, QUOTES) == f"   > {MASK}."


def test_json_stays_json_and_its_names_stay() -> None:
    told = {"sentence": TEXT, "lapak bergilir": 3, "list": [TEXT, None, "lain"]}
    assert json.loads(each_string(json.dumps(told), MASKED)) == {
        "sentence": f"{MASK}.",
        "lapak bergilir": 3,
        "list": [f"{MASK}.", None, "lain"],
    }
    assert each_string('{"a":  1}', MASKED) == '{"a":  1}'
    assert each_string("[no json] lapak bergilir", MASKED) == f"[no json] {MASK}"


@given(WORDS, WORDS, WORDS)
def test_no_run_of_a_text_outlives_it(before: list[str], text: list[str], after: list[str]) -> None:
    quotes = Quotes.of([" ".join(text)])
    masked = mask(" ".join([*before, *text, *after]), quotes).replace(MASK, "|").split()
    runs = {tuple(text[at : at + WINDOW]) for at in range(len(text) - WINDOW + 1)}
    assert not [at for at in range(len(masked)) if tuple(masked[at : at + WINDOW]) in runs]


@given(st.text(), WORDS)
def test_any_text_can_be_masked(shown: str, text: list[str]) -> None:
    assert isinstance(mask(shown, Quotes.of([" ".join(text)], text)), str)
    assert mask(shown, Quotes.of([], [])) == shown
