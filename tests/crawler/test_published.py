"""When an article was published."""

from datetime import datetime

import pytest

from crawler.facts import Layout
from tests import synthetic
from tests.synthetic import (
    BODY,
    DATE,
    ISO,
    MODERN,
    TITLE,
    json_ld,
    modern,
    page,
    paragraphs,
    read,
)


@pytest.mark.fault("B6")
@pytest.mark.parametrize(
    ("stated", "shown", "wanted"),
    [
        (ISO, DATE, ISO),
        ("2018-10-17T03:22:31Z", DATE, ISO),
        ("2018-10-17T03:22:31+00:00", "", ISO),
        ("2018-10-17 10:22:31", "", ISO),
        ("2018-10-17T10:22:31Z", DATE, ISO),
        ("2018-10-17T11:22:31+08:00", "Rabu, 17 Oktober 2018 11:22 WITA", "2018-10-17T11:22:31+08:00"),
        ("", "Rabu, 17 Oktober 2018 11:22 WITA", "2018-10-17T11:22+08:00"),
        ("", "17 Oktober 2018, 10: 22: 31 WIB | editor : Ani", ISO),
        (
            "",
            "Diperbarui 18 Oktober 2018, 08:00 WIB Diterbitkan 17 Oktober 2018, 10:22 WIB",
            "2018-10-17T10:22+07:00",
        ),
        ("", "3 hari lalu", "2018-10-17T15:00+07:00"),
        (ISO, "17 Oktober 2018", ISO),
        ("2018-10-16T23:30:00+07:00", "17 Oktober 2018", "2018-10-16T23:30+07:00"),
    ],
)
def test_metadata_and_page_make_one_moment(stated: str, shown: str, wanted: str) -> None:
    extra = json_ld(datePublished=stated) if stated else ""
    for layouts in ((MODERN,), ()):
        article = read(modern(date_line=shown, extra=extra), *layouts)
        assert article.published is not None
        expected = datetime.fromisoformat(wanted)
        assert (article.published, article.published.utcoffset()) == (expected, expected.utcoffset())
        assert article.marks == ()


@pytest.mark.fault("E11")
def test_where_they_differ_by_days_the_reader_is_right() -> None:
    article = read(modern(extra=json_ld(datePublished="2018-10-20T05:00:00+07:00")), MODERN)
    assert article.published == datetime.fromisoformat("2018-10-17T10:22:00+07:00")
    assert article.marks == ("date on the page differs from the metadata: 2018-10-19",)


@pytest.mark.fault("E11")
@pytest.mark.parametrize("layouts", [(MODERN,), ()], ids=["known", "unknown"])
def test_on_ten_pages_that_contradict_themselves_the_reader_is_right_and_each_is_marked(
    layouts: tuple[Layout, ...],
) -> None:
    dates = ("2018-10-20T05:00:00+07:00", "2017-10-17T10:22:00+07:00", "2019-01-01", "2018-01-17", "2018-10-10T00:00Z")
    headlines = (
        "Harga Cabai Naik Menjelang Akhir Pekan", "Warta Rekaan", "Kota Seberang Menang di Liga Desa",
        "Jalan Rekaan Ditutup Dua Hari", "Banyuwangi Kirim Pegawai Belajar ke Kota Seberang",
    )  # fmt: skip
    lies = [json_ld(datePublished=one) for one in dates] + [json_ld(headline=one) for one in headlines]
    for lie in lies:
        article = read(modern(extra=lie), *layouts)
        assert (article.title, article.published) == (TITLE, datetime.fromisoformat("2018-10-17T10:22:00+07:00"))
        [mark] = article.marks
        assert "differs from the metadata" in mark


def test_the_pages_clock_is_not_the_date() -> None:
    html = page(f"<div class='jam'>20 OKTOBER 2018 | 15:00 WIB</div><h1>{TITLE}</h1><div>{paragraphs()}</div>")
    assert read(html).published is None
    assert "no date found" in read(html).marks


def test_dates_in_the_text_and_of_other_articles_are_not_the_date() -> None:
    body = ("Banyuwangi, 3 Maret 2017 menjadi awal.", *BODY)
    html = page(f"<h1>{TITLE}</h1><div>{paragraphs((BODY[0] * 2, *body))}</div>{synthetic.headlines()}")
    assert read(html).published is None


def test_the_address_is_the_last_resort() -> None:
    html = page(f"<h1>{TITLE}</h1><div class='isi-berita'>{paragraphs()}</div>")
    article = read(html, MODERN, url="https://warta.example/daerah/12345/2018/10/17/judul")
    assert article.published == datetime.fromisoformat("2018-10-17T00:00:00+07:00")
    assert article.marks == ("date from the address only",)


@pytest.mark.fault("B7")
@pytest.mark.parametrize("stated", ["2018-10-25T10:00:00+07:00", "1970-01-01T00:00:00Z", "2031-01-01"])
def test_an_implausible_date_is_not_used(stated: str) -> None:
    article = read(modern(date_line="", extra=json_ld(datePublished=stated)), MODERN)
    assert article.published is None
    assert any(mark.startswith("implausible date, not used: ") for mark in article.marks)
