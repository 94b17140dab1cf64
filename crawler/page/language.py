"""The language of a text, as far as the project must tell: Indonesian, English or another."""

from __future__ import annotations

from collections import Counter

from crawler.text import normalise, words

_COMMON = {
    "id": words(
        "yang dan di dari untuk dengan ini itu pada dalam tidak akan oleh juga sebagai ke adalah bisa para kata"
    ),
    "en": words("the of and to in is that for with was on as at by it from are be this has have said"),
    "jv": words("sing lan ing saka kanggo karo iki kuwi ora bakal uga marang saking dening wonten dados"),
}
# ISO 639-2 for a text whose language is not determined.
UNKNOWN = "und"
_LEAST_SHARE = 0.04


def of_text(text: str) -> str:
    """The ISO 639-1 code of the language whose commonest words fill the text; UNKNOWN where none of the three does."""
    plain = normalise(text).split()
    counts = Counter(plain)
    shares = {code: sum(counts[word] for word in common) for code, common in _COMMON.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if plain and shares[best] >= _LEAST_SHARE * len(plain) else UNKNOWN
