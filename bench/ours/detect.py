"""Our detector over articles that are at hand; its import is measured by itself.

python -m bench.ours.detect DAY.jsonl LABELLED.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.spent import processor, spent, tell

begin = processor()
from detect.judge import judge  # noqa: E402
from detect.lines import from_line  # noqa: E402
from detect.profile import load_profile  # noqa: E402

IMPORT = processor() - begin
WATCH = Path(__file__).resolve().parents[2] / "watch" / "banyuwangi.toml"


def main(day: Path, labelled: Path) -> None:
    profile = load_profile(WATCH)
    ordinary, hard = (
        [from_line(json.loads(line)) for line in file.read_text("utf-8").splitlines()] for file in (day, labelled)
    )
    judge(hard[0], profile)  # what it loads once
    with spent(count=len(ordinary)) as told:
        for article in ordinary:
            judge(article, profile)
    with spent() as told_hard:
        flagged = [judge(article, profile).flagged for article in hard]
    tell(told | {"flagged": flagged, "hard": told_hard["cpu"] / len(hard), "import": IMPORT})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
