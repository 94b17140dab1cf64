"""One life of the program with secrets planted wherever it is given any: none is in what it says or keeps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from config import ROOT
from tests import hostile as web
from tests import warta
from tests.faults.test_c_second_web import free_port

_SECRETS = {
    "JUJUGAN_MAIL_PASSWORD": "kunci-surat-9f3a71",
    "JUJUGAN_WEBHOOK_SECRET": "kunci-kait-9f3a71",
    "JUJUGAN_CHAT_URLS": "json://127.0.0.1:1/kunci-obrolan-9f3a71",
}
_PASSWORD = "sandi-editor-9f3a71 yang panjang"
_CONFIG = """
[jujugan]
contact = "tests@jujugan.example"
database = "news.db"
sites = ["mediakampung"]
[crawl]
delay = 0.0
gateway = "{gateway}"
[review]
port = {port}
login = true
[digest]
at = []
[digest.mail]
host = "127.0.0.1"
port = {closed}
user = "nama"
from = "a@jujugan.example"
to = ["b@jujugan.example"]
administrator = ["c@jujugan.example"]
[digest.webhook]
url = "https://127.0.0.1:{closed}/kait"
"""


def said(config: Path, *words: str, typed: str = "") -> str:
    """All that a command says, whatever it ends with."""
    command = [sys.executable, "-m", "cli", *words, "--config", str(config)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | _SECRETS, input=typed, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def logged_in(address: str) -> list[str]:
    """Somebody who forgets his password once: what the page answers, and his cookie last."""
    with httpx.Client(base_url=address, timeout=30) as browser:
        answers = []
        for password in ("salah-9f3a71", _PASSWORD):
            form = browser.get("/log-in").text
            token = form.partition('name="token" value="')[2][:64]
            given = {"token": token, "name": "rina", "password": password}
            answers.append(browser.post("/log-in", data=given).text)
        answers.append(browser.get("/health").text)
        assert "rina" in answers[-1]
        return [*answers, *(cookie.value or "" for cookie in browser.cookies.jar)]


@pytest.mark.fault("H7")
@pytest.mark.timeout(600)
def test_h7_no_planted_secret_is_in_what_the_program_says_or_keeps(
    server: web.Hostile, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    server.answers["https://mediakampung.com/"] = web.page(
        f'<ul><li><a href="https://mediakampung.com/meka-2026101400001/kabar-1">{warta.title(1)}</a></li></ul>'
    )
    server.answers["https://mediakampung.com/meka-2026101400001/kabar-1"] = web.page(warta.article(1))
    port, config = free_port(), tmp_path / "jujugan.toml"
    config.write_text(_CONFIG.format(gateway=server.gateway, port=port, closed=free_port()), encoding="utf-8")
    heard = [said(config, "crawl"), said(config, "user", "add", "rina", "--role", "editor", typed=f"{_PASSWORD}\n" * 2)]
    with (tmp_path / "log.txt").open("wb") as log:
        command = [sys.executable, "-m", "cli", "run", "--config", str(config)]
        daemon = subprocess.Popen(command, cwd=ROOT, env=os.environ | _SECRETS, stdout=log, stderr=log)
        while daemon.poll() is None and not is_up(f"http://127.0.0.1:{port}/log-in"):
            time.sleep(0.2)
        *pages, cookie = logged_in(f"http://127.0.0.1:{port}")
        heard += [*pages, said(config, "digest", "--send"), said(config, "doctor"), said(config, "sites")]
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(60) == 0
    heard += [said(config, "backup", str(tmp_path / "copy.db")), said(config, "export", str(tmp_path / "release"))]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    planted = [*_SECRETS.values(), *(value.rpartition("/")[2] for value in _SECRETS.values()), _PASSWORD, cookie]
    planted += ["salah-9f3a71"]
    assert len(cookie) > 20 and len(kept) > 20 and (tmp_path / "copy.db").exists()
    assert [one for one in planted if any(one in words for words in heard)] == []
    assert [one for one in planted if any(one.encode() in body for body in kept)] == []
    measured(f"{len(set(planted))} secrets in no word of {len(heard)} answers and in no byte of {len(kept)} files")


def is_up(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
