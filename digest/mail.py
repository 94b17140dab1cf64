"""Mail: a digest or a report as one letter, and the way to a server that takes it (RFC 5321, 5322)."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from config import Mail
from digest import failure
from digest.failure import NotDelivered, bounded
from storage.digest.outbox import Fault, Parcel, edition
from wording.clean import one_line

_ADMINISTRATOR = "administrator"


def letter(mail: Mail, parcel: Parcel) -> EmailMessage:
    """The parcel as text and HTML. The same parcel gives the same headers, however often it is sent."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = _unencoded(one_line(parcel.subject, 150))
    made["From"] = Address("Jujugan", addr_spec=mail.sender)
    made["To"] = tuple(Address(addr_spec=one) for one in recipients(mail, parcel))
    made["Date"] = parcel.composed
    made["Message-ID"] = parcel.message_id
    kind = "administrator" if parcel.digest is None else "digest"
    made["List-Id"] = f"<{kind}.jujugan.{mail.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note answers it
    if parcel.digest is not None:
        made["Jujugan-Digest"] = str(parcel.digest)
    made.set_content(parcel.text)
    made.add_alternative(parcel.html, subtype="html")
    made.set_boundary(f"=_{parcel.message_id.strip('<>').replace('@', '_')}"[:70])
    return made


def _unencoded(subject: str) -> str:
    """A subject in which nothing begins an encoded word (RFC 2047), which the library would decode: one that holds a
    line break would add a header."""
    return subject.replace("=?", "= ?")


def recipients(mail: Mail, parcel: Parcel) -> tuple[str, ...]:
    """Whom the parcel is for: of a part of the digest, those who are told of its places."""
    if parcel.channel == _ADMINISTRATOR:
        return mail.administrator
    if parcel.edition:
        return tuple(one for one in mail.to if edition(mail.places.get(one, ())) == parcel.edition)
    return mail.of_all


def post(mail: Mail, parcel: Parcel) -> None:
    """Hand the letter to the server, for those who do not have it yet. Raises NotDelivered, ConfigError."""
    owed = [one for one in recipients(mail, parcel) if one not in parcel.reached]
    if not owed:
        return
    password = mail.secret()
    data = letter(mail, parcel).as_bytes()
    line = _Line(mail)
    with bounded(lambda: line.sock, failure.WHOLE_SECONDS) as is_cut:
        try:
            line.open(password)
            refused = line.hand_over(mail.sender, owed, data)
        except OSError as error:  # smtplib's own errors are of this kind too
            fault, words = _told(error, line.has_left, is_cut.is_set())
            raise NotDelivered(fault, f"{mail.host}: {words}", parcel.reached) from None
        finally:
            line.close()
    if refused:
        taken = [one for one in owed if one not in refused]
        code, _ = next(iter(refused.values()))
        words = "; ".join(f"{one}: {_words(*answer)}" for one, answer in refused.items())
        raise NotDelivered(_fault(code), words, (*parcel.reached, *taken))


def _told(error: OSError, has_left: bool, is_cut: bool) -> tuple[Fault, str]:
    """What an error on the line means. One after the whole letter has left does not say whether it was taken."""
    # a line that is cut leaves a piece of an answer, which smtplib reads as a whole one
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 200 and not is_cut:
        return _fault(error.smtp_code), _words(error.smtp_code, error.smtp_error)
    if has_left:
        return "unclear", f"the line broke after the letter had left, before the server's word on it ({error})"
    # smtplib hides a time-out behind its word for a line that was closed
    if is_cut or isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "hung", "no answer in time"
    if isinstance(error, (smtplib.SMTPNotSupportedError, ssl.SSLError)):
        return "refused", f"{error}"
    return "temporary", f"{error}"


def _fault(code: int) -> Fault:
    return "refused" if 500 <= code < 600 else "temporary"


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"


class _Line(smtplib.SMTP):
    """A connection that knows whether the whole letter has left."""

    def __init__(self, mail: Mail) -> None:
        super().__init__(timeout=failure.STEP_SECONDS)
        self._host = mail.host  # as a constructor that connects sets it, for the check of certificates
        self.mail_settings = mail
        self.has_left = False
        self.trust = ssl.create_default_context()

    def open(self, password: str) -> None:
        self._want(220, self.connect(self.mail_settings.host, self.mail_settings.port))
        if self.mail_settings.security == "starttls":
            self.ehlo_or_helo_if_needed()
            self._want(220, self.starttls(context=self.trust))
        self.ehlo_or_helo_if_needed()
        if self.mail_settings.user:
            self.login(self.mail_settings.user, password)

    def hand_over(self, sender: str, owed: Sequence[str], data: bytes) -> dict[str, tuple[int, bytes]]:
        """Those whom the server refused, with its answers; all others have it now."""
        self._want(250, self.mail(sender))
        answers = {one: self.rcpt(one) for one in owed}
        refused = {one: answer for one, answer in answers.items() if answer[0] not in (250, 251)}
        if len(refused) == len(owed):
            raise smtplib.SMTPResponseException(*next(iter(refused.values())))
        self._want(250, self.data(data))
        with contextlib.suppress(OSError):  # it has the letter: how it says good-bye changes nothing
            self.quit()
        return refused

    def _want(self, code: int, answer: tuple[int, bytes]) -> None:
        if answer[0] != code:
            raise smtplib.SMTPResponseException(*answer)

    def send(self, s: Any) -> None:
        super().send(s)
        self.has_left = self.has_left or (isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"))

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        is_tls = self.mail_settings.security == "tls"
        return self.trust.wrap_socket(plain, server_hostname=host) if is_tls else plain
