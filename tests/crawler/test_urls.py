from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.facts import Pattern, SiteFacts
from crawler.urls import canonical, date_from_url, is_article, is_front, key, on_site, own_host

DETIK = SiteFacts(
    hosts=("detik.com",),
    sources=(),
    article=Pattern(r"^https?://(?:[a-z0-9-]+\.)?detik\.com/.*/d-\d+(?:[/-]|$)", "A"),
    exclude=Pattern(r"^https?://20\.detik\.com|/foto-", "A"),
    site_id=Pattern(r"/(d-\d+)(?:[/-]|$)", "A"),
    layouts=(),
)
KOMPAS = SiteFacts(
    hosts=("kompas.com",),
    sources=(),
    article=Pattern(r"^https?://(?:[a-z0-9-]+\.)?kompas\.com/(?:[a-z-]+/)?read/\d{4}/\d{2}/\d{2}/\d+", "A"),
    site_id=Pattern(r"/read/\d{4}/\d{2}/\d{2}/(\d+)", "A"),
    date_in_url=(Pattern(r"/read/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
    layouts=(),
)
PRESS_PAGE = SiteFacts(
    hosts=("kabupaten.example",),
    sources=(),
    article=Pattern(r"/berita(?:-daerah)?/[^/?#]+$", "C"),
    site_id=Pattern(r"/berita(?:-daerah)?/([^/?#]+?)(?:\.html)?$", "C"),
    date_in_url=(
        Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "C"),
        Pattern(r"-(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})[a-z]?(?:\.html)?$", "C"),
    ),
    layouts=(),
)
BLOG = SiteFacts(
    hosts=("warta.example",),
    sources=(),
    article=Pattern(r"/\?p=\d+$|/[a-z0-9-]+/?$", "D"),
    keep_query=("p",),
    layouts=(),
)


@pytest.mark.fault("D8")
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("  https://warta.example/a-b-c \n", "https://warta.example/a-b-c"),
        ("HTTPS://Warta.Example:443/a//b/../c/./d?b=2&a=1#atas", "https://warta.example/a/c/d?a=1&b=2"),
        ("http://warta.example:80/x", "http://warta.example/x"),
        ("http://warta.example:8080/x", "http://warta.example:8080/x"),
        ("https://warta.example/x?utm_source=wa&amp;id=3&fbclid=9", "https://warta.example/x?id=3"),
        ("https://warta.example/x?page=all", "https://warta.example/x"),
        ("https://warta.example/index.php?page=berita&id=7", "https://warta.example/index.php?id=7&page=berita"),
        ("https://warta.example/x?amp=1&noamp=mobile", "https://warta.example/x"),
        ("https://warta.example/amp/berita/12/judul-berita", "https://warta.example/berita/12/judul-berita"),
        ("https://warta.example/judul-sebuah-berita/amp/", "https://warta.example/judul-sebuah-berita"),
        ("https://warta.example/kanal/judul-sebuah-berita/amp/", "https://warta.example/kanal/judul-sebuah-berita"),
        ("https://warta.example/kanal/judul-sebuah-berita/amp", "https://warta.example/kanal/judul-sebuah-berita"),
        ("https://warta.example/amp", "https://warta.example/"),
        ("https://warta.example/amp/", "https://warta.example/"),
        ("https://warta.example/judul-sebuah-berita/2", "https://warta.example/judul-sebuah-berita"),
        ("https://warta.example/judul.html/3", "https://warta.example/judul.html"),
        ("https://warta.example/judul-sebuah-berita/12", "https://warta.example/judul-sebuah-berita"),
        ("https://warta.example/judul-sebuah-berita/123", "https://warta.example/judul-sebuah-berita/123"),
        ("https://warta.example/kanal/2", "https://warta.example/kanal/2"),
        ("https://warta.example/amp/judul-sebuah-berita", "https://warta.example/judul-sebuah-berita"),
        ("https://warta.example/x?kosong=&id=3", "https://warta.example/x?id=3&kosong="),
        ("https://warta.example", "https://warta.example/"),
        ("https://warta.example/berita//kode//judul", "https://warta.example/berita/kode/judul"),
        ("mailto:redaksi@warta.example", "mailto:redaksi@warta.example"),
        ("", ""),
        ("https://[::1", "https://[::1"),
    ],
)
def test_one_spelling(given: str, wanted: str) -> None:
    assert canonical(given) == wanted


def test_only_the_parameters_that_the_site_names_stay() -> None:
    assert canonical("https://warta.example/?p=12&ref=home", BLOG) == "https://warta.example/?p=12"
    assert (
        canonical("https://www.detik.com/jatim/d-1/judul?tag_from=x", DETIK) == "https://www.detik.com/jatim/d-1/judul"
    )


def test_mobile_and_amp_hosts_become_the_desktop_page() -> None:
    assert canonical("https://m.kompas.com/read/2020/01/02/3/a", KOMPAS) == "https://www.kompas.com/read/2020/01/02/3/a"
    amp = "https://amp.kompas.com/money/read/2023/11/02/213419026/judul"
    assert canonical(amp, KOMPAS) == "https://money.kompas.com/read/2023/11/02/213419026/judul"


def test_a_number_is_a_page_only_after_an_article() -> None:
    assert canonical("https://www.detik.com/jatim/d-1/judul/2", DETIK) == "https://www.detik.com/jatim/d-1/judul"
    assert canonical("https://www.detik.com/jatim/indeks/2", DETIK) == "https://www.detik.com/jatim/indeks/2"


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("https://warta.example", True),
        ("https://warta.example/index.php", True),
        ("https://warta.example/?p=7", False),
        ("https://warta.example/berita", False),
        ("https://[::1", False),
    ],
)
def test_a_front_page_has_no_path_of_its_own(url: str, front: bool) -> None:
    assert is_front(url) is front


@given(st.text(max_size=80))
def test_canonical_and_on_site_take_any_text(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert on_site(text, DETIK) in (True, False)


PIECES = """/ // . .. amp 2 03 a-b-c d-12 judul.html % %2e %2E%2e %2f %25 ? ?page=2 &amp; & = page=all utm_source=x b=1
    + %20 # ; é %C3%A9 read @ : , ~"""
URL_PIECES = st.lists(st.sampled_from(PIECES.split()), max_size=12).map("".join)


@given(
    st.sampled_from(["https://amp.kompas.com/", "http://m.kompas.com", "https://a.kompas.com/read/2020/01/02/"]),
    URL_PIECES,
)
@example("https://amp.kompas.com/", "amp.kompas.com/read/read/")
def test_canonical_twice_is_canonical_once(start: str, rest: str) -> None:
    for facts in (None, KOMPAS):
        once = canonical(start + rest, facts)
        assert canonical(once, facts) == once


@pytest.mark.parametrize(
    "url", ["https://detik.com/x", "http://www.detik.com", "https://news.detik.com:8080/x", "https://WWW.DETIK.COM./x"]
)
def test_hosts_and_their_subdomains_are_on_the_site(url: str) -> None:
    assert on_site(url, DETIK)


def test_an_address_is_on_the_longest_host_that_fits() -> None:
    paper = SiteFacts(("koran.example", "daerah.koran.example"), (), Pattern("/", "D"), ())
    assert own_host("https://www.daerah.koran.example/x", paper) == "daerah.koran.example"
    assert own_host("https://bukandaerah.koran.example/x", paper) == "koran.example"
    assert own_host("https://lain.example/koran.example", paper) is None


@pytest.mark.fault("C9")
@pytest.mark.parametrize(
    "url",
    [
        "https://detik.com.evil.example/x",
        "https://evildetik.com/x",
        "https://detik.com@evil.example/",
        "https://redaksi@detik.com/x",
        "https://evil.example\\@detik.com/",
        "https://evil.example\\.detik.com/",
        "https://evil.example/?.detik.com",
        "https://evil.example#.detik.com",
        "https://d\u0435tik.com/x",
        "https://xn--dtik-f4d.com/x",
        "https://ｄｅｔｉｋ.com/x",
        "https://evil.example%2f.detik.com/",
        "https://detik.com:99999/",
        "https://de\ttik.com/",
        "//detik.com/x",
        "ftp://detik.com/x",
        "javascript:alert('https://detik.com/')",
        "https:///detik.com/x",
        "https://.detik.com../x/..",
    ],
)
def test_tricks_with_the_host_are_not_on_the_site(url: str) -> None:
    if url == "https://.detik.com../x/..":
        assert not is_article(url, DETIK)
    else:
        assert not on_site(url, DETIK)


def test_an_article_has_the_pattern_and_is_not_excluded() -> None:
    assert is_article("https://www.detik.com/jatim/berita/d-7016153/judul-berita?page=2", DETIK)
    assert not is_article("https://www.detik.com/jatim/indeks", DETIK)
    assert not is_article("https://www.detik.com/jatim/foto-berita/d-7016153/judul", DETIK)
    assert not is_article("https://evil.example/https://www.detik.com/jatim/d-7016153/judul", DETIK)


def test_a_changed_slug_keeps_the_key() -> None:
    old = key("https://www.detik.com/jatim/berita/d-7016153/judul-lama", DETIK)
    assert old == key("http://m.detik.com/jatim/bisnis/d-7016153/judul-baru/2?single=1", DETIK) == "d-7016153"


def test_both_forms_of_a_moved_press_page_have_one_key() -> None:
    old = key("http://kabupaten.example/berita-daerah/bupati-terima-tamu.html", PRESS_PAGE)
    assert old == key("https://www.kabupaten.example/berita/bupati-terima-tamu", PRESS_PAGE) == "bupati-terima-tamu"


@pytest.mark.fault("D8")
def test_without_an_id_the_spellings_of_an_address_are_one_key() -> None:
    spellings = ("https://warta.example/a-b", "http://www.warta.example/a-b/", "https://warta.example/a-b?utm_medium=x")
    assert {key(url, BLOG) for url in spellings} == {"warta.example/a-b"}
    assert key("https://warta.example/?p=3", BLOG) == "warta.example/?p=3"


def test_the_day_in_an_address() -> None:
    assert date_from_url("https://money.kompas.com/read/2023/11/02/213419026/judul", KOMPAS) == date(2023, 11, 2)
    assert date_from_url("https://kabupaten.example/berita/judul-170504n.html", PRESS_PAGE) == date(2017, 5, 4)
    assert date_from_url("https://money.kompas.com/read/2023/13/02/213419026/judul", KOMPAS) is None
    assert date_from_url("https://www.detik.com/jatim/d-1/judul", DETIK) is None
