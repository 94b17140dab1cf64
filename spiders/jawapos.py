"""Jawa Pos: its index of the newest articles. Its local papers, as Radar Banyuwangi, are sites of their own."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Jawapos(NewsSite):
    name = "jawapos"
    facts = SiteFacts(
        hosts=("jawapos.com",),
        sources=(
            Listing(
                "https://www.jawapos.com/indeks",
                "B",
                data="#__NEXT_DATA__::text | props.pageProps.initialArticles.data",
                link="/{category.slug}/{article_id}/{slug}",
                title="title",
                published="published_at",
            ),
            Feed("https://www.jawapos.com/feed", "D"),
        ),
        article=Pattern(r"//(?:www\.)?jawapos\.com/[^/]+/\d{9,10}/[^/]+", "B"),
        site_id=Pattern(r"//(?:www\.)?jawapos\.com/[^/]+/(\d+)/", "B"),
        date_in_url=(Pattern(r"/(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{4}/", "B"),),
        layouts=(
            Layout(
                "2026",
                "B",
                data="#__NEXT_DATA__::text | props.pageProps.article",
                title="title",
                body="content",
                published="published_at",
                author="authors.0.name",
            ),
            Layout("2023", "B", body=".read__content", author=".read__info__author", until=date(2025, 12, 31)),
        ),
    )
