"""What the ruler counts, on a file whose every count is known."""

from __future__ import annotations

from pathlib import Path

from bench.shape import own, shape

CODE = '''"""A module."""

import os


# Why.
@staticmethod
def told(at: str) -> str:
    """Says so."""
    try:
        return os.fspath(at)
    except (OSError, Exception):
        raise


def _hidden(at):
    try:
        pass
    except ValueError:
        pass


class Thing:
    def quiet(self):
        try:
            pass
        except:
            pass
'''


def test_files_functions_types_docstrings_comments_and_broad_excepts_are_counted(tmp_path: Path) -> None:
    path, short, nothing = (tmp_path / name for name in ("a.py", "short.py", "empty.py"))
    path.write_text(CODE)
    short.write_text("x = 1\n")
    nothing.write_text("\n")
    found = shape("a", [path, short, nothing])
    assert found.files == [28, 1]
    assert found.functions == [7, 5, 5]
    assert (found.typed, found.told, found.public, found.comments, found.broad) == (1, 1, 3, 1, 2)
    assert found.row() == "| a | 2 | 0.0k | 14 / 25 / 28 | 5 / 7 / 7 | 33% | 33% | 3% | 69.0 |\n"


def test_ours_is_the_program_alone() -> None:
    folders = {path.parent.name for path in own()}
    assert {"facts", "polling"} <= folders
    assert not {"tests", "bench", "newsroom", "outlets"} & folders
