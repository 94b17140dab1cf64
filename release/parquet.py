"""Parquet files, with times and days as such. They need the extra `research`: without it a release has none."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from release.rows import Row, Write
from storage.release.allowed import Table

if TYPE_CHECKING:
    import pyarrow

# Rows of one group: few enough to hold, many enough to be read quickly.
_GROUP = 50_000


def is_there() -> bool:
    return importlib.util.find_spec("pyarrow") is not None


@contextmanager
def as_parquet(folder: Path, table: Table) -> Iterator[Write]:
    """One file a table. Nothing but the rows and the library's version decides its bytes."""
    import pyarrow
    from pyarrow import parquet

    shown = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "text": pyarrow.string(),
        "time": pyarrow.timestamp("s", tz="UTC"),
        "day": pyarrow.date32(),
    }
    schema = pyarrow.schema([(column.name, shown[column.kind]) for column in table.columns])
    batches: list[pyarrow.RecordBatch] = []

    def flush() -> None:
        if batches:
            file.write_table(pyarrow.Table.from_batches(batches, schema), row_group_size=_GROUP)
            batches.clear()

    def write(rows: Sequence[Row]) -> None:
        columns = zip(*rows, strict=True)
        batches.append(
            pyarrow.record_batch(
                [_array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
            )
        )
        if sum(batch.num_rows for batch in batches) >= _GROUP:
            flush()

    with parquet.ParquetWriter(folder / "parquet" / f"{table.name}.parquet", schema, compression="zstd") as file:
        yield write
        flush()


def _array(values: Sequence[object], kind: pyarrow.DataType) -> pyarrow.Array:
    import pyarrow

    if pyarrow.types.is_temporal(kind):
        return pyarrow.array(values, pyarrow.string()).cast(kind)
    return pyarrow.array(values, kind)
