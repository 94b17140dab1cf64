"""What stands in an article's text and is not its own."""

import pytest

from crawler.facts import Layout
from tests.synthetic import (
    BODY,
    MODERN,
    OTHERS,
    RELATED,
    TEXT,
    link,
    modern,
    paragraphs,
    read,
)

INSERTS = [
    f"<p><strong>Baca juga: {link(RELATED)}</strong></p>",
    f"<p>Baca Juga :</p><p>{link(RELATED)}</p>",
    f"<p>BACA JUGA</p><ul><li>{link(RELATED)}</li><li>{link(OTHERS[0])}</li></ul>",
    f'<table class="linksisip"><tr><td><div class="lihatjg"><b>Simak juga </b>{link(RELATED)}</div></td></tr></table>',
    f"<p>Baca Selengkapnya: {RELATED}</p>",
    f"<p>Lihat juga video: {RELATED}</p>",
    f"<p>Tonton juga: {link(RELATED)}</p>",
    f"<p>Simak Video '{RELATED}'</p>",
    f"<div><b>Pilihan Redaksi</b><ul><li>{link(RELATED)}</li></ul></div>",
    f"<div>Pilihan Editor: {link(RELATED)}</div>",
    f"<p>{link(RELATED)}</p>",
    f"<p>(Baca: {link(RELATED)})</p>",
    f"<div class='artikel-terkait'><p>{RELATED}</p></div>",
    f"<blockquote class='twitter-tweet'><p>{RELATED}</p></blockquote>",
    f"<figure><img src=a.jpg><figcaption>{RELATED}</figcaption></figure>",
    f"<aside><p>{RELATED}</p></aside>",
    f"<p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p><script>var a = '{RELATED}'</script>",
    f"<style>.a::before {{ content: '{RELATED}' }}</style><!-- {RELATED} -->",
    f"<a href='/x'><div><h4>{RELATED}</h4></div></a>",
    f"<div style='x'><a href='/x'><img src=a.jpg></a><h4><a href='/x'>{RELATED}</a></h4></div>",
    "<p>[Gambas:Video 20detik]</p>",
    "<p>Ikuti berita terkini Warta Rekaan di Google News</p>",
]


@pytest.mark.fault("E6")
@pytest.mark.parametrize("insert", INSERTS)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_what_leads_elsewhere_is_never_part_of_the_text(insert: str, place: int) -> None:
    body = paragraphs(BODY[:place]) + insert + paragraphs(BODY[place:])
    assert read(modern(body), MODERN).body == TEXT
    assert read(modern(body)).body == TEXT


def test_an_insert_within_a_paragraph_is_cut_out() -> None:
    body = f"<p>{BODY[0]} <b>Baca juga:</b> {link(RELATED)} {BODY[1]}</p>" + paragraphs(BODY[2:])
    assert read(modern(body), MODERN).body == "\n".join([f"{BODY[0]} {BODY[1]}", *BODY[2:]])


def test_links_within_sentences_stay() -> None:
    body = paragraphs(tuple(line.replace("Banyuwangi", link("Banyuwangi", "/tag/banyuwangi")) for line in BODY))
    assert read(modern(body), MODERN).body == TEXT


def test_sentences_that_begin_like_labels_stay() -> None:
    lines = (
        *BODY,
        "Foto bersama menutup acara itu.",
        "Baca tulis menjadi pelajaran utama di sana.",
        "Editor senior hadir.",
    )
    assert read(modern(paragraphs(lines)), MODERN).body == "\n".join(lines)


def test_the_article_ends_where_the_readers_begin() -> None:
    below = f"<h3>Tinggalkan Balasan</h3><p>{RELATED}</p><p>Surel Anda tidak akan dipublikasikan.</p>"
    assert read(modern(paragraphs() + below), MODERN).body == TEXT


def test_notes_of_the_trade_go() -> None:
    notes = "<p>Pewarta: Budi Santoso</p><p>Editor: Siti Aminah</p><p>COPYRIGHT © WARTA 2018</p><p>Tags: wisata</p>"
    assert read(modern(paragraphs() + notes), MODERN).body == TEXT


def test_a_wrapper_with_an_unlucky_name_stays() -> None:
    assert read(modern(f'<div class="share-content">{paragraphs()}</div>'), MODERN).body == TEXT


def test_the_sites_own_cuts_are_made() -> None:
    layout = Layout("2023", "A", body=".isi-berita", cut=(".khusus", "p:has(> i)"))
    body = paragraphs() + f"<p class='khusus'>{RELATED}</p><p><i>{RELATED}</i></p>"
    assert read(modern(body), layout).body == TEXT


def test_personal_numbers_are_hidden() -> None:
    body = paragraphs() + "<p>Pendaftaran melalui Siti, 081234567890.</p>"
    assert read(modern(body), MODERN).body.endswith("Siti, [nomor telepon disamarkan].")
