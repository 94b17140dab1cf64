"""Feeds and sitemaps in the forms that the sites use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from newsroom.outlets.dates import iso, rfc822
from newsroom.publication import Publication
from newsroom.shelf import Shelf

Address = Callable[[Publication], str]
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_RSS_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(
    shelf: Shelf,
    pieces: Sequence[Publication],
    title: str,
    url: str,
    *,
    link: Address | None = None,
    guid: Address | None = None,
    full: bool = False,
    date: Callable[[datetime], str] = rfc822,
) -> str:
    """RSS 2.0. `full` adds content:encoded as WordPress does; `guid` marks the guid as no permalink.

    The build date is the newest item's change, not the request's, so that an unchanged feed is the same bytes.
    """
    to = link or (lambda piece: piece.address(shelf.now))
    items = "\n".join(_item(shelf, piece, to(piece), guid, full, date) for piece in pieces)
    built = max((piece.modified(shelf.now) for piece in pieces), default=shelf.now)
    home = escape(url.split("/", 3)[2])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_RSS_SPACES}>\n<channel>\n'
        f"<title>{escape(title)}</title>\n<link>https://{home}/</link>\n"
        f"<description>Kabar {escape(title)} &amp; sekitarnya</description>\n<language>id</language>\n"
        f'<atom:link href="{escape(url)}" rel="self" type="application/rss+xml"/>\n'
        f"<lastBuildDate>{rfc822(built)}</lastBuildDate>\n{items}\n</channel>\n</rss>\n"
    )


def _item(
    shelf: Shelf, piece: Publication, link: str, guid: Address | None, full: bool, date: Callable[[datetime], str]
) -> str:
    version = piece.version(shelf.now)
    permanent = guid is None
    identity = link if guid is None else guid(piece)
    modified = f"<atom:updated>{iso(version.at)}</atom:updated>" if version.at > piece.published else ""
    return (
        f"<item><title>{escape(version.title)}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="{str(permanent).lower()}">{escape(identity)}</guid>'
        f"<pubDate>{date(piece.published)}</pubDate>{modified}"
        f"<dc:creator><![CDATA[{piece.reporter}]]></dc:creator>"
        f"<description>{escape(escape(version.paragraphs[0][:200]))}</description>"
        f"{_content(version.paragraphs) if full else ''}</item>"
    )


def _content(paragraphs: Iterable[str]) -> str:
    html = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"<content:encoded><![CDATA[{html.replace(']]>', ']]&gt;')}]]></content:encoded>"


def atom(shelf: Shelf, pieces: Sequence[Publication], title: str, url: str) -> str:
    """Atom 1.0, whose `updated` moves with every edit."""
    entries = "\n".join(
        f"<entry><title>{escape(piece.version(shelf.now).title)}</title>"
        f'<link rel="alternate" href="{escape(piece.address(shelf.now))}"/><id>{escape(piece.url)}</id>'
        f"<published>{iso(piece.published)}</published><updated>{iso(piece.modified(shelf.now))}</updated>"
        f"<author><name>{escape(piece.reporter)}</name></author></entry>"
        for piece in pieces
    )
    built = max((piece.modified(shelf.now) for piece in pieces), default=shelf.now)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(title)} &amp; sekitarnya</title><id>{escape(url)}</id>"
        f'<link rel="self" href="{escape(url)}"/><updated>{iso(built)}</updated>\n{entries}\n</feed>\n'
    )


def sitemap(shelf: Shelf, pieces: Sequence[Publication]) -> str:
    rows = "\n".join(
        f"<url><loc>{escape(piece.address(shelf.now))}</loc><lastmod>{iso(piece.modified(shelf.now))}</lastmod></url>"
        for piece in pieces
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">\n{rows}\n</urlset>\n'


def news_sitemap(shelf: Shelf, pieces: Sequence[Publication], name: str, *, span: timedelta | None = None) -> str:
    """Google News form; `span` leaves out what is older (sites keep a day or two)."""
    kept = [piece for piece in pieces if span is None or piece.published > shelf.now - span]
    rows = "\n".join(_news_row(shelf, piece, name) for piece in kept)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{rows}\n</urlset>\n'
    )


def _news_row(shelf: Shelf, piece: Publication, name: str) -> str:
    version = piece.version(shelf.now)
    keywords = escape(", ".join(piece.tags))
    return (
        f"<url><loc>{escape(piece.address(shelf.now))}</loc><lastmod>{iso(version.at)}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name><news:language>id</news:language></news:publication>"
        f"<news:publication_date>{iso(piece.published)}</news:publication_date>"
        f"<news:title>{escape(version.title)}</news:title><news:keywords>{keywords}</news:keywords>"
        "</news:news></url>"
    )


def sitemap_index(children: Sequence[str], stamp: datetime | None) -> str:
    changed = f"<lastmod>{iso(stamp)}</lastmod>" if stamp else ""
    rows = "\n".join(f"<sitemap><loc>{escape(child)}</loc>{changed}</sitemap>" for child in children)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_SITEMAP}">\n{rows}\n</sitemapindex>\n'
