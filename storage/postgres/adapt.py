"""Values as SQLite takes and gives them: whole numbers, numbers, texts, bytes and nothing else."""

from __future__ import annotations

from psycopg import adapters
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader


class _Number(Loader):
    """Sums of whole numbers come with any number of digits: they are whole; others come with a point."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


class _Truth(Dumper):
    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"

    def quote(self, obj: bool) -> bytes:
        return self.dump(obj)


def as_sqlite_gives_them() -> AdaptersMap:
    made = AdaptersMap(adapters)
    made.register_loader("numeric", _Number)
    made.register_dumper(bool, _Truth)
    return made
