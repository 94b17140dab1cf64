"""Letters and the way to a server: what they hold, what no title can do to them, and how each failure is called."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from digest import failure, mail
from digest.failure import NotDelivered
from tests.posting import EDITOR, OTHER, How, Post, parcel, post_office


@pytest.fixture
def office() -> Iterator[Post]:
    with post_office() as post:
        yield post


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failure, "STEP_SECONDS", 0.3)


def test_a_letter_arrives_as_text_and_html_with_the_headers_of_a_machine(office: Post) -> None:
    sent = parcel()
    mail.post(office.mail(to=(EDITOR, OTHER)), sent)
    [letter] = office.letters
    assert office.envelopes == [[EDITOR, OTHER]]
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None and html is not None
    assert text.get_content().replace("\r\n", "\n") == sent.text
    assert html.get_content().strip() == sent.html
    assert {name: str(letter[name]) for name in ("Message-ID", "From", "To", "List-Id", "Auto-Submitted", "Date")} == {
        "Message-ID": sent.message_id,
        "From": "Jujugan <jujugan@example.org>",
        "To": f"{EDITOR}, {OTHER}",
        "List-Id": "<digest.jujugan.example.org>",
        "Auto-Submitted": "auto-generated",
        "Date": "Mon, 02 Nov 2026 23:30:00 +0000",
    }
    assert letter["Jujugan-Digest"] == "7"


def test_the_same_parcel_is_the_same_letter_to_the_byte() -> None:
    settings = Post().mail()
    assert mail.letter(settings, parcel()).as_bytes() == mail.letter(settings, parcel(attempts=9)).as_bytes()


def test_a_report_goes_to_the_administrator_alone(office: Post) -> None:
    mail.post(office.mail(administrator=(OTHER,)), parcel("administrator", digest=None))
    assert office.envelopes == [[OTHER]]
    assert office.letters[0]["List-Id"] == "<administrator.jujugan.example.org>"
    assert "Jujugan-Digest" not in office.letters[0]


LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n ", "%0d%0a", "=0D=0A")
INJECTED = (
    "Bcc: victim@example.net",
    "Subject: Urgent",
    "Content-Type: text/html",
    "\r\n<script>alert(1)</script>",
    "From: bupati@example.go.id",
)


ENCODED = (
    "=?utf-8?q?=0ABcc:_x@y.example?=",
    "=?utf-8?b?CkJjYzogeEB5LmV4YW1wbGU=?=",
    "a =?x?Q?=0D=0ABcc:_x?= =?utf-8?q?b?=",
)


@pytest.mark.fault("G12")
@pytest.mark.parametrize("subject", ENCODED)
def test_no_encoded_word_of_a_title_is_decoded_into_a_header(subject: str) -> None:
    sent = message_from_bytes(mail.letter(Post().mail(), parcel(subject=subject)).as_bytes(), policy=policy.SMTP)
    assert "Bcc" not in sent
    assert str(sent["Subject"]) == subject.replace("=?", "= ?")


@pytest.mark.fault("G12")
@pytest.mark.parametrize("ending", LINE_ENDS, ids=ascii)
@pytest.mark.parametrize("injected", INJECTED, ids=ascii)
def test_no_title_adds_a_header(ending: str, injected: str) -> None:
    hostile = parcel(subject=f"Jujugan 7: Dinas{ending}{injected}{ending}{ending}body \ud800\x00 \u202e {'x' * 3000}")
    plain = message_from_bytes(mail.letter(Post().mail(), parcel()).as_bytes(), policy=policy.default)
    read = message_from_bytes(mail.letter(Post().mail(), hostile).as_bytes(), policy=policy.default)
    assert read.keys() == plain.keys()
    assert read["To"] == EDITOR
    assert str(read["Subject"]).startswith("Jujugan 7: Dinas")
    assert len(str(read["Subject"])) <= 150
    assert read.get_content_type() == "multipart/alternative"


@pytest.mark.fault("G12")
def test_a_subject_in_any_script_comes_back_whole(office: Post) -> None:
    subject = "Jujugan 7: 1 kunjungan baru (Dinas “Contoh” Kabupaten Misal é ﷺ 漢字 🎉)"
    mail.post(office.mail(), parcel(subject=subject))
    assert str(office.letters[0]["Subject"]) == subject


@pytest.mark.fault("G13")
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("how", "fault", "words", "arrived"),
    [
        ("refuses", "refused", "550 5.1.1 no such mailbox", 0),
        ("later", "temporary", "451 4.7.1 greylisted", 0),
        ("hangs", "unclear", "after the letter had left", 0),
        ("drops before the reply", "unclear", "after the letter had left", 1),
    ],
)
def test_each_failure_is_told_apart(office: Post, how: How, fault: str, words: str, arrived: int) -> None:
    office.how = how
    with pytest.raises(NotDelivered) as raised:
        mail.post(office.mail(), parcel())
    assert (raised.value.fault, raised.value.reached) == (fault, ())
    assert words in raised.value.words
    assert len(office.letters) == arrived


def test_a_letter_that_was_acknowledged_has_arrived_whatever_comes_after(office: Post) -> None:
    office.how = "drops after the reply"
    mail.post(office.mail(), parcel())
    assert len(office.letters) == 1


def test_of_several_readers_only_those_without_it_get_it_again(office: Post) -> None:
    office.how = "refuses one"
    settings = office.mail(to=(EDITOR, OTHER))
    with pytest.raises(NotDelivered) as raised:
        mail.post(settings, parcel())
    assert (raised.value.fault, raised.value.reached) == ("refused", (EDITOR,))
    assert f"{OTHER}: 550" in raised.value.words
    office.how = "takes"
    mail.post(settings, parcel(reached=(EDITOR,)))
    assert office.envelopes == [[EDITOR], [OTHER]]
    assert len(set(office.ids)) == 1
    mail.post(settings, parcel(reached=(EDITOR, OTHER)))
    assert len(office.letters) == 2


def test_no_server_at_all_is_temporary() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings = Post().mail(port=closed.getsockname()[1])
        with pytest.raises(NotDelivered, match="refused") as raised:
            mail.post(settings, parcel())
    assert raised.value.fault == "temporary"


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port that takes connections and never speaks."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.fault("G13")
@pytest.mark.usefixtures("impatient")
def test_a_server_that_says_nothing_hangs(deaf: int) -> None:
    with pytest.raises(NotDelivered, match="no answer in time") as raised:
        mail.post(Post().mail(port=deaf), parcel())
    assert raised.value.fault == "hung"


@pytest.mark.fault("G13")
def test_a_server_that_answers_in_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failure, "WHOLE_SECONDS", 0.5)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                while not over.wait(0.02):
                    try:
                        line.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(NotDelivered, match="no answer in time") as raised:
            mail.post(Post().mail(port=listening.getsockname()[1]), parcel())
        over.set()
        thread.join()
    assert raised.value.fault == "hung"


def test_a_password_never_goes_to_a_server_without_encryption(office: Post) -> None:
    with pytest.raises(NotDelivered) as raised:
        mail.post(office.mail(security="starttls", user="desk", password="rahasia"), parcel())
    assert raised.value.fault == "refused"
    assert "STARTTLS" in raised.value.words
    assert "rahasia" not in raised.value.words
    assert office.letters == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody vouches for, and a server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return path, context


def sealed(security: str, context: ssl.SSLContext) -> AbstractContextManager[Post]:
    """A mail server that takes letters only over an encrypted line and from somebody with the password."""
    if security == "tls":
        return post_office(ssl_context=context, auth_require_tls=False, authenticator=_knows, auth_required=True)
    return post_office(tls_context=context, require_starttls=True, authenticator=_knows, auth_required=True)


def _knows(_server: object, _session: object, _envelope: object, _how: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (b"desk", b"rahasia"), handled=False)


# aiosmtpd warns of passwords on lines of which it does not know that they are encrypted from the start
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_an_encrypted_line_the_letter_arrives_after_the_log_in(
    security: str, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with sealed(security, certificate[1]) as office:
        mail.post(office.mail(security=security, user="desk", password="rahasia"), parcel())
        assert len(office.letters) == 1
        with pytest.raises(NotDelivered, match="535") as raised:
            mail.post(office.mail(security=security, user="desk", password="salah"), parcel())
        assert raised.value.fault == "refused"
        assert "salah" not in raised.value.words
        assert len(office.letters) == 1


# aiosmtpd warns of passwords on lines of which it does not know that they are encrypted from the start
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(
    security: str, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    with sealed(security, certificate[1]) as office:
        with pytest.raises(NotDelivered, match="certificate") as raised:
            mail.post(office.mail(security=security, user="desk", password="rahasia"), parcel())
        assert raised.value.fault == "refused"
        assert office.letters == []
