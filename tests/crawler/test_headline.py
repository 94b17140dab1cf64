"""The title of an article."""

from tests.synthetic import MODERN, TITLE, json_ld, modern, page, paragraphs, read


def test_the_visible_heading_wins_over_longer_metadata() -> None:
    html = page(f"<h1>Daerah</h1><h2>{TITLE}</h2>{paragraphs()}", title=f"{TITLE} - Daerah - Warta Rekaan")
    assert read(html).title == TITLE


def test_without_a_heading_the_sites_name_is_taken_off() -> None:
    site = '<meta property="og:site_name" content="Warta Rekaan">'
    extra = f'{site}<meta property="og:title" content="{TITLE} | Warta Rekaan">'
    assert read(page(f"<div>{paragraphs()}</div>", extra=extra)).title == TITLE


def test_a_dash_of_the_title_itself_stays() -> None:
    extra = '<meta property="og:title" content="Laga Persewangi - Arema Ditunda | warta.example">'
    assert read(page(f"<div>{paragraphs()}</div>", extra=extra)).title == "Laga Persewangi - Arema Ditunda"


def test_metadata_that_tell_another_title_are_marked() -> None:
    article = read(modern(extra=json_ld(headline="Judul yang Lain Sama Sekali")), MODERN)
    assert article.title == TITLE
    assert "title differs from the metadata" in article.marks
