"""Kept pages as a WARC file (ISO 28500:2017, "WARC/1.1"), for archives and their viewers; only on request.

These are the pages as they came: nothing is blacked out in them, and they belong to their publishers. They are the
newest ones only, since pages are kept for some weeks. The file needs the extra `research`.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from config import VERSION
from storage import pages
from storage.database import Database
from storage.pages import RawPage
from storage.values import to_time

NAME = "pages.warc.gz"

_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
# A page is kept as it reads: unpacked and in one piece. Cookies are between a site and whoever asked.
_LEFT_OUT = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})


def is_there() -> bool:
    """Whether the library that writes WARC is installed."""
    return importlib.util.find_spec("warcio") is not None


def write(path: Path, db: Database, until: datetime | None = None) -> int:
    """Write every kept page (`until` a moment, only those that had come by then) to a new file, each as a response
    record; how many, and no file where there is none.

    Nothing but the pages and the versions of this program and its libraries decides the file's bytes: records are
    named after what they hold, and come by time and address. Raises OSError.
    """
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    with db.snapshot():
        newest = pages.newest(db, until)
        if newest is None:
            return 0
        with path.open("xb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
            writer.write_record(_info(writer, newest))
            count = 0
            for page in _once(pages.every(db, until)):
                writer.write_record(_response(writer, page))
                count += 1
    return count


def _once(kept: Iterator[RawPage]) -> Iterator[RawPage]:
    """Each capture once: a page may be kept for two articles."""
    seen = set()
    for page in kept:
        name = _name(page)
        if name not in seen:
            seen.add(name)
            yield page


def _info(writer: Any, at: datetime) -> Any:
    """The record that says what file this is; it names no machine and no moment of writing."""
    lines = f"software: Jujugan/{VERSION}\r\nformat: WARC File Format 1.1\r\nconformsTo: {_CONFORMS}\r\n".encode()
    headers = {
        "WARC-Record-ID": _urn(hashlib.sha256(lines + to_time(at).encode()).hexdigest()),
        "WARC-Date": to_time(at),
        "WARC-Filename": NAME,
        "Content-Type": "application/warc-fields",
    }
    return _record(writer, "", "warcinfo", lines, headers)


def _response(writer: Any, page: RawPage) -> Any:
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]

    shown = [(name, value) for name, value in page.headers.items() if name.lower() not in _LEFT_OUT]
    shown.append(("Content-Length", str(len(page.body))))
    answer = StatusAndHeaders("200 OK", [(name, " ".join(value.split())) for name, value in shown], "HTTP/1.1")
    headers = {"WARC-Record-ID": _urn(_name(page)), "WARC-Date": to_time(page.at)}
    return _record(writer, page.url, "response", page.body, headers, answer)


def _record(writer: Any, url: str, kind: str, body: bytes, headers: Mapping[str, str], answer: Any = None) -> Any:
    return writer.create_warc_record(
        url, kind, BytesIO(body), length=len(body), http_headers=answer, warc_headers_dict=dict(headers)
    )


def _name(page: RawPage) -> str:
    """What tells a capture from every other one."""
    return f"{page.url} {to_time(page.at)} {hashlib.sha256(page.body).hexdigest()}"


def _urn(name: str) -> str:
    return f"<{uuid5(NAMESPACE_URL, name).urn}>"
