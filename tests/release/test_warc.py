"""Kept pages as WARC: read back and checked with warcio, and the same bytes each time. All pages are synthetic."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zlib
from base64 import b32encode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import jujugan
from release import manifest, warc
from release.make import Asked
from storage import pages
from storage.database import Database
from storage.values import to_time
from tests.releasing import export
from tests.storing import HOUR, NOW, begin

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Encoding": "gzip",
    "Content-Length": "12",
    "Transfer-Encoding": "chunked",
    "Set-Cookie": "sesi=rahasia",
    "X-Lines": "satu\r\nX-Other: dua",
    "ETag": '"a1"',
}


def url(number: int) -> str:
    return f"https://berita.example/a/{number}?q=é"


def body(number: int) -> bytes:
    return f"<!doctype html><title>Kabar {number}</title><p>Isi é {number}\r\n\r\nHTTP/1.1 200 OK</p>".encode()


def keep(db: Database, *kept: tuple[int, datetime], key: str = "") -> None:
    begin(db)
    with db.write():
        for number, at in kept:
            pages.keep_refused(db, "berita", f"{key}{number}", url(number), body(number), HEADERS, at, "uji")


def written(db: Database, folder: Path, name: str = warc.NAME) -> Path:
    assert warc.write(folder / name, db) > 0
    return folder / name


def records(path: Path) -> list[Any]:
    """(type, address, date, record id, payload digest, HTTP headers, body) of each record."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    told = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            said = record.rec_headers.get_header
            names = ("WARC-Type", "WARC-Target-URI", "WARC-Date", "WARC-Record-ID", "WARC-Payload-Digest")
            http = dict(record.http_headers.headers) if record.http_headers else {}
            told.append((record.rec_headers.protocol, *map(said, names), http, record.content_stream().read()))
    return told


def test_each_page_is_a_response_record_with_its_headers_date_and_digest(db: Database, tmp_path: Path) -> None:
    keep(db, (1, NOW), (2, NOW + HOUR))
    [info, first, second] = records(written(db, tmp_path))
    assert info[:2] == ("WARC/1.1", "warcinfo") and b"format: WARC File Format 1.1" in info[-1]
    digest = b32encode(hashlib.sha1(body(1), usedforsecurity=False).digest()).decode()
    assert first[1] == "response" and first[3] == to_time(NOW) and first[5] == f"sha1:{digest}"
    assert first[2].startswith("https://berita.example/a/1")
    assert first[-2] == {
        "Content-Type": "text/html; charset=utf-8",
        "X-Lines": "satu X-Other: dua",
        "ETag": '"a1"',
        "Content-Length": str(len(body(1))),
    }
    assert (first[-1], second[-1]) == (body(1), body(2))


def test_the_same_pages_give_the_same_bytes_in_whatever_order_they_were_stored(tmp_path: Path) -> None:
    from storage.database import open_database

    made = []
    for number, order in enumerate(([1, 2, 3], [3, 1, 2])):
        with open_database(tmp_path / f"{number}.db", create=True) as db:
            keep(db, *((one, NOW + timedelta(minutes=one)) for one in order))
            made.append(written(db, tmp_path, f"{number}.gz").read_bytes())
            made.append(written(db, tmp_path, f"{number}-again.gz").read_bytes())
    assert len(set(made)) == 1


def test_a_page_kept_for_two_articles_is_one_capture(db: Database, tmp_path: Path) -> None:
    keep(db, (1, NOW))
    keep(db, (1, NOW), key="other-")
    told = records(written(db, tmp_path))
    assert [one[1] for one in told] == ["warcinfo", "response"]
    assert len({one[4] for one in told}) == 2


def test_each_record_is_packed_by_itself_so_that_it_can_be_reached_alone(db: Database, tmp_path: Path) -> None:
    keep(db, (1, NOW), (2, NOW))
    packed, count = written(db, tmp_path).read_bytes(), 0
    while packed:
        one = zlib.decompressobj(zlib.MAX_WBITS + 16)
        assert one.decompress(packed).startswith(b"WARC/1.1\r\n")
        packed, count = one.unused_data, count + 1
    assert count == 3


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["check", "-v"], "digest pass"),
        (["index", "-f", "warc-type,warc-target-uri,warc-payload-digest,http:status"], '"http:status": "200"'),
    ],
)
def test_the_usual_tools_read_it(db: Database, tmp_path: Path, command: list[str], wanted: str) -> None:
    keep(db, (1, NOW), (2, NOW))
    code = "import sys; from warcio.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *command, str(written(db, tmp_path))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(wanted) >= 2


def test_nothing_kept_is_no_file_and_no_file_is_written_over(db: Database, tmp_path: Path) -> None:
    assert warc.write(tmp_path / "x.gz", db) == 0 and not (tmp_path / "x.gz").exists()
    keep(db, (1, NOW))
    written(db, tmp_path, "x.gz")
    with pytest.raises(FileExistsError):
        warc.write(tmp_path / "x.gz", db)


def test_a_release_has_it_only_when_asked_for_and_names_it_in_its_manifest(db: Database, tmp_path: Path) -> None:
    keep(db, (1, NOW), (2, NOW + HOUR))
    plain, whole, early = (tmp_path / name for name in ("plain", "whole", "early"))
    assert warc.NAME not in {path.name for path in export(db, plain)}
    export(db, whole, Asked(with_pages=True))
    assert len(records(whole / warc.NAME)) == 3
    assert warc.NAME in json.loads((whole / manifest.NAME).read_text())["files"]
    export(db, early, Asked(as_of=NOW, with_pages=True))
    assert [one[3] for one in records(early / warc.NAME)] == [to_time(NOW)] * 2


def test_the_terms_are_shown_before_pages_go_out(db: Database, tmp_path: Path) -> None:
    keep(db, (1, NOW))
    given = ["export", str(tmp_path / "rilis"), "--warc", "--db", str(db.path)]
    refused = CliRunner().invoke(jujugan, given, input="n\n")
    assert "never to be passed on" in refused.output and not (tmp_path / "rilis").exists()
    agreed = CliRunner().invoke(jujugan, [*given, "--yes"])
    assert agreed.exit_code == 0 and (tmp_path / "rilis" / warc.NAME).exists()
