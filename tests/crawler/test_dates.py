import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import is_of_update, is_only_date, parse, plausible
from crawler.text import words

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=timezone(timedelta(hours=7)))

# What the text says, and the moment with the offset it states (or the site's, +07:00).
WRITTEN = [
    ("Rabu, 17 Okt 2018 10:22 WIB", "2018-10-17T10:22+07:00"),
    ("Rabu, 17 Okt 2018 | 10:22 WIB", "2018-10-17T10:22+07:00"),
    ("Rabu, 17 Okt 2018 - 10:22 WIB", "2018-10-17T10:22+07:00"),
    ("Rabu 17 Okt 2018, 10:22 WIB", "2018-10-17T10:22+07:00"),
    ("Rabu,17Okt2018 10:22", "2018-10-17T10:22+07:00"),
    ("Kompas.com - 02/11/2023, 21:34 WIB", "2023-11-02T21:34+07:00"),
    ("Kompas.com - 02/11/2023, 21:34 WIB Diperbarui 03/11/2023, 08:00 WIB", "2023-11-02T21:34+07:00"),
    ("Diperbarui 18 Jun 2025, 14:05 WIB", "2025-06-18T14:05+07:00"),
    ("Diperbarui 18 Jun 2025, 14:05 WIB Diterbitkan 17 Jun 2025, 10:00 WIB", "2025-06-17T10:00+07:00"),
    ("Terakhir diperbarui: Rabu, 18 Juni 2025", "2025-06-18T00:00+07:00"),
    (", Jurnalis-Senin, 16 Juni 2025 |15:20 WIB", "2025-06-16T15:20+07:00"),
    ("Jumat, 24 Juli 2026 12:40 WIB", "2026-07-24T12:40+07:00"),
    ("Jumat, 9 Oktober 2020 13:52", "2020-10-09T13:52+07:00"),
    ("Rabu   18 Jun 2025  22:02 WIB", "2025-06-18T22:02+07:00"),
    ("18 Juni 2025 | 20.04 WIB", "2025-06-18T20:04+07:00"),
    ("Selasa, 14 Agustus 2018 - 20:31 | 31.41k", "2018-08-14T20:31+07:00"),
    ("Selasa, 14 Agustus 2018 | 14.05k", "2018-08-14T00:00+07:00"),
    ("Selasa, 27 Maret 2018", "2018-03-27T00:00+07:00"),
    ("10-05-2017", "2017-05-10T00:00+07:00"),
    ("Jum'at, 10 Agustus 2018 12:51", "2018-08-10T12:51+07:00"),
    ("Jum’at, 10 Agustus 2018 12:51", "2018-08-10T12:51+07:00"),
    ("Reporter : Siti Aminah | Jum'at, 10 Agustus 2018 12:51", "2018-08-10T12:51+07:00"),
    ("12 November 2018, 10: 05: 59 WIB", "2018-11-12T10:05:59+07:00"),
    ("12 November 2018, 10: 05: 59 WIB | editor : Ali Sodikin", "2018-11-12T10:05:59+07:00"),
    ("Kamis, 5 Desember 2024 | 08:06 WIB", "2024-12-05T08:06+07:00"),
    ("Minggu (7/10/2018) malam", "2018-10-07T00:00+07:00"),
    ("Selasa (18/9/2018)", "2018-09-18T00:00+07:00"),
    ("5 Agt 2018", "2018-08-05T00:00+07:00"),
    ("5 Agu 2018", "2018-08-05T00:00+07:00"),
    ("5 Ags 2018", "2018-08-05T00:00+07:00"),
    ("5 Nop 2018", "2018-11-05T00:00+07:00"),
    ("5 Nopember 2018", "2018-11-05T00:00+07:00"),
    ("5 Peb 2018", "2018-02-05T00:00+07:00"),
    ("5 Pebruari 2018", "2018-02-05T00:00+07:00"),
    ("5 Sept 2018", "2018-09-05T00:00+07:00"),
    ("5 Des. 2018", "2018-12-05T00:00+07:00"),
    ("5 Mei 2018", "2018-05-05T00:00+07:00"),
    ("Ahad, 7 Oktober 2018 19.30 WITA", "2018-10-07T19:30+08:00"),
    ("Senin, 8 Oktober 2018 pukul 19.30 WIT", "2018-10-08T19:30+09:00"),
    ("19.30 WIB, 8 Oktober 2018", "2018-10-08T19:30+07:00"),
    ("8-Oktober-2018", "2018-10-08T00:00+07:00"),
    ("Friday, 17 February 2017, 13:16 WIB", "2017-02-17T13:16+07:00"),
    ("Jumat, 20 Jumadil Awwal 1438 / 17 February 2017", "2017-02-17T00:00+07:00"),
    ("Sunday, June 26, 2022", "2022-06-26T00:00+07:00"),
    ("June 26th, 2022 7:05 pm", "2022-06-26T19:05+07:00"),
    ("on 16 Feb 2016 at 09:10 WIB", "2016-02-16T09:10+07:00"),
    ("17 SEPTEMBER 2025 | 09:46 WIB", "2025-09-17T09:46+07:00"),
    ("05/03/2018", "2018-03-05T00:00+07:00"),
    ("Thursday, 05/03/2018", "2018-05-03T00:00+07:00"),
    ("Senin, 05/03/2018", "2018-03-05T00:00+07:00"),
    ("Jumat, 05/03/2018", "2018-03-05T00:00+07:00"),
    ("05.03.2018 08.15", "2018-03-05T08:15+07:00"),
    ("2023/11/02 20:59:53", "2023-11-02T20:59:53+07:00"),
    ("2023-11-02 21:34:19", "2023-11-02T21:34:19+07:00"),
    ("2023-11-02 21:34:19 WITA", "2023-11-02T21:34:19+08:00"),
    ("2023-11-02", "2023-11-02T00:00+07:00"),
    ("2023-11-02T14:34:19+00:00", "2023-11-02T14:34:19+00:00"),
    ("2023-11-02T14:34:19Z", "2023-11-02T14:34:19+00:00"),
    ("2023-11-02T14:34:19.123Z", "2023-11-02T14:34:19.123+00:00"),
    ("2016-02-16T13:01:52+0700", "2016-02-16T13:01:52+07:00"),
    ("2015-11-05 T10:08:58Z", "2015-11-05T10:08:58+00:00"),
    ("Thu, 02 Nov 2023 14:34:19 +0700", "2023-11-02T14:34:19+07:00"),
    ("Thu, 02 Nov 2023 14:34:19 GMT", "2023-11-02T14:34:19+00:00"),
    ("2 November 2023 14:34 GMT+7", "2023-11-02T14:34+07:00"),
    ("1698933593", "2023-11-02T20:59:53+07:00"),
    ("1698933593000", "2023-11-02T20:59:53+07:00"),
    ("2 jam lalu", "2026-11-20T13:30+07:00"),
    ("2 jam yang lalu", "2026-11-20T13:30+07:00"),
    ("7 menit yang lalu", "2026-11-20T15:23+07:00"),
    ("sejam lalu", "2026-11-20T14:30+07:00"),
    ("sehari yang lalu", "2026-11-19T15:30+07:00"),
    ("3 hari lalu", "2026-11-17T15:30+07:00"),
    ("2 minggu yang lalu", "2026-11-06T15:30+07:00"),
    ("2 hours ago", "2026-11-20T13:30+07:00"),
    ("kemarin", "2026-11-19T00:00+07:00"),
    ("Kemarin, 19.30", "2026-11-19T19:30+07:00"),
    ("Kemarin pukul 19:30 WITA", "2026-11-19T19:30+08:00"),
    ("Hari ini, 08:15", "2026-11-20T08:15+07:00"),
    ("30 detik lalu", "2026-11-20T15:29:30+07:00"),
    ("2 November 2023 14:34 Z", "2023-11-02T14:34+00:00"),
    ("Thu, 02 Nov 2023 14:34:19 +0530", "2023-11-02T14:34:19+05:30"),
    ("June 26th, 2022 12:05 pm", "2022-06-26T12:05+07:00"),
    ("June 26th, 2022 12:05 am", "2022-06-26T00:05+07:00"),
    ("5 Maret 2018 24:00", "2018-03-05T00:00+07:00"),
    ("5 Maret 2018 23:59", "2018-03-05T23:59+07:00"),
    ("5 Maret 2018 1:05 pm", "2018-03-05T13:05+07:00"),
    ("Kamis, 05/03/2018", "2018-05-03T00:00+07:00"),
    ("Senin, 05/03/2018", "2018-03-05T00:00+07:00"),
    ("Terakhir Senin 05/03/2018", "2018-03-05T00:00+07:00"),
    ("5 Maret 2018 10:60", "2018-03-05T00:00+07:00"),
    ("5 Maret 2018 10:22:60", "2018-03-05T00:00+07:00"),
    ("Diperbarui 18 Jun 2025 Diperbarui 19 Jun 2025", "2025-06-18T00:00+07:00"),
    ("5 Maret 1900", "1900-03-05T00:00+07:00"),
    ("5 Maret 2100", "2100-03-05T00:00+07:00"),
    ("5 Maret 2018" + " " * 900 + "08:00", "2018-03-05T00:00+07:00"),
    ("x" * 188 + "5 Maret 2018", "2018-03-05T00:00+07:00"),
]

UNSURE = [
    "",
    "Rabu (5/12)",
    "Kamis, 21/5",
    "Jumat (9/11)",
    "November 2018",
    "2018",
    "20:31",
    "hari ini",
    "baru saja",
    "2 bulan lalu",
    "setahun lalu",
    "5 orang lalu",
    "hari ini ramai",
    "31/02/2018",
    "30 Februari 2018",
    "11/25/2018",
    "45 Maret 2018",
    "5 Maret 218",
    "5 Maret 99999",
    "0000-00-00 00:00:00",
    "1.229 Views",
    "Nomor 050/123/2018",
    "081234567890",
    "16989335930000",
    "9999999999999",
    "tanggal 5 " + "x" * 250 + " Maret 2018",
]

NO_DATE = [
    "5 Maret 1899",
    "5 Maret 2101",
    "5 Maret 2018 08:00 +9900",
    "x" * 189 + "5 Maret 2018",
]


@pytest.mark.fault("B6")
@pytest.mark.parametrize(("text", "iso"), WRITTEN)
def test_what_sites_write(text: str, iso: str) -> None:
    found = parse(text, now=NOW)
    assert found is not None
    wanted = datetime.fromisoformat(iso)
    assert (found, found.utcoffset()) == (wanted, wanted.utcoffset())


@pytest.mark.fault("B6")
@pytest.mark.parametrize("text", UNSURE)
def test_what_leaves_a_doubt_is_no_date(text: str) -> None:
    found = parse(text, now=NOW)
    assert found is None or not plausible(found, NOW)


@pytest.mark.parametrize("text", NO_DATE)
def test_what_cannot_be_a_date_of_publication_is_none(text: str) -> None:
    assert parse(text, now=NOW) is None


def test_the_sites_own_offset_holds_where_the_text_states_none() -> None:
    found = parse("5 Maret 2018 08:00", now=NOW, utc_offset=9)
    assert found is not None
    assert found.isoformat() == "2018-03-05T08:00:00+09:00"


def test_a_relative_time_is_told_in_the_sites_offset() -> None:
    found = parse("2 jam lalu", now=NOW.astimezone(UTC), utc_offset=8)
    assert found is not None
    assert found.isoformat() == "2026-11-20T14:30:00+08:00"


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse(text, now=NOW)
    assert found is None or found.utcoffset() is not None


@given(
    st.lists(
        st.sampled_from(sorted(words("5 17 45 2018 18 - / : . | , Mei Okt Senin Jum'at WIB 10:22 pukul lalu jam"))),
        max_size=9,
    )
)
def test_pieces_of_dates_are_a_date_or_none(pieces: list[str]) -> None:
    found = parse(" ".join(pieces), now=NOW)
    assert found is None or found.utcoffset() is not None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)), st.sampled_from([7, 8, 9]))
def test_an_indonesian_timestamp_is_read_back(moment: datetime, offset: int) -> None:
    names = "Januari,Februari,Maret,April,Mei,Juni,Juli,Agustus,September,Oktober,November,Desember"
    month = dict(enumerate(re.split(",", names), start=1))[moment.month]
    zone = {7: "WIB", 8: "WITA", 9: "WIT"}[offset]
    text = f"{moment.day} {month} {moment.year} {moment:%H.%M} {zone}"
    wanted = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=offset)))
    assert parse(text, now=NOW) == wanted


def test_the_future_and_the_distant_past_are_implausible() -> None:
    assert plausible(NOW + timedelta(hours=35), NOW)
    assert not plausible(NOW + timedelta(hours=37), NOW)
    assert plausible(NOW - timedelta(days=29 * 365), NOW)
    assert not plausible(NOW - timedelta(days=31 * 366), NOW)


def test_a_line_that_is_only_a_date_is_told_from_a_sentence() -> None:
    assert is_only_date("Kamis, 05 November 2015 | 11:13 WIB")
    assert is_only_date("17/10/2018")
    assert not is_only_date("Rombongan tiba pada Kamis, 05 November 2015")
    assert not is_only_date("11:13 WIB")
    assert not is_only_date("2018")


def test_the_time_of_an_update_is_told_from_that_of_publication() -> None:
    assert is_of_update("Diperbarui 18 Jun 2025, 14:05 WIB")
    assert not is_of_update("Diperbarui 18 Jun 2025, 14:05 WIB Diterbitkan 17 Jun 2025, 10:00 WIB")
    assert not is_of_update("18 Jun 2025, 14:05 WIB")
    assert not is_of_update("Diperbarui tadi pagi")
    assert is_of_update("Diperbarui pada hari Rabu 18 Jun 2025")
    assert not is_of_update("Diperbarui oleh redaksi, terbit Rabu 18 Jun 2025")
