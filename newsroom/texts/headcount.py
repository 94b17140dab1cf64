"""How many came, and the many ways to say it."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.texts.banks import Lines
from newsroom.texts.draw import in_words, number

SMALL_GROUP, DOZENS = 11, 20


@dataclass(frozen=True, slots=True)
class Headcount:
    """The people of a delegation by kind; `vague` when the papers were only told "dozens"."""

    parts: tuple[tuple[int, str], ...]
    vague: bool
    spelled: bool

    @property
    def total(self) -> int | None:
        return None if self.vague else self._sum

    @property
    def _sum(self) -> int:
        return sum(count for count, _ in self.parts)

    @property
    def phrase(self) -> str:
        """ "24 peserta dan 4 pendamping", "tujuh legislator", "puluhan kader"."""
        if self.vague:
            return f"{self._dozens} {self.parts[0][1]}"
        spell = in_words if self.spelled else number
        said = [f"{spell(count) if count <= SMALL_GROUP else count} {who}" for count, who in self.parts]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} dan {said[-1]}"

    @property
    def english(self) -> str:
        return "dozens of people" if self.vague else f"{self._sum} people"

    @property
    def sentences(self) -> Lines:
        if self.vague:
            return (f"Rombongan terdiri atas {self.phrase}.", f"Jumlah mereka {self._dozens} orang.")
        ways = tuple(
            f"{start} {self.phrase}." for start in ("Rombongan terdiri atas", "Kegiatan diikuti", "Yang datang")
        )
        if len(self.parts) > 1:
            return ways
        return (*ways, f"Rombongan berjumlah {self.parts[0][0]} orang.", f"Ada {self.phrase} yang ikut.")

    @property
    def _dozens(self) -> str:
        if self._sum >= DOZENS:
            return "puluhan"
        return "belasan" if self._sum >= SMALL_GROUP else "sejumlah"
