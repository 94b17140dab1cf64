"""What an institution named in a sentence is kept as."""

from __future__ import annotations

from typing import Literal, NamedTuple

from detect.gazetteer import Mention

Kind = Literal["office", "campus", "council"]


class Body(NamedTuple):
    """Tokens `first`..`last` (included) name an institution.

    `key` is the same for every way to write its top organisation ("Pusdiklat Kemenaker" and "Kementerian
    Ketenagakerjaan"); `regions` are those inside the name; `short` is the abbreviation given in brackets, folded.
    """

    first: int
    last: int
    kind: Kind
    key: str
    regions: tuple[Mention, ...]
    short: str | None
