"""Releases of several installations as one: nothing twice, nothing lost, whatever the order and however often."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from frictionless import Package
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cli import jujugan
from release import figures, parquet
from release.make import Asked
from release.merge import OtherFormat, ReleaseDamaged, merge
from storage import decisions
from storage.database import open_database
from storage.file import holdings
from storage.release.allowed import tables
from tests.releasing import export, opened, read_csv
from tests.storing import DAY, HOUR, NOW, begin, end, save, synthetic_article

# One article as an installation read it: its number, which of two texts, the visit it reports there (None: none).
Read = tuple[int, int, int | None]
TEXTS = ("Sebanyak 42 pegawai Kabupaten Contoh belajar layanan desa.", "Pegawai Kabupaten Contoh belajar pasar pagi.")
# What a release tells; which releases had a fact that another one's now stands for is told only by merging all at once.
TOLD = [table.name for table in tables(with_text=False)]
_places = count()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what takes longest to write and says nothing else."""
    monkeypatch.setattr(figures, "is_there", lambda: False)
    monkeypatch.setattr(parquet, "is_there", lambda: False)


def install(place: Path, read: Sequence[Read], *, site: str = "berita", late: int = 0, said: str | None = None) -> Path:
    """The release of an installation that read these articles, one an hour; `said` was decided on each visit."""
    place = place / f"installation-{next(_places)}"
    place.mkdir()
    with open_database(place / "news.db", create=True) as db:
        run = begin(db, site, NOW + late * HOUR)
        visits: dict[int, int] = {}
        for hour, (number, text, visit) in enumerate(read, late):
            article = synthetic_article(
                url=f"https://{site}.example/n/{number}", site=site, title=f"Judul {number}",
                body=f"{TEXTS[text]} Catatan {number}.",
            )  # fmt: skip
            with db.write():
                if visit is None:
                    save(db, run, article, found=(), flagged=False, now=NOW + hour * HOUR)
                    continue
                stored = save(db, run, article, visit_id=visits.get(visit), now=NOW + hour * HOUR)
                visits[visit] = stored.visit_ids[0]
        if said:
            with db.write():
                for visit in visits.values():
                    decisions.decide(db, "confirm", visit=visit, who="sari", now=NOW + DAY)
                    decisions.edit(db, visit, "headcount", [said], who="sari", now=NOW + DAY)
        end(db, run, site, now=NOW + 2 * DAY)
        export(db, place / "out")
    return place / "out"


def sums(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def joined(place: Path, *folders: Path) -> Path:
    into = place / f"merged-{next(_places)}"
    merge(folders, into)
    return into


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return read_csv(folder / "csv" / f"{name}.csv")


def visits_of(installations: Sequence[Sequence[Read]]) -> int:
    """How many visits there are, found by going on until nothing is joined any more."""
    left = [
        {number for number, _, visit in read if visit == one}
        for read in installations
        for one in {visit for *_, visit in read if visit is not None}
    ]
    whole: list[set[int]] = []
    while left:
        one = left.pop()
        while near := [other for other in left if other & one]:
            left = [other for other in left if not other & one]
            one = one.union(*near)
        whole.append(one)
    return len(whole)


@st.composite
def read(draw: st.DrawFn) -> list[Read]:
    numbers = draw(st.lists(st.integers(1, 5), unique=True, min_size=1, max_size=4))
    return [(number, draw(st.integers(0, 1)), draw(st.sampled_from((None, 1, 2)))) for number in numbers]


# Not shrunk: each example makes five merges.
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(read(), min_size=2, max_size=3))
@pytest.mark.usefixtures("quick")
def test_whatever_installations_read_is_there_once(tmp_path: Path, installations: list[list[Read]]) -> None:
    folders = [install(tmp_path, one, late=hour) for hour, one in enumerate(installations)]
    merged = joined(tmp_path, *folders)

    assert sums(joined(tmp_path, *reversed(folders))) == sums(merged)
    assert sums(joined(tmp_path, merged)) == sums(merged)
    assert sums(joined(tmp_path, folders[0], merged, merged, folders[-1])) == sums(merged)
    by_steps = joined(tmp_path, joined(tmp_path, *folders[:2]), *folders[2:])
    assert all(rows(by_steps, name) == rows(merged, name) for name in TOLD)

    urls = [row["url"] for row in rows(merged, "article")]
    assert sorted(urls) == sorted({row["url"] for one in folders for row in rows(one, "article")})
    texts = sorted((row["url"], row["content_hash"]) for row in rows(merged, "version"))
    assert texts == sorted({(row["url"], row["content_hash"]) for one in folders for row in rows(one, "version")})
    assert len(rows(merged, "visit")) == visits_of(installations)
    assert len(rows(merged, "run")) == len(folders)
    with opened(merged) as made:
        assert made.rows("PRAGMA foreign_key_check") == []
        [current] = made.rows("SELECT count(*) AS n FROM version WHERE is_current = 1")
        assert current["n"] == len(urls)


@pytest.mark.usefixtures("quick")
def test_three_installations_merged_in_steps_tell_what_they_tell_at_once(tmp_path: Path) -> None:
    installations: list[list[Read]] = [
        [(4, 0, None), (1, 0, None), (2, 0, None), (3, 0, None)],
        [(1, 0, None), (2, 0, None), (3, 1, None), (4, 0, None)],
        [(3, 1, None), (1, 0, 1), (2, 1, 1), (4, 0, None)],
    ]
    folders = [install(tmp_path, one, late=hour) for hour, one in enumerate(installations)]
    by_steps = joined(tmp_path, joined(tmp_path, *folders[:2]), *folders[2:])
    assert [name for name in TOLD if rows(by_steps, name) != rows(joined(tmp_path, *folders), name)] == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(read(), min_size=2, max_size=2))
@pytest.mark.usefixtures("quick")
def test_each_row_leads_to_what_it_was(tmp_path: Path, installations: list[list[Read]]) -> None:
    folders = [install(tmp_path, one, late=hour) for hour, one in enumerate(installations)]
    merged = joined(tmp_path, *folders)
    for folder in folders:
        name = sums(folder)["manifest.json"]
        for table, column in (("article", "url"), ("version", "content_hash"), ("run", "started"), ("fact", "kind")):
            there = {row["id"]: row[column] for row in rows(folder, table)}
            here = {row["id"]: row[column] for row in rows(merged, table)}
            traced = [row for row in rows(merged, "release_row") if (row["release"], row["name"]) == (name, table)]
            assert all(there[row["was"]] == here[row["row"]] for row in traced)
            if table != "fact":
                assert {row["was"] for row in traced} == set(there)
        assert {"release": name, "site": "berita"} in rows(merged, "release_site")


@pytest.mark.usefixtures("quick")
def test_an_article_that_two_judged_differently_stands_once_with_both_judgements_beside(tmp_path: Path) -> None:
    folders = [install(tmp_path, [(1, 0, 1)]), install(tmp_path, [(1, 0, None)], late=1)]
    merged = joined(tmp_path, *folders)
    with opened(merged) as made:
        assert made.rows("SELECT count(*) AS n, sum(flagged) AS flagged FROM articles") == [{"n": 1, "flagged": 1}]
        assert made.rows("SELECT articles, flagged FROM site_month WHERE articles") == [{"articles": 1, "flagged": 1}]
        held = made.rows(
            """SELECT verdict.flagged, verdict.is_current FROM release_article
            JOIN verdict ON verdict.id = release_article.verdict ORDER BY verdict.flagged"""
        )
    assert held == [{"flagged": 0, "is_current": 0}, {"flagged": 1, "is_current": 1}]
    assert len(rows(merged, "visit")) == 1
    assert {row["release"] for row in rows(merged, "release_article")} == {
        sums(one)["manifest.json"] for one in folders
    }


@pytest.mark.usefixtures("quick")
def test_one_release_alone_tells_the_same(tmp_path: Path) -> None:
    alone = install(tmp_path, [(1, 0, 1), (2, 1, 1), (3, 0, None), (4, 1, 2)], said="41")
    merged = joined(tmp_path, alone)
    for name in set(TOLD) - {"decision"}:
        assert rows(merged, name) == rows(alone, name), name
    decided = [sorted(str(row | {"id": ""}) for row in rows(one, "decision")) for one in (merged, alone)]
    assert decided[0] == decided[1] and len(decided[0]) == 4


@pytest.mark.usefixtures("quick")
def test_pages_at_two_sites_with_one_text_are_copies_and_one_visit(tmp_path: Path) -> None:
    folders = [install(tmp_path, [(1, 0, 1)], site=site, late=hour) for hour, site in enumerate(("berita", "kabar"))]
    merged = joined(tmp_path, *folders)
    [visit] = rows(merged, "visit")
    assert (visit["reports"], visit["copies"]) == ("1", "1")
    assert visit["urls"] == "https://berita.example/n/1; https://kabar.example/n/1"
    [copy] = rows(merged, "copy")
    assert (copy["article"], copy["first"], copy["kind"], copy["similarity"]) == ("2", "1", "exact", "1.0")


@pytest.mark.usefixtures("quick")
def test_what_an_editor_said_counts_for_the_visit_that_others_saw(tmp_path: Path) -> None:
    folders = [install(tmp_path, [(1, 0, 1)], said="41"), install(tmp_path, [(1, 0, 1)], late=1)]
    merged = joined(tmp_path, *folders)
    [visit] = rows(merged, "visit")
    assert (visit["headcount"], visit["decided"], visit["edited"]) == ("41", "confirmed", "headcount")
    assert [row["shown"] for row in rows(merged, "decision")] == ["1", "1"]


def test_it_has_the_files_of_a_release_and_says_of_which_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [install(tmp_path, [(1, 0, 1)]), install(tmp_path, [(2, 1, 1)], late=1)]
    merged = joined(tmp_path, *folders)
    added = {f"{kind}/{name}.{kind}" for kind in ("csv", "jsonl", "parquet") for name in NEW}
    assert set(sums(merged)) == set(sums(folders[0])) | added
    names = sorted(sums(one)["manifest.json"] for one in folders)
    told = json.loads((merged / "manifest.json").read_text(encoding="utf-8"))
    assert told["merged"] == names == [row["manifest"] for row in rows(merged, "release")]
    assert all(f"| {name} | 2018-10-1" in (merged / "README.md").read_text(encoding="utf-8") for name in names)
    monkeypatch.chdir(merged)
    report = Package("datapackage.json").validate()
    assert report.valid, report.flatten(["title", "message"])


NEW = ("release", "release_article", "release_row", "release_site")


@pytest.mark.usefixtures("quick")
def test_bodies_are_in_it_when_all_have_them(tmp_path: Path) -> None:
    install(tmp_path, [(1, 0, 1)])
    place = next(tmp_path.glob("installation-*"))
    with open_database(place / "news.db") as db:
        export(db, place / "texts", Asked(with_text=True))
    assert TEXTS[0] in rows(joined(tmp_path, place / "texts"), "version")[0]["body"]
    assert "body" not in rows(joined(tmp_path, place / "texts", place / "out"), "version")[0]


def spoil(folder: Path, **told: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | told), encoding="utf-8")


def damages() -> Iterator[Any]:
    yield pytest.param(lambda one: spoil(one, format=99), OtherFormat, "of format 99, and this program merges format 3")
    yield pytest.param(lambda one: spoil(one, files={}), ReleaseDamaged, "names no jujugan.db")
    yield pytest.param(lambda one: spoil(one, as_of="kemarin"), ReleaseDamaged, "manifest.json is incomplete")
    yield pytest.param(lambda one: (one / "manifest.json").unlink(), ReleaseDamaged, "it has no manifest.json")
    yield pytest.param(lambda one: (one / "manifest.json").write_text("[1]"), ReleaseDamaged, "is no manifest")
    yield pytest.param(lambda one: (one / "manifest.json").write_text("{"), ReleaseDamaged, "cannot be read")
    yield pytest.param(
        lambda one: (one / "csv" / "visit.csv").write_text("id\n"), ReleaseDamaged, "visit.csv is not the file that"
    )
    yield pytest.param(lambda one: (one / "jujugan.db").unlink(), ReleaseDamaged, "jujugan.db is not the file that")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("spoiled", "error", "told"), list(damages()))
def test_a_release_that_is_damaged_or_of_another_format_is_refused(
    tmp_path: Path, spoiled: Any, error: type[Exception], told: str
) -> None:
    good, bad = install(tmp_path, [(1, 0, 1)]), tmp_path / "bad"
    shutil.copytree(good, bad)
    spoiled(bad)
    with pytest.raises(error, match=told):
        merge([good, bad], tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


@pytest.mark.usefixtures("quick")
def test_the_command_names_the_files_and_keeps_the_copy_in_mind(tmp_path: Path) -> None:
    folders = [install(tmp_path, [(1, 0, 1)]), install(tmp_path, [(1, 0, 1)], late=1)]
    path, into = folders[0].parent / "news.db", tmp_path / "merged"
    done = CliRunner().invoke(jujugan, ["merge", *map(str, folders), str(into), "--db", str(path)])
    assert done.exit_code == 0, done.output
    assert str(into / "jujugan.db") in done.stdout.splitlines()
    with open_database(path) as db:
        assert [(kept.kind, kept.path) for kept in holdings.known(db)] == [("release", into)]
    assert len(rows(into, "visit")) == 1
