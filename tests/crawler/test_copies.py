"""Copies on synthetic articles that a generator writes; `python -m tests.crawler.test_copies` prints the experiment."""

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.copies import NEAR, bands, content_hash, keeps_particulars, signature, similarity
from crawler.storing.linking import Text, link
from crawler.text import words
from storage import articles
from storage.database import Database
from tests.storing import NOW, another, begin

# Synthetic: own words, put together at random into sentences of the right length and rhythm.
WORDS = sorted(
    words(
        """rombongan tamu daerah pelayanan program warga desa kantor kepala dinas bidang layanan inovasi digital
        kunjungan belajar melihat langsung menerapkan membawa pulang catatan hasil pembangunan wisata pasar
        petani nelayan sekolah guru siswa puskesmas dokter jalan jembatan irigasi kopi batik festival pantai
        hutan gunung air bersih sampah bank koperasi usaha mikro pelatihan pemuda perempuan lansia bantuan data
        aplikasi antrean izin pajak anggaran rapat diskusi tanya jawab moderator panitia jadwal hari pagi siang
        sore ruang aula pendopo balai kampung wilayah kecamatan target capaian angka kemiskinan stunting ekonomi
        tumbuh turun naik stabil cepat murah mudah terbuka rapi tertib ramah senang kagum berharap mengatakan
        menjelaskan menambahkan menyampaikan menerima menyambut mengajak menunjukkan menyiapkan"""
    )
)
JOINS = sorted(words("dan yang untuk dengan di dari pada ini itu juga tidak akan bisa agar karena oleh sebagai lebih"))


def sentence(random: Random) -> str:
    words = [random.choice(WORDS if random.random() < 0.65 else JOINS) for _ in range(random.randint(9, 22))]
    return " ".join(words).capitalize() + "."


def article(random: Random, paragraphs: int, *, shared: tuple[str, ...] = ()) -> list[str]:
    """Paragraphs of one to three sentences; every `shared` sentence stands somewhere among them."""
    text = [[sentence(random) for _ in range(random.randint(1, 3))] for _ in range(paragraphs)]
    for phrase in shared:
        random.choice(text).append(phrase)
    return [" ".join(sentences) for sentences in text]


def reprint(random: Random, paragraphs: list[str]) -> list[str]:
    """As a regional paper does it: own dateline, last two paragraphs cut, one or two sentences reworded."""
    kept = paragraphs[:-2]
    kept[0] = f"Kota Seberang, Warta Seberang - {kept[0]}"
    for _ in range(random.randint(1, 2)):
        place = random.randrange(len(kept))
        sentences = kept[place].split(". ")
        sentences[random.randrange(len(sentences))] = sentence(random)
        kept[place] = " ".join(sentences)
    return kept


def reprinted_pair(random: Random) -> tuple[str, str]:
    paragraphs = article(random, random.randint(8, 14))
    return "\n".join(paragraphs), "\n".join(reprint(random, list(paragraphs)))


def framed_pair(random: Random) -> tuple[str, str]:
    """The same text with another site's furniture and a word changed here and there."""
    paragraphs = article(random, random.randint(8, 14))
    words = " ".join(paragraphs).split()
    changed = [random.choice(WORDS) if random.random() < 0.03 else word for word in words]
    return "\n".join(paragraphs), " ".join([*article(random, 1), *changed, *article(random, 1)])


def independent_pair(random: Random) -> tuple[str, str]:
    """Two reporters at one event: the same names and the same two quotations, all else in their own words."""
    quotes = (sentence(random), sentence(random))
    names = "Wakil Bupati Kabupaten Seberang Siti Aminah"
    first, second = (article(random, random.randint(7, 12), shared=(*quotes, names)) for _ in range(2))
    return "\n".join(first), "\n".join(second)


def boilerplate_pair(random: Random) -> tuple[str, str]:
    """Two short notices of one office: a third of each is the office's standing text."""
    standing = " ".join(sentence(random) for _ in range(3))
    first, second = (article(random, 3) for _ in range(2))
    return "\n".join([*first, standing]), "\n".join([*second, standing])


def are_near(first: str, second: str) -> bool:
    """As the pipeline decides: a shared band makes a candidate, the signatures decide."""
    a, b = signature(first), signature(second)
    return bool(set(bands(a)) & set(bands(b))) and similarity(a, b) >= NEAR


def share_found(pair: Callable[[Random], tuple[str, str]], times: int = 200) -> float:
    random = Random(7)
    return sum(are_near(*pair(random)) for _ in range(times)) / times


@pytest.mark.fault("E5")
@pytest.mark.parametrize("pair", [reprinted_pair, framed_pair])
def test_reprints_are_recognised(pair: Callable[[Random], tuple[str, str]]) -> None:
    assert share_found(pair) >= 0.97


@pytest.mark.fault("E5")
@pytest.mark.parametrize("pair", [independent_pair, boilerplate_pair])
def test_different_articles_are_not_copies(pair: Callable[[Random], tuple[str, str]]) -> None:
    assert share_found(pair) <= 0.005


COSMETIC = {
    "zero-width space": "Bupati meneri\u200bma tamu",
    "soft hyphen": "Bupati me\u00adnerima tamu",
    "word joiner": "Bupati\u2060 menerima tamu",
    "byte order mark": "\ufeffBupati menerima tamu",
    "capitals": "BUPATI menerima TAMU",
    "bidirectional override": "Bupati \u202emenerima\u202c tamu",
    "bidirectional isolate": "Bupati \u2066menerima\u2069 tamu",
    "variation selector": "Bupati\ufe0f menerima tamu",
    "combining grapheme joiner": "Bupati me\u034fnerima tamu",
    "braille blank": "Bupati\u2800menerima tamu",
    "no-break space": "Bupati\u00a0menerima\u202ftamu",
    "ideographic space": "Bupati\u3000menerima tamu",
    "line ends": "Bupati\r\nmenerima\u2028tamu\n",
    "punctuation": "Bupati: “menerima” — tamu!",
    "full width": "Ｂｕｐａｔｉ menerima ｔａｍｕ",
    "mathematical letters": "𝐁𝐮𝐩𝐚𝐭𝐢 menerima tamu",
    "control characters": "Bu\x00pati\x07 menerima tamu",
    "private use": "Bupati\ue000 menerima tamu",
    "hangul filler": "Bupati\u3164 menerima tamu",
    "tag characters": "Bupati\U000e0041 menerima tamu",
    "emoji": "Bupati menerima tamu 🎉",
    "stray accent": "Bupa\u0327ti menerima tamu",
    "tabs": "\tBupati  menerima\ttamu",
    "underscores": "Bupati_menerima_tamu",
}


@pytest.mark.fault("E1")
@pytest.mark.parametrize("text", COSMETIC.values(), ids=COSMETIC.keys())
def test_a_cosmetic_difference_is_the_same_article(text: str) -> None:
    assert content_hash(text) == content_hash("Bupati menerima tamu")


@pytest.mark.fault("E1")
def test_an_accent_is_the_same_however_it_is_composed() -> None:
    spellings = ("café", "cafe\u0301", "caf\u200be\u0301", "cafe\u200d\u0301", "CAFÉ")
    assert len({content_hash(text) for text in spellings}) == 1


@pytest.mark.fault("E2")
@pytest.mark.parametrize(
    "text",
    [
        "Bupati menerima 12 tamu",
        "Bupati menerima 13 tamu",
        "Bupati Ani menerima 12 tamu",
        "B\u0443pati menerima 12 tamu",
    ],
)
def test_a_digit_a_name_or_a_foreign_letter_makes_another_text(text: str) -> None:
    others = {
        "Bupati menerima 12 tamu",
        "Bupati menerima 13 tamu",
        "Bupati Ani menerima 12 tamu",
        "B\u0443pati menerima 12 tamu",
    } - {text}
    assert content_hash(text) not in {content_hash(other) for other in others}


@pytest.mark.fault("E2")
def test_ten_thousand_texts_that_differ_in_one_word_have_ten_thousand_hashes() -> None:
    assert len({content_hash(f"Bupati menerima {number} tamu dari desa") for number in range(10_000)}) == 10_000


@pytest.mark.fault("E12")
def test_the_hash_names_its_version() -> None:
    assert content_hash("apa saja").startswith("v1:")
    assert len(content_hash("")) == 3 + 64


@given(st.text())
def test_any_text_has_a_signature_like_its_own(text: str) -> None:
    own = signature(text)
    assert len(own) == 512
    assert similarity(own, own) == 1.0
    assert all(0 <= band < 2**63 for band in bands(own))


def test_another_process_computes_the_same() -> None:
    code = "from crawler.copies import *; s = signature('satu dua tiga empat lima'); print(s.hex(), bands(s))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_a_signature_that_was_stored_is_like_the_one_of_today() -> None:
    """They lie in databases that outlive this version: another one would find no copy of what was kept before."""
    text = " ".join(WORDS)
    kept = signature(text)
    assert sha256(kept).hexdigest() == "b9e263a9ce978545c8a89872c95cfa1453cb85a186db684340282210aaa6a1c4"
    assert (
        sha256(repr(bands(kept)).encode()).hexdigest()
        == "686a378b317dbc1793e448b7e70920e943f4206ea259563e9afff236ba6bc699"
    )


def test_a_text_of_less_than_three_words_is_like_itself_alone() -> None:
    assert similarity(signature("satu dua"), signature("satu dua")) == 1.0
    assert similarity(signature("satu dua"), signature("satu tiga")) == 0.0
    assert len(bands(signature("satu dua"))) == 1


def test_every_three_words_count_up_to_the_last() -> None:
    whole = signature("rombongan tamu belajar pasar pagi")
    assert similarity(whole, signature("rombongan tamu belajar pasar sore")) == pytest.approx(1 / 2)
    assert similarity(signature("tamu belajar pasar pagi"), signature("tamu belajar pasar sore")) == pytest.approx(
        1 / 3
    )
    assert similarity(signature("belajar pasar pagi"), signature("belajar pasar sore")) == 0.0


def test_signatures_of_nothing_are_not_alike() -> None:
    nothing = b"\xff" * 512
    assert similarity(nothing, nothing) == 0.0 and bands(nothing) == ()


PARTICULARS = [
    ("Senin, Ani Lestari menerima 12 tamu.", "Kemarin Ani Lestari menjamu 12 orang.", True),
    ("Senin, Ani Lestari menerima 12 tamu.", "Kemarin Budi Santoso menjamu 40 orang.", False),
    # Seven of ten are enough, and six are not; the shorter list decides.
    ("ya A B C D E F G H I J", "ya A B C D E F G X Y Z", True),
    ("ya A B C D E F G H I J", "ya A B C D E F W X Y Z", False),
    ("ya A B C D E F G H I J", "ya A B", True),
    # One who names none keeps all; what opens a sentence or a quotation is no name, what has a digit is one.
    ("tanpa nama", "ya Ani menerima tamu", True),
    ("Rombongan datang. Tamu pulang! Kapan? Nanti: Besok", "Hari ini. Lusa saja! Siapa? Kita: Semua", True),
    ('katanya "Senang" dan “Puas” Sekali', 'katanya "Senang" dan “Puas” Benar', True),
    ("ya – Besok", "ya — Lusa", True),
    ("3 orang", "4 orang", False),
    ("ya PKK2 kata BUPATI", "ya pkk2 kata Bupati", True),
    ("ya (Ani),", "ya Ani", True),
]


@pytest.mark.parametrize(("first", "second", "kept"), PARTICULARS)
def test_a_copy_keeps_the_names_and_numbers(first: str, second: str, kept: bool) -> None:
    assert keeps_particulars(first, second) is kept
    assert keeps_particulars(second, first) is kept


# Synthetic. A paper spells the names as they are; the other heard them by telephone.
TOLD = """Rombongan dari luar kota datang untuk belajar cara melayani warga di satu tempat. Mereka diterima {host} di
    aula, melihat antrean, mencoba layanan izin, lalu berdiskusi dengan para petugas sampai siang. Menurut {leader},
    layanan yang cepat dan murah patut dicontoh, dan akan segera diterapkan sepulang dari sana. Sore harinya rombongan
    melihat pasar, mencicipi kopi, dan membeli batik untuk dibawa pulang sebagai oleh-oleh bagi keluarga di rumah."""
# What an office sends out for each of its guests: the same frame about other people who did other things.
NOTICE = """{host} menerima {leader} di aula kantor bersama para kepala bidang dan staf. Dalam sambutannya ia berharap
    kunjungan ini mempererat kerja sama dan memberi manfaat bagi warga kedua daerah. {what}"""
NAMES = ({"host": "Siti Aminah", "leader": "Bambang Suryadi"}, {"host": "Sitti Aminnah", "leader": "Bambank Suriadi"})
WHAT = (
    "Para tamu bertanya tentang pengelolaan sampah dan pupuk dari sisa sayuran pasar.",
    "Acara ditutup dengan melihat kebun kopi rakyat dan cara menjemur biji pada musim hujan.",
)


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        (TOLD.format(**NAMES[0]), TOLD.format(**NAMES[1]), True),
        (NOTICE.format(**NAMES[0], what=WHAT[0]), NOTICE.format(**NAMES[1], what=WHAT[1]), False),
    ],
)
def test_a_text_that_is_the_same_but_for_the_spelling_of_names_is_a_copy_and_a_notices_frame_is_not(
    db: Database, first: str, second: str, linked: bool
) -> None:
    assert not keeps_particulars(first, second) and similarity(signature(first), signature(second)) >= NEAR
    run = begin(db)
    for number, body in enumerate((first, second)):
        article = another(body=body)
        text = Text.of(article)
        with db.write():
            stored = articles.store(
                db, run, article.url, article, content_hash=text.content_hash, signature=text.signature,
                bands=text.bands, fetch_id=None, baseline=False, now=NOW,
            )  # fmt: skip
            assert link(db, stored.article_id, text, NOW) is (linked and number == 1)


def test_all_triples_of_words_are_signed() -> None:
    assert signature("satu dua tiga empat") != signature("satu dua tiga")
    assert similarity(signature("satu dua tiga"), signature("satu dua tiga")) == 1.0


def experiment() -> None:
    """Print the spread of the similarities of 1,000 pairs of each kind, and what each threshold would join."""
    limits = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
    for kind in (reprinted_pair, framed_pair, independent_pair, boilerplate_pair):
        random = Random(7)
        pairs = [kind(random) for _ in range(1000)]
        found = sorted(similarity(signature(first), signature(second)) for first, second in pairs)
        spread = " ".join(f"{found[place]:.2f}" for place in (0, 10, 500, 989, 999))
        shares = " ".join(f"{limit}: {sum(value >= limit for value in found) / 1000:.3f}" for limit in limits)
        joined = sum(are_near(*pair) for pair in pairs) / 1000
        sys.stdout.write(f"{kind.__name__:16} least 1% median 99% most: {spread}  {shares}  joined: {joined:.3f}\n")


if __name__ == "__main__":
    experiment()
