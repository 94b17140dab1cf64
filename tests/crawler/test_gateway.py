"""Through a gateway every address stays the original one."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from crawler.web.gateway import Gateway
from storage import articles
from tests import hostile as web
from tests import warta

PLAIN = Gateway("http://127.0.0.1:9000/{url}")
ARCHIVE = Gateway("https://arsip.example/web/2018id_/{url}")
URL = "https://warta.example/berita/1/kabar?page=2"


def test_an_address_goes_into_the_template_as_it_is() -> None:
    assert PLAIN.through(URL) == f"http://127.0.0.1:9000/{URL}"
    assert ARCHIVE.through(URL) == f"https://arsip.example/web/2018id_/{URL}"
    assert (PLAIN.host, PLAIN.port, ARCHIVE.port) == ("127.0.0.1", 9000, 443)


@pytest.mark.parametrize(
    ("gateway", "location", "original"),
    [
        (PLAIN, URL, URL),
        (PLAIN, f"http://127.0.0.1:9000/{URL}", URL),
        (PLAIN, f"/{URL}", URL),
        (PLAIN, "/berita/2", "/berita/2"),
        (PLAIN, "/httpd-dan-web", "/httpd-dan-web"),
        (PLAIN, f"/masuk?kembali={URL}", f"/masuk?kembali={URL}"),
        (PLAIN, f"/keluar/{URL}", f"/keluar/{URL}"),
        (PLAIN, "http://127.0.0.1:9000/lain", "http://127.0.0.1:9000/lain"),
        (ARCHIVE, f"https://arsip.example/web/20180314id_/{URL}", URL),
        (ARCHIVE, f"/web/20180314id_/{URL}", URL),
        (ARCHIVE, f"https://arsip.example/lain/{URL}", f"https://arsip.example/lain/{URL}"),
        (ARCHIVE, URL, URL),
    ],
)
def test_a_location_is_read_as_the_original_address(gateway: Gateway, location: str, original: str) -> None:
    assert gateway.original(location) == original


@given(st.text(max_size=80))
def test_no_location_makes_the_gateway_stumble(location: str) -> None:
    for gateway in (PLAIN, ARCHIVE):
        gateway.original(location)


def test_what_is_stored_bears_the_original_addresses(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        crawl = warta.Crawl(server, tmp_path)
        crawl()
    with crawl.database() as db:
        row = articles.by_key(db, "warta", "1")
        urls = {
            row["url"] for table in ("fetch", "candidate", "raw_page") for row in db.rows(f"SELECT url FROM {table}")
        }
    assert row is not None and row.article.url == warta.article_url(1)
    assert urls == {f"{warta.HOME}/robots.txt", warta.FEED, warta.NOWHERE, warta.article_url(1)}


def test_the_gateways_own_redirect_is_followed_within_it(tmp_path: Path) -> None:
    with web.hostile() as server:
        warta.publish(server, 1)
        origin = f"http://127.0.0.1:{server.port}"
        nearest = f"{origin}/web/20180314/{warta.article_url(1)}"
        pages = {f"web/2018/{url}": answer for url, answer in server.answers.items()}
        pages[f"web/2018/{warta.article_url(1)}"] = web.redirect(nearest)
        pages[f"web/20180314/{warta.article_url(1)}"] = web.page(warta.article(1))
        server.answers = pages
        crawl = warta.Crawl(server, tmp_path)
        crawl.config = warta.config(server, tmp_path, gateway=f"{origin}/web/2018/{{url}}")
        assert crawl().stored == 1


WHOLE = datetime.timedelta(days=30)
GONE = datetime.timedelta(hours=-1)


@pytest.mark.fault("C10")
@pytest.mark.parametrize(
    ("issuer", "host", "holds"),
    [("us", "localhost", WHOLE), ("us", "localhost", GONE), ("us", "orang.example", WHOLE),
     ("itself", "localhost", WHOLE)],
    ids=["right", "expired", "another's", "self-made"],
)  # fmt: skip
@pytest.mark.parametrize("excepted", [(), ("LOCALHOST",), ("lain.localhost", "warta.example")])
def test_a_certificate_that_is_not_right_is_refused_unless_its_very_host_is_excepted(
    issuer: str, host: str, holds: datetime.timedelta, excepted: tuple[str, ...], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    is_read = (issuer, host, holds) == ("us", "localhost", WHOLE) or excepted == ("LOCALHOST",)
    ours = Issuer("A made-up authority")
    (tmp_path / "trusted.pem").write_bytes(ours.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    path = tmp_path / "server.pem"
    path.write_bytes((ours if issuer == "us" else Issuer(host)).vouch(host, holds))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with web.hostile(context) as server:
        warta.publish(server, 1)
        crawl = warta.Crawl(server, tmp_path)
        gateway = f"https://localhost:{server.port}/{{url}}"
        crawl.config = warta.config(server, tmp_path, gateway=gateway, unverified=excepted)
        report = crawl()
        assert bool(server.asked) is is_read
    if is_read:
        assert (report.state, report.stored) == ("good", 1)
    else:
        assert report.state == "failed"
        assert report.problems == (f"robots.txt of {warta.HOST}: its TLS certificate is not valid",)


class Issuer:
    """Vouches for hosts; `pem` is its own certificate."""

    def __init__(self, name: str) -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.pem = self._sign(self.name, self.key, WHOLE, x509.BasicConstraints(ca=True, path_length=None))

    def vouch(self, host: str, holds: datetime.timedelta) -> bytes:
        """A host's key and its certificate, which holds from two days ago until so long from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return secret + self._sign(name, key, holds, x509.SubjectAlternativeName([x509.DNSName(host)]))

    def _sign(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, holds: datetime.timedelta, more: x509.ExtensionType
    ) -> bytes:
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=2))
            .not_valid_after(now + holds)
            .add_extension(more, critical=isinstance(more, x509.BasicConstraints))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)
