"""JSON lines in, JSON lines out: the form that the gold set's scorer reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from detect.lines import LineError, from_line, judge_lines
from detect.watched import Watched
from tests.telling import profile

WATCHED = Watched((profile(),))

TEXT = (
    "Rombongan Pemkab Sampang studi banding ke Banyuwangi, Selasa (12/3/2019). Sebanyak 20 orang diterima Wakil Bupati "
    "Banyuwangi di pendopo untuk mempelajari mal pelayanan publik."
)
LINE = {
    "id": "a-1",
    "url": "https://contoh.example/a",
    "outlet": "contoh.example",
    "published": "2019-03-13",
    "title": "Pemkab Sampang Studi Banding ke Banyuwangi",
    "text": TEXT,
}


def run(*lines: dict[str, object]) -> list[dict[str, object]]:
    return [json.loads(line) for line in judge_lines((json.dumps(line) for line in lines), WATCHED)]


def test_a_line_becomes_an_article() -> None:
    article = from_line(LINE)
    assert (article.title, article.body, article.url, article.site) == (
        LINE["title"], TEXT, LINE["url"], "contoh.example",
    )  # fmt: skip
    assert article.published == datetime(2019, 3, 13, 12, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2019-03-13T10:00:00+07:00", datetime(2019, 3, 13, 3, tzinfo=UTC)),
        ("2019-03-13T10:00:00", datetime(2019, 3, 13, 10, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_times_keep_their_moment(stated: str | None, moment: datetime | None) -> None:
    assert from_line({**LINE, "published": stated}).published == moment


def test_only_title_and_text_are_needed() -> None:
    article = from_line({"title": "T", "text": "B"})
    assert (article.title, article.body, article.published) == ("T", "B", None)


def test_a_verdict_is_written_as_the_scorer_reads_it() -> None:
    (row,) = run(LINE)
    assert row["id"] == "a-1"
    assert row["flagged"] is True
    assert row["direction"] == "inbound"
    assert row["status"] == "happened"
    assert isinstance(row["score"], float)
    (visit,) = row["visits"]  # type: ignore[misc]
    assert set(visit) == {
        "visit_id", "visitors", "origin", "headcount", "programme", "date_start", "date_end", "loci", "hosts", "leader",
        "place",
    }  # fmt: skip
    assert row["place"] == visit["place"] == "35.10"
    assert visit["headcount"] == 20
    assert visit["date_start"] == "2019-03-12"
    text = f"{LINE['title']}\n{TEXT}"
    for piece in row["evidence"]:  # type: ignore[attr-defined]
        assert text[slice(*piece["span"])] == piece["words"]
        assert piece["words"] in piece["sentence"]


def test_reports_of_one_visit_share_its_id() -> None:
    again = {**LINE, "id": "b-1", "url": "https://lain.example/b", "outlet": "lain.example"}
    other = {
        **LINE,
        "id": "c-1",
        "title": "Pemkab Sigi Studi Banding ke Banyuwangi",
        "text": TEXT.replace("Sampang", "Sigi"),
    }
    ids = [row["visits"][0]["visit_id"] for row in run(LINE, other, again)]  # type: ignore[index]
    assert ids[0] == ids[2] != ids[1]


def test_empty_lines_are_passed_over_and_a_missing_id_is_its_number() -> None:
    lines = ["", json.dumps({"title": "T", "text": "B"}), "  "]
    assert [json.loads(line)["id"] for line in judge_lines(lines, WATCHED)] == [2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ("[]", "line 1"),
        ('{"title": 3, "text": "x"}', "title"),
        ('{"title": "T", "text": "x", "published": "kemarin"}', "published"),
    ],
)
def test_a_line_that_is_no_article_is_named(line: str, said: str) -> None:
    with pytest.raises(LineError, match=said):
        list(judge_lines([line], WATCHED))


# By itself it tells of coffee.
SCENE = {
    **LINE,
    "id": "a-2",
    "title": "Secangkir Kopi di Pendopo",
    "text": "Selasa (12/3/2019) pagi di Banyuwangi, Wakil Bupati menuang kopi bagi Sekda Sampang. Keduanya lalu "
    "berbincang sampai siang.",
}


def test_what_others_of_the_input_tell_plainly_is_flagged_too_in_either_order() -> None:
    assert [row["flagged"] for row in run(SCENE)] == [False]
    for lines in ((LINE, SCENE), (SCENE, LINE)):
        rows = run(*lines)
        assert [row["flagged"] for row in rows] == [True, True]
        assert len({visit["visit_id"] for row in rows for visit in row["visits"]}) == 1  # type: ignore[attr-defined]


def test_others_of_another_month_do_not_make_it_a_visit() -> None:
    later = {**LINE, "published": "2019-05-15", "text": TEXT.replace("12/3", "14/5")}
    assert [row["flagged"] for row in run(later, SCENE)] == [True, False]
