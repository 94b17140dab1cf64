"""The operator's settings for telling: what they accept, what does not go together, and where secrets may stand."""

from __future__ import annotations

import asyncio
import sys
from datetime import time
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import config
from child import watched
from config import ConfigError
from config_digest import DIGEST_VARIABLES, SECRETS, Digest
from wording.words import LANGUAGES

MAIL = '[digest.mail]\nhost = "smtp.example.org"\nfrom = "jujugan@example.org"\nto = ["desk@example.org"]\n'


def load(tmp_path: Path, text: str, **environ: str) -> config.Config:
    path = tmp_path / "jujugan.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path, environ=environ)


def test_the_shipped_file_states_the_defaults_and_writes_to_nobody() -> None:
    assert config.load(config.DEFAULT_PATH, environ={}).digest == Digest()


def test_everything_is_read(tmp_path: Path) -> None:
    read = load(
        tmp_path,
        '[digest]\nat = ["06:30", "18:00"]\ndays = ["mon", "fri"]\nlanguage = "id"\ngive_up_days = 3\n'
        'page = "https://jujugan.example.org"\n'
        + MAIL
        + 'port = 2525\nsecurity = "tls"\nuser = "desk"\npassword_file = "secrets/mail"\n'
        + 'administrator = ["it@example.org"]\n'
        '[digest.webhook]\nurl = "https://hooks.example.org/x"\nsecret_file = "secrets/hook"\n'
        '[digest.chat]\nurls_file = "secrets/chat"\n',
    )
    told = read.digest
    assert (told.at, told.days, told.language, told.give_up_days) == (
        (time(6, 30), time(18)),
        ("mon", "fri"),
        "id",
        3,
    )
    assert read.page == "https://jujugan.example.org/"
    assert (told.mail.port, told.mail.security, told.mail.user) == (2525, "tls", "desk")
    assert told.mail.password_file == tmp_path / "secrets" / "mail"
    assert (told.mail.to, told.mail.administrator) == (("desk@example.org",), ("it@example.org",))
    assert told.webhook.url == "https://hooks.example.org/x"
    assert told.chat.is_on


def test_without_a_page_links_lead_to_where_it_answers(tmp_path: Path) -> None:
    assert load(tmp_path, "[review]\nport = 8700").page == "http://127.0.0.1:8700/"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[digest]\nlanguag = 'id'", 2, 'digest.languag is no key; did you mean "language"?'),
        ("[digest]\nlanguage = 'jv'", 2, "digest.language wants one of en, id"),
        ("[digest.mial]\nhost = 'x'", 1, 'digest.mial is no key; did you mean "mail"?'),
        ("[digest.mail]\nhots = 'x'", 2, 'digest.mail.hots is no key; did you mean "host"?'),
        ("[digest.mail]\npassword = 'x'", 2, 'digest.mail.password is no key; did you mean "password_file"?'),
        ("[digest]\nmail = 'x'", 2, "digest.mail is no key"),
        ("[digest]\nat = ['6:30']", 2, "wants times of the day"),
        ("[digest]\ndays = ['1']", 2, "never digits"),
        ("[digest]\ngive_up_days = 0", 2, "wants a whole number from 1 to 60"),
        ("[digest]\npage = 'jujugan.example.org'", 2, "wants an address"),
        ("[digest.mail]\nhost = 'smtp example'", 2, "wants the name of a host"),
        ("[digest.mail]\nhost = 'smtp..example.org'", 2, "wants the name of a host"),
        ("[digest.mail]\nsecurity = 'ssl'", 2, "wants one of starttls, tls, none"),
        ("[digest.mail]\nto = ['Desk <desk@example.org>']", 2, "wants a plain mail address"),
        ("[digest.mail]\nto = ['desk..news@example.org']", 2, "wants a plain mail address"),
        ("[digest.mail]\nto = ['desk@.org']", 2, "wants a plain mail address"),
        ("[digest.mail]\nto = ['desk@-.org']", 2, "wants a plain mail address"),
        ("[digest.mail]\nto = [1]", 2, "wants a list of texts"),
        (f"[digest.webhook]\nurl = 'https://{'a' * 64}.example/'", 2, "wants an address"),
        ("[digest.webhook]\nurl = 'https://a..example/'", 2, "wants an address"),
        ("[digest.webhook]\nurl = 'https://a.example:99999/'", 2, "wants an address"),
        ("[digest.webhook]\nurl = 'https://[::1/'", 2, "wants an address"),
        ('[digest.mail]\nto = ["a@example.org\\nBcc: b@example.org"]', 2, "wants a plain mail address"),
        ("[digest.webhook]\nurl = 'ftp://example.org/'", 2, "wants an address"),
        ("[digest.webhook]\nurl = 'http://exa mple.org/'", 2, "wants an address"),
    ],
)
def test_a_wrong_key_or_value_names_line_and_mend(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'jujugan.toml'}:{line}: ")
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[digest.mail]\nto = ['desk@example.org']", "addresses but no host"),
        ("[digest.mail]\nhost = 'smtp.example.org'\nto = ['desk@example.org']", "digest.mail.from is empty"),
        ("[digest.mail]\nhost = 'smtp.example.org'\nfrom = 'a@example.org'", "nobody to write to"),
        (MAIL + "user = 'desk'\npassword_file = 'x'\nsecurity = 'none'", "readable by all"),
    ],
)
def test_settings_that_do_not_go_together_stop_the_start(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, text)


@pytest.mark.fault("H7")
def test_secrets_come_from_the_environment_or_a_file_and_never_show(tmp_path: Path) -> None:
    for name in ("mail", "hook", "chat"):
        (tmp_path / name).write_text(f"secret-{name}\n", encoding="utf-8")
    read = load(
        tmp_path,
        MAIL + "user = 'desk'\npassword_file = 'mail'\n[digest.webhook]\nurl = 'https://example.org/'\n"
        "secret_file = 'hook'\n[digest.chat]\nurls_file = 'chat'",
    ).digest
    assert (read.mail.secret(), read.webhook.secret(), read.chat.urls()) == (
        "secret-mail",
        "secret-hook",
        ("secret-chat",),
    )
    told = load(
        tmp_path,
        MAIL + "user = 'desk'",
        JUJUGAN_MAIL_PASSWORD="geheim",
        JUJUGAN_WEBHOOK_SECRET="geheim",
        JUJUGAN_CHAT_URLS="tgram://geheim/1 json://geheim",
    ).digest
    assert (told.mail.secret(), told.webhook.secret()) == ("geheim", "geheim")
    assert told.chat.urls() == ("tgram://geheim/1", "json://geheim")
    assert "geheim" not in repr(told)


def test_a_file_of_secrets_that_is_not_there_is_named_when_it_is_needed(tmp_path: Path) -> None:
    read = load(tmp_path, MAIL + "user = 'desk'\npassword_file = 'none'").digest
    with pytest.raises(ConfigError, match="none: the secret in it cannot be read"):
        read.check_secrets()


@pytest.mark.parametrize(
    ("text", "environ", "words"),
    [
        ("user = 'desk'", {}, "user and password together"),
        ("", {"JUJUGAN_MAIL_PASSWORD": "x"}, "user and password together"),
        ("user = 'desk'", {"JUJUGAN_MAIL_PASSWORD": "sandi™"}, "ASCII characters only"),
    ],
)
def test_a_log_in_that_cannot_work_stops_whoever_would_send(
    tmp_path: Path, text: str, environ: dict[str, str], words: str
) -> None:
    read = load(tmp_path, MAIL + text, **environ)  # a crawl, which knows no secrets, goes on
    with pytest.raises(ConfigError, match=words):
        read.digest.check_secrets()


@pytest.mark.fault("H7")
def test_a_process_that_reads_pages_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(DIGEST_VARIABLES) >= SECRETS
    for name in SECRETS:
        monkeypatch.setenv(name, "geheim")
    read = load(tmp_path, MAIL)
    look = "import os, sys; sys.exit(sum(value == 'geheim' for value in os.environ.values()))"
    assert "without closing" in asyncio.run(watched((sys.executable, "-c", look), read))


def test_variables_override_the_file(tmp_path: Path) -> None:
    given = {"JUJUGAN_DIGEST_LANGUAGE": "id", "JUJUGAN_DIGEST_DAYS": "mon, tue", "JUJUGAN_MAIL_TO": "a@b.example"}
    read = load(tmp_path, MAIL, **given).digest
    assert (read.language, read.days, read.mail.to) == ("id", ("mon", "tue"), ("a@b.example",))
    with pytest.raises(ConfigError, match="JUJUGAN_MAIL_FROM wants a plain mail address"):
        load(tmp_path, MAIL, JUJUGAN_MAIL_FROM="nobody")


def test_a_digest_speaks_every_language_that_there_is() -> None:
    assert get_args(get_type_hints(Digest)["language"]) == LANGUAGES
