"""What is installed is what was locked, has no hole that is known to us, and may do little once it is taken over."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from config import ROOT

Measured = Callable[[str], None]

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
EXPOSURE = 2.5


def wheel(folder: Path) -> Path:
    """A wheel of one module, as small as one may be."""
    files = {
        "pasokan.py": "VALUE = 1\n",
        "pasokan-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: pasokan\nVersion: 1.0\n",
        "pasokan-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},{_digest(text)},{len(text)}" for name, text in files.items()]
    path = folder / "pasokan-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
        packed.writestr("pasokan-1.0.dist-info/RECORD", "\n".join([*rows, "pasokan-1.0.dist-info/RECORD,,\n"]))
    return path


def _digest(text: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def install(folder: Path, lock: Path, into: Path) -> subprocess.CompletedProcess[str]:
    """As the Makefile installs, from a folder instead of a registry."""
    how = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    where = ["--no-index", "--find-links", str(folder), "--target", str(into)]
    return subprocess.run(
        [sys.executable, "-m", "pip", *how, *where, "-r", str(lock)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.fault("H5")
def test_h5_a_wheel_with_another_byte_is_not_installed(tmp_path: Path, measured: Measured) -> None:
    made, lock = wheel(tmp_path), tmp_path / "lock.txt"
    lock.write_text(f"pasokan==1.0 --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n")
    done = install(tmp_path, lock, tmp_path / "right")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "right" / "pasokan.py").exists()
    whole = made.read_bytes()
    at = whole.index(b"VALUE = 1")
    made.write_bytes(whole[:at] + b"VALUE = 2" + whole[at + 9 :])
    done = install(tmp_path, lock, tmp_path / "wrong")
    assert done.returncode != 0 and "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "wrong").exists()
    measured("1 byte of a wheel changed: refused, nothing installed")


@pytest.mark.fault("H5")
def test_h5_what_must_be_built_first_is_not_installed(tmp_path: Path) -> None:
    source, lock = tmp_path / "pasokan-1.0.tar.gz", tmp_path / "lock.txt"
    source.write_bytes(b"whatever its hash, it would run on this machine")
    lock.write_text(f"pasokan==1.0 --hash=sha256:{hashlib.sha256(source.read_bytes()).hexdigest()}\n")
    done = install(tmp_path, lock, tmp_path / "wrong")
    assert done.returncode != 0 and "No matching distribution" in done.stderr


def locked(lock: Path) -> Iterator[tuple[Requirement, int]]:
    """Each requirement of a lock file, and how many hashes it gives."""
    for entry in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if entry.strip() and not entry.startswith("#"):
            said, *hashes = entry.split("--hash=sha256:")
            assert all(re.fullmatch("[0-9a-f]{64} *", one) for one in hashes), entry
            yield Requirement(said.strip()), len(hashes)


@pytest.mark.fault("H5")
def test_h5_every_library_is_locked_to_hashes_and_installed_by_them(measured: Measured) -> None:
    found = [(lock.name, one, hashes) for lock in LOCKS for one, hashes in locked(lock)]
    assert found
    assert [one for one in found if not one[2] or not re.fullmatch("==[^*,]+", str(one[1].specifier))] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [how] = re.findall(r"^PIP = (.*)$", makefile, re.MULTILINE)
    assert "--require-hashes" in how and "--only-binary :all:" in how
    assert "--no-deps --no-build-isolation -e ." in makefile
    measured(f"{len(found)} requirements in {len(LOCKS)} files, each with one version and its hashes")


@pytest.mark.fault("H6")
def test_h6_no_locked_library_is_older_than_the_last_hole_that_is_known(measured: Measured) -> None:
    least = tomllib.loads((ROOT / "requirements" / "minimum.toml").read_text(encoding="utf-8"))["minimum"]
    versions = [(one.name, Version(next(iter(one.specifier)).version)) for lock in LOCKS for one, _ in locked(lock)]
    old = [(name, version) for name, version in versions if name in least and version < Version(least[name]["version"])]
    assert old == []
    assert set(least) <= {name for name, _ in versions}, "a library that is locked no longer needs no minimum"
    assert all(re.search(r"\b(CVE|GHSA|PYSEC)-|SQLite", row["advisory"]) and row["why"] for row in least.values())
    measured(f"0 below the minimum; {len(least)} of {len({name for name, _ in versions})} libraries have one")


UNITS = sorted((ROOT / "deploy").glob("*.service"))


@pytest.mark.fault("H8")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_h8_the_units_leave_little_to_do(unit: Path, measured: Measured) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine (Debian's package systemd has it)")
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True, check=False
    )
    if "nrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze is older than 250 and looks at no file")
    [exposure] = re.findall(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    measured(f"{unit.name}: {exposure}")
    assert float(exposure) <= EXPOSURE


@pytest.mark.fault("H8")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_h8_the_units_name_their_user_and_their_walls(unit: Path) -> None:
    said = unit.read_text(encoding="utf-8")
    assert re.search("^User=(jujugan|postgres)$", said, re.MULTILINE)
    for wall in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "MemoryMax="):
        assert f"\n{wall}" in said, wall
    assert "\nCapabilityBoundingSet=\n" in said and "RestrictAddressFamilies=" in said
