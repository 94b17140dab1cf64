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
        "authors": [{"name": f"Jujugan {about.program}"}],
        "version": about.moment,
        "date-released": about.day,
        "identifiers": [
            {"type": "other", "value": f"sha256:{digest}", "description": "SHA-256 of jujugan.db"},
        ],
        "keywords": ["study visits", "local government", "Indonesia", "news"],
    }
    (folder / NAME).write_text(
        yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8", newline="\n"
    )
