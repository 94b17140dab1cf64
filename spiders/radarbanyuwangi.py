"""Jawa Pos Radar Banyuwangi: the local daily, through four changes of its software."""

from datetime import date

from crawler.facts import Layout, Pattern, SiteFacts, radar_listing
from crawler.site import NewsSite


class Radarbanyuwangi(NewsSite):
    name = "radarbanyuwangi"
    facts = SiteFacts(
        hosts=("radarbanyuwangi.jawapos.com",),
        sources=(
            radar_listing("https://radarbanyuwangi.jawapos.com/tag/banyuwangi?page={page}", "props.news.data"),
            radar_listing("https://radarbanyuwangi.jawapos.com/banyuwangi?page={page}", "props.category.articles.data"),
            radar_listing(
                "https://radarbanyuwangi.jawapos.com/politik-pemerintahan?page={page}", "props.category.articles.data"
            ),
        ),
        article=Pattern(r"/read/\d{4}/\d{2}/\d{2}/\d+/[^/]+|/\d{2}/\d{2}/\d{4}/[^/]+|/\d{9,}/[^/]+", "C"),
        site_id=Pattern(r"/(\d{9,})/", "C"),
        date_in_url=(
            Pattern(r"/read/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "C"),
            Pattern(r"/(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})/", "C"),
            Pattern(r"/(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{4}/", "B"),
        ),
        layouts=(
            Layout(
                "2026", "D", "content", "title", "date", "authors.0.name", data="#app::attr(data-page) | props.article"
            ),
            Layout("2026 page", "D", body=".rt-Box.konten"),
            Layout("2023", "D", body=".read__content", until=date(2025, 12, 31)),
            Layout("2021", "D", body=".entry-content", title=".entry-title", until=date(2022, 12, 31)),
        ),
    )
