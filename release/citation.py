"""How to cite the release: CITATION.cff, https://citation-file-format.github.io, version 1.2.0."""

from __future__ import annotations

from pathlib import Path

import yaml

from release.about import About
from release.metadata import TITLE

NAME = "CITATION.cff"


def write(folder: Path, about: About, digest: str) -> None:
    """`digest` is the SHA-256 of the database: it tells this release from any other."""
    told = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them with their date and checksum.",
        "type": "dataset",
        "title": f"{TITLE}, as of {about.day}",
        "authors": [_author(name) for name in about.publishing.authors or (f"Jujugan {about.program}",)],
        "version": about.moment,
        "date-released": about.day,
        **({"license": about.publishing.licence} if about.licence else {}),
        "identifiers": [
            {"type": "other", "value": f"sha256:{digest}", "description": "SHA-256 of jujugan.db"},
        ],
        "keywords": ["study visits", "local government", "Indonesia", "news"],
    }
    (folder / NAME).write_text(
        yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8", newline="\n"
    )


def _author(name: str) -> dict[str, str]:
    """A person, told by the comma in "Family, Given", or an office."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family-names": family, "given-names": given} if comma else {"name": name}
