"""What people type into the search field: its parts, its errors, and that nothing typed breaks it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.searching.query import VISITS, Clause, QueryError, Term, cover, parse, span, spelt
from wording.words import LANGUAGES, words


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("  ", ()),
        ("kunjungan desa", (Clause((Term("kunjungan"),)), Clause((Term("desa"),)))),
        ('"studi tiru"', (Clause((Term("studi tiru", is_exact=True),)),)),
        ('"studi tiru', (Clause((Term("studi tiru", is_exact=True),)),)),
        ("tiru OR banding", (Clause((Term("tiru"), Term("banding"))),)),
        ("OR tiru OR", (Clause((Term("tiru"),)),)),
        ("tiru -pantai", (Clause((Term("tiru"),)), Clause((Term("pantai"),), is_forbidden=True))),
        ("site:detik OR site:kompas", (Clause((Term("detik", "site"), Term("kompas", "site"))),)),
        ('from:"Kabupaten Sleman"', (Clause((Term("Kabupaten Sleman", "from"),)),)),
        ("-site:detik", (Clause((Term("detik", "site"),), is_forbidden=True),)),
        ("FLAGGED:Yes", (Clause((Term("yes", "flagged"),)),)),
        ("from:Kab. Sleman", (Clause((Term("Kab. Sleman", "from"),)),)),
        (
            "-from:kota Malang desa",
            (Clause((Term("kota Malang", "from"),), is_forbidden=True), Clause((Term("desa"),))),
        ),
        ("from:kota OR Malang", (Clause((Term("kota", "from"), Term("Malang"))),)),
        ('from:kota "Malang"', (Clause((Term("kota", "from"),)), Clause((Term("Malang", is_exact=True),)))),
        ('to:="desa wisata"', (Clause((Term("desa wisata", "to", is_exact=True),)),)),
        ("-programme:=PKA", (Clause((Term("PKA", "programme", is_exact=True),), is_forbidden=True),)),
        ("to:= desa", (Clause((Term("desa"),)),)),
        ("site:=detik", (Clause((Term("=detik", "site"),)),)),
        ("from:Sleman desa", (Clause((Term("Sleman", "from"),)), Clause((Term("desa"),)))),
        ("site: desa", (Clause((Term("site:"),)), Clause((Term("desa"),)))),
        ("https://detik.com/x", (Clause((Term("https://detik.com/x"),)),)),
        ("- -- ! ()", ()),
        ("situs:detik ATAU Situs:kompas", (Clause((Term("detik", "site"), Term("kompas", "site"))),)),
        ("-diputuskan:Ditolak", (Clause((Term("dismissed", "decided"),), is_forbidden=True),)),
        ("dari:Kab. Sleman", (Clause((Term("Kab. Sleman", "from"),)),)),
        ("asal:Jatim datang:2024", (Clause((Term("Jatim", "from"),)), Clause((Term("2024", "visited"),)))),
        ("adalah:kunjungan ditandai:ya", (Clause((VISITS,)), Clause((Term("yes", "flagged"),)))),
        ('"ATAU"', (Clause((Term("ATAU", is_exact=True),)),)),
    ],
)
def test_a_query_is_taken_apart(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(text) == clauses


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("sitr:detik", "near", 'did you mean "site:"'),
        ("qqq:detik", "field", "known are site:"),
        ("date:kemarin", "date", "write 2024"),
        ("date:..", "stretch", "first or a last day"),
        ("flagged:maybe", "value", "yes, no"),
        ("decided:now", "value", "open, confirmed, dismissed, unsure"),
        ("province:jatim", "province", "two digits"),
        ("x" * 301, "long", "300 characters"),
        ("a " * 30, "words", "24 words"),
        ("a OR from:b OR flagged:no " * 3, "mixed", "two searches"),
    ],
)
def test_what_cannot_be_searched_says_what_to_type_in_each_language(text: str, key: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.key == key
    assert str(raised.value).endswith(f"{key} {raised.value.slots}" if raised.value.slots else key)
    told = {language: words(language)(f"search.wrong_{key}", **raised.value.told(language)) for language in LANGUAGES}
    assert said in told["en"]
    assert told["id"] != told["en"]


def test_a_wrong_value_names_those_of_the_readers_language() -> None:
    with pytest.raises(QueryError) as raised:
        parse("diputuskan:nanti")
    assert words("id")("search.wrong_value", **raised.value.told("id")).startswith(
        "diputuskan: diisi salah satu dari belum,"
    )
    with pytest.raises(QueryError) as raised:
        parse("situz:detik")
    assert raised.value.slots["near"] == "situs"


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-03", ("2024-03-01", "2024-03-31")),
        ("2024-03-17", ("2024-03-17", "2024-03-17")),
        ("2024-03..2025", ("2024-03-01", "2025-12-31")),
        ("2024..", ("2024-01-01", "9999-12-31")),
        ("..2024-03", ("0000-01-01", "2024-03-31")),
    ],
)
def test_a_stretch_of_time_has_a_first_and_a_last_day(value: str, days: tuple[str, str]) -> None:
    assert span(value) == days


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("2024-01-01", "2024-12-31"), ["y2024"]),
        (("2024-11-30", "2026-02-31"), ["d20241130", "m202412", "y2025", "m202601", "m202602"]),
        (("2024-02-28", "2024-03-01"), ["d20240228", "d20240229", "d20240301"]),
        (("2024-03-02", "2024-03-01"), ["none"]),
    ],
)
def test_a_stretch_of_time_is_put_together_of_whole_years_months_and_days(
    days: tuple[str, str], words: list[str]
) -> None:
    assert cover(*days) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_is_written_in_either_language_and_means_the_same(language: str) -> None:
    asked = parse('tiru OR "ATAU" site:detik -decided:open from:"Kota Batu" is:visit programme:PKA province:35 to:desa')
    told = spelt(asked, language)
    assert parse(told) == asked
    assert ("situs:detik -diputuskan:belum dari:" in told) == (language == "id")


@given(st.dates(date(1980, 1, 1), date(2110, 1, 1)), st.dates(date(1980, 1, 1), date(2110, 1, 1)))
def test_any_stretch_of_time_has_few_words(first: date, last: date) -> None:
    assert 1 <= len(cover(str(first), str(last))) < 200


PIECES = st.sampled_from(
    [
        "from:",
        "Kab.",
        "kota",
        "Sleman",
        "-",
        '"',
        " ",
        "OR",
        "site:",
        "date:",
        "2024",
        "..",
        "flagged:no",
        "decided:",
        "//",
        "x",
    ]
)


@pytest.mark.fault("G18")
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join)))
@example('"')
@example('-"')
@example('from:"')
@example('from:-"0')
@example("--0")
@example('OR"')
@example('from:kota a"b')
@example("a OR -b OR c")
@example('from:"//a"')
def test_whatever_is_typed_is_a_query_or_a_plain_error_and_its_spelling_means_the_same(text: str) -> None:
    try:
        clauses = parse(text)
    except QueryError as error:
        assert len(str(error)) < 300
        return
    assert parse(spelt(clauses)) == clauses
