"""The manifest: what the release shows, what it was made by, and every other file with its SHA-256."""

from __future__ import annotations

import json
from pathlib import Path

from release.about import About
from release.datapackage import digest
from release.folder import files
from storage.release.building import FORMAT
from storage.values import to_time

NAME = "manifest.json"


def write(folder: Path, about: About) -> None:
    """Written last: it names every file that is there."""
    told = {
        "format": FORMAT,
        "as_of": about.moment,
        "since": about.since and to_time(about.since),
        "with_text": about.with_text,
        "program": about.program,
        "gazetteer": about.gazetteer,
        "licence": about.publishing.licence or None,
        "rules": [
            {"lexicon": lexicon, "profile": profile, "verdicts": count}
            for (lexicon, profile), count in sorted(about.rules.items())
        ],
        "merged": [one.manifest for one in about.merged],
        "rows": dict(about.rows),
        "files": {
            path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": digest(path)}
            for path in files(folder)
        },
    }
    (folder / NAME).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
