"""What a release is: the moment it shows, what was asked for, and what it was made by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config_release import LICENCES, UNSAID, Licence, Publishing
from storage.release.merge import Release
from storage.values import to_time
from timetable import TIMEZONE


@dataclass(frozen=True, slots=True)
class About:
    """`as_of` is the moment shown, `kept_since` the one since when changes are kept, `since` the bound of what is
    reported (None: no bound). `rules` has the number of verdicts by (lexicon, profile), `rows` those of each table;
    `gazetteer` and `program` are versions. `merged` are the releases that this one was merged of; `publishing` says
    whom it is by and on what terms."""

    as_of: datetime
    kept_since: datetime
    since: datetime | None
    with_text: bool
    parquet: bool
    figures: bool
    program: str
    gazetteer: str
    rules: Mapping[tuple[str, str], int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    merged: Sequence[Release] = ()
    publishing: Publishing = UNSAID

    @property
    def day(self) -> str:
        return self.as_of.astimezone(TIMEZONE).date().isoformat()

    @property
    def licence(self) -> Licence | None:
        return LICENCES.get(self.publishing.licence)

    @property
    def moment(self) -> str:
        return to_time(self.as_of)
