"""Synthetic pages: own words in the markup of the software that Indonesian news sites run on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from article import Article
from crawler.extract import NotAnArticle, extract
from crawler.facts import Layout, Pattern, SiteFacts

TITLE = "Rombongan Kota Seberang Pelajari Layanan Satu Pintu di Banyuwangi"
BODY = (
    "BANYUWANGI - Sebanyak 32 pegawai Kota Seberang datang ke Banyuwangi untuk mempelajari layanan satu pintu.",
    "Mereka diterima Wakil Bupati di pendopo, lalu berkeliling ke mal pelayanan dan dua kantor desa pada hari itu.",
    "“Kami ingin melihat sendiri bagaimana warga mengurus surat tanpa antre,” kata ketua rombongan, Siti Aminah.",
    "Selama dua hari mereka juga dijadwalkan berdiskusi dengan petugas desa tentang pembagian tugas dan pendanaan.",
    "Kunjungan serupa akan dilanjutkan bulan depan oleh rombongan kedua dari kota yang sama.",
)
RELATED = "Delegasi Kabupaten Rekaan Belajar Smart Kampung ke Banyuwangi"
OTHERS = (
    "Harga Cabai Naik Menjelang Akhir Pekan di Pasar Rekaan",
    "Jalan Rekaan Ditutup Dua Hari untuk Perbaikan Jembatan",
    "Panen Raya Padi Rekaan Dihadiri Ratusan Petani Muda",
)
DATE = "Rabu, 17 Oktober 2018 10:22 WIB"
ISO = "2018-10-17T10:22:31+07:00"


def link(text: str, href: str = "/berita/lain-lain-lain") -> str:
    return f'<a href="{href}">{text}</a>'


def paragraphs(lines: tuple[str, ...] = BODY) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines)


def headlines(lines: tuple[str, ...] = OTHERS) -> str:
    return "<ul>" + "".join(f"<li><h3>{link(line)}</h3><span>17 Oktober 2018</span></li>" for line in lines) + "</ul>"


MENU = (
    "<nav><ul>"
    + "".join(f"<li>{link(word)}</li>" for word in ("Beranda", "Daerah", "Wisata", "Olahraga"))
    + "</ul></nav>"
)
FOOTER = "<footer><p>Warta Rekaan adalah media siber. Seluruh isi dilindungi undang-undang.</p></footer>"


def head(extra: str = "", title: str = f"{TITLE} | Warta Rekaan") -> str:
    return f'<head><meta charset="utf-8"><title>{title}</title>{extra}</head>'


def page(body: str, *, extra: str = "", title: str = f"{TITLE} | Warta Rekaan") -> str:
    return f"<!doctype html><html lang='id'>{head(extra, title)}<body>{MENU}{body}{FOOTER}</body></html>"


def json_ld(**fields: object) -> str:
    described = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(described)}</script>'


def wordpress() -> str:
    """A WordPress theme with Jetpack's share buttons and related posts, tags, comments and a sidebar."""
    insert = f"<p><strong>Baca juga: {link(RELATED)}</strong></p>"
    text = f"<p>{BODY[0]}</p><p>{BODY[1]}</p>{insert}<p>{BODY[2]}</p><p>{BODY[3]}</p><p>{BODY[4]}</p>"
    shared = '<div class="sharedaddy sd-sharing-enabled"><h3>Bagikan ini:</h3><ul><li>Facebook</li></ul></div>'
    related = f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>Terkait</h3>{headlines()}</div>'
    content = (
        f'<div class="entry-content">{text}{shared}{related}</div><div class="tags">Tag: {link("kunjungan")}</div>'
    )
    comments = (
        "<div id='comments'><h3>Tinggalkan Balasan</h3>" + "<p>Alamat surel Anda tidak akan dipublikasikan.</p></div>"
    )
    time = f'<time class="entry-date published" datetime="{ISO}">17 Oktober 2018</time>'
    heading = f'<h1 class="entry-title">{TITLE}</h1>{time}'
    post = f'<article class="post-12 tag-kunjungan">{heading}{content}</article>{comments}'
    return page(f"<main>{post}</main><aside><h2>Terpopuler</h2>{headlines()}</aside>")


def line_breaks() -> str:
    """An old page: text broken by <br> in a <div>, a list of other articles beside it, no metadata."""
    inserts = f"<br><br>Baca juga: {link(RELATED)}<br><br>"
    text = "<br><br>".join(BODY[:2]) + inserts + "<br><br>".join(BODY[2:])
    beside = f'<div class="kolom-kiri"><h3>Berita Terkait</h3>{headlines()}</div>'
    return page(f'<div class="isi">{beside}<h2>{TITLE}</h2><div>{DATE}</div><div class="naskah">{text}</div></div>')


def div_paragraphs() -> str:
    """A page whose paragraphs are <div>s in a <span>, with advertisements and a video between them."""
    filler = '<div class="ads-box"><p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p></div>'
    text = filler.join(f"<div>{line}</div><div><br></div>" for line in BODY)
    return page(f"<div id='konten'><h1>{TITLE}</h1><p class='tanggal'>{DATE}</p><span>{text}</span></div>{headlines()}")


def boxes() -> str:
    """A page builder's page: each paragraph in a box of its own, a teaser of another article in a like one."""
    box = '<section class="elementor-section"><div class="kolom"><div class="kotak">{}</div></div></section>'
    teaser = f"<h3>{link(RELATED)}</h3><p>{RELATED} selama tiga hari penuh sejak Senin pagi di pendopo kabupaten.</p>"
    text = "".join(box.format(f"<p>{line}</p>") for line in BODY)
    return page(f"<h1>{TITLE}</h1><div class='tanggal'>{DATE}</div><div>{text}{box.format(teaser)}</div>")


def one_form() -> str:
    """An old government page: everything in one form and in layout tables."""
    text = "<br/>".join(BODY)
    menu = "".join(f"<tr><td>{link(line)}</td></tr>" for line in OTHERS)
    cells = f"<td class=kiri><table>{menu}</table></td><td class=isi><b>{TITLE}</b><br>{DATE}<br><br>{text}</td>"
    return page(f"<form id='aspnetForm'><input type=hidden><table><tr>{cells}</tr></table></form>")


def numbered_list() -> str:
    """An article most of which is a list."""
    items = "".join(f"<li>{line}</li>" for line in BODY[1:])
    return page(
        f"<div class='x'><h1>{TITLE}</h1><span>{DATE}</span><div class='y'><p>{BODY[0]}</p><ol>{items}</ol></div></div>"
    )


def next_data(**changes: object) -> str:
    article = {"title": TITLE, "content": paragraphs(), "published_at": "2018-10-17 10:22:31", **changes}
    data = {"props": {"pageProps": {"article": {**article, "authors": [{"name": "Budi Santoso"}]}}}}
    return page(
        '<div id="__next"></div>',
        extra=f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>',
    )


def inertia() -> str:
    data = {
        "component": "Article",
        "props": {"article": {"title": TITLE, "content": paragraphs(), "date": DATE, "editor": "Ani"}},
    }
    packed = json.dumps(data).replace("&", "&amp;").replace('"', "&quot;")
    return page(f'<div id="app" data-page="{packed}"></div>')


def related_below() -> str:
    """An article with six headlines of others, unnamed, in the element of its text."""
    below = "<div class='x7'>" + "".join(f"<h4>{link(line)}</h4>" for line in OTHERS * 2) + "</div>"
    return page(f"<h1>{TITLE}</h1><p>{DATE}</p><div class='x1'>{paragraphs()}{below}</div>")


def teasers() -> str:
    """A list of articles in one element."""
    items = "".join(f"<li><h3>{link(OTHERS[0])}</h3>{line}</li>" for line in BODY)
    return page(f"<h1>Berita Daerah</h1><ul>{items}</ul>", title="Berita Daerah | Warta Rekaan")


def cards() -> str:
    """A front page of teasers."""
    card = "<div class='kartu'><h3>{}</h3><p>{}</p></div>"
    return page("".join(card.format(link(title), line) for title, line in zip(OTHERS * 3, BODY * 2, strict=False)))


NOW = datetime(2018, 10, 20, 8, 0, tzinfo=UTC)
URL = "https://warta.example/daerah/12345/rombongan-kota-seberang"
TEXT = "\n".join(BODY)
MODERN = Layout("2023", "A", body=".isi-berita", title="h1.judul", published=".tanggal", author=".penulis")
OLD = Layout("2016", "A", body="#naskah", title="h1", until=date(2018, 12, 31))


def facts(*layouts: Layout) -> SiteFacts:
    return SiteFacts(
        hosts=("warta.example",),
        sources=(),
        article=Pattern(r"/daerah/\d+/", "A"),
        site_id=Pattern(r"/daerah/(\d+)/", "A"),
        date_in_url=(Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
        layouts=layouts,
    )


def read(html: str, *layouts: Layout, url: str = URL, now: datetime = NOW) -> Article:
    return extract(html, url, site="warta", facts=facts(*layouts) if layouts else None, now=now)


def modern(body: str = paragraphs(), *, date_line: str = DATE, extra: str = "", title: str = TITLE) -> str:
    heading = f'<h1 class="judul">{title}</h1><div class="penulis">Oleh: Budi Santoso</div>'
    text = f'{heading}<div class="tanggal">{date_line}</div><div class="isi-berita">{body}</div>'
    return page(text, extra=extra, title=f"{title} | Warta Rekaan")


def reason(html: str, *layouts: Layout, url: str = URL) -> str:
    with pytest.raises(NotAnArticle) as refused:
        read(html, *layouts, url=url)
    return refused.value.reason
