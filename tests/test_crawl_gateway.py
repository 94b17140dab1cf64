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


@pytest.mark.fault("C10")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "self-signed.pem"))
    with web.hostile(context) as server:
        warta.publish(server, 1)
        crawl = warta.Crawl(server, tmp_path)
        crawl.config = warta.config(server, tmp_path, gateway=f"https://localhost:{server.port}/{{url}}")
        report = crawl()
        assert server.asked == []
    assert report.state == "failed"
    assert report.problems == (f"robots.txt of {warta.HOST}: its TLS certificate is not valid",)


def self_signed(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
