"""What works with the core requirements alone: `make smoke`, in an environment without extras and development tools.

Run by that environment's own Python, from the project's folder. Ends with the first thing that does not work.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
EXTRAS = (
    "apprise",
    "datasette",
    "frictionless",
    "matplotlib",
    "procrastinate",
    "psycopg",
    "pyarrow",
    "pytest",
    "warcio",
)
# How long a start may take, seconds.
PATIENCE = 120

# Synthetic, in own words.
ARTICLE = {
    "id": "1",
    "url": "https://berita.example/1",
    "outlet": "berita",
    "published": "2026-10-05",
    "title": "Rombongan DPRD Kabupaten Kediri Belajar Pelayanan Publik ke Banyuwangi",
    "text": "BANYUWANGI - Rombongan DPRD Kabupaten Kediri melakukan studi banding ke Pemkab Banyuwangi, Senin (5/10). "
    "Sebanyak 20 orang itu diterima Asisten Pemerintahan di kantor bupati untuk mempelajari Mal Pelayanan Publik.",
}


class Fails(Exception):
    """Something does not work with the core alone."""


def main() -> int:
    try:
        with tempfile.TemporaryDirectory(prefix="smoke-") as folder, newsroom() as web:
            examine(settings(Path(folder), web), Path(folder))
    except Fails as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    sys.stdout.write("the core works without extras\n")
    return 0


def settings(folder: Path, web: str) -> dict[str, str]:
    """The variables under which everything runs: a folder of its own, and the stand-in web."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"DB": str(folder / "j.db"), "REVIEW_PORT": str(port), "SITES": "detik", "CONTACT": "smoke@example.org"}
    own |= {"GATEWAY": f"{web}/{{url}}", "DELAY": "0"}
    return os.environ | {f"JUJUGAN_{name}": value for name, value in own.items()}


def examine(environ: dict[str, str], folder: Path) -> None:
    """Every part of the core once. Raises Fails."""
    if found := [name for name in EXTRAS if importlib.util.find_spec(name)]:
        raise Fails(f"this environment holds more than the core: {', '.join(found)}")
    said(environ, "jujugan", "--help", wanted="Usage:")
    said(environ, "scrapy", "list", wanted="detik")
    said(environ, "jujugan", "doctor", wanted="Nothing is wrong")
    articles = folder / "articles.jsonl"
    articles.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    said(environ, "jujugan", "detect", str(articles), wanted='"Kabupaten Kediri"')
    said(environ, "jujugan", "crawl", "detik", wanted="")
    said(environ, "jujugan", "digest", "--preview", wanted="")
    daemon(environ)


def said(environ: dict[str, str], *command: str, wanted: str) -> None:
    """Run a command of the environment. Raises Fails where it fails or does not say what is wanted."""
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environ, capture_output=True, text=True)
    if done.returncode or wanted not in done.stdout:
        raise Fails(f"{' '.join(command)} ended with {done.returncode} and said:\n{done.stdout}{done.stderr}")
    sys.stdout.write(f"{command[0]} {command[1]}: works\n")
    sys.stdout.flush()


def daemon(environ: dict[str, str]) -> None:
    """Start the daemon, ask for its page, stop it. Raises Fails."""
    address = f"http://127.0.0.1:{environ['JUJUGAN_REVIEW_PORT']}/"
    with subprocess.Popen([BIN / "jujugan", "run"], cwd=ROOT, env=environ) as process:
        try:
            page = answer(process, address)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(PATIENCE)
    if "<html" not in page or code:
        raise Fails(f"the daemon ended with {code}; its page was: {page[:300]}")
    sys.stdout.write("the daemon: its page answers, and it stops\n")


def answer(process: subprocess.Popen[bytes], address: str) -> str:
    """The page, as soon as there is one. Raises Fails."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(address) as response:
            return str(response.read().decode())
        time.sleep(0.2)
    raise Fails(f"the daemon's page at {address} does not answer; what the daemon said stands above")


@contextlib.contextmanager
def newsroom() -> Iterator[str]:
    """The address of a stand-in web, so that nothing outside is asked."""
    command = [sys.executable, "-m", "newsroom", "serve", "--port", "0", "--days", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    raise SystemExit(main())
