"""What values look like inside the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values import from_stated_time, storable, to_stated_time, to_time
from tests.storing import NOW


def test_text_that_sqlite_refuses_is_replaced_one_for_one() -> None:
    assert storable("a\ud800b\x00c") == "a\ufffdb\ufffdc"
    assert storable("pamong praja 🙂") == "pamong praja 🙂"
    assert storable(b"\x00") == b"\x00"
    assert storable(None) is None


@given(
    moment=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(-timedelta(hours=12))]))
)
def test_a_publishing_time_keeps_its_moment_and_offset_to_the_second(moment: datetime) -> None:
    text, offset = to_stated_time(moment)
    if text is None:
        assert moment.year in (1, 9999)
        return
    back = from_stated_time(text, offset)
    assert back == moment.replace(microsecond=0)
    assert back is not None
    assert back.utcoffset() == moment.utcoffset()


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone: pass an aware datetime"):
        to_time(datetime(2018, 10, 17))


def test_times_are_utc_text() -> None:
    assert to_time(NOW) == "2018-10-17T03:22:00Z"


@pytest.mark.parametrize(("letter", "kept"), [("\ud7ff", True), ("\ud800", False), ("\udfff", False), ("\ue000", True)])
def test_only_halves_of_letters_are_replaced(letter: str, kept: bool) -> None:
    assert storable(letter) == (letter if kept else "\ufffd")
