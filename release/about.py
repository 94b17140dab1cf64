"""What a release is: the moment it shows, what was asked for, and what it was made by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.values import to_time
from timetable import TIMEZONE


@dataclass(frozen=True, slots=True)
class About:
    """`as_of` is the moment shown, `kept_since` the one since when changes are kept, `since` the bound of what is
    reported (None: no bound). `rules` has the number of verdicts by (lexicon, profile), `rows` those of each table;
    `gazetteer` and `program` are versions."""

    as_of: datetime
    kept_since: datetime
    since: datetime | None
    with_text: bool
    parquet: bool
    program: str
    gazetteer: str
    rules: Mapping[tuple[str, str], int]
    rows: Mapping[str, int]

    @property
    def day(self) -> str:
        return self.as_of.astimezone(TIMEZONE).date().isoformat()

    @property
    def moment(self) -> str:
        return to_time(self.as_of)
