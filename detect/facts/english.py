"""Regional offices in English: "the Kupang tourism office", "Sleman Regency Health Agency".

In Indonesian the office stands before its region and makes one name with it; in English it stands behind it, in small
letters as often as not, and the region alone would be taken for the guest.
"""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.body import Body
from detect.facts.lexicon import section, table
from detect.gazetteer import Mention
from detect.sentences import Token

# Words between a region and its office: "regency", "tourism and culture".
_LONGEST = 6


def office_of(tokens: Sequence[Token], region: Mention) -> Body | None:
    """The office that a region's name opens; None where no office follows."""
    words = section("english_offices")
    fields: list[str] = []
    for i in range(region.last + 1, min(len(tokens), region.last + 1 + _LONGEST)):
        word = tokens[i].word
        if tokens[i].before:
            return None
        if word in words["heads"]:
            return Body(region.first, i, "office", _key(fields, word), (region,), None) if fields else None
        if word in words["kinds"] and not fields:
            continue
        if word not in words["fields"] and word not in words["joins"]:
            return None
        fields.append(word)
    return None


def _key(fields: Sequence[str], head: str) -> str:
    """As in Indonesian: "tourism office" is a "dinas pariwisata"."""
    spoken = table("english_offices")["translated"]
    return " ".join((spoken[head], *(spoken.get(word, word) for word in fields)))
