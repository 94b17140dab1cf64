"""What pyproject.toml allows to be installed is what works and has no known hole."""

from __future__ import annotations

import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config import ROOT


def test_no_version_with_a_known_hole_is_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    holes = tomllib.loads((ROOT / "requirements" / "minimum.toml").read_text(encoding="utf-8"))["minimum"]
    allowed = [project["dependencies"], *project["optional-dependencies"].values()]
    asked = [Requirement(one) for extra in allowed for one in extra]
    assert len(asked) > 20
    for one in asked:
        lowest = [part.version for part in one.specifier if part.operator == ">="]
        assert len(lowest) == 1, f"{one} states no lowest version, so that `make lowest` tries none"
        if hole := holes.get(canonicalize_name(one.name)):
            just_before = f"{hole['version']}.dev0"
            assert not one.specifier.contains(just_before, prereleases=True), f"{one}: {hole['advisory']}"


def test_every_module_of_the_top_is_installed_and_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    modules = {path.stem for path in ROOT.glob("*.py")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert set(project["tool"]["setuptools"]["py-modules"]) == modules
    assert set(project["tool"]["mypy"]["modules"]) == modules
    assert {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]} == packages
    assert set(project["tool"]["ruff"]["lint"]["isort"]["known-first-party"]) == modules | packages
    sources = (ROOT / "Makefile").read_text(encoding="utf-8").partition("SOURCES = ")[2].splitlines()[0].split()
    assert {name for name in sources if name.endswith(".py")} == {f"{name}.py" for name in modules}
