"""Letters of other scripts in fifty names, and pages whose furniture changes around one text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from article import Article
from crawler.copies import content_hash
from crawler.extract import extract
from crawler.text import clean, has_lookalikes
from detect.judge import judge
from tests import warta
from tests.telling import profile

Measured = Callable[[str], None]

_ALIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "i": "і", "y": "у"}
_NAMES = (
    "Banyuwangi",
    "Kabupaten",
    "kunjungan",
    "studi tiru",
    "rombongan",
    "Pemerintah",
    "Sleman",
    "pariwisata",
    "Situbondo",
    "Pacitan",
    "perpustakaan",
    "Probolinggo",
    "pelayanan",
    "Ponorogo",
)


def disguised() -> list[tuple[str, str]]:
    """(a name, the name with one letter of another script) for each letter that has one that looks the same."""
    made = []
    for name in _NAMES:
        places = [at for at, letter in enumerate(name) if letter in _ALIKE]
        made += [(name, name[:at] + _ALIKE[name[at]] + name[at + 1 :]) for at in places]
    return made[:50]


@pytest.mark.fault("E3")
def test_e3_a_letter_of_another_script_is_noticed_and_hides_no_visit(measured: Measured) -> None:
    ways = disguised()
    assert len(ways) == 50
    said = (
        "Rombongan DPRD Kabupaten Sleman melakukan kunjungan kerja ke Banyuwangi untuk studi tiru, Rabu (14/10/2026). "
        "Mereka ingin belajar soal pelayanan publik dan diterima asisten bupati."
    )
    flagged = 0
    for name, shown in ways:
        assert has_lookalikes(shown) and content_hash(shown) != content_hash(name)
        body = clean(said.replace(name, shown))
        flagged += judge(
            Article(url="", site="warta", title="DPRD Sleman Belajar Pelayanan Publik", body=body), profile()
        ).flagged
    measured(f"{len(ways)} of {len(ways)} marked, {flagged} flagged all the same")
    assert flagged >= len(ways) * 0.9


@pytest.mark.fault("E6")
def test_e6_changing_furniture_makes_no_other_text(measured: Measured) -> None:
    hashes = set()
    for number in range(10):
        related = "".join(f'<li><a href="/berita/{n}/x">{warta.title(n)}</a></li>' for n in range(number, number + 5))
        page = warta.article(1).replace(
            "</body>",
            f'<aside class="terkait"><h3>Berita Terkait</h3><ul>{related}</ul></aside><div class="iklan">Iklan {number}'
            f"</div><footer>Dibaca {number * 137} kali</footer></body>",
        )
        page = page.replace("<h1>", f'<nav><a href="/">Beranda</a> {number} komentar</nav><h1>')
        also = f'<p><strong>Baca juga: <a href="/x">{warta.title(number)}</a></strong></p>'
        page = page.replace("</div></body>", f"{also}</div></body>")
        for facts in (warta.Warta.facts, None):
            article = extract(page, warta.article_url(1), site="warta", facts=facts, now=warta.NOW)
            hashes.add((facts is None, content_hash(article.body)))
    assert len([one for one in hashes if not one[0]]) == 1
    measured(f"1 hash of 10 pages; {len(hashes) - 1} where nothing is known of the site")
